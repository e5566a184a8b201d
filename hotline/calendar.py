"""The Chinese working calendar: holidays and 调休 are data per year, and a missing year is said aloud."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from hotline.clock import SHANGHAI, local, utc
from hotline.datafile import Row, parse_rows, read_text
from hotline.errors import HotlineError
from hotline.hours import Hours, Stretch

ONE_DAY = timedelta(days=1)


class CalendarYearMissingError(HotlineError):
    """Nobody has entered the holidays of this year; it is never guessed silently."""

    code = "calendar_year_missing"


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The intervals of a working day, in local time, in order, e.g. 9:00-12:00 and 13:30-17:30."""

    intervals: tuple[tuple[time, time], ...] = ((time(9), time(12)), (time(13, 30), time(17, 30)))

    @property
    def every_day(self) -> bool:
        return False

    def on(self, day: date) -> Sequence[Stretch]:  # noqa: ARG002 - the same all year
        return tuple((_since_midnight(opens), _since_midnight(closes)) for opens, closes in self.intervals)


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from Monday to Friday: a holiday, or a weekend that is worked in exchange (调休)."""

    day: date
    worked: bool
    name: str

    @property
    def kind(self) -> str:
        return WORK if self.worked else OFF


OFF, WORK = "off", "work"


class WorkingCalendar:
    """Which days are worked, and what working time is: the city's days by the hours of whoever has to act.

    `off` and `work` name only the days that differ from Monday to Friday; `years` are those that are covered. It never
    changes: `covering`, `without` and `by` give another one.
    """

    def __init__(self, off: Mapping[date, str], work: Mapping[date, str], years: Iterable[int],
                 hours: Hours | None = None) -> None:  # fmt: skip
        self._off, self._work = dict(off), dict(work)
        self.years = frozenset(years)
        self.hours: Hours = hours or OfficeHours()

    @classmethod
    def of(cls, days: Iterable[SpecialDay], years: Iterable[int], hours: Hours | None = None) -> "WorkingCalendar":
        """From its special days, each named once."""
        known = tuple(days)
        off = {each.day: each.name for each in known if not each.worked}
        return cls(off, {each.day: each.name for each in known if each.worked}, years, hours)

    def special_days(self, year: int) -> list[SpecialDay]:
        """The days of a year that differ from Monday to Friday, in order."""
        found = [SpecialDay(day, False, name) for day, name in self._off.items() if day.year == year]
        found += [SpecialDay(day, True, name) for day, name in self._work.items() if day.year == year]
        return sorted(found, key=lambda each: each.day)

    def is_working(self, day: date) -> bool:
        """Whether people are at work on that day; whoever works every day needs no list of holidays.

        Raises:
            CalendarYearMissingError: the year is not covered.
        """
        if self.hours.every_day:
            return True
        if day.year not in self.years:
            raise CalendarYearMissingError(year=day.year)
        if day in self._work:
            return True
        return day not in self._off and day.weekday() < 5

    def covering(self, *years: int) -> "WorkingCalendar":
        """The same calendar that takes these further years as Monday to Friday: a guess, to be marked as one."""
        return WorkingCalendar(self._off, self._work, self.years | set(years), self.hours)

    def without(self, years: Iterable[int]) -> "WorkingCalendar":
        """The same calendar that takes these years as Monday to Friday, whatever is known of them: how it was before
        they were entered."""
        guessed = frozenset(years)
        off = {day: name for day, name in self._off.items() if day.year not in guessed}
        work = {day: name for day, name in self._work.items() if day.year not in guessed}
        return WorkingCalendar(off, work, self.years | guessed, self.hours)

    def by(self, hours: Hours) -> "WorkingCalendar":
        """The same days by the hours of a unit."""
        return WorkingCalendar(self._off, self._work, self.years, hours)

    def next_opening(self, start: datetime) -> datetime:
        """The moment itself where people are at work then, else the next at which they begin."""
        return self.add_working_time(start, timedelta())

    def closing(self, day: date) -> datetime:
        """Close of business of a day that is worked."""
        return _moment(day, self.hours.on(day)[-1][1])

    def add_days(self, start: datetime, days: int) -> datetime:
        """Close of business on the `days`-th day after the day of `start`, or of the next working day after that: a
        limit in days that would end on a holiday ends after it."""
        day = local(start).date() + days * ONE_DAY
        while not self.is_working(day):
            day += ONE_DAY
        return self.closing(day)

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """Close of business on the `days`-th working day after the day of `start` (the day itself never counts)."""
        day = local(start).date()
        while days > 0:
            day += ONE_DAY
            days -= self.is_working(day)
        return self.closing(day)

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
        return [(_moment(day, opens), _moment(day, closes)) for opens, closes in self.hours.on(day)]


def _since_midnight(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)


def _moment(day: date, span: timedelta) -> datetime:
    """What the clock on the wall says, `span` after midnight; 24:00 is the midnight after."""
    return utc((datetime.combine(day, time()) + span).replace(tzinfo=SHANGHAI))


def load_calendar(path: Path, hours: Hours | None = None) -> WorkingCalendar:
    """Read `holidays.csv` (`year,date,kind,name`, kind `off` or `work`); a year with any row is covered.

    Raises:
        DataFileError: with the line: a date that is none or of another year, an unknown kind, a day twice.
    """
    return parse_calendar(path, read_text(path), hours)


def parse_calendar(path: Path, text: str, hours: Hours | None = None) -> WorkingCalendar:
    """The same from the text of a table that was uploaded as `path`.

    Raises:
        DataFileError: as above.
    """
    days: dict[date, SpecialDay] = {}
    for row in parse_rows(path, text, ("year", "date", "kind", "name")):
        day = _day(row)
        if day in days:
            raise row.error("twice", value=day)
        kind = row.one_of("kind", (OFF, WORK))
        if row.number("year") != day.year:
            raise row.error("not_allowed", column="year", value=row.text("year"), allowed=day.year)
        days[day] = SpecialDay(day, kind == WORK, row.required("name"))
    return WorkingCalendar.of(days.values(), {day.year for day in days}, hours)


def _day(row: Row) -> date:
    text = row.required("date")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise row.error("not_a_date", column="date", value=text) from None
