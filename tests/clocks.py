"""A second opinion on every clock: slow, minute by minute, and written without a line of `hotline/`.

Whoever checks deadlines (the laws of working time, a played month) asks `Clocks` what a moment should be and compares.
It reads the shipped tables itself, knows minutes only, and walks through them one at a time: nothing clever can be
wrong in it. Moments come in aware and go out in UTC; a moment within a minute counts as its beginning.

    city, unit = Clocks.of_city(), Clocks.of_city("street")
    city.days_after(received, 7)            # the citizen's answer: close of the seventh working day after that day
    unit.days_after(unit.opening(sent), 1)  # a unit's signature
    unit.minutes_after(signed, 4 * 60)      # the return window of four working hours
    city.minutes_between(one, other)        # working time
"""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "hotline" / "data"
BEIJING = timezone(timedelta(hours=8))
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CITY_HOURS = ((9 * 60, 12 * 60), (13 * 60 + 30, 17 * 60 + 30))
Minutes = Iterable[tuple[int, int]]


@dataclass(frozen=True)
class Clocks:
    """`worked` says whether a day is worked, `minutes` from which minute to which (the last not included) it is."""

    worked: Callable[[date], bool]
    minutes: Callable[[date], Minutes]

    @classmethod
    def of_city(cls, hours: str = "office") -> "Clocks":
        """The shipped calendar by the shipped hours of that name; `office` are the city's own, 9:00-12:00 and
        13:30-17:30."""
        special = {date.fromisoformat(row["date"]): row["kind"] for row in _table("holidays.csv")}
        seasons = [row for row in _table("hours.csv") if row["id"] == hours]
        every = any(row["days"] == "every" for row in seasons)

        def worked(day: date) -> bool:
            return every or special.get(day, "off" if day.isoweekday() > 5 else "work") == "work"

        def minutes(day: date) -> Minutes:
            return _minutes(seasons, f"{day:%m-%d}") if seasons else CITY_HOURS

        return cls(worked, minutes)

    def at_work(self, moment: datetime) -> bool:
        """Whether the minute of that moment is a working one."""
        here = moment.astimezone(BEIJING)
        minute = here.hour * 60 + here.minute
        return self.worked(here.date()) and any(first <= minute < last for first, last in self.minutes(here.date()))

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """How many working minutes lie between two moments."""
        return sum(1 for minute in _minutes_from(start, end) if self.at_work(minute))

    def opening(self, start: datetime) -> datetime:
        """The minute itself where it is a working one, else the next working one."""
        minute = _whole(start)
        while not self.at_work(minute):
            minute += MINUTE
        return minute

    def minutes_after(self, start: datetime, count: int) -> datetime:
        """The end of the `count`-th working minute after a moment; one minute at least."""
        minute = _whole(start) - MINUTE
        while count:
            minute += MINUTE
            count -= self.at_work(minute)
        return minute + MINUTE

    def days_after(self, start: datetime, count: int) -> datetime:
        """Close of the `count`-th worked day after the day of a moment, which itself never counts."""
        day = start.astimezone(BEIJING).date()
        while count:
            day += DAY
            count -= self.worked(day)
        return self._close(day)

    def calendar_days_after(self, start: datetime, count: int) -> datetime:
        """Close of the `count`-th day of the calendar after the day of a moment, or of the next worked one."""
        day = start.astimezone(BEIJING).date() + count * DAY
        while not self.worked(day):
            day += DAY
        return self._close(day)

    def _close(self, day: date) -> datetime:
        last = max(last for _, last in self.minutes(day))
        return (datetime(day.year, day.month, day.day, tzinfo=BEIJING) + last * MINUTE).astimezone(UTC)


def _table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _minutes(seasons: list[dict[str, str]], today: str) -> Minutes:
    for row in seasons:
        first, last = row["from"], row["to"]
        inside = first <= today <= last if first <= last else not last < today < first
        if inside:
            return [_span(part) for part in row["intervals"].split(",")]
    return []


def _span(words: str) -> tuple[int, int]:
    first, last = ([int(each) for each in part.split(":")] for part in words.split("-"))
    return first[0] * 60 + first[1], last[0] * 60 + last[1]


def _whole(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def _minutes_from(start: datetime, end: datetime) -> Iterable[datetime]:
    minute = _whole(start)
    while minute < _whole(end):
        yield minute
        minute += MINUTE
