"""派单目录: which department type is competent for what, on what ground, since when.

The catalogue is a table that the hotline's staff keep. A table that is wrong is refused at load with its line,
because a rule that never fires, or fires against another, is only noticed when a ticket has gone astray.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from hotline.datafile import Row, read_rows
from hotline.matter import MatterType
from hotline.taxonomy import Category, Taxonomy
from hotline.units import STREET_TYPE


class Level(StrEnum):
    """Who handles: the city's unit of the type, or the street of the place."""

    CITY = "city"
    STREET = "street"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the catalogue.

    It fits a matter whose category lies within one of `categories` (if any are given), whose words hold at least
    one of `any_words` (if given), all of `all_words` and none of `none_words`, and whose type is `matter_type`
    (if given). `ground` is what the dispatcher may quote to the unit.
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
        return (frozenset(self.categories), *words, self.matter_type)


class Catalogue:
    """All rules, in file order."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._by_id = {rule.id: rule for rule in self.rules}

    def __len__(self) -> int:
        return len(self.rules)

    def find(self, rule_id: str) -> Rule | None:
        return self._by_id.get(rule_id)


_COLUMNS = (
    *("id", "title", "category", "any", "all", "none", "matter_type", "lead", "others", "level", "priority"),
    *("ground", "effective_from", "effective_to", "version"),
)


def load_catalogue(path: Path, taxonomy: Taxonomy, unit_types: Collection[str]) -> Catalogue:
    """Read `catalogue.csv`; several categories or words of a cell are joined by `|`.

    Raises:
        DataFileError: with the line: an unknown category, unit type, matter type or level, a date that is none
            or ends before it begins, an id twice, a rule without any condition or whose words exclude each
            other, or one that can never win because a rule with the same conditions ranks above it.
    """
    rules: dict[str, Rule] = {}
    rows: dict[str, Row] = {}
    for row in read_rows(path, _COLUMNS):
        rule = _rule(row, taxonomy, unit_types)
        if rule.id in rules:
            raise row.error("twice", value=rule.id)
        rules[rule.id], rows[rule.id] = rule, row
    _refuse_shadowed(rules.values(), rows)
    return Catalogue(rules.values())


def _rule(row: Row, taxonomy: Taxonomy, unit_types: Collection[str]) -> Rule:
    begins, ends = _period(row)
    rule = Rule(
        id=row.required("id"),
        title=row.required("title"),
        categories=tuple(_category(row, path, taxonomy) for path in row.several("category")),
        any_words=row.several("any"),
        all_words=row.several("all"),
        none_words=row.several("none"),
        matter_type=_matter_type(row),
        lead=_unit_type(row, "lead", row.required("lead"), unit_types),
        others=tuple(_unit_type(row, "others", name, unit_types) for name in row.several("others")),
        level=_level(row),
        priority=row.number("priority"),
        ground=row.required("ground"),
        effective_from=begins,
        effective_to=ends,
        version=row.required("version"),
        line=row.line,
    )
    _check_conditions(row, rule)
    return rule


def _category(row: Row, path: str, taxonomy: Taxonomy) -> Category:
    parts = path.split("/")
    category = Category.parse(path)
    if len(parts) > 3 or category not in taxonomy:  # noqa: PLR2004 - the tree has three levels
        raise row.error("unknown", column="category", value=path)
    return category


def _unit_type(row: Row, column: str, name: str, unit_types: Collection[str]) -> str:
    if name not in unit_types:
        raise row.error("unknown", column=column, value=name)
    return name


def _matter_type(row: Row) -> MatterType | None:
    name = row.text("matter_type")
    if name and name not in set(MatterType):
        raise row.error("not_allowed", column="matter_type", value=name, allowed="、".join(MatterType))
    return MatterType(name) if name else None


def _level(row: Row) -> Level:
    return Level(row.one_of("level", Level))


def _period(row: Row) -> tuple[date, date | None]:
    begins = _day(row, "effective_from", row.required("effective_from"))
    ends = _day(row, "effective_to", row.text("effective_to")) if row.text("effective_to") else None
    if ends and ends <= begins:
        raise row.error("rule_ends_before", begins=begins, ends=ends)
    return begins, ends


def _day(row: Row, column: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise row.error("not_a_date", column=column, value=text) from None


def _check_conditions(row: Row, rule: Rule) -> None:
    if not (rule.categories or rule.has_words or rule.matter_type):
        raise row.error("no_condition")
    excluded = [word for word in (*rule.any_words, *rule.all_words) if word in rule.none_words]
    if excluded:
        raise row.error("wanted_and_excluded", word="、".join(excluded))
    if rule.lead in rule.others:
        raise row.error("lead_among_others", unit=rule.lead)


def _refuse_shadowed(rules: Iterable[Rule], rows: dict[str, Row]) -> None:
    """Equal conditions, equal rank and different leads stay: that is an open dispute, which a person decides."""
    same: dict[tuple[object, ...], list[Rule]] = {}
    for rule in rules:
        same.setdefault(rule.conditions, []).append(rule)
    for group in same.values():
        for low in group:
            above = next((high for high in group if _shadows(high, low)), None)
            if above:
                raise rows[low.id].error("shadowed", rule=low.id, by=above.id)


def _shadows(high: Rule, low: Rule) -> bool:
    if high is low or not _covers(high, low):
        return False
    if high.priority != low.priority:
        return high.priority > low.priority
    return high.lead == low.lead and high.line < low.line


def _covers(high: Rule, low: Rule) -> bool:
    """Whether `high` is in force on every day that `low` is."""
    ends = high.effective_to is None or (low.effective_to is not None and low.effective_to <= high.effective_to)
    return high.effective_from <= low.effective_from and ends
