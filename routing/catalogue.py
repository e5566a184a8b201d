"""派单目录: which department type is competent for what, on what ground, since when.

The catalogue is a table that the hotline's staff keep. A table that is wrong is refused at load with its line,
because a rule that never fires, or fires against another, is only noticed when a ticket has gone astray.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from hotline.datafile import Row, read_rows
from hotline.errors import DataFileError
from hotline.matter import MatterType
from hotline.taxonomy import Category, Taxonomy
from hotline.units import UnitKind, UnitTree
from routing.channels import CHANNELS, Channel, load_channels
from routing.check import faults_among
from routing.facts import UNKNOWN, FactBook, FactCondition, load_facts
from routing.limits import load_limits
from routing.rule import Level, Rule

__all__ = ["Catalogue", "Frame", "Level", "Rule", "examine", "frame", "load_catalogue"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a catalogue is read against: the city's categories and units, the facts and channels that rules may name."""

    taxonomy: Taxonomy
    units: UnitTree
    facts: FactBook
    channels: Mapping[str, Channel]
    street_grounds: tuple[re.Pattern[str], ...] = ()
    types: frozenset[str] = field(default=frozenset())


def frame(taxonomy: Taxonomy, units: UnitTree, *, facts: FactBook | None = None, channels: Path = CHANNELS) -> Frame:
    """The frame of a city; facts and channels are the shipped ones where nothing else is said."""
    types = frozenset(units.types())
    return Frame(taxonomy, units, facts or load_facts(), load_channels(channels, types), load_limits(), types)


class Catalogue:
    """All rules, in file order, with the facts that they name."""

    def __init__(self, rules: Iterable[Rule], facts: FactBook | None = None) -> None:
        self.rules = tuple(rules)
        self.facts = facts or FactBook()
        self._by_id = {rule.id: rule for rule in self.rules}

    def __len__(self) -> int:
        return len(self.rules)

    def find(self, rule_id: str) -> Rule | None:
        return self._by_id.get(rule_id)


COLUMNS = (
    *("id", "title", "category", "any", "all", "none", "matter_type", "lead", "others", "level", "priority"),
    *("ground", "effective_from", "effective_to", "version"),
)
OPTIONAL = ("facts", "area", "channel", "disputed", "author")
"""Columns that a table may leave out: catalogues from before there were facts stay valid."""


def load_catalogue(path: Path, city: Frame) -> Catalogue:
    """Read `catalogue.csv`; several categories, words or facts of a cell are joined by `|`.

    Raises:
        DataFileError: the first fault of the file, with its line: see `examine`.
    """
    catalogue, faults = examine(path, city)
    if faults:
        raise faults[0]
    return catalogue


def examine(path: Path, city: Frame) -> tuple[Catalogue, list[DataFileError]]:
    """Read a catalogue with all its faults, in the order of lines.

    A row is faulty with an unknown category, unit type, matter type, level, fact, area or channel, with a date that
    is none or a period that ends before it begins, an id twice, no condition or one that cannot hold, a lead that
    must not lead. Among rows, one is faulty that can never win, that contradicts another undeclared, or that sends
    to a unit what another with the same conditions sends back.

    Raises:
        DataFileError: the file is missing or no table with these columns.
    """
    rules: dict[str, Rule] = {}
    rows: dict[str, Row] = {}
    faults: list[DataFileError] = []
    for row in read_rows(path, COLUMNS):
        try:
            rule = _rule(row, city)
            if rule.id in rules:
                raise row.error("twice", value=rule.id)
        except DataFileError as fault:
            faults.append(fault)
        else:
            rules[rule.id], rows[rule.id] = rule, row
    faults += faults_among(list(rules.values()), rows)
    return Catalogue(rules.values(), city.facts), sorted(faults, key=lambda fault: fault.line)


