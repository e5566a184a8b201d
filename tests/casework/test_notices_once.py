"""Everything is told once, all or nothing, whoever retries and whoever comes at the same time."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from casework.answer import approve_answer
from casework.ports import AttentionKind
from casework.sign import sign
from casework.watch_deadlines import watch_deadlines
from hotline.errors import ConflictError
from hotline.matter import Solved, Urgency
from hotline.workflow import MoveRefusedError, State
from tests.casework.steps import Steps, refused, started
from tests.house import CLERK, OPERATOR, Desk, noise


def test_leaving_without_commit_undoes_step_and_notice(desk: Desk) -> None:
    steps = started(desk)
    with desk.database.units_of_work() as uow:
        sign(desk.office, uow, steps.number, CLERK)
    assert (steps.ticket.state, len(steps.told)) == (State.DISPATCHED, 1)


def test_a_step_that_is_tried_again_after_a_fault_is_told_once(desk: Desk) -> None:
    steps = started(desk)
    steps.sign()
    steps.answer()
    with pytest.raises(ZeroDivisionError):
        approved_in_vain(desk, steps.number)
    steps.approve()
    refused(MoveRefusedError, steps.approve)
    assert sum("这件事解决了吗" in said for said in steps.told) == 1


def approved_in_vain(desk: Desk, number: str) -> None:
    """Something breaks between the step and the commit."""
    with desk.database.units_of_work() as uow:
        approve_answer(desk.office, uow, number, OPERATOR)
        raise ZeroDivisionError


def test_the_same_words_at_two_steps_are_two_notices(desk: Desk) -> None:
    steps = started(desk)
    steps.sign()
    for _ in range(2):
        steps.ask()
        steps.add()
    assert sum("是哪一栋" in said for said in steps.told) == 2


def test_two_who_saw_the_same_state_cannot_both_be_right(desk: Desk) -> None:
    steps = started(desk)
    with desk.database.units_of_work(write=False) as uow:
        old = uow.tickets.get(steps.number)
    steps.sign()
    with desk.database.units_of_work() as uow, pytest.raises(ConflictError):
        uow.tickets.save(old)
    assert steps.ticket.state is State.IN_PROGRESS


def test_of_two_people_who_sign_at_once_one_wins_and_the_citizen_hears_it_once(desk: Desk) -> None:
    steps = started(desk)
    results = at_once(steps.sign, 6)
    assert results.count(None) == 1
    assert {type(each) for each in results} <= {type(None), ConflictError, MoveRefusedError}
    assert sum("已签收" in said for said in steps.told) == 1


def test_a_verdict_and_a_closing_at_once_leave_one_history(desk: Desk) -> None:
    steps = started(desk).answered()
    results = at_once(lambda: steps.say(Solved.NO), 2) + at_once(steps.close, 2)
    assert results.count(None) == 1
    assert steps.ticket.state is State.REDO


def at_once(step: Callable[[], None], people: int) -> list[Exception | None]:
    """What each of several people got who took the same step in the same moment."""
    results: list[Exception | None] = []
    gate = threading.Barrier(people)

    def one() -> None:
        gate.wait()
        try:
            step()
        except Exception as error:  # the test looks at every refusal
            results.append(error)
        else:
            results.append(None)

    threads = [threading.Thread(target=one) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def overdue(steps: Steps) -> list[str]:
    return [said for said in steps.told if "超过了答应您的期限" in said]


def test_a_limit_is_reminded_of_before_and_marked_after_each_once(desk: Desk) -> None:
    steps = started(desk)
    steps.sign()
    assert watch_deadlines(desk.office, desk.database.units_of_work) == 0
    answer_by = steps.ticket.due.answer_by  # type: ignore[union-attr]  # every accepted ticket has limits
    desk.clock.set(answer_by - timedelta(hours=23))
    assert watch_deadlines(desk.office, desk.database.units_of_work) == 1
    assert watch_deadlines(desk.office, desk.database.units_of_work) == 0
    assert (overdue(steps), desk.calls()) == ([], [])
    desk.clock.set(answer_by)
    assert watch_deadlines(desk.office, desk.database.units_of_work) == 0
    desk.clock.pass_time(timedelta(seconds=1))
    assert watch_deadlines(desk.office, desk.database.units_of_work) == 1
    assert watch_deadlines(desk.office, desk.database.units_of_work) == 0
    assert len(overdue(steps)) == 1
    assert [(call.kind, call.ticket) for call in desk.calls()] == [(AttentionKind.OVERDUE, steps.number)]
    assert [event.move for event in steps.ticket.history[-2:]] == ["due_soon", "overdue"]


def test_a_ticket_that_nobody_signs_is_shown_to_a_supervisor_and_the_citizen_is_left_in_peace(desk: Desk) -> None:
    steps = started(desk)
    desk.clock.pass_time(timedelta(days=1, hours=10))
    assert watch_deadlines(desk.office, desk.database.units_of_work) == 1
    assert watch_deadlines(desk.office, desk.database.units_of_work) == 0
    assert [call.kind for call in desk.calls()] == [AttentionKind.OVERDUE]
    assert len(steps.told) == 1


def test_after_a_redo_the_new_limit_is_watched_anew(desk: Desk) -> None:
    steps = started(desk)
    steps.sign()
    desk.clock.pass_time(timedelta(days=30))
    watch_deadlines(desk.office, desk.database.units_of_work)
    steps.answer()
    assert watch_deadlines(desk.office, desk.database.units_of_work) == 0, "the unit has answered"
    steps.approve()
    steps.say(Solved.NO)
    assert watch_deadlines(desk.office, desk.database.units_of_work) == 0
    desk.clock.pass_time(timedelta(days=30))
    watch_deadlines(desk.office, desk.database.units_of_work)
    assert len(overdue(steps)) == 2


def test_while_the_citizen_is_waited_for_nothing_is_overdue(desk: Desk) -> None:
    steps = started(desk)
    steps.sign()
    steps.ask()
    desk.clock.pass_time(timedelta(days=60))
    assert watch_deadlines(desk.office, desk.database.units_of_work) == 0
    assert overdue(steps) == []


def test_an_urgent_ticket_is_overdue_after_hours_day_or_night(desk: Desk) -> None:
    steps = started(desk, appeal=noise(urgency=Urgency.CRITICAL))
    steps.sign()
    desk.clock.pass_time(timedelta(hours=24, seconds=1))
    watch_deadlines(desk.office, desk.database.units_of_work)
    assert len(overdue(steps)) == 1


def test_two_watchers_at_once_mark_each_ticket_once(desk: Desk) -> None:
    several = [started(desk) for _ in range(4)]
    for steps in several:
        steps.sign()
    desk.clock.pass_time(timedelta(days=30))
    assert at_once(lambda: watch(desk), 3) == [None] * 3
    assert [len(overdue(steps)) for steps in several] == [4] * 4, "four tickets of one person, each told once"


def watch(desk: Desk) -> None:
    watch_deadlines(desk.office, desk.database.units_of_work)
