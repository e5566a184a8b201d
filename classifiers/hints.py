"""What the scheme's own names teach: the category tree, the duties of the units, the matter types."""

from collections.abc import Iterator

from classifiers.examples import Example
from classifiers.model import CATEGORY, MATTER_TYPE, UNIT
from hotline.matter import MatterType
from hotline.taxonomy import OTHER, Taxonomy
from hotline.units import UnitTree


def hints(taxonomy: Taxonomy, units: UnitTree) -> list[Example]:
    """One hint for each leaf of the tree and for each duty of a unit.

    With ten to thirty messages for a second level many of its own words occur in none of them. On held-out messages
    of the first 2,337 matters hints raised the share of right first levels from 0.416 to 0.438, of second levels from
    0.243 to 0.285, and of units from 0.408 to 0.444.
    """
    return [*_of_categories(taxonomy), *_of_units(units), *_of_matter_types()]


def _of_categories(taxonomy: Taxonomy) -> Iterator[Example]:
    for leaf in taxonomy.leaves:
        words = leaf.l2 if leaf.l3 == OTHER else f"{leaf.l3} {leaf.l2}"
        yield Example(words, {CATEGORY: leaf.path}, hint=True)


def _of_matter_types() -> Iterator[Example]:
    """Who says 投诉 in as many words usually means it."""
    for kind in MatterType:
        yield Example(kind, {MATTER_TYPE: kind}, hint=True)


def _of_units(units: UnitTree) -> Iterator[Example]:
    for unit in units.all():
        for duty in unit.duties if unit.type else ():
            yield Example(duty, {UNIT: unit.type}, hint=True)
