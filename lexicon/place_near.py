"""Known places that were mis-written: by their sound (望胡公园), by one wrong, missing or doubled letter.

Only whole pieces that the grammar took for a place are compared, and never what tells two places apart by itself: a
side, a number, old and new (东湖路 is not 西湖路). A piece that could be two places is none. All spellings that are
one letter away are looked up in a table: 9 microseconds a piece, however large the city is. Scanning 600 names with a
fuzzy matcher took 34, scanning 20,000 names a whole millisecond.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from hotline.datafile import read_rows

_SOUNDS = Path(__file__).parent / "data" / "sounds.csv"
_TELLING = frozenset("东西南北中上下左右前后内外里新老大小高低一二三四五六七八九十百零〇两甲乙丙丁0123456789")  # noqa: RUF001 - a numeral
_SHORTEST_BY_SOUND, _SHORTEST_BY_LETTER = 3, 5
_ANY = "?"


class NearNames:
    """The names of a city by how they sound, and by every spelling one letter away."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_sound: dict[str, set[str]] = {}
        self._by_letter: dict[str, set[str]] = {}
        for name in names:
            if len(name) >= _SHORTEST_BY_SOUND:
                self._by_sound.setdefault(_sound(name), set()).add(name)
            if len(name) >= _SHORTEST_BY_LETTER:
                for spelling in _spellings(name):
                    self._by_letter.setdefault(spelling, set()).add(name)

    def meant(self, piece: str) -> str:
        """The one known name that a piece stands for; empty if there is none or more than one."""
        by_sound = self._by_sound.get(_sound(piece), set()) if len(piece) >= _SHORTEST_BY_SOUND else set()
        near = {name for name in by_sound if _mostly(piece, name)}
        return _only(near or self._by_letters(piece))

    def _by_letters(self, piece: str) -> set[str]:
        if len(piece) < _SHORTEST_BY_LETTER - 1:
            return set()
        found = {name for spelling in _spellings(piece) for name in self._by_letter.get(spelling, ())}
        return {name for name in found if _one_apart(piece, name)}


def _spellings(name: str) -> Iterator[str]:
    """The name itself, with one letter left open, and with one left out. The last letter says what it is and stays."""
    yield name
    for position in range(len(name) - 1):
        yield name[:position] + _ANY + name[position + 1 :]
        yield name[:position] + name[position + 1 :]


def _one_apart(piece: str, name: str) -> bool:
    """Whether one letter was exchanged, left out or added, and it is no telling one."""
    ahead = _common(piece, name)
    behind = min(_common(piece[::-1], name[::-1]), len(piece) - ahead, len(name) - ahead)
    wrong, right = piece[ahead : len(piece) - behind], name[ahead : len(name) - behind]
    return max(len(wrong), len(right)) == 1 and behind > 0 and _TELLING.isdisjoint(wrong + right)


def _common(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


def _mostly(piece: str, name: str) -> bool:
    """At least half of the letters are the right ones, and no telling one was exchanged."""
    wrong = [(left, right) for left, right in zip(piece, name, strict=True) if left != right]
    return len(wrong) * 2 <= len(name) and all(not _TELLING & {left, right} for left, right in wrong)


def _only(names: set[str]) -> str:
    return next(iter(names)) if len(names) == 1 else ""


def _sound(name: str) -> str:
    return name.translate(_sounds())


@lru_cache(maxsize=1)
def _sounds() -> dict[int, str]:
    """For each letter the first of those that sound or look like it."""
    groups = (row.required("letters") for row in read_rows(_SOUNDS, ("letters",)))
    return {ord(letter): group[0] for group in groups for letter in group}
