"""Danger told on the telephone: the ticket is 特急, a person is called, and the number to dial stays on the screen."""

from typing import Any

import pytest

from casework.ports import AttentionItem
from casework.views import TicketFilter
from hotline.errors import InvalidInputError
from hotline.matter import Urgency
from hotline.ticket import Ticket
from tests.console.city import MOBILE, NOW, WORDS, City, open_ticket
from tests.console.person import Person, SignIn

TRAPPED = f"晴川花园3栋电梯困人了，里面有个老人喘不上气，快来人，我电话{MOBILE}"
ADVICE = "可能有人被困电梯，请先让市民拨打 119"


def entered(city: City) -> Ticket:
    [row] = city.database.views.tickets(TicketFilter(), NOW)
    with city.database.units_of_work(write=False) as uow:
        return uow.tickets.get(row.number)


def called(city: City) -> list[AttentionItem]:
    return city.database.views.attention()


async def chosen(operator: Person, **typed: str) -> dict[str, str]:
    """The form as somebody fills it who asks the machine for nothing."""
    await operator.open("/call")
    picked = {"matter_type": "求助", "category": "城乡建设/城市建设和市政管理"}
    return {**operator.form("/call"), **picked, **typed}


async def test_the_machine_fills_in_how_urgent_it_is(sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await operator.open("/call")
    assert operator.form("/call").get("urgency", "") == ""
    await operator.post("/call/prefill", {**operator.form("/call"), "text": WORDS})
    assert operator.form("/call")["urgency"] == "一般"
    await operator.post("/call/prefill", {**operator.form("/call"), "text": TRAPPED})
    assert operator.form("/call")["urgency"] == "特急"
    assert ADVICE in operator.text
    assert "可能有火情" not in operator.text


@pytest.mark.parametrize("picked", ["", "一般"])
async def test_danger_without_prefilling_is_critical_and_calls_a_person(
    picked: str, city: City, sign_in: SignIn
) -> None:
    operator = await sign_in("operator")
    await operator.post("/call", await chosen(operator, text=TRAPPED, urgency=picked))
    assert operator.status == 200
    assert ADVICE in operator.text
    ticket = entered(city)
    assert ticket.appeal.urgency is Urgency.CRITICAL
    [item] = called(city)
    assert (item.kind.value, item.ticket) == ("emergency", ticket.number)
    assert item.summary.startswith("电梯困人（来电）：晴川花园3栋电梯困人了")
    assert MOBILE not in item.summary
    assert TRAPPED not in operator.path


async def test_who_called_is_called_back_and_not_written_to(city: City, sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await operator.post("/call", await chosen(operator, text=TRAPPED))
    await operator.open("/attention")
    [item] = called(city)
    assert f"/attention/{item.id}/reply" not in operator.text
    assert f"/tickets/{item.ticket}" in operator.text
    await operator.open(f"/attention/{item.id}/chat")
    assert operator.status == 403


async def test_what_is_no_danger_calls_nobody(city: City, sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await operator.post("/call", await chosen(operator, text=WORDS))
    assert entered(city).appeal.urgency is Urgency.ORDINARY
    assert called(city) == []
    assert 'class="banner"' not in operator.text


async def test_an_operator_may_say_that_it_is_urgent(city: City, sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await operator.post("/call", await chosen(operator, text=WORDS, urgency="紧急"))
    assert entered(city).appeal.urgency is Urgency.URGENT


async def test_a_refused_form_keeps_warning_and_judgement(city: City, sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await operator.post("/call", await chosen(operator, text=TRAPPED, phone="不知道", category=""))
    assert operator.status == 422
    assert ADVICE in operator.text
    assert "系统判断：" in operator.text
    kept = operator.form("/call")
    assert (kept["text"].strip(), kept.get("category", "")) == (TRAPPED, "")
    assert called(city) == []


async def test_a_danger_that_nobody_named_says_nothing(sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await operator.open("/attention?danger=nothing")
    assert 'class="banner"' not in operator.text


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (TRAPPED, "晴川花园3栋电梯困人了"),
        (
            "你好，我想反映一下，锦绣苑南门外的路灯从上个星期开始就全部不亮了",
            "锦绣苑南门外的路灯从上个星期开始就全部不亮了",
        ),
    ],
)
async def test_a_title_is_a_whole_clause(words: str, title: str, city: City, sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await operator.post("/call", await chosen(operator, text=words))
    assert entered(city).appeal.title == title


def refuses(*_: object) -> Any:
    raise InvalidInputError(field="category", rule="required")


@pytest.mark.parametrize(("broken", "warned"), [("decide", True), ("understand", False)])
async def test_what_cannot_be_judged_takes_no_form_away(broken: str, warned: bool, city: City, sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    sent = await chosen(operator, text=TRAPPED, phone="不知道")
    object.__setattr__(city.parts, broken, refuses)
    await operator.post("/call", sent)
    assert operator.status == 422
    assert operator.form("/call")["text"].strip() == TRAPPED
    assert (ADVICE in operator.text) is warned
    assert "系统判断：" not in operator.text


async def test_the_warning_stands_on_its_own_ticket_while_a_person_is_called(city: City, sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await operator.post("/call", await chosen(operator, text=TRAPPED))
    told = operator.path
    assert ADVICE in operator.text
    query = told.split("?")[1]
    assert "danger=" in query
    for page in ("/attention", "/tickets", "/call", f"/tickets/{open_ticket(city)}"):
        await operator.open(f"{page}?{query}")
        assert operator.status == 200
        assert ADVICE not in operator.text
    await operator.open(told)
    assert ADVICE in operator.text
    [item] = called(city)
    with city.database.units_of_work() as uow:
        uow.attention.finish(item.id, NOW)
        uow.commit()
    await operator.open(told)
    assert operator.status == 200
    assert ADVICE not in operator.text
