"""办公时间: when a unit is at work, by season; a utility works every day, and at night where the table says so.

A stretch is a pair of spans from local midnight, so that 24:00 can be written: one that runs past midnight is two.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from hotline.datafile import Row, read_rows

Stretch = tuple[timedelta, timedelta]
MonthDay = tuple[int, int]
OFFICE = "office"
"""The hours of the city itself; every unit that names no others keeps them."""
_YEAR_START = (1, 1)
_LEAP_YEAR = 2024
_MIDNIGHT = timedelta(hours=24)


class Hours(Protocol):
    """When people are at work on a day on which they work at all."""

    @property
    def every_day(self) -> bool:
        """Whether weekends and holidays are worked like any other day."""

    def on(self, day: date) -> Sequence[Stretch]:
        """The stretches of work of a day, in order, none of them empty."""


@dataclass(frozen=True, slots=True)
class Season:
    """The hours from one day of the year to another, both included; a winter may run over the new year."""

    first: MonthDay
    last: MonthDay
    stretches: tuple[Stretch, ...]

    def holds(self, day: date) -> bool:
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True, slots=True)
class SeasonalHours:
    """The seasons of one row of names in `hours.csv`; together they hold each day of the year once."""

    seasons: tuple[Season, ...]
    every_day: bool = False

    def on(self, day: date) -> Sequence[Stretch]:
        return next(season.stretches for season in self.seasons if season.holds(day))


_COLUMNS = ("id", "from", "to", "intervals", "days")


@dataclass
class _Rows:
    """The seasons of one id while the table is read, and its rows, for a complaint must name one."""

    every_day: bool
    seasons: list[Season] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def load_hours(path: Path) -> Mapping[str, Hours]:
    """Read `hours.csv`: one row for each season of each kind of hours.

    Raises:
        DataFileError: with the line: no time of day, hours that overlap, go backwards or run past midnight, days that
            no season or two seasons of a kind hold, a kind that is every day in one season and not in another.
    """
    found: dict[str, _Rows] = {}
    for row in read_rows(path, _COLUMNS):
        every_day = row.one_of("days", ("working", "every")) == "every"
        kind = found.setdefault(row.required("id"), _Rows(every_day))
        if kind.every_day is not every_day:
            raise row.error("days_differ", value=row.text("id"))
        kind.seasons.append(Season(_month_day(row, "from"), _month_day(row, "to"), _stretches(row)))
        kind.rows.append(row)
    for name, kind in found.items():
        _check_year(name, kind)
    return {name: SeasonalHours(tuple(kind.seasons), kind.every_day) for name, kind in found.items()}


def _check_year(name: str, kind: _Rows) -> None:
    day = date(_LEAP_YEAR, *_YEAR_START)
    while day.year == _LEAP_YEAR:
        holding = [row for row, season in zip(kind.rows, kind.seasons, strict=True) if season.holds(day)]
        if len(holding) != 1:
            row = holding[1] if holding else kind.rows[-1]
            raise row.error("seasons", value=name, day=f"{day:%m-%d}", count=len(holding))
        day += timedelta(days=1)


def _month_day(row: Row, column: str) -> MonthDay:
    text = row.required(column)
    try:
        day = date.fromisoformat(f"{_LEAP_YEAR}-{text}")
    except ValueError:
        raise row.error("not_a_month_day", column=column, value=text) from None
    return day.month, day.day


def _stretches(row: Row) -> tuple[Stretch, ...]:
    """`8:30-12:00,14:30-17:30` in order; commas or `|` between them."""
    found: list[Stretch] = []
    for part in re.split(r"[,|，、]", row.required("intervals")):
        opens, dash, closes = part.partition("-")
        stretch = (_time(row, opens), _time(row, closes if dash else ""))
        if stretch[0] >= stretch[1]:
            raise row.error("past_midnight", value=part.strip())
        if found and found[-1][1] > stretch[0]:
            raise row.error("hours_overlap", value=part.strip())
        found.append(stretch)
    return tuple(found)


def _time(row: Row, text: str) -> timedelta:
    found = re.fullmatch(r"([01]?\d|2[0-4])[:：]([0-5]\d)", text.strip())
    span = timedelta(hours=int(found[1]), minutes=int(found[2])) if found else None
    if span is None or span > _MIDNIGHT:
        raise row.error("not_a_time", value=text.strip() or row.text("intervals"))
    return span
