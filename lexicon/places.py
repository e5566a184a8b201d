"""Where it happens: the known places of the city first, then anything that is built like a place name.

A known place gives codes of street, district and community. Several mentions narrow one another down: a road that
crosses two streets, named together with an estate in one of them, lies in that one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from hotline.appeal import Place
from hotline.datafile import Row, read_rows
from hotline.units import Unit, UnitKind, UnitTree
from lexicon.divisions import Divisions, Elsewhere, national_divisions
from lexicon.normalise import normalise
from lexicon.numerals import address_view
from lexicon.place_grammar import grammar_spans
from lexicon.place_near import NearNames
from lexicon.place_runs import Mention, free_of, longest_run

_COLUMNS = ("name", "kind", "street", "aliases")
_LEFT_OF_SHORT = frozenset("在到去从往的是于和与及住过近我们由至离、，。；：,.;:!?！？（(“\"' 了边进出家这那")
_RIGHT_OF_NAME = frozenset("路街镇区县市巷村站河")
_ROAD_PARTS = ("路口", "路灯", "路面", "路段", "路边", "街口", "村口", "站台")
_SHORT, _MOST = 3, 400
_FIGURE = re.compile(r"(?<!\d)[1-9](?=号|期|栋|区|中|小学|中学|医院)")
_SPOKEN = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place of the city under all its names, and the streets it lies in (several for long roads)."""

    name: str
    kind: str
    streets: tuple[str, ...]
    aliases: tuple[str, ...] = ()


class Gazetteer:
    """The known places of one city."""

    def __init__(self, units: UnitTree, places: Iterable[KnownPlace]) -> None:
        self._units = units
        self._names: dict[str, Mention] = {}
        for place in places:
            for name in _spellings((place.name, *place.aliases)):
                self._names.setdefault(name, Mention(0, 0, frozenset(place.streets), self._district(place.streets)))
        for unit in units.all():
            if unit.kind in (UnitKind.DISTRICT, UnitKind.STREET, UnitKind.COMMUNITY):
                self._names[unit.name] = self._of_unit(unit)
        self._near_names = NearNames(self._names)
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
        first, last = folded.original_span(*longest_run(folded.text, mentions))
        return Place(text[first:last], street, self._common_district(known, streets), community)

    def elsewhere(self, text: str) -> Elsewhere | None:
        """The first place in another city or province that the text tells of; None if there is none."""
        return self._divisions.elsewhere(text)

    def only_origin(self, text: str) -> bool:
        """Whether other cities are named only as where somebody comes from."""
        return self._divisions.only_origin(text)

    @cached_property
    def _divisions(self) -> Divisions:
        """The country as this city sees it; read when it is first asked for, which not every start needs."""
        return Divisions(national_divisions(), _own_names(self._units))

    def _mentions(self, text: str) -> list[Mention]:
        known = self._known(text)
        free = free_of(known, grammar_spans(text), len(text))
        return sorted([*known, *(self._near(text, mention) for mention in free)], key=lambda mention: mention.start)

    def _near(self, text: str, free: Mention) -> Mention:
        """A place that no list knows, as the known one that it may be a mis-writing of."""
        name = self._near_names.meant(text[free.start : free.end])
        return replace(self._names[name], start=free.start, end=free.end) if name else free

    def _known(self, text: str) -> list[Mention]:
        found: list[Mention] = []
        for start in self._first.finditer(text) if self._first else ():
            position = start.start()
            name = self._name_at(text, position) if not found or position >= found[-1].end else ""
            if name:
                found.append(replace(self._names[name], start=position, end=position + len(name)))
            if len(found) == _MOST:
                break
        return found

    def _name_at(self, text: str, position: int) -> str:
        names = self._by_start.get(text[position : position + 2], ())
        return next((name for name in names if text.startswith(name, position) and _stands(text, position, name)), "")

    def _of_unit(self, unit: Unit) -> Mention:
        district = self._units.district_of(unit.code)
        street = unit.code if unit.kind is UnitKind.STREET else unit.parent
        streets = frozenset() if unit.kind is UnitKind.DISTRICT else frozenset({street})
        community = unit.code if unit.kind is UnitKind.COMMUNITY else ""
        return Mention(0, 0, streets, district.code if district else "", community)

    def _district(self, streets: Iterable[str]) -> str:
        districts = {unit.code for unit in map(self._units.district_of, streets) if unit}
        return districts.pop() if len(districts) == 1 else ""

    def _common_district(self, known: list[Mention], streets: frozenset[str]) -> str:
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


def _own_names(units: UnitTree) -> list[str]:
    """The city and its districts, which are not elsewhere."""
    return [unit.name for unit in units.all() if unit.kind in (UnitKind.CITY, UnitKind.DISTRICT)]


def _spellings(names: Iterable[str]) -> Iterator[str]:
    """The names as the table has them, then with their numbers in the other writing: 一号院 and 1号院."""
    yield from names
    for name in names:
        yield address_view(name).text
        yield _FIGURE.sub(lambda found: _SPOKEN[int(found[0])], name)


def _stands(text: str, position: int, name: str) -> bool:
    """A short alias (东站, 雅苑) counts only where it is not a piece of a longer, unknown name."""
    if len(name) > _SHORT:
        return True
    behind = text[position + len(name) : position + len(name) + 1]
    if behind in _RIGHT_OF_NAME and not text.startswith(_ROAD_PARTS, position + len(name)):
        return False
    return position == 0 or text[position - 1] in _LEFT_OF_SHORT or not "一" <= text[position - 1] <= "鿿"


def _narrowed(known: list[Mention]) -> frozenset[str]:
    """The streets that all mentions allow; a contradicting mention does not widen what is already known."""
    streets: frozenset[str] = frozenset()
    for mention in sorted(known, key=lambda mention: len(mention.streets)):
        common = streets & mention.streets
        streets = common or streets or mention.streets
    return streets
