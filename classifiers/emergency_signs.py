"""Signs of danger that prove little alone and much together: 呻吟 and 动不了, 出不来 and 烟.

People in danger rarely use the words of a rule book. Each sign of the table has a kind and a weight; what is signed
more than once for one kind, in a message that asks about no procedure, is an alarm where no model has a say; where one
has, the judge weighs the signs up with it.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from hotline.datafile import Row, read_rows
from hotline.matter import EmergencyKind

ANY = "any"
_LONG = 120
_NEEDED, _NEEDED_LONG = 4, 8


@dataclass(frozen=True, slots=True)
class Sign:
    """Words, the kind they speak for (none: danger in general), and how strongly."""

    kind: EmergencyKind | None
    weight: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Signed:
    """The kind that most signs speak for, their sum, and where the heaviest stands."""

    kind: EmergencyKind
    score: int
    span: tuple[int, int]


def load_signs(path: Path) -> tuple[Sign, ...]:
    """Read `emergency_signs.csv` (`kind,weight,words`); rows of the same kind stand from most to least urgent.

    Raises:
        DataFileError: with the line: an unknown kind, or words that are no pattern.
    """
    return tuple(_sign(row) for row in read_rows(path, ("kind", "weight", "words")))


def needed(text: str) -> int:
    """How much must be signed; a letter says more words than a cry and needs more signs."""
    return _NEEDED_LONG if len(text) > _LONG else _NEEDED


def read_signs(signs: tuple[Sign, ...], text: str) -> Signed | None:
    """What the signs of a text add up to; signs of danger in general count only beside one of a kind."""
    sums: dict[EmergencyKind, int] = {}
    spans: dict[EmergencyKind, tuple[int, int]] = {}
    general = 0
    for sign in signs:
        found = {match[0]: match.span() for match in sign.pattern.finditer(text)}
        worth = sign.weight * min(len(found), 2)
        if sign.kind is None:
            general += worth
        elif found:
            sums[sign.kind] = sums.get(sign.kind, 0) + worth
            spans.setdefault(sign.kind, next(iter(found.values())))
    if not sums:
        return None
    kind = max(sums, key=lambda kind: sums[kind])
    return Signed(kind, sums[kind] + min(general, 4), spans[kind])


def _sign(row: Row) -> Sign:
    kind, pattern = row.one_of("kind", (ANY, *EmergencyKind)), row.pattern("words")
    return Sign(None if kind == ANY else EmergencyKind(kind), row.number("weight"), pattern)
