"""What the selects offer: units by kind, categories by first level, and a choice read back strictly."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from console.forms import Form
from hotline.errors import InvalidInputError
from hotline.taxonomy import Category, Taxonomy
from hotline.units import Unit, UnitKind, UnitTree

E = TypeVar("E", bound=StrEnum)
Group = tuple[str, Sequence[tuple[str, str]]]
"""A heading and its (value, label) pairs."""


def chosen(kind: type[E], form: Form, name: str) -> E:
    """The value picked from a closed list.

    Raises:
        InvalidInputError: nothing, or something that is not on the list.
    """
    try:
        return kind(form.text(name))
    except ValueError:
        raise InvalidInputError(field=name, rule="choice") from None


def unit_groups(units: UnitTree) -> list[Group]:
    """Units that may lead: departments and utilities under the city, streets under their district."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for unit in units.all():
        if unit.kind in (UnitKind.DEPARTMENT, UnitKind.UTILITY, UnitKind.STREET):
            groups.setdefault(_heading(units, unit), []).append((unit.code, unit.name))
    return list(groups.items())


def _heading(units: UnitTree, unit: Unit) -> str:
    parent = units.find(unit.parent)
    return parent.name if parent else ""


def category_groups(taxonomy: Taxonomy) -> list[Group]:
    """The first two levels: deeper ones are for the machine, people pick among about a hundred."""
    return [(l1, [(place.path, place.l2) for place in taxonomy.second_levels(l1)]) for l1 in taxonomy.first_levels()]


def second_level(category: Category) -> str:
    return Category(category.l1, category.l2).path
