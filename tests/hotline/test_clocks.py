"""Laws of working time over any calendar and any hours, and a second opinion minute by minute."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.calendar import SpecialDay, WorkingCalendar
from hotline.deadlines import DeadlineTable, load_deadlines
from hotline.hours import Hours, Season, SeasonalHours, load_hours
from hotline.matter import MatterType, Urgency
from hotline.taxonomy import Category
from tests.clocks import BEIJING, Clocks
from tests.house import DATA, calendar, moments

YEARS = range(2025, 2028)
DAY = timedelta(days=1)
KINDS = ("office", "street", "hall", "transit", "24h")


def stretches() -> st.SearchStrategy[tuple[tuple[timedelta, timedelta], ...]]:
    """One to three stretches of a day, in order and apart, of two hours in all at least."""
    edges = st.lists(st.integers(0, 24 * 60), min_size=2, max_size=6, unique=True)
    return edges.filter(_enough).map(_paired)


def _enough(edges: list[int]) -> bool:
    return len(edges) % 2 == 0 and sum(last - first for first, last in _pairs(edges)) >= 120


def _paired(edges: list[int]) -> tuple[tuple[timedelta, timedelta], ...]:
    return tuple((timedelta(minutes=first), timedelta(minutes=last)) for first, last in _pairs(edges))


def _pairs(edges: list[int]) -> list[tuple[int, int]]:
    known = sorted(edges)
    return list(zip(known[::2], known[1::2], strict=True))


@st.composite
def any_hours(draw: st.DrawFn) -> Hours:
    """One season, or a summer and the winter around it."""
    every_day = draw(st.booleans())
    if draw(st.booleans()):
        return SeasonalHours((Season((1, 1), (12, 31), draw(stretches())),), every_day)
    summer = Season((5, 1), (9, 30), draw(stretches()))
    return SeasonalHours((summer, Season((10, 1), (4, 30), draw(stretches()))), every_day)


@st.composite
def any_calendar(draw: st.DrawFn) -> WorkingCalendar:
    """Some days of three years turned into holidays or working days, whatever day of the week they are."""
    days = draw(st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 3, 31)), st.booleans(), max_size=20))
    special = [SpecialDay(day, worked, "x") for day, worked in days.items()]
    return WorkingCalendar.of(special, YEARS, draw(any_hours()))


MOMENTS = moments("2025-12-20", "2026-03-20")
SPANS = st.timedeltas(timedelta(), timedelta(days=12))
WORK = st.timedeltas(timedelta(microseconds=1), timedelta(hours=40))


@given(any_calendar(), MOMENTS, SPANS, SPANS)
def test_working_time_adds_up_over_any_calendar(known: WorkingCalendar, a: datetime, one: timedelta,
                                                two: timedelta) -> None:  # fmt: skip
    b, c = a + one, a + one + two
    assert known.working_time(a, b) + known.working_time(b, c) == known.working_time(a, c)


@given(any_calendar(), MOMENTS, SPANS, SPANS)
def test_working_time_only_grows(known: WorkingCalendar, a: datetime, one: timedelta, two: timedelta) -> None:
    shorter, longer = sorted((one, two))
    assert timedelta() <= known.working_time(a, a + shorter) <= known.working_time(a, a + longer) <= longer


@given(any_calendar(), MOMENTS, WORK)
def test_adding_working_time_is_measuring_it_backwards(known: WorkingCalendar, a: datetime, span: timedelta) -> None:
    end = known.add_working_time(a, span)
    assert known.working_time(a, end) == span
    assert known.working_time(a, end - timedelta(microseconds=1)) < span, "and no earlier moment will do"


@given(any_calendar(), MOMENTS, WORK, WORK)
def test_the_later_start_never_ends_earlier(known: WorkingCalendar, a: datetime, wait: timedelta,
                                            span: timedelta) -> None:  # fmt: skip
    assert a < known.add_working_time(a, span) <= known.add_working_time(a + wait, span)


@given(any_calendar(), MOMENTS, st.integers(1, 20))
def test_a_limit_never_ends_before_it_begins(known: WorkingCalendar, a: datetime, days: int) -> None:
    assert a < known.add_working_days(a, days) < known.add_working_days(a, days + 1)
    assert a < known.add_days(a, days)
    assert a <= known.next_opening(a)
    assert known.working_time(a, known.next_opening(a)) == timedelta(), "before the opening nobody works"


TEXT_RULES = tuple(load_deadlines(DATA / "deadlines.csv", calendar()).rules)


@given(any_calendar(), any_hours(), MOMENTS, st.sampled_from(TEXT_RULES), st.data())
def test_a_pause_keeps_what_was_left_of_every_clock(known: WorkingCalendar, hours: Hours, at: datetime,
                                                    rule: object, data: st.DataObject) -> None:  # fmt: skip
    table = DeadlineTable(TEXT_RULES, known, {"unit": hours})
    due = table.restart_signing(table.due(next(each for each in TEXT_RULES if each is rule), at), at, "unit")
    assert min(due.sign_by, due.contact_by, due.answer_by, due.return_by) > at
    stop = at + data.draw(SPANS)
    again = stop + data.draw(SPANS)
    after = table.resume(table.pause(due, stop), again, "unit")
    if due.always:
        assert after == due
        return
    for name, days in (("sign_by", known.by(hours)), ("contact_by", known.by(hours)), ("return_by", known.by(hours)),
                       ("answer_by", known)):  # fmt: skip
        before, later = getattr(due, name), getattr(after, name)
        assert later >= before
        if before > stop:
            assert days.working_time(again, later) == days.working_time(stop, before)
        else:
            assert later == before, "what had run out is not given back"


def shipped(kind: str) -> WorkingCalendar:
    hours = load_hours(DATA / "hours.csv").get(kind)
    return calendar().by(hours) if hours else calendar()


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(start=moments("2026-01-20", "2026-11-20"), minutes=st.integers(1, 900), days=st.integers(1, 9))
def test_every_clock_agrees_with_a_count_of_minutes(kind: str, start: datetime, minutes: int, days: int) -> None:
    start = start.replace(second=0, microsecond=0)
    known, second = shipped(kind), Clocks.of_city(kind)
    end = known.add_working_time(start, timedelta(minutes=minutes))
    assert end == second.minutes_after(start, minutes)
    assert known.working_time(start, end) == timedelta(minutes=second.minutes_between(start, end))
    assert known.next_opening(start) == second.opening(start)
    assert known.add_working_days(start, days) == second.days_after(start, days)
    assert known.add_days(start, days) == second.calendar_days_after(start, days)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(start=moments("2026-01-20", "2026-11-20"))
def test_what_a_unit_has_to_do_agrees_with_a_count_of_minutes(kind: str, start: datetime) -> None:
    start = start.replace(second=0, microsecond=0)
    table = load_deadlines(DATA / "deadlines.csv", calendar(), hours=load_hours(DATA / "hours.csv"))
    rule = table.rule_for(MatterType.COMPLAINT, Urgency.ORDINARY, Category("x"), "")
    due = table.restart_signing(table.due(rule, start), start, kind)
    unit, city = Clocks.of_city(kind), Clocks.of_city()
    assert due.sign_by == due.contact_by == due.return_by == unit.days_after(unit.opening(start), 1)
    assert due.answer_by == city.days_after(start, 7)
    assert table.restart_return(due, start, kind).return_by == unit.minutes_after(start, 240)


def test_the_second_opinion_knows_national_day() -> None:
    eve = datetime(2026, 9, 30, 17, 0, tzinfo=BEIJING)
    assert Clocks.of_city().minutes_after(eve, 60) == datetime(2026, 10, 8, 1, 30, tzinfo=UTC)
    assert Clocks.of_city("24h").minutes_after(eve, 60) == datetime(2026, 9, 30, 10, 0, tzinfo=UTC)
