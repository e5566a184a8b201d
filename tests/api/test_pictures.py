"""Pictures and identities over the open interface: the rules of the pages, the lines of the record."""

from dataclasses import replace

import pytest

from console.api.app import PREFIX
from hotline.matter import MatterType
from tests.api.program import NewProgram, Program
from tests.console.city import MOBILE, NAME, SURE, City, answered, appeal, open_ticket, signed

PNG = b"\x89PNG\r\n\x1a\n after"


async def fetched(caller: Program, path: str) -> tuple[int, str, bytes]:
    headers = {"Authorization": f"Bearer {caller.key}"}
    async with caller.client.get(PREFIX + path, headers=headers) as response:
        return response.status, response.content_type, await response.read()


async def deleted(caller: Program, path: str) -> int:
    async with caller.client.delete(PREFIX + path, headers={"Authorization": f"Bearer {caller.key}"}) as response:
        return response.status


async def test_a_unit_puts_pictures_to_its_answer_and_takes_one_away(city: City, program: NewProgram) -> None:
    number, unit, desk = signed(city), program("handler"), program("operator")
    first = await unit.send(f"/tickets/{number}/pictures", PNG)
    assert (unit.status, first["kind"]) == (201, "answer")
    second = await unit.send(f"/tickets/{number}/pictures", PNG)
    assert await deleted(unit, f"/tickets/{number}/pictures/answer/{first['id']}") == 200
    assert await deleted(unit, f"/tickets/{number}/pictures/answer/{first['id']}") == 404
    listed = await desk.get(f"/tickets/{number}/pictures")
    assert listed == {"pictures": [{"kind": "answer", "id": second["id"], "sent": False}]}
    path = f"/tickets/{number}/pictures/answer/{second['id']}"
    assert await fetched(desk, path) == (200, "image/png", PNG)
    assert (await fetched(program("stranger"), path))[0] == 404
    assert (await fetched(program("administrator"), path))[0] == 403


async def test_what_is_no_picture_too_large_or_too_late_is_refused(city: City, program: NewProgram) -> None:
    number, late, unit = signed(city), answered(city), program("handler")
    await unit.send(f"/tickets/{number}/pictures", b"<svg/>")
    assert (unit.status, unit.refusal) == (422, ("picture", "picture"))
    await unit.send(f"/tickets/{number}/pictures", PNG + b"x" * 2_000_000)
    assert unit.status == 413
    await unit.send(f"/tickets/{late}/pictures", PNG)
    assert unit.status == 409
    desk, stranger = program("operator"), program("stranger")
    await desk.send(f"/tickets/{number}/pictures", PNG)
    assert desk.status == 403
    await stranger.send(f"/tickets/{number}/pictures", PNG)
    assert stranger.status == 404


async def test_a_citizens_picture_is_read_as_on_the_page(city: City, program: NewProgram) -> None:
    open_one = open_ticket(city, SURE, picture=True)
    sealed = open_ticket(city, SURE, replace(appeal(), matter_type=MatterType.REPORT), picture=True)
    unit, desk = program("handler"), program("operator")
    for number, caller, status in ((open_one, unit, 200), (sealed, desk, 200)):
        [one] = (await caller.get(f"/tickets/{number}/pictures"))["pictures"]
        assert (await fetched(caller, f"/tickets/{number}/pictures/citizen/{one['id']}"))[0] == status
    assert (await unit.get(f"/tickets/{sealed}/pictures"))["pictures"] == []
    assert (await fetched(unit, f"/tickets/{sealed}/pictures/citizen/{one['id']}"))[0] == 403
    assert (await fetched(unit, f"/tickets/{open_one}/pictures/citizen/{one['id']}"))[0] == 404
    assert (await fetched(unit, f"/tickets/{open_one}/pictures/other/1"))[0] == 404
    with city.database.units_of_work(write=False) as uow:
        pictures = [look.by.id for look in uow.looks.of(ticket=sealed) if look.seen.value == "picture"]
    assert pictures == ["operator"]


async def test_an_identity_is_given_for_a_reason_and_written_down(city: City, program: NewProgram) -> None:
    number, caller = open_ticket(city, SURE), program("handler")
    seen = await caller.post(f"/tickets/{number}/reveal", {"reason": "约时间上门"})
    assert caller.status == 200
    assert seen["contact"] == {"name": NAME, "phone": MOBILE}
    assert NAME in seen["text"]
    with city.database.units_of_work(write=False) as uow:
        [look] = uow.looks.of(ticket=number)
    assert (look.by.id, look.seen.value, look.reason, look.page) == ("handler", "identity", "约时间上门", "api")


@pytest.mark.parametrize("body", [{}, {"reason": " "}, {"reason": 1}, {"reason": "查", "why": "x"}])
async def test_without_a_reason_nothing_is_given(city: City, program: NewProgram, body: dict[str, object]) -> None:
    number, caller = open_ticket(city, SURE), program("operator")
    await caller.post(f"/tickets/{number}/reveal", body)
    assert caller.status == 422
    assert MOBILE not in caller.text
    with city.database.units_of_work(write=False) as uow:
        assert uow.looks.count(ticket=number) == 0


@pytest.mark.parametrize(("login", "status"), [("handler", 403), ("stranger", 404), ("administrator", 403)])
async def test_of_a_sealed_ticket_who_need_not_know_learns_nothing(
    city: City, program: NewProgram, login: str, status: int
) -> None:
    number = open_ticket(city, SURE, replace(appeal(), matter_type=MatterType.REPORT))
    caller = program(login)
    await caller.post(f"/tickets/{number}/reveal", {"reason": "想知道是谁"})
    assert caller.status == status
    assert MOBILE not in caller.text
    with city.database.units_of_work(write=False) as uow:
        assert uow.looks.count(ticket=number) == 0
