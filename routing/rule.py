"""One line of the dispatch catalogue: who is competent under which conditions, on what ground, since when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from hotline.matter import MatterType
from hotline.taxonomy import Category
from hotline.units import STREET_TYPE
from routing.channels import Channel
from routing.facts import FactCondition


class Level(StrEnum):
    """Who handles: the city's unit of the type, or the street of the place."""

    CITY = "city"
    STREET = "street"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the catalogue.

    It fits a matter whose category lies within one of `categories` (if any are given), whose words hold at least
    one of `any_words` (if given), all of `all_words` and none of `none_words`, whose type is `matter_type`
    (if given), of which every condition of `facts` holds, and whose place lies in one of `areas` (unit codes, if
    given). `ground` is what the dispatcher may quote to the unit. A rule with a `channel` dispatches nothing; its
    `lead` is then the unit that may explain the channel. `disputed` names rules against which it openly stands.
    """

    id: str
    title: str
    categories: tuple[Category, ...]
    any_words: tuple[str, ...]
    all_words: tuple[str, ...]
    none_words: tuple[str, ...]
    matter_type: MatterType | None
    lead: str
    others: tuple[str, ...]
    level: Level
    priority: int
    ground: str
    effective_from: date
    effective_to: date | None
    version: str
    line: int
    facts: tuple[FactCondition, ...] = ()
    areas: tuple[str, ...] = ()
    channel: Channel | None = None
    disputed: tuple[str, ...] = ()
    author: str = ""

    def in_force(self, day: date) -> bool:
        """Whether it decides on that day; on the day it ends it no longer does."""
        return self.effective_from <= day and (self.effective_to is None or day < self.effective_to)

    @property
    def goes_to_street(self) -> bool:
        return self.level is Level.STREET or self.lead == STREET_TYPE

    @property
    def has_words(self) -> bool:
        return bool(self.any_words or self.all_words)

    @property
    def conditions(self) -> tuple[object, ...]:
        """What must hold, whatever the order in which it was written."""
        words = (frozenset(self.any_words), frozenset(self.all_words), frozenset(self.none_words))
        place = (frozenset(self.facts), frozenset(self.areas))
        return (frozenset(self.categories), *words, self.matter_type, *place)

    @property
    def mark(self) -> str:
        """A short sign of what it says: a record of its past belongs to these conditions and this lead alone."""
        said = (sorted(each.path for each in self.categories), sorted(self.any_words), sorted(self.all_words),
                sorted(self.none_words), str(self.matter_type), sorted(map(str, self.facts)), sorted(self.areas),
                self.lead, self.channel.name if self.channel else "")  # fmt: skip
        return sha256(repr(said).encode()).hexdigest()[:8]
