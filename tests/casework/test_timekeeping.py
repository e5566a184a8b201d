"""The calendar in the database, provisional dates that settle, published tables, and a clock that jumps back."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from casework.follow_time import Timekeeper
from casework.keep_calendar import calendar_from, edit_day, import_years, ship_calendar
from casework.keep_deadlines import publish_deadlines, read_table
from casework.notices import deadline_words
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_timekeeping import PublishedDeadlines
from casework.settle_provisional import Settling, settle_provisional
from casework.sign import sign
from casework.watch_deadlines import watch_deadlines
from hotline.calendar import CalendarYearMissingError, SpecialDay, WorkingCalendar
from hotline.clock import local, local_day
from hotline.deadlines import DeadlineTable
from hotline.errors import DataFileError, InvalidInputError, NotAllowedError
from hotline.events import CALENDAR_ARRIVED
from hotline.people import Actor, Role
from hotline.workflow import State
from tests.house import CLERK, DATA, OPERATOR, Desk, calendar

ADMINISTRATOR = Actor(Role.ADMINISTRATOR, id="qian", name="钱")
NEW_YEAR = [SpecialDay(date(2027, 1, day), False, "元旦") for day in (1, 2, 3)]
LONG_NEW_YEAR = [SpecialDay(date(2027, 1, day), False, "元旦") for day in (1, 2, 3, 4, 5)]
TABLE = (DATA / "deadlines.csv").read_text(encoding="utf-8")


@contextmanager
def work(desk: Desk) -> Iterator[UnitOfWork]:
    with desk.database.units_of_work() as uow:
        yield uow
        uow.commit()


def keeper(desk: Desk) -> Timekeeper:
    def read(published: PublishedDeadlines) -> DeadlineTable:
        return read_table(desk.office, "deadlines.csv", published.content, str(published.number))

    return Timekeeper(desk.database.views, desk.office.deadlines, read)


def enter(desk: Desk, days: list[SpecialDay], year: int = 2027) -> None:
    """What a running process does when a year is imported: it stands in the database, and is looked at."""
    with work(desk) as uow:
        ship_calendar(uow, calendar(), desk.clock.now())
        table = WorkingCalendar.of(days, [year])
        import_years(desk.office, uow, ADMINISTRATOR, table, source="2027.csv")
    assert keeper(desk).look()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) - timedelta(hours=8)


def test_the_file_is_the_first_content_and_people_have_the_last_word(desk: Desk) -> None:
    with work(desk) as uow:
        assert ship_calendar(uow, calendar(), desk.clock.now()) == sorted(calendar().years)
        assert ship_calendar(uow, calendar(), desk.clock.now()) == []
        edit_day(desk.office, uow, ADMINISTRATOR, date(2026, 3, 3), kind="off", name="停电检修")
        assert ship_calendar(uow, calendar(), desk.clock.now()) == [], "what people touched stays"
    stored = calendar_from(desk.database.views.calendar_years(), calendar())
    assert not stored.is_working(date(2026, 3, 3))
    assert stored.special_days(2025) == calendar().special_days(2025)


def test_a_newer_file_replaces_only_years_that_nobody_touched(desk: Desk) -> None:
    with work(desk) as uow:
        ship_calendar(uow, calendar(), desk.clock.now())
        newer = WorkingCalendar.of(NEW_YEAR, [2026, 2027])
        assert ship_calendar(uow, newer, desk.clock.now()) == [2026, 2027]
        edit_day(desk.office, uow, ADMINISTRATOR, date(2027, 1, 4), kind="work", name="调休上班")
        edit_day(desk.office, uow, ADMINISTRATOR, date(2027, 1, 4), kind="ordinary", name="")
        assert ship_calendar(uow, calendar().covering(2027), desk.clock.now()) == [2026]


def test_an_edit_counts_in_another_process_without_a_restart(desk: Desk) -> None:
    other = keeper(desk)
    other.look()
    assert not other.look(), "nothing new"
    before = desk.office.deadlines.calendar
    assert before.is_working(date(2026, 3, 3))
    with work(desk) as uow:
        ship_calendar(uow, calendar(), desk.clock.now())
        edit_day(desk.office, uow, ADMINISTRATOR, date(2026, 3, 3), kind="off", name="停电检修")
    assert other.look()
    assert not desk.office.deadlines.calendar.is_working(date(2026, 3, 3))
    ticket = desk.accepted()
    assert ticket.due is not None
    assert local(ticket.due.sign_by).day == 4, "the third is off now"


@pytest.mark.parametrize(
    ("actor", "kind", "name", "day", "refusal"),
    [
        (OPERATOR, "off", "x", date(2026, 3, 3), NotAllowedError),
        (ADMINISTRATOR, "holiday", "x", date(2026, 3, 3), InvalidInputError),
        (ADMINISTRATOR, "off", " ", date(2026, 3, 3), InvalidInputError),
        (ADMINISTRATOR, "off", "x", date(2031, 3, 3), CalendarYearMissingError),
    ],
)
def test_a_day_is_edited_by_an_administrator_with_a_name_in_a_covered_year(
    desk: Desk, actor: Actor, kind: str, name: str, day: date, refusal: type[Exception]
) -> None:
    with work(desk) as uow:
        ship_calendar(uow, calendar(), desk.clock.now())
        with pytest.raises(refusal):
            edit_day(desk.office, uow, actor, day, kind=kind, name=name)


def test_when_the_missing_year_arrives_the_date_is_put_right_and_the_citizen_hears_of_it(desk: Desk) -> None:
    desk.clock.set(at("2026-12-30 10:00"))
    ticket = desk.accepted()
    assert ticket.due is not None
    assert (ticket.due.provisional, local_day(ticket.due.answer_by)) == (True, date(2027, 1, 8))
    settling = Settling(desk.office, desk.database.units_of_work)
    assert settling() == 0, "still missing"
    enter(desk, LONG_NEW_YEAR)
    assert (settling(), settling()) == (1, 0)
    settled = desk.ticket(ticket.number)
    assert settled.due is not None
    assert (settled.due.provisional, local_day(settled.due.answer_by)) == (False, date(2027, 1, 13))
    assert settled.history[-1].move == CALENDAR_ARRIVED
    assert "2027年1月8日" in settled.history[-1].note
    assert "2027年1月13日" in desk.told(ticket.number)[-1]
    fresh = desk.office.deadlines.rule_for(ticket.appeal.matter_type, ticket.appeal.urgency, ticket.appeal.category, "")
    assert settled.due.answer_by == desk.office.deadlines.due(fresh, ticket.received_at).answer_by


def test_where_the_day_stays_the_same_nobody_is_bothered(desk: Desk) -> None:
    desk.clock.set(at("2026-12-30 10:00"))
    ticket = desk.accepted()
    told = desk.told(ticket.number)
    enter(desk, [])
    assert settle_provisional(desk.office, desk.database.units_of_work) == 1
    settled = desk.ticket(ticket.number)
    assert settled.due is not None
    assert ticket.due is not None
    assert settled.due == replace(ticket.due, provisional=False)
    assert desk.told(ticket.number) == told


def test_a_year_that_arrives_late_counts_from_the_beginning_and_marks_follow(desk: Desk) -> None:
    desk.clock.set(at("2026-12-30 10:00"))
    ticket = desk.accepted()
    with work(desk) as uow:
        sign(desk.office, uow, ticket.number, CLERK)
    desk.clock.set(at("2027-01-08 18:00"))
    watch_deadlines(desk.office, desk.database.units_of_work)
    assert any("超" in told or "期限" in told for told in desk.told(ticket.number))
    enter(desk, LONG_NEW_YEAR)
    settle_provisional(desk.office, desk.database.units_of_work)
    settled = desk.ticket(ticket.number)
    assert settled.due is not None
    assert local_day(settled.due.answer_by) == date(2027, 1, 13)
    assert watch_deadlines(desk.office, desk.database.units_of_work) == 0
    desk.clock.set(at("2027-01-14 09:00"))
    assert watch_deadlines(desk.office, desk.database.units_of_work) == 1, "the new date is marked on its own"


def test_a_clock_that_jumps_back_breaks_nothing_and_history_keeps_its_order(desk: Desk) -> None:
    ticket = desk.accepted()
    desk.clock.pass_time(timedelta(days=-3))
    with work(desk) as uow:
        sign(desk.office, uow, ticket.number, CLERK)
    assert watch_deadlines(desk.office, desk.database.units_of_work) == 0
    stored = desk.ticket(ticket.number)
    assert stored.state is State.IN_PROGRESS
    assert stored.history[-1].move == "sign"
    assert stored.history[-1].at < stored.history[0].at, "the line keeps its own time, and its place"


def test_a_lead_that_no_longer_exists_works_in_the_citys_hours(desk: Desk) -> None:
    assert desk.office.hours_of("D9S9") == "office"
    assert desk.office.deadlines.calendar_of("no such hours") is desk.office.deadlines.calendar


def test_a_published_table_counts_from_now_on_and_what_was_given_stays(desk: Desk) -> None:
    keeping = keeper(desk)
    before = desk.accepted(address="visitor-2")
    generous = TABLE.replace("D10,投诉,,,,1wd,1wd,1wd,7wd", "D10,投诉,,,,1wd,1wd,1wd,3wd")
    with work(desk) as uow:
        assert publish_deadlines(desk.office, uow, ADMINISTRATOR, generous, note="提速") == 1
    assert keeping.look()
    desk.clock.pass_time(timedelta(minutes=1))
    after = desk.accepted()
    assert before.due is not None
    assert after.due is not None
    assert (before.due.limits["answer"], after.due.limits["answer"]) == ("7wd", "3wd")
    assert (after.due.limits["table"], desk.office.deadlines.version) == ("1", "1")
    assert desk.ticket(before.number).due == before.due


def test_a_wrong_table_is_never_published(desk: Desk) -> None:
    with work(desk) as uow:
        with pytest.raises(DataFileError) as refusal:
            publish_deadlines(desk.office, uow, ADMINISTRATOR, TABLE.replace("D02,,紧急", "D02,,很急"), note="x")
        assert refusal.value.line == 3
        with pytest.raises(NotAllowedError):
            publish_deadlines(desk.office, uow, OPERATOR, TABLE, note="x")
        with pytest.raises(InvalidInputError):
            publish_deadlines(desk.office, uow, ADMINISTRATOR, TABLE, note=" ")
    assert desk.database.views.published_deadlines() == []


def test_a_table_that_cannot_be_read_any_more_leaves_the_old_one_in_force(desk: Desk) -> None:
    with work(desk) as uow:
        uow.timekeeping.publish("id\nbroken", "qian", desk.clock.now(), "by hand")
    version = desk.office.deadlines.version
    assert keeper(desk).look()
    assert desk.office.deadlines.version == version


def test_the_citizen_is_told_which_law_sets_the_limit(desk: Desk) -> None:
    office: Office = desk.office
    rule = next(rule for rule in office.deadlines.rules if rule.id == "D04")
    words = deadline_words(office, office.deadlines.due(rule, desk.clock.now()))
    assert "法定时限" in words
    assert "第十四条" in words
    ordinary = office.deadlines.due(office.deadlines.rules[-1], desk.clock.now())
    assert "法定" not in deadline_words(office, ordinary)


def test_a_ticket_that_cannot_be_opened_stops_no_other(desk: Desk) -> None:
    numbers = [desk.accepted(address=f"visitor-{place}").number for place in range(3)]
    with sqlite3.connect(desk.file) as connection:
        connection.execute("UPDATE tickets SET words = x'00' WHERE number = ?", (numbers[1],))
    desk.clock.pass_time(timedelta(days=40))
    assert watch_deadlines(desk.office, desk.database.units_of_work) == 4, "unsigned and unanswered, twice"
    assert [len(desk.ticket(number).history) for number in (numbers[0], numbers[2])] == [5, 5]


def test_a_round_touches_only_what_is_due(desk: Desk) -> None:
    ticket = desk.accepted()
    before = desk.ticket(ticket.number).version
    for _ in range(3):
        desk.clock.pass_time(timedelta(hours=2))
        assert watch_deadlines(desk.office, desk.database.units_of_work) == 0
    assert desk.ticket(ticket.number).version == before
    desk.clock.pass_time(timedelta(days=2))
    assert watch_deadlines(desk.office, desk.database.units_of_work) == 1, "nobody signed"
    assert watch_deadlines(desk.office, desk.database.units_of_work) == 0
