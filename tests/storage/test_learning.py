"""What is learned from and what watches over it, on both databases: live decisions, second looks, halts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from analytics.live import right
from casework.ports import Correction, Halt, Predicted
from hotline.errors import NotFoundError
from hotline.matter import MatterType
from hotline.people import Actor, Role
from hotline.workflow import State
from storage.open import Database
from tests.storage.examples import NAME, NOW, OPERATOR, PHONE, inbound, new_ticket, person

DAY = timedelta(days=1)
SUPERVISOR = Actor(Role.SUPERVISOR, id="zhao")
UNIT, CATEGORY = Predicted("城管执法", 0.99, auto=True), Predicted("城乡建设/城市建设和市政管理", 0.8)


def ticket(database: Database, number: str, *, state: State = State.IN_PROGRESS, confidential: bool = False,
           kind: MatterType = MatterType.COMPLAINT) -> None:  # fmt: skip
    with database.units_of_work() as uow:
        made = new_ticket(person(uow), number, NOW)
        made.state, made.signed_at = state, NOW if state is State.IN_PROGRESS else None
        made.appeal = replace(made.appeal, confidential=confidential, matter_type=kind)
        uow.tickets.add(made)
        asked = uow.inbox.take(inbound(f"m{number}"), made.person)
        assert asked
        uow.ledger.add(asked, "v1", {"unit": UNIT, "category": CATEGORY}, NOW, number)
        uow.commit()


def say(database: Database, number: str, became: str, decision: str = "unit", actor: Actor = OPERATOR) -> int:
    was = {"unit": UNIT, "category": CATEGORY}[decision].label
    with database.units_of_work() as uow:
        uow.ledger.correct(Correction(number, decision, was, became, actor, NOW, "review"))
        uow.commit()
    waiting = database.views.unsettled(changed=was != became)
    return waiting[0].id if waiting else 0


def settle(database: Database, *corrections: int, accepted: bool = True) -> int:
    with database.units_of_work() as uow:
        new = uow.ledger.settle(corrections, SUPERVISOR, NOW, accepted=accepted)
        uow.commit()
    return new


def test_each_decision_comes_with_the_last_word_and_whether_it_was_ever_changed(database: Database) -> None:
    ticket(database, "1")
    say(database, "1", "")
    say(database, "1", "城管执法")
    unit, category = database.views.live_decisions(NOW - DAY, NOW + DAY, NOW + DAY)
    assert (unit.decision, unit.label, unit.at_once, unit.became, unit.ever_changed) == (
        "unit", "城管执法", True, "城管执法", True,
    )  # fmt: skip
    assert (category.decision, category.unit, category.at_once, category.became) == ("category", "城管执法", True, None)


def test_what_went_out_at_once_is_read_apart(database: Database) -> None:
    ticket(database, "1")
    with database.units_of_work() as uow:
        uow.tickets.add(new_ticket(person(uow), "2", NOW))
        asked = uow.inbox.take(inbound("m2"), 1)
        assert asked
        uow.ledger.add(asked, "v1", {"unit": replace(UNIT, auto=False), "category": CATEGORY}, NOW, "2")
        uow.commit()
    say(database, "1", "")
    [only] = database.views.units_at_once(NOW, NOW + DAY)
    assert (only.decision, only.at_once, only.became) == ("unit", True, "")
    assert database.views.units_at_once(NOW + timedelta(seconds=1), NOW + DAY) == []


def test_a_return_is_possible_until_its_window_is_over(database: Database) -> None:
    ticket(database, "1")
    window = timedelta(hours=8)
    assert not database.views.live_decisions(NOW, NOW + DAY, NOW + window - timedelta(seconds=1))[0].over
    assert database.views.live_decisions(NOW, NOW + DAY, NOW + window)[0].over


@pytest.mark.parametrize("state", [State.RETURN_REQUESTED, State.CONSULTATION])
def test_what_somebody_still_has_to_decide_is_judged_by_no_silence(database: Database, state: State) -> None:
    ticket(database, "1", state=state)
    ticket(database, "2")
    asked, kept = database.views.units_at_once(NOW, NOW + DAY)
    assert (asked.over, right(asked)) == (False, None)
    assert (kept.over, right(kept)) == (True, True)


def test_what_ended_before_a_unit_took_it_was_handled_by_none(database: Database) -> None:
    ticket(database, "1", state=State.WITHDRAWN)
    ticket(database, "2", state=State.DISPATCHED)
    handled = [each.handled for each in database.views.live_decisions(NOW, NOW + DAY, NOW) if each.decision == "unit"]
    assert handled == [False, True]


def test_decisions_of_another_day_and_messages_without_a_ticket_are_left_out(database: Database) -> None:
    ticket(database, "1")
    with database.units_of_work() as uow:
        asked = uow.inbox.take(inbound("m0"), person(uow))
        assert asked
        uow.ledger.add(asked, "v1", {"disposition": Predicted("consult", 0.9)}, NOW)
        uow.commit()
    assert len(database.views.live_decisions(NOW, NOW + DAY, NOW)) == 2
    assert database.views.live_decisions(NOW + timedelta(seconds=1), NOW + DAY, NOW) == []
    assert database.views.live_decisions(NOW - DAY, NOW, NOW) == []


def test_an_operators_correction_teaches_only_after_a_second_look(database: Database) -> None:
    ticket(database, "1")
    waiting = say(database, "1", "生态环境")
    assert database.views.teaching() == []
    assert settle(database, waiting) == 1
    [lesson] = database.views.teaching()
    assert (lesson.ticket, lesson.labels) == ("1", {"unit": "生态环境"})
    assert database.views.unsettled() == []


def test_what_is_shown_and_what_teaches_is_masked(database: Database) -> None:
    ticket(database, "1")
    waiting = say(database, "1", "生态环境")
    shown = repr(database.views.unsettled())
    settle(database, waiting)
    taught = repr(database.views.teaching())
    for text in (shown, taught):
        assert "油烟" in text
        assert not any(secret in text for secret in (NAME, PHONE, "501室"))


def test_what_was_dropped_teaches_nothing_and_stays_dropped(database: Database) -> None:
    ticket(database, "1")
    waiting = say(database, "1", "生态环境")
    assert settle(database, waiting, accepted=False) == 1
    assert settle(database, waiting) == 0
    assert database.views.teaching() == []
    assert database.views.unsettled() == []


def test_a_supervisors_own_word_needs_no_second_look(database: Database) -> None:
    ticket(database, "1")
    say(database, "1", "生态环境", actor=SUPERVISOR)
    assert database.views.unsettled() == []
    assert database.views.teaching()[0].labels == {"unit": "生态环境"}


def test_a_later_word_takes_the_place_of_an_accepted_one(database: Database) -> None:
    ticket(database, "1")
    settle(database, say(database, "1", "生态环境"))
    second = say(database, "1", "公安")
    assert database.views.teaching() == []
    settle(database, second)
    assert database.views.teaching()[0].labels == {"unit": "公安"}


def test_confirmations_wait_apart_and_a_mere_no_teaches_nothing(database: Database) -> None:
    ticket(database, "1")
    say(database, "1", CATEGORY.label, "category")
    say(database, "1", "")
    assert database.views.unsettled() == []
    assert [each.decision for each in database.views.unsettled(changed=False)] == ["category"]


@pytest.mark.parametrize("sealed", [{"confidential": True}, {"kind": MatterType.REPORT}])
def test_who_is_sealed_teaches_nothing(database: Database, sealed: dict[str, Any]) -> None:
    ticket(database, "1", **sealed)
    say(database, "1", "生态环境")
    say(database, "1", "城乡建设/其他", "category", SUPERVISOR)
    assert database.views.unsettled() == []
    assert database.views.teaching() == []


def test_a_correction_that_does_not_exist_is_not_found(database: Database) -> None:
    ticket(database, "1")
    waiting = say(database, "1", "生态环境")
    with pytest.raises(NotFoundError):
        settle(database, waiting, waiting + 1)
    assert database.views.unsettled() != []


def halt(week: str = "2026-W10", decision: str = "unit") -> Halt:
    return Halt(decision, week, NOW, NOW - 7 * DAY, 40, 5, 0.97)


def test_a_decision_is_halted_once_whoever_looks_and_in_whatever_week(open_again: Callable[[], Database]) -> None:
    first, second = open_again(), open_again()
    for database, new in ((first, True), (second, False), (first, False)):
        with database.units_of_work() as uow:
            assert uow.halts.add(halt()) is new
            uow.commit()
    with first.units_of_work() as uow:
        assert not uow.halts.add(halt("2026-W11"))
        assert uow.halts.add(halt(decision="category"))
    assert first.views.halts() == [halt()]


def test_what_was_lifted_may_be_halted_again_in_the_same_week(database: Database) -> None:
    with database.units_of_work() as uow:
        assert uow.halts.add(halt())
        assert uow.halts.lift("unit", "sun", NOW) == 1
        assert [uow.halts.add(halt()) for _ in range(2)] == [True, False]
        assert uow.halts.lift("unit", "sun", NOW + DAY) == 1
        assert uow.halts.standing() == []
        uow.commit()
    assert [each.lifted_at for each in database.views.halts()] == [NOW + DAY, NOW]


def test_a_halt_stands_until_it_is_lifted(database: Database) -> None:
    with database.units_of_work() as uow:
        uow.halts.add(halt())
        uow.halts.add(halt(decision="category"))
        assert [each.decision for each in uow.halts.standing()] == ["unit", "category"]
        assert uow.halts.lift("unit", "sun", NOW + DAY) == 1
        assert uow.halts.lift("unit", "sun", NOW + 2 * DAY) == 0
        assert [each.decision for each in uow.halts.standing()] == ["category"]
        last = uow.halts.latest("unit")
        assert last is not None
        assert (last.lifted_at, last.lifted_by) == (NOW + DAY, "sun")
        assert uow.halts.latest("matter_type") is None
