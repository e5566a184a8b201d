"""The Chinese working calendar: holidays and 调休 are data per year, and a missing year is said aloud."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from hotline.clock import SHANGHAI, local, utc
from hotline.datafile import Row, read_rows
from hotline.errors import HotlineError

ONE_DAY = timedelta(days=1)


class CalendarYearMissingError(HotlineError):
    """Nobody has entered the holidays of this year; it is never guessed silently."""

    code = "calendar_year_missing"


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The intervals of a working day, in local time, in order, e.g. 9:00-12:00 and 13:30-17:30."""

    intervals: tuple[tuple[time, time], ...] = ((time(9), time(12)), (time(13, 30), time(17, 30)))

    @property
    def closing(self) -> time:
        return self.intervals[-1][1]


class WorkingCalendar:
    """Which days are worked, and what working time is.

    `off` and `work` name only the days that differ from Monday to Friday; `years` are those that are covered.
    """

    def __init__(self, off: Mapping[date, str], work: Mapping[date, str], years: Iterable[int],
                 hours: OfficeHours | None = None) -> None:  # fmt: skip
        self._off, self._work = dict(off), dict(work)
        self.years = frozenset(years)
        self.hours = hours or OfficeHours()

    def is_working(self, day: date) -> bool:
        """Whether people are at work on that day.

        Raises:
            CalendarYearMissingError: the year is not covered.
        """
        if day.year not in self.years:
            raise CalendarYearMissingError(year=day.year)
        if day in self._work:
            return True
        return day not in self._off and day.weekday() < 5

    def covering(self, *years: int) -> "WorkingCalendar":
        """The same calendar that takes these further years as Monday to Friday: a guess, to be marked as one."""
        return WorkingCalendar(self._off, self._work, self.years | set(years), self.hours)

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """Close of business on the `days`-th working day after the day of `start` (the day itself never counts)."""
        day = local(start).date()
        while days > 0:
            day += ONE_DAY
            days -= self.is_working(day)
        return utc(datetime.combine(day, self.hours.closing, SHANGHAI))

    def add_working_time(self, start: datetime, span: timedelta) -> datetime:
        """The moment when `span` of working time has passed after `start`; outside hours the clock stands."""
        day = local(start).date()
        while True:
            for opens, closes in self._intervals(day):
                begin = max(opens, utc(start))
                if begin >= closes:
                    continue
                if span <= closes - begin:
                    return begin + span
                span -= closes - begin
            day += ONE_DAY

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """Working time between two moments; zero where `end` is not after `start`."""
        total, day, last = timedelta(), local(start).date(), local(end).date()
        while day <= last:
            for opens, closes in self._intervals(day):
                total += max(timedelta(), min(closes, utc(end)) - max(opens, utc(start)))
            day += ONE_DAY
        return total

    def _intervals(self, day: date) -> list[tuple[datetime, datetime]]:
        if not self.is_working(day):
            return []
        return [
            (utc(datetime.combine(day, opens, SHANGHAI)), utc(datetime.combine(day, closes, SHANGHAI)))
            for opens, closes in self.hours.intervals
        ]


def load_calendar(path: Path, hours: OfficeHours | None = None) -> WorkingCalendar:
    """Read `holidays.csv` (`year,date,kind,name`, kind `off` or `work`); a year with any row is covered.

    Raises:
        DataFileError: with the line: a date that is none or of another year, an unknown kind, a day twice.
    """
    off: dict[date, str] = {}
    work: dict[date, str] = {}
    years: set[int] = set()
    for row in read_rows(path, ("year", "date", "kind", "name")):
        day = _day(row)
        if day in off or day in work:
            raise row.error("twice", value=day)
        kind = row.one_of("kind", ("off", "work"))
        if row.number("year") != day.year:
            raise row.error("not_allowed", column="year", value=row.text("year"), allowed=day.year)
        (off if kind == "off" else work)[day] = row.required("name")
        years.add(day.year)
    return WorkingCalendar(off, work, years, hours)


def _day(row: Row) -> date:
    text = row.required("date")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise row.error("not_a_date", column="date", value=text) from None
