"""A stretch of time that somebody spoke of, and how exactly they said it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from hotline.clock import SHANGHAI


class Precision(StrEnum):
    """How exactly a time was said; a part is a part of a day (下午) or of a month (月底)."""

    MINUTE = "minute"
    HOUR = "hour"
    PART = "part"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """From `start` to before `end`, in the city's zone.

    Of what recurs it is the stretch in which it does (这半个月每天凌晨), or the last time if no stretch was said.
    """

    start: datetime
    end: datetime
    recurring: bool = False
    precision: Precision = Precision.DAY

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"a span that ends at {self.end} before it starts at {self.start}")

    def moved(self, days: int) -> "TimeSpan":
        return replace(self, start=self.start + timedelta(days), end=self.end + timedelta(days))

    def until(self, end: datetime) -> "TimeSpan":
        """The span cut at `end`, if that lies in it."""
        return replace(self, end=end) if self.start < end < self.end else self


def month(year: int, number: int) -> TimeSpan:
    """A calendar month; `number` may lie outside 1 to 12 and then counts on into the years around."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return TimeSpan(_first(year, number), _first(year + number // 12, number % 12 + 1), precision=Precision.MONTH)


def months(year: int, number: int, count: int, precision: Precision = Precision.SEASON) -> TimeSpan:
    """Several months on end."""
    return TimeSpan(month(year, number).start, month(year, number + count - 1).end, precision=precision)


def day(year: int, number: int, date: int) -> TimeSpan | None:
    """A calendar day; None if the month has no such day."""
    try:
        start = datetime(year, number, date, tzinfo=SHANGHAI)
    except ValueError:
        return None
    return TimeSpan(start, start + timedelta(1))


def day_of(moment: datetime, days: int = 0) -> TimeSpan:
    """The day of a moment, or one before (below zero) or behind it."""
    start = moment.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days)
    return TimeSpan(start, start + timedelta(1))


def week_of(moment: datetime, weeks: int = 0) -> TimeSpan:
    """The week of a moment, Monday to Sunday, or one around it."""
    start = day_of(moment, 7 * weeks - moment.weekday()).start
    return TimeSpan(start, start + timedelta(7), precision=Precision.WEEK)


def _first(year: int, number: int) -> datetime:
    return datetime(year, number, 1, tzinfo=SHANGHAI)
