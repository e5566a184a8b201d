"""The open interface seals a reporter and leaves out whoever keeps out, call by call, as the pages do."""

import pytest

from casework.ports_secrecy import Recusal
from console.api.app import build_api
from tests.api.program import NewProgram, Program
from tests.console.city import OPERATOR, City, open_ticket
from tests.console.test_confidentiality import SECRETS, busy, report

READS = ("/openapi.json", "/actions", "/counts", "/units", "/categories", "/tickets", "/tickets/{number}",
         "/tickets/{number}/pictures")  # fmt: skip
SOUGHT = {"words": "业主代表"}, {"words": "望湖小区"}, {"number": ""}


def test_the_walk_knows_every_route(city: City) -> None:
    routes = {str(route.resource.canonical) for route in build_api(city.parts).router.routes() if route.resource}
    assert routes == {
        *READS, "/tickets/search", "/tickets/{number}/{action}", "/tickets/{number}/reveal",
        "/tickets/{number}/pictures/{kind}/{picture}", "/tickets/{number}/pictures/answer/{picture}",
    }  # fmt: skip


async def _answers(caller: Program, number: str) -> list[str]:
    answers = []
    for path in READS:
        await caller.get(path.format(number=number))
        answers.append(caller.text)
    for sought in SOUGHT:
        await caller.post("/tickets/search", sought)
        answers.append(caller.text)
    for action in ("sign", "answer", "remind", "withdraw"):
        await caller.post(f"/tickets/{number}/{action}", {"version": 1})
        answers.append(caller.text)
    await caller.post(f"/tickets/{number}/reveal", {"reason": "想知道是谁"})
    answers.append(caller.text)
    return answers


@pytest.mark.parametrize("login", ["handler", "stranger", "administrator"])
async def test_no_call_tells_a_reporter(login: str, city: City, program: NewProgram) -> None:
    number = report(city)
    busy(city, number)
    for answer in await _answers(program(login), number):
        assert [secret for secret in SECRETS if secret in answer] == []


@pytest.mark.parametrize("login", ["operator", "handler", "supervisor"])
async def test_no_call_names_a_ticket_to_who_keeps_out_of_it(login: str, city: City, program: NewProgram) -> None:
    number, _ = report(city), open_ticket(city)
    busy(city, number)
    caller = program(login)
    assert any(number in answer for answer in await _answers(caller, number))
    await caller.get("/counts")
    counted = caller.answer
    with city.database.units_of_work() as uow:
        uow.recusals.add(Recusal(number, login, "", "亲属", OPERATOR, city.clock.now()))
        uow.commit()
    assert not any(number in answer for answer in await _answers(caller, number))
    await caller.get(f"/tickets/{number}")
    assert caller.status == 404
    await caller.get("/counts")
    assert caller.answer != counted
