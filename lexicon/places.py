"""Where it happens: the known places of the city first, then anything that is built like a place name.

A known place gives codes of street, district and community. Several mentions narrow one another down: a road that
crosses two streets, named together with an estate in one of them, lies in that one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from hotline.appeal import Place
from hotline.datafile import Row, read_rows
from hotline.units import Unit, UnitKind, UnitTree
from lexicon.normalise import Normalised, normalise
from lexicon.place_grammar import TAIL, grammar_spans

_COLUMNS = ("name", "kind", "street", "aliases")
_LEFT_OF_SHORT = frozenset("在到去从往的是于和与及住过近我们由至离、，。；：,.;:!?！？（(“\"' 了边进出家这那")
_RIGHT_OF_NAME = frozenset("路街镇区县市巷村站河")
_ROAD_PARTS = ("路口", "路灯", "路面", "路段", "路边", "街口", "村口", "站台")
_SHORT = 3
_GLUE = frozenset("的,，、 （(）)和与/-")


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place of the city under all its names, and the streets it lies in (several for long roads)."""

    name: str
    kind: str
    streets: tuple[str, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mention:
    """Where a place is named, and what the name says."""

    start: int
    end: int
    streets: frozenset[str] = frozenset()
    district: str = ""
    community: str = ""

    @property
    def known(self) -> bool:
        return bool(self.streets or self.district)


class Gazetteer:
    """The known places of one city."""

    def __init__(self, units: UnitTree, places: Iterable[KnownPlace]) -> None:
        self._units = units
        self._names: dict[str, _Mention] = {}
        for place in places:
            for name in (place.name, *place.aliases):
                self._names.setdefault(name, _Mention(0, 0, frozenset(place.streets), self._district(place.streets)))
        for unit in units.all():
            if unit.kind in (UnitKind.DISTRICT, UnitKind.STREET, UnitKind.COMMUNITY):
                self._names[unit.name] = self._of_unit(unit)
        self._by_start: dict[str, list[str]] = {}
        for name in sorted(self._names, key=len, reverse=True):
            self._by_start.setdefault(name[:2], []).append(name)
        self._first = re.compile(f"[{re.escape(''.join({name[0] for name in self._names}))}]") if self._names else None

    def find(self, text: str) -> Place:
        """The place a text speaks of: its words as they stand, and codes as far as the gazetteer knows them."""
        folded = normalise(text)
        mentions = self._mentions(folded.text)
        if not mentions:
            return Place()
        known = [mention for mention in mentions if mention.known]
        streets = _narrowed(known)
        street = next(iter(streets)) if len(streets) == 1 else ""
        community = next((mention.community for mention in known if mention.community), "")
        return Place(_words(text, folded, mentions), street, self._common_district(known, streets), community)

    def _mentions(self, text: str) -> list[_Mention]:
        known = self._known(text)
        taken = [(mention.start, mention.end) for mention in known]
        free = [
            _Mention(start, end)
            for start, end in grammar_spans(text)
            if not any(start < last and first < end for first, last in taken)
        ]
        return sorted([*known, *free], key=lambda mention: mention.start)

    def _known(self, text: str) -> list[_Mention]:
        found: list[_Mention] = []
        for start in self._first.finditer(text) if self._first else ():
            position = start.start()
            name = self._name_at(text, position) if not found or position >= found[-1].end else ""
            if name:
                found.append(replace(self._names[name], start=position, end=position + len(name)))
        return found

    def _name_at(self, text: str, position: int) -> str:
        names = self._by_start.get(text[position : position + 2], ())
        return next((name for name in names if text.startswith(name, position) and _stands(text, position, name)), "")

    def _of_unit(self, unit: Unit) -> _Mention:
        district = self._units.district_of(unit.code)
        street = unit.code if unit.kind is UnitKind.STREET else unit.parent
        streets = frozenset() if unit.kind is UnitKind.DISTRICT else frozenset({street})
        community = unit.code if unit.kind is UnitKind.COMMUNITY else ""
        return _Mention(0, 0, streets, district.code if district else "", community)

    def _district(self, streets: Iterable[str]) -> str:
        districts = {unit.code for unit in map(self._units.district_of, streets) if unit}
        return districts.pop() if len(districts) == 1 else ""

    def _common_district(self, known: list[_Mention], streets: frozenset[str]) -> str:
        named = next((mention.district for mention in known if mention.district and not mention.streets), "")
        return self._district(streets) or named or next((mention.district for mention in known), "")


def load_gazetteer(path: Path, units: UnitTree) -> Gazetteer:
    """Read `places.csv` (`name,kind,street,aliases`; `street` holds codes of streets joined by `|`).

    Raises:
        DataFileError: with the line: no name, or a street code that the unit table does not have.
    """
    return Gazetteer(units, [_place(row, units) for row in read_rows(path, _COLUMNS)])


def _place(row: Row, units: UnitTree) -> KnownPlace:
    streets = row.several("street")
    for code in streets:
        unit = units.find(code)
        if unit is None or unit.kind is not UnitKind.STREET:
            raise row.error("unknown", column="street", value=code)
    return KnownPlace(row.required("name"), row.required("kind"), streets, row.several("aliases"))


def _stands(text: str, position: int, name: str) -> bool:
    """A short alias (东站, 雅苑) counts only where it is not a piece of a longer, unknown name."""
    if len(name) > _SHORT:
        return True
    behind = text[position + len(name) : position + len(name) + 1]
    if behind in _RIGHT_OF_NAME and not text.startswith(_ROAD_PARTS, position + len(name)):
        return False
    return position == 0 or text[position - 1] in _LEFT_OF_SHORT or not "一" <= text[position - 1] <= "鿿"


def _narrowed(known: list[_Mention]) -> frozenset[str]:
    """The streets that all mentions allow; a contradicting mention does not widen what is already known."""
    streets: frozenset[str] = frozenset()
    for mention in sorted(known, key=lambda mention: len(mention.streets)):
        common = streets & mention.streets
        streets = common or streets or mention.streets
    return streets


def _words(text: str, folded: Normalised, mentions: list[_Mention]) -> str:
    """The longest run of touching mentions with its tail; one with a known place wins."""
    runs: list[tuple[bool, int, int, int]] = []
    for mention in mentions:
        tail = TAIL.match(folded.text, mention.end)
        end = tail.end() if tail else mention.end
        if runs and _touches(folded.text, runs[-1][3], mention.start):
            known, _, start, _ = runs[-1]
            runs[-1] = (known or mention.known, end - start, start, max(end, runs[-1][3]))
        else:
            runs.append((mention.known, end - mention.start, mention.start, end))
    _, _, start, end = max(runs, key=lambda run: run[:2])
    first, last = folded.original_span(start, end)
    return text[first:last].strip(" ,，、")


def _touches(text: str, end: int, start: int) -> bool:
    return start <= end or (start - end == 1 and text[end] in _GLUE)
