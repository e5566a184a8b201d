"""The units of the city as a tree, read-only: they are data that the city edits in its own file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from console.parts import ConsoleParts
from console.render import page
from console.work import parts_of
from hotline.clock import local_day
from hotline.hours import Stretch
from hotline.units import Unit, UnitTree


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit and what stands below it."""

    unit: Unit
    below: tuple["Branch", ...]


@dataclass(frozen=True, slots=True)
class HoursToday:
    """How a kind of hours reads in this season."""

    words: str
    every_day: bool


async def show(request: web.Request) -> web.Response:
    """The whole tree, and the grids that are too large for one person."""
    parts = parts_of(request)
    units = parts.office.units
    return await page(request, "units.html", roots=branches(units, ""), hours=hours_today(parts),
                      large=units.too_large(parts.grid_limit), limit=parts.grid_limit)  # fmt: skip


def branches(units: UnitTree, parent: str) -> tuple[Branch, ...]:
    return tuple(Branch(unit, branches(units, unit.code)) for unit in units.children(parent))


def hours_today(parts: ConsoleParts) -> Mapping[str, HoursToday]:
    """By the name of the hours, for every unit there is."""
    table, today = parts.office.deadlines, local_day(parts.now())
    kinds = {unit.hours: table.calendar_of(unit.hours).hours for unit in parts.office.units.all()}
    return {name: HoursToday(_words(hours.on(today)), hours.every_day) for name, hours in kinds.items()}


def _words(stretches: Sequence[Stretch]) -> str:
    return "、".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in stretches)


def _clock(span: timedelta) -> str:
    minutes = span // timedelta(minutes=1)
    return f"{minutes // 60:02}:{minutes % 60:02}"