def _rule(row: Row, city: Frame) -> Rule:
    begins, ends = _period(row)
    channel = _channel(row, city)
    rule = Rule(
        id=row.required("id"),
        title=row.required("title"),
        categories=tuple(_category(row, path, city.taxonomy) for path in row.several("category")),
        any_words=row.several("any"),
        all_words=row.several("all"),
        none_words=row.several("none"),
        matter_type=_matter_type(row),
        lead=channel.unit if channel else _unit_type(row, "lead", row.required("lead"), city),
        others=tuple(_unit_type(row, "others", name, city) for name in row.several("others")),
        level=_level(row),
        priority=row.number("priority"),
        ground=row.required("ground"),
        effective_from=begins,
        effective_to=ends,
        version=row.required("version"),
        line=row.line,
        facts=tuple(_fact(row, text, city.facts) for text in _optional(row, "facts")),
        areas=tuple(_area(row, code, city.units) for code in _optional(row, "area")),
        channel=channel,
        disputed=_optional(row, "disputed"),
        author=row.required("author") if "author" in row.cells else "",
    )
    _check_conditions(row, rule)
    _check_lead(row, rule, city)
    return rule


def _optional(row: Row, column: str) -> tuple[str, ...]:
    return row.several(column) if column in row.cells else ()


def _channel(row: Row, city: Frame) -> Channel | None:
    """The channel that a rule names instead of a unit."""
    name = row.cells.get("channel", "")
    if not name:
        return None
    if name not in city.channels:
        raise row.error("not_allowed", column="channel", value=name, allowed="、".join(city.channels))
    if row.text("lead") or row.text("others"):
        raise row.error("channel_and_lead", channel=name)
    return city.channels[name]


_CONDITION = re.compile(r"(\w+)(!?=)(.+)")


def _fact(row: Row, text: str, facts: FactBook) -> FactCondition:
    """`name=value`, `name=one/another`, `name!=value`; `?` stands for a fact that is not known."""
    match = _CONDITION.fullmatch(text)
    kind = facts.kinds.get(match[1]) if match else None
    if match is None or kind is None:
        raise row.error("not_allowed", column="facts", value=text, allowed="、".join(facts.kinds))
    values = frozenset(match[3].split("/"))
    strange = sorted(values - {*kind.values, UNKNOWN})
    if strange:
        raise row.error("not_allowed", column=f"facts {kind.name}", value=strange[0], allowed="、".join(kind.values))
    return FactCondition(kind.name, values, turned=match[2] == "!=")


_AREAS = frozenset({UnitKind.DISTRICT, UnitKind.STREET, UnitKind.COMMUNITY})


def _area(row: Row, code: str, units: UnitTree) -> str:
    unit = units.find(code)
    if unit is None or unit.kind not in _AREAS:
        raise row.error("no_such_area", code=code)
    return code


def _category(row: Row, path: str, taxonomy: Taxonomy) -> Category:
    parts = path.split("/")
    category = Category.parse(path)
    if len(parts) > 3 or category not in taxonomy:  # noqa: PLR2004 - the tree has three levels
        raise row.error("unknown", column="category", value=path)
    return category


def _unit_type(row: Row, column: str, name: str, city: Frame) -> str:
    if name not in city.types:
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
    if dead := _never_found(rule):
        raise row.error("never_found", word=dead)
    if len({each.name for each in rule.facts}) < len(rule.facts):
        raise row.error("fact_twice")
    if rule.lead in rule.others:
        raise row.error("lead_among_others", unit=rule.lead)


def _never_found(rule: Rule) -> str:
    """The words that can never make the rule fit, because each holds an excluded one; empty if some can."""
    dead = [word for word in rule.all_words if _holds_one(word, rule.none_words)]
    if dead or not rule.any_words:
        return "、".join(dead)
    alive = [word for word in rule.any_words if not _holds_one(word, rule.none_words)]
    return "" if alive else "、".join(rule.any_words)


def _holds_one(word: str, excluded: Iterable[str]) -> bool:
    return any(each in word for each in excluded)


def _check_lead(row: Row, rule: Rule, city: Frame) -> None:
    """Communities and grids only assist, and the street gets no department's duty unless a ground gives it one."""
    if rule.channel is not None:
        return
    kinds = {unit.kind for unit in city.units.of_type(rule.lead)}
    if kinds <= {UnitKind.COMMUNITY, UnitKind.GRID}:
        raise row.error("grassroots_lead", unit=rule.lead)
    if rule.goes_to_street and not any(ground.search(rule.ground) for ground in city.street_grounds):
        raise row.error("street_without_ground", rule=rule.id)
