"""The tables that names are found with: surnames, characters of given names, words around a name, words that are none.

Each row has a weight in points; `classifiers.name_evidence` adds them up. A city adds the estates and brands that are
called like people to `not_names.csv`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from hotline.datafile import read_rows

_DATA = Path(__file__).parent / "data"
NEVER, UNLISTED = -99, -2
_ENDS = (
    r"[,。;:\s!?、(]|的|$|[在是说没被和跟与打家向给叫让把就也都不有因今去从,1]|"
    r"两口子|夫妇|先生|女士|老人|同志|腿|反映|投诉|举报|等人|欠"
)
"""What may follow a name of another people, whose end no table tells."""
_TWICE = 5
"""More points where a given name says the same twice: 豆豆, 婷婷."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The data files, made ready."""

    surnames: dict[str, int]
    given: dict[str, int]
    before: dict[str, int]
    after: dict[str, int]
    instead: frozenset[str]
    """What stands behind a surname instead of a given name: 女士, 总, 某."""
    other_tongues: re.Pattern[str]
    """Names of peoples without surnames, by how they begin: 买买提江, 阿依古丽·买买提."""
    dotted: re.Pattern[str]
    """Such names in two parts of which only the second is known."""
    not_names: dict[str, int]
    lengths_before: dict[str, tuple[int, ...]]
    lengths_after: dict[str, tuple[int, ...]]
    """For the character next to the name, how long the cues are that end or begin with it, the longest first."""
    start: re.Pattern[str]
    lengths: dict[str, tuple[int, ...]]
    """For each character that begins a surname, how long those surnames are, the longest first."""


@lru_cache(maxsize=1)
def tables() -> Tables:
    """All tables of names.

    Raises:
        DataFileError: one of them is missing or wrong.
    """
    surnames = _weights("surnames.csv", "surnames")
    cues = _cues()
    return Tables(
        surnames=surnames,
        given={
            sign: points for signs, points in _weights("given_characters.csv", "characters").items() for sign in signs
        },
        before=cues["before"],
        after=cues["after"],
        instead=frozenset(cues["instead"]),
        other_tongues=re.compile(rf"(?:{'|'.join(cues['begins'])})[一-鿿]{{0,5}}?(?:·[一-鿿]{{2,7}})?(?={_ENDS})"),
        dotted=re.compile(
            rf"(?:(?<![一-鿿])|(?<=[叫是]))(?![一-鿿]{{0,4}}[叫是])[一-鿿]{{2,6}}·(?:{'|'.join(cues['begins'])})[一-鿿]{{0,5}}?(?={_ENDS})"
        ),
        not_names=_weights("not_names.csv", "words"),
        lengths_before=_lengths(cues["before"], -1),
        lengths_after=_lengths(cues["after"], 0),
        start=re.compile(f"[{''.join(sorted({name[0] for name in surnames}))}]"),
        lengths=_lengths(surnames, 0),
    )


def _weights(file: str, column: str) -> dict[str, int]:
    rows = read_rows(_DATA / file, ("weight", column))
    return {word: row.number("weight") for row in rows for word in row.several(column)}


def _cues() -> dict[str, dict[str, int]]:
    cues: dict[str, dict[str, int]] = {"before": {}, "after": {}, "instead": {}, "begins": {}}
    for row in read_rows(_DATA / "name_cues.csv", ("side", "weight", "cues")):
        side = cues[row.one_of("side", cues)]
        for cue in row.several("cues"):
            side.setdefault(cue, row.number("weight"))
    return cues


def _lengths(words: Iterable[str], side: int) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[side], set()).add(len(word))
    return {sign: tuple(sorted(found, reverse=True)) for sign, found in lengths.items()}


def given_points(name: str) -> int:
    """How much a given name of one or two characters looks like one."""
    points = tables().given
    if len(name) == 1:
        return points.get(name, UNLISTED) * 3 // 2
    return sum(points.get(sign, UNLISTED) for sign in name) + (_TWICE if name[0] == name[1] else 0)
