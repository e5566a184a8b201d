"""Pictures of an answer on the ticket's page: chosen with the answer, reviewed with it, looked at by those who may."""

import re
from dataclasses import replace
from io import BytesIO

from aiohttp import FormData

from casework.ports_returns import ReturnClass, ReturnRequest
from hotline.matter import MatterType
from hotline.message import Attachment
from hotline.workflow import State
from tests.console.city import CLERK, SURE, City, appeal, open_ticket, signed
from tests.console.person import ROOT, Person, SignIn

PNG = b"\x89PNG\r\n\x1a\n after"
ANSWER = {"truth": "属实", "contacted": "否", "unit_solved": "已解决", "public_answer": "井盖已换好。"}


async def answered_with(person: Person, number: str, *pictures: bytes, **fields: str) -> None:
    """Fill the answer's form and choose files, as a browser does."""
    await person.open(f"/tickets/{number}")
    data = FormData()
    for name, value in {**person.form(f"/tickets/{number}/answer"), **ANSWER, **fields}.items():
        if name != "pictures":
            data.add_field(name, value)
    for content in pictures or (b"",):
        data.add_field("pictures", BytesIO(content), filename="a.png" if content else "", content_type="image/png")
    async with person.client.post(f"{ROOT}/tickets/{number}/answer", data=data) as response:
        person.status, person.text = response.status, await response.text()


def shots(person: Person, number: str) -> list[str]:
    return sorted(set(re.findall(rf"/tickets/{number}/answer-pictures/\d+(?=\")", person.text)))


def state(city: City, number: str) -> State:
    with city.database.units_of_work(write=False) as uow:
        return uow.tickets.get(number).state


async def test_pictures_are_chosen_with_the_answer_and_reviewed_with_it(city: City, sign_in: SignIn) -> None:
    number = signed(city)
    handler, stranger, operator = [await sign_in(each) for each in ("handler", "stranger", "operator")]
    await answered_with(handler, number, PNG, PNG + b"2")
    assert (handler.status, state(city, number)) == (200, State.UNDER_REVIEW)
    await operator.open(f"/tickets/{number}")
    assert "2 张，审核通过后发给市民" in operator.text
    [first, _] = shots(operator, number)
    await operator.open(first)
    assert (operator.status, operator.headers["Content-Type"]) == (200, "image/png")
    await stranger.open(first)
    assert stranger.status == 404
    await operator.open(f"/tickets/{number}")
    await operator.submit(f"/tickets/{number}/approve_answer")
    with city.database.units_of_work(write=False) as uow:
        person = uow.tickets.get(number).person
        assert len(uow.outbox.after(person, 0)[-1].message.pictures) == 2


async def test_an_answer_without_a_picture_goes_as_before(city: City, sign_in: SignIn) -> None:
    number, handler = signed(city), await sign_in("handler")
    await answered_with(handler, number)
    assert state(city, number) is State.UNDER_REVIEW
    await handler.open(f"/tickets/{number}")
    assert shots(handler, number) == []


async def test_a_wrong_file_is_refused_and_neither_answer_nor_picture_is_kept(city: City, sign_in: SignIn) -> None:
    number, handler = signed(city), await sign_in("handler")
    for pictures in ([b"<script>"], [PNG] * 7, [PNG + b"x" * 2_000_000]):
        await answered_with(handler, number, *pictures)
        assert handler.status == 422
        assert handler.form(f"/tickets/{number}/answer")["public_answer"] == ANSWER["public_answer"]
    await handler.open(f"/tickets/{number}")
    assert shots(handler, number) == []
    assert state(city, number) is State.IN_PROGRESS


async def test_six_large_pictures_pass_and_a_heap_is_stopped_at_the_door(city: City, sign_in: SignIn) -> None:
    number, handler = signed(city), await sign_in("handler")
    large = PNG + b"x" * 1_900_000
    await answered_with(handler, number, *[large] * 8)
    assert handler.status == 413
    await answered_with(handler, number, *[large] * 6)
    assert state(city, number) is State.UNDER_REVIEW


async def test_a_rejected_answers_picture_can_be_taken_away_by_its_unit_only(city: City, sign_in: SignIn) -> None:
    number = signed(city)
    handler, operator = await sign_in("handler"), await sign_in("operator")
    await answered_with(handler, number, PNG)
    await operator.open(f"/tickets/{number}")
    [shot] = shots(operator, number)
    assert f"{shot}/remove" not in operator.text
    await operator.submit(f"/tickets/{number}/reject_answer", reason="照片不清楚")
    await handler.open(f"/tickets/{number}")
    await handler.submit(f"{shot}/remove")
    assert "图片已删除" in handler.text
    await operator.open(shot)
    assert operator.status == 404


async def test_each_look_at_a_picture_of_a_sealed_ticket_is_written_down(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city, SURE, replace(appeal(), matter_type=MatterType.REPORT))
    handler, operator = await sign_in("handler"), await sign_in("operator")
    await handler.open(f"/tickets/{number}")
    await handler.submit(f"/tickets/{number}/sign")
    await answered_with(handler, number, PNG)
    await operator.open(f"/tickets/{number}")
    [shot] = shots(operator, number)
    await operator.open(shot)
    with city.database.units_of_work(write=False) as uow:
        seen = [(look.by.id, look.seen.value) for look in uow.looks.of(ticket=number)]
    assert seen.count(("operator", "picture")) == 1
    open_one = signed(city)
    await answered_with(handler, open_one, PNG)
    await operator.open(f"/tickets/{open_one}")
    await operator.open(shots(operator, open_one)[0])
    with city.database.units_of_work(write=False) as uow:
        assert uow.looks.count(ticket=open_one) == 0


async def test_a_look_at_evidence_of_a_sealed_ticket_is_written_down_too(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city, SURE, replace(appeal(), matter_type=MatterType.REPORT))
    with city.database.units_of_work() as uow:
        asked = uow.returns.add(_return(city, number))
        picture = uow.returns.attach(asked, _png(), city.clock.now())
        uow.commit()
    operator = await sign_in("operator")
    await operator.open(f"/tickets/{number}/evidence/{picture}")
    assert operator.status == 200
    with city.database.units_of_work(write=False) as uow:
        assert [look.seen.value for look in uow.looks.of(ticket=number)] == ["picture"]
    await operator.open(f"/tickets/{number}/evidence/99")
    with city.database.units_of_work(write=False) as uow:
        assert uow.looks.count(ticket=number) == 1


def _return(city: City, number: str) -> ReturnRequest:
    at = city.clock.now()
    return ReturnRequest(number, CLERK.unit, ReturnClass.OTHER, at, CLERK.id, at, "不是我们的", "三定方案")


def _png() -> Attachment:
    return Attachment("image/png", PNG)


async def test_a_refused_form_says_that_its_files_must_be_chosen_again(city: City, sign_in: SignIn) -> None:
    number, handler = signed(city), await sign_in("handler")
    await answered_with(handler, number, PNG, PNG + b"2", truth="")
    assert handler.status == 422
    assert "刚才选的 2 张图片没有上传" in handler.text
    await answered_with(handler, number, truth="")
    assert handler.status == 422
    assert "没有上传" not in handler.text
