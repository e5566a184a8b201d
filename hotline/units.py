"""Units: the city's departments and utilities, and the tree of districts, 街道, 社区 and 网格."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from hotline.datafile import Row, read_rows
from hotline.errors import NotFoundError
from hotline.hours import OFFICE

STREET_TYPE = "街道乡镇"
OTHER_TYPE = "其他"


class UnitKind(StrEnum):
    """What sort of unit it is."""

    CITY = "city"
    DEPARTMENT = "department"
    UTILITY = "utility"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. `type` is its department type (empty for city, district, community and grid).

    `hours` names a row of `hours.csv`, or the city's own hours by `office`. `duty` says where somebody is on duty while
    nobody else is; `households` counts those of a grid, where they were counted.
    """

    code: str
    name: str
    kind: UnitKind
    type: str
    parent: str
    duties: tuple[str, ...] = ()
    hours: str = "office"
    phone: str = ""
    duty: str = ""
    households: int | None = None


class UnitTree:
    """Units by code, by type, and by where they stand."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = {unit.code: unit for unit in units}
        self._children: dict[str, list[Unit]] = {}
        for unit in self._units.values():
            self._children.setdefault(unit.parent, []).append(unit)

    def all(self) -> list[Unit]:
        return list(self._units.values())

    def get(self, code: str) -> Unit:
        """The unit of a code.

        Raises:
            NotFoundError: there is none.
        """
        try:
            return self._units[code]
        except KeyError:
            raise NotFoundError(what="unit", key=code) from None

    def find(self, code: str) -> Unit | None:
        return self._units.get(code)

    def children(self, code: str) -> list[Unit]:
        return self._children.get(code, [])

    def of_kind(self, kind: UnitKind) -> list[Unit]:
        return [unit for unit in self._units.values() if unit.kind is kind]

    def types(self) -> list[str]:
        """The department types that this city has, in file order."""
        return list(dict.fromkeys(unit.type for unit in self._units.values() if unit.type))

    def of_type(self, unit_type: str) -> list[Unit]:
        return [unit for unit in self._units.values() if unit.type == unit_type]

    def above(self, code: str) -> list[Unit]:
        """The units above, from the parent up to the city."""
        chain: list[Unit] = []
        unit = self.get(code)
        while unit.parent and unit.parent in self._units:
            unit = self._units[unit.parent]
            chain.append(unit)
        return chain

    def too_large(self, limit: int) -> list[Unit]:
        """The grids with more households than one person can look after, the largest first."""
        counted = [unit for unit in self.of_kind(UnitKind.GRID) if (unit.households or 0) > limit]
        return sorted(counted, key=lambda unit: -(unit.households or 0))

    def district_of(self, code: str) -> Unit | None:
        chain = [self.get(code), *self.above(code)]
        return next((unit for unit in chain if unit.kind is UnitKind.DISTRICT), None)

    def handler(self, unit_type: str, street: str | None) -> Unit | None:
        """The unit that handles for a department type: the street itself for 街道乡镇, else the city's unit."""
        if unit_type == STREET_TYPE:
            return self._units.get(street) if street else None
        return next(iter(self.of_type(unit_type)), None)


_COLUMNS = ("code", "name", "kind", "type", "parent", "duties", "hours", "phone_note")


def load_units(path: Path, hours: Collection[str] | None = None) -> UnitTree:
    """Read `units.csv`; with `hours`, a unit that names none of these (nor `office`) is refused.

    Raises:
        DataFileError: with the line: an unknown kind, a code twice, a parent that does not exist or is below, a number
            of households that is none.
    """
    rows = list(read_rows(path, _COLUMNS))
    units: dict[str, Unit] = {}
    for row in rows:
        unit = _unit(row)
        if unit.code in units:
            raise row.error("twice", value=unit.code)
        if hours is not None and unit.hours not in (OFFICE, *hours):
            raise row.error("unknown", column="hours", value=unit.hours)
        units[unit.code] = unit
    for row in rows:
        parent = row.text("parent")
        if parent and (parent not in units or parent == row.text("code")):
            raise row.error("unknown", column="parent", value=parent)
    for row in rows:
        if _in_circle(units, row.text("code")):
            raise row.error("circle", column="parent", value=row.text("parent"))
    return UnitTree(units.values())


def _in_circle(units: dict[str, Unit], code: str) -> bool:
    """Whether a unit stands above itself: whoever walks up the tree would never come to an end."""
    seen, above = {code}, units[code].parent
    while above and above not in seen:
        seen.add(above)
        above = units[above].parent
    return above == code


def _unit(row: Row) -> Unit:
    kind = row.one_of("kind", UnitKind)
    return Unit(
        code=row.required("code"),
        name=row.required("name"),
        kind=UnitKind(kind),
        type=row.text("type"),
        parent=row.text("parent"),
        duties=row.several("duties"),
        hours=row.text("hours") or OFFICE,
        phone=row.text("phone_note"),
        duty=row.optional("duty"),
        households=_households(row),
    )


def _households(row: Row) -> int | None:
    if not row.optional("households"):
        return None
    number = row.number("households")
    if number < 0:
        raise row.error("not_a_number", column="households", value=number)
    return number
