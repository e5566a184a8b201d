"""What people's acts say about the machine's decisions, and the halt when they say too much against them."""

import pytest

from casework.answer_directly import answer_directly
from casework.halt import halt, lift
from casework.hand_to_emergency import hand_to_emergency
from casework.ports import AttentionKind, Halt
from casework.refer import refer
from hotline.errors import HotlineError, InvalidInputError, NotAllowedError
from hotline.people import Actor, Role
from tests.casework.steps import Steps
from tests.house import MONDAY, OPERATOR, SUPERVISOR, Desk
from tests.learning import Practice

ADMINISTRATOR = Actor(Role.ADMINISTRATOR, id="sun")
FOUND = Halt("unit", "2026-W10", MONDAY, MONDAY, 40, 5, 0.97)


def practice(desk: Desk) -> Practice:
    return Practice(desk.office, desk.database, desk.clock)


def dispositions(desk: Desk) -> list[tuple[str, str | None]]:
    now = desk.clock.now()
    rows = desk.database.views.live_decisions(MONDAY, now.replace(year=now.year + 1), now)
    return [(row.label, row.became) for row in rows if row.decision == "disposition"]


@pytest.mark.parametrize(
    ("said", "became"),
    [("open_ticket", "open_ticket"), ("consult", "consult"), ("other_city", "open_ticket")],
)
def test_whoever_dispatches_says_that_it_is_a_matter(desk: Desk, said: str, became: str) -> None:
    at_work = practice(desk)
    at_work.reviewed(at_work.ticket(at_once=False, disposition=said))
    assert dispositions(desk) == [(said, became)]


@pytest.mark.parametrize(
    ("said", "way", "became"),
    [
        ("open_ticket", "refer", ""),
        ("other_city", "refer", "other_city"),
        ("open_ticket", "answer", "consult"),
        ("consult", "answer", "consult"),
        ("open_ticket", "danger", "emergency"),
    ],
)
def test_whoever_ends_it_without_a_unit_says_so_too(desk: Desk, said: str, way: str, became: str) -> None:
    number = practice(desk).ticket(at_once=False, disposition=said)
    with desk.database.units_of_work() as uow:
        if way == "refer":
            refer(desk.office, uow, number, OPERATOR, channel="请向法院申请执行")
        elif way == "answer":
            answer_directly(desk.office, uow, number, OPERATOR, public="带身份证到窗口办理。")
        else:
            hand_to_emergency(desk.office, uow, number, OPERATOR, channel="119")
        uow.commit()
    assert dispositions(desk) == [(said, became)]


@pytest.mark.parametrize(("lead", "changed"), [("CG", False), ("HB", True)])
def test_the_outcome_of_a_consultation_is_a_word_about_the_machine(desk: Desk, lead: str, changed: bool) -> None:
    number = practice(desk).ticket(at_once=False)
    steps = Steps(desk, number)
    steps.convene()
    steps.conclude(lead=lead)
    rows = desk.database.views.live_decisions(MONDAY, desk.clock.now().replace(year=2027), desk.clock.now())
    [unit] = [row for row in rows if row.decision == "unit"]
    assert (unit.became, unit.ever_changed) == ("生态环境" if changed else "城管执法", changed)


def halted(desk: Desk, found: Halt = FOUND) -> bool:
    with desk.database.units_of_work() as uow:
        new = halt(desk.office, uow, found)
        uow.commit()
    return new


def test_a_halt_calls_a_person_once_and_names_the_figures(desk: Desk) -> None:
    assert halted(desk)
    assert not halted(desk)
    [call] = desk.calls()
    assert call.kind is AttentionKind.PROMISE
    for figure in ("承办单位", "40 件", "5 件派错", "87.5%", "97%"):
        assert figure in call.summary


def test_only_an_administrator_with_a_reason_lifts_it(desk: Desk) -> None:
    halted(desk)
    refused: list[tuple[Actor, str, type[HotlineError]]] = [
        (OPERATOR, "看过了", NotAllowedError),
        (SUPERVISOR, "看过了", NotAllowedError),
        (ADMINISTRATOR, " ", InvalidInputError),
    ]
    for actor, reason, error in refused:
        with desk.database.units_of_work() as uow, pytest.raises(error):
            lift(desk.office, uow, "unit", actor, reason=reason)
    with desk.database.units_of_work() as uow:
        lift(desk.office, uow, "unit", ADMINISTRATOR, reason="目录第12条写错，已改")
        uow.commit()
    assert desk.calls() == []
    with desk.database.units_of_work() as uow, pytest.raises(InvalidInputError):
        lift(desk.office, uow, "unit", ADMINISTRATOR, reason="再来一次")
