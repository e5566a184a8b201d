"""Several people press the same button at the same instant: one step is taken, and the others are told."""

import asyncio
from dataclasses import replace

import pytest

from hotline.workflow import State
from tests.console.city import OTHER, SURE, City, open_ticket
from tests.console.person import Person, SignIn


def _moves(city: City, number: str, state: State) -> int:
    """How often the ticket came into a state."""
    with city.database.units_of_work(write=False) as uow:
        return sum(event.end is state and event.start is not state for event in uow.tickets.get(number).history)


async def test_two_operators_at_the_same_instant_dispatch_once(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    people = [await sign_in("operator"), await sign_in("second"), await sign_in("supervisor")]
    for person in people:
        await person.open(f"/tickets/{number}")
    await asyncio.gather(
        *(person.submit(f"/tickets/{number}/review", lead=lead)
          for person, lead in zip(people * 2, ("CG", "HB", "D1S1") * 2, strict=True))
    )  # fmt: skip
    assert _moves(city, number, State.DISPATCHED) == 1
    assert {person.status for person in people} <= {200, 409}
    with city.database.units_of_work(write=False) as uow:
        ticket = uow.tickets.get(number)
        told = [item for item in uow.outbox.after(ticket.person, 0) if number in item.message.text]
    assert ticket.dispatches == 1
    assert len(told) == len({item.message.text for item in told})


BACK = {"return_class": "职能交叉", "reason": "不归我们", "ground": "三定", "evidence": "照片"}


async def test_lead_and_co_unit_and_the_hotline_at_the_same_instant(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city, replace(SURE, other_units=(OTHER,)))
    lead, same, co, hotline = [await sign_in(who) for who in ("handler", "handler", "stranger", "supervisor")]
    for person in (lead, same, co, hotline):
        await person.open(f"/tickets/{number}")
        assert person.status == 200
    token = co.form("/sign-out")["form_token"]
    version = lead.form(f"/tickets/{number}/sign")["version"]
    answers = await asyncio.gather(
        _status(lead, f"/tickets/{number}/sign"),
        _status(same, f"/tickets/{number}/request_return", **BACK),
        co.post(f"/tickets/{number}/sign", {"form_token": token, "version": version}),
        _status(hotline, f"/tickets/{number}/remind"),
    )
    assert co.status in (403, 409), "who only helps does not act"
    taken = [status for status in answers if status == 200]
    assert len(taken) == 1
    assert [status for status in answers if status == 409] == [409, 409]
    with city.database.units_of_work(write=False) as uow:
        ticket = uow.tickets.get(number)
    assert len({(event.move, event.at) for event in ticket.history}) == len(ticket.history)


async def _status(person: Person, action: str, **typed: str) -> int:
    await person.submit(action, **typed)
    return person.status


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Content-Type": "application/x-www-form-urlencoded", "Content-Encoding": "gzip"}, b"no gzip", 400),
        ({"Content-Type": "application/x-www-form-urlencoded; charset=zzz"}, b"a=b", 400),
        ({"Content-Type": "application/x-www-form-urlencoded"}, b"form_token=x&words=\xff\xfe", 400),
        ({"Content-Type": "multipart/form-data; boundary=b"}, b"--b\r\nX: " + b"a" * 100_000, 400),
        ({"Content-Type": "application/json"}, b'{"form_token": "x"}', 403),
        ({"Content-Type": "application/x-www-form-urlencoded"}, b"words=" + b"a" * 300_000, 413),
    ],
)
async def test_a_body_that_is_no_form_is_the_senders_mistake(
    sign_in: SignIn, headers: dict[str, str], body: bytes, status: int
) -> None:
    operator = await sign_in("operator")
    async with operator.client.post("/console/tickets", data=body, headers=headers) as answer:
        assert answer.status == status
        assert "text/html" in answer.headers["Content-Type"]
