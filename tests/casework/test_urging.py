"""催一催: within reason, honest about where it stands, and seen by the unit."""

from datetime import timedelta

import pytest

from casework.remind import RemindedLatelyError
from casework.views import TicketFilter
from hotline.errors import NotFoundError
from hotline.people import Actor
from hotline.workflow import MoveRefusedError
from tests.casework.steps import refused, started
from tests.house import MONDAY, Desk


def test_once_a_day_and_whoever_urges_too_soon_hears_where_it_stands_and_when_they_may_again(desk: Desk) -> None:
    steps = started(desk)
    steps.remind()
    desk.clock.pass_time(timedelta(hours=23, minutes=59))
    with pytest.raises(RemindedLatelyError) as refusal:
        steps.remind()
    said = desk.office.wording.error(refusal.value)
    for words in ("城市管理和综合执法局", "已派单", "2026年3月11日", "3月3日 09:30以后"):
        assert words in said
    desk.clock.pass_time(timedelta(minutes=1))
    steps.remind()
    assert steps.ticket.reminders == 2


def test_of_a_date_that_has_passed_nothing_else_is_said(desk: Desk) -> None:
    steps = started(desk)
    steps.sign()
    desk.clock.pass_time(timedelta(days=20))
    steps.remind()
    assert "已经超期，很抱歉" in steps.told[-1]


def test_who_is_awaited_hears_that_it_waits_for_them(desk: Desk) -> None:
    steps = started(desk)
    steps.sign()
    steps.ask()
    desk.clock.pass_time(timedelta(days=20))
    steps.remind()
    assert "还差您补充的情况" in steps.told[-1]
    assert "超期" not in steps.told[-1]


def test_another_citizens_ticket_is_none_and_a_finished_one_is_not_urged(desk: Desk) -> None:
    steps = started(desk)
    refused(NotFoundError, lambda: steps.remind(Actor.citizen(steps.ticket.person + 1)))
    steps.withdraw()
    refused(MoveRefusedError, steps.remind)
    assert steps.ticket.reminders == 0


def test_the_unit_sees_it_in_its_list(desk: Desk) -> None:
    steps = started(desk)
    steps.remind()
    [row] = desk.database.views.tickets(TicketFilter(units=("CG",)), desk.clock.now())
    assert row.reminders == 1


def test_a_clock_that_jumps_back_locks_nobody_out(desk: Desk) -> None:
    steps = started(desk)
    steps.remind()
    desk.clock.set(MONDAY - timedelta(days=3))
    steps.remind()
    assert steps.ticket.reminders == 2
