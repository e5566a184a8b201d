"""Working days as a hotline supervisor can check them against the State Council's notices."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.calendar import CalendarYearMissingError, OfficeHours, WorkingCalendar, load_calendar
from hotline.clock import SHANGHAI, local
from hotline.errors import DataFileError
from tests.house import calendar, moments

OFF = {
    2024: "1/1 2/10-2/17 4/4-4/6 5/1-5/5 6/10 9/15-9/17 10/1-10/7",
    2025: "1/1 1/28-2/4 4/4-4/6 5/1-5/5 5/31-6/2 10/1-10/8",
    2026: "1/1-1/3 2/15-2/23 4/4-4/6 5/1-5/5 6/19-6/21 9/25-9/27 10/1-10/7",
}
WORKED_WEEKENDS = {
    2024: "2/4 2/18 4/7 4/28 5/11 9/14 9/29 10/12",
    2025: "1/26 2/8 4/27 9/28 10/11",
    2026: "1/4 2/14 2/28 5/9 9/20 10/10",
}


def days(year: int, text: str) -> set[date]:
    found: set[date] = set()
    for part in text.split():
        first, _, last = part.partition("-")
        day, end = (date(year, *map(int, each.split("/"))) for each in (first, last or first))
        while day <= end:
            found.add(day)
            day += timedelta(days=1)
    return found


@pytest.mark.parametrize("year", OFF)
def test_each_day_of_a_year_is_worked_as_the_notice_says(year: int) -> None:
    off, worked, known = days(year, OFF[year]), days(year, WORKED_WEEKENDS[year]), calendar()
    day = date(year, 1, 1)
    while day.year == year:
        assert known.is_working(day) is (day in worked or (day.weekday() < 5 and day not in off)), day
        day += timedelta(days=1)


@pytest.mark.parametrize("year", WORKED_WEEKENDS)
def test_days_worked_in_exchange_are_weekends(year: int) -> None:
    assert all(day.weekday() >= 5 for day in days(year, WORKED_WEEKENDS[year]))


def at(text: str) -> datetime:
    """`2026-09-30 16:00` in the city."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("2025-09-30 10:00", 1, "2025-10-09 17:30"),  # National Day and Mid-Autumn: eight days off
        ("2025-09-30 10:00", 3, "2025-10-11 17:30"),  # Saturday the 11th is worked
        ("2025-09-26 10:00", 1, "2025-09-28 17:30"),  # Sunday the 28th is worked
        ("2026-09-30 16:00", 1, "2026-10-08 17:30"),
        ("2026-09-30 16:00", 3, "2026-10-10 17:30"),
        ("2026-09-24 09:00", 5, "2026-10-09 17:30"),  # 28, 29, 30 September, 8 and 9 October
        ("2024-02-09 17:00", 1, "2024-02-18 17:30"),  # Spring Festival 2024, the Sunday after it is worked
        ("2025-01-27 12:00", 1, "2025-02-05 17:30"),
        ("2025-01-27 12:00", 4, "2025-02-08 17:30"),
        ("2026-02-13 12:00", 1, "2026-02-14 17:30"),
        ("2026-02-14 12:00", 1, "2026-02-24 17:30"),
        ("2026-03-06 18:40", 1, "2026-03-09 17:30"),  # in the evening: the day of receipt never counts
        ("2026-03-07 08:00", 1, "2026-03-09 17:30"),  # received on a Saturday
        ("2026-03-03 00:01", 5, "2026-03-10 17:30"),
    ],
)
def test_working_days_end_at_close_of_business(start: str, amount: int, end: str) -> None:
    assert local(calendar().add_working_days(at(start), amount)) == at(end)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-03-02 09:30", 1, "2026-03-02 10:30"),
        ("2026-03-02 11:30", 1, "2026-03-02 14:00"),  # lunch does not count
        ("2026-03-02 16:30", 4, "2026-03-03 12:00"),
        ("2026-03-02 20:00", 1, "2026-03-03 10:00"),  # after hours: from the next opening
        ("2026-03-06 17:00", 1, "2026-03-09 09:30"),  # over a weekend
        ("2026-09-30 17:00", 1, "2026-10-08 09:30"),  # over National Day
    ],
)
def test_working_hours_pause_when_the_office_is_closed(start: str, hours: int, end: str) -> None:
    assert local(calendar().add_working_time(at(start), timedelta(hours=hours))) == at(end)


