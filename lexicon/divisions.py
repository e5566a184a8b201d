"""Provinces, cities and counties of the country: whether a text speaks of a place in another city.

The names are those of GB/T 2260 as the open list china-division (version 2.7, MIT licence, see NOTICE) publishes them,
without codes. Many roads, dishes and banks are called after cities and many people come from
them, so a short name (成都) counts only where something is said to be or to happen there.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from hotline.datafile import Row, read_rows
from lexicon.normalise import normalise

_TABLE = Path(__file__).parent / "data" / "divisions.csv"
_PEOPLE = (
    "壮族|回族|维吾尔|藏族|羌族|彝族|苗族|侗族|土家族|布依族|傣族|景颇族|傈僳族|"
    "哈尼族|白族|(?<!内)蒙古族?|哈萨克|柯尔克孜|朝鲜族"
)
_ENDING = re.compile(rf"(?:特别行政区|(?:{_PEOPLE})*自治[区州]|地区|[省市盟])$")
_THERE_BEFORE = re.compile(r"(?:在|位于|发生于|坐落|地处|地址[:：是]?|人到|来到|到了|跑到)$")
_THERE_BEHIND = re.compile(r"(?:这边|那边|这里|那里|本地|当地|市区|城区|市(?!场|民)|省|境内)")
_FROM = re.compile(r"(?:老家|籍贯|户籍|户口|祖籍|父母|爸妈|出生)(?:都|也|还|是)*(?:在|位于)?$")
_BORN = re.compile(r"(?:省|市)?(?:的?人(?!民)|户口|户籍|老乡|口音)")
_STAYS = re.compile(r"(?:人|目前|现在|身|远|常年|长期|孩子|儿子|女儿|老公|老婆|爱人|全家)(?:都|也|还)*在$")
_REACH = 8
_CLAUSE_ENDS = re.compile(r"[，,。；;.、！!]|$")
_PLAIN = re.compile(r"(?:新?城[东西南北中关厢郊]?|[东西南北]城?|[东西南北]郊|新|郊|矿)区$")
"""城西区、新城区: so half of all cities call one of their districts, or a quarter that is none."""
_NOT_THERE = re.compile(
    r"[东西南北中]?[一二三四]?(?:路|街|大道|巷|小吃|火锅|烤鸭|菜|面|米线|拉面|银行|饭|人|牌|户口|户籍|站|大?桥|市?政(?!府|务)|路桥|建工|小区|花园|公寓|新村|大厦|酒店|方向|"
    r"工作|上班|打工|务工|上学|读书|上大学|参保|缴|交了?社保|住院|就医|看病|出差|旅游|买的|回来|来的|转|办的|生活|定居|养老|开往|的?(?:社保|医保|公积金|户口|房子))"
)


class Level(StrEnum):
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Division:
    """One division and what it lies in (empty for a province)."""

    name: str
    level: Level
    within: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A place outside one's own city: the division, and where the citizen names it."""

    division: Division
    start: int
    end: int


class Divisions:
    """The divisions of the country as one city sees them."""

    def __init__(self, divisions: Iterable[Division], own: Iterable[str]) -> None:
        known = list(divisions)
        self._city = frozenset(own)
        self._within = {division.name: division.within for division in known}
        self._own = self._city | {above for name in self._city for above in self._above(name)}
        self._names: dict[str, list[Division]] = {}
        for division in known:
            for name in {division.name, short_name(division)}:
                self._names.setdefault(name, []).append(division)
        self._by_start: dict[str, list[str]] = {}
        for name in sorted(self._names, key=len, reverse=True):
            self._by_start.setdefault(name[:2], []).append(name)

    def elsewhere(self, text: str) -> Elsewhere | None:
        """The first place in another city or province that the text tells of; None if there is none.

        A county that several cities have (鼓楼区) counts only behind the name of its city.
        """
        folded, passed = normalise(text), -1
        for start, end, division in self._named(folded.text):
            if start != passed and self._is_told(folded.text, start, end, division):
                return Elsewhere(division, *folded.original_span(start, end))
            passed = end if start == passed or _FROM.search(folded.text, max(0, start - _REACH), start) else -1
        return None

    def only_origin(self, text: str) -> bool:
        """Whether other places are named only as where somebody comes from (老家河南，四川人)."""
        folded = normalise(text).text
        foreign = [(start, end) for start, end, division in self._named(folded) if not self._is_own(division)]
        return bool(foreign) and all(
            _FROM.search(folded, max(0, start - _REACH), start) or _BORN.match(folded, end) for start, end in foreign
        )

    def named(self, text: str) -> frozenset[str]:
        """The full names of all divisions that a normalised text names, and of what these lie in."""
        found = {division.name for _, _, division in self._named(text)}
        return frozenset(found | {above for name in found for above in self._above(name)})

    def _named(self, text: str) -> Iterator[tuple[int, int, Division]]:
        """The divisions that are named, in order; what follows at once on another lies in it."""
        before: Division | None = None
        end = 0
        for start, pair in enumerate(map("".join, pairwise(text))):
            name = self._at(text, start) if start >= end and pair in self._by_start else ""
            division = self._meant(name, before if start == end else None) if name else None
            if division:
                before, end = division, start + len(name)
                yield start, end, division

    def _at(self, text: str, start: int) -> str:
        return next((name for name in self._by_start[text[start : start + 2]] if text.startswith(name, start)), "")

    def _meant(self, name: str, before: Division | None) -> Division | None:
        """The division of a name: the one in the division just named before it, or the only one of its kind."""
        candidates = self._names[name]
        inside = [one for one in candidates if before and before.name in (one.within, self._within.get(one.within))]
        if inside:
            return inside[0]
        if (len(name) == 2 and name == candidates[0].name) or _PLAIN.match(name):
            return None
        higher = [one for one in candidates if one.level is not Level.COUNTY]
        named = higher or candidates
        return named[0] if len(named) == 1 else None

    def _is_told(self, text: str, start: int, end: int, division: Division) -> bool:
        if self._is_own(division) or _NOT_THERE.match(text, end):
            return False
        before = max(0, start - _REACH)
        if _FROM.search(text, before, start) or (_STAYS.search(text, before, start) and _CLAUSE_ENDS.match(text, end)):
            return False
        if end - start == len(division.name) > 2:
            return True
        return bool(_THERE_BEFORE.search(text, max(0, start - 4), start) or _THERE_BEHIND.match(text, end))

    def _is_own(self, division: Division) -> bool:
        return division.name in self._own or division.within in self._city

    def _above(self, name: str) -> Iterator[str]:
        """What a division lies in; a city may bear the name of what it lies in, so that steps are counted."""
        above = self._within.get(name, "")
        for _ in Level:
            if not above:
                return
            yield above
            above = self._within.get(above, "")


def short_name(division: Division) -> str:
    """As people say it: 安徽, 合肥, 恩施; a county keeps its full name."""
    if division.level is Level.COUNTY:
        return division.name
    short = _ENDING.sub("", division.name)
    return short if len(short) > 1 else division.name


@lru_cache(maxsize=1)
def national_divisions() -> tuple[Division, ...]:
    """All divisions down to counties.

    Raises:
        DataFileError: with the line: a level that does not exist.
    """
    return tuple(_division(row) for row in read_rows(_TABLE, ("name", "level", "within")))


def _division(row: Row) -> Division:
    level = Level(row.one_of("level", Level))
    return Division(row.required("name"), level, row.text("within"))
