"""The units of the city as a tree, read-only: they are data that the city edits in its own file."""

from dataclasses import dataclass

from aiohttp import web

from console.render import page
from console.work import parts_of
from hotline.units import Unit, UnitTree


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit and what stands below it."""

    unit: Unit
    below: tuple["Branch", ...]


async def show(request: web.Request) -> web.Response:
    """The whole tree."""
    return await page(request, "units.html", roots=branches(parts_of(request).office.units, ""))


def branches(units: UnitTree, parent: str) -> tuple[Branch, ...]:
    return tuple(Branch(unit, branches(units, unit.code)) for unit in units.children(parent))