def test_a_year_that_nobody_entered_is_said_aloud_and_never_guessed() -> None:
    with pytest.raises(CalendarYearMissingError) as refusal:
        calendar().is_working(date(2027, 1, 4))
    assert refusal.value.params == {"year": 2027}
    with pytest.raises(CalendarYearMissingError):
        calendar().add_working_days(at("2026-12-31 10:00"), 1)


def test_a_guess_is_a_calendar_of_its_own() -> None:
    known = calendar()
    guessed = known.covering(2027)
    assert guessed.is_working(date(2027, 1, 4))
    assert not guessed.is_working(date(2027, 1, 3))
    assert 2027 not in known.years
    assert not guessed.is_working(date(2026, 10, 1))


def test_a_city_with_its_own_hours_closes_at_its_own_time() -> None:
    hours = OfficeHours(((time(8, 30), time(11, 30)), (time(14), time(18))))
    known = WorkingCalendar({}, {}, [2026], hours)
    assert local(known.add_working_days(at("2026-03-02 10:00"), 1)) == at("2026-03-03 18:00")


MOMENTS = moments("2024-01-01", "2026-10-01")
SPANS = st.timedeltas(timedelta(), timedelta(hours=80))


@given(MOMENTS, st.timedeltas(timedelta(seconds=1), timedelta(hours=80)))
def test_adding_working_time_and_measuring_it_gives_the_span_back(start: datetime, span: timedelta) -> None:
    known = calendar()
    assert known.working_time(start, known.add_working_time(start, span)) == span


@given(MOMENTS, SPANS, SPANS)
def test_working_time_adds_up(start: datetime, first: timedelta, second: timedelta) -> None:
    known = calendar()
    middle, end = start + first, start + first + second
    assert known.working_time(start, middle) + known.working_time(middle, end) == known.working_time(start, end)


@given(MOMENTS, SPANS, SPANS)
def test_more_working_time_never_ends_earlier(start: datetime, less: timedelta, more: timedelta) -> None:
    known, (less, more) = calendar(), sorted((less, more))
    assert known.add_working_time(start, less) <= known.add_working_time(start, more)


@given(MOMENTS, SPANS)
def test_working_time_is_never_longer_than_the_clock_says(start: datetime, span: timedelta) -> None:
    known = calendar()
    assert timedelta() <= known.working_time(start, start + span) <= span
    assert known.working_time(start + span, start) == timedelta()


@given(MOMENTS, st.integers(1, 30))
def test_a_working_day_more_is_always_later_and_itself_worked(start: datetime, amount: int) -> None:
    known = calendar()
    end, next_end = known.add_working_days(start, amount), known.add_working_days(start, amount + 1)
    assert start < end < next_end
    assert known.is_working(local(end).date())


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2026,2026-13-01,off,x", "not_a_date"),
        ("2026,2026-01-01,holiday,x", "not_allowed"),
        ("2026,2026-01-02,off,", "empty"),
        ("2026,,off,x", "empty"),
        ("2027,2026-01-02,off,x", "not_allowed"),
        ("zwei,2026-01-02,off,x", "not_a_number"),
        ("2026,2026-01-01,work,x", "twice"),
    ],
)
def test_a_wrong_line_is_refused_with_file_line_and_reason(tmp_path: Path, row: str, reason: str) -> None:
    path = tmp_path / "holidays.csv"
    first = "2026,2026-01-01,off,元旦\n" if reason == "twice" else "2025,2025-01-01,off,元旦\n"
    path.write_text(f"year,date,kind,name\n{first}{row}\n", encoding="utf-8")
    with pytest.raises(DataFileError) as refusal:
        load_calendar(path)
    assert (refusal.value.path, refusal.value.line, refusal.value.reason) == (path, 3, reason)
