"""Entries that are asked with nearly the same words: most likely one of the two is too many."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.entry import Entry
from lexicon.normalise import normalise

ALIKE = 88
"""Per cent of likeness from which on somebody should look. One character of nine makes 89."""
_MOST = 5


@dataclass(frozen=True, slots=True)
class Alike:
    """A title or variant of an entry that is nearly one of another entry's."""

    words: str
    other: Entry
    its_words: str
    likeness: float


def alike(entry: Entry, others: Iterable[Entry], least: int = ALIKE) -> list[Alike]:
    """The nearest pairs, the likest first, one for each other entry; 5,000 entries take some 30 ms."""
    asked = [(each, text) for each in others if each.id != entry.id for text in (each.title, *each.variants)]
    own = (entry.title, *entry.variants)
    if not asked:
        return []
    matrix = process.cdist(
        [_plain(text) for text in own],
        [_plain(text) for _, text in asked],
        scorer=fuzz.ratio,
        score_cutoff=least,
        dtype=np.uint8,
    )
    found: dict[str, Alike] = {}
    pairs = sorted(zip(*np.nonzero(matrix), strict=True), key=lambda pair: -int(matrix[pair]))
    for row, column in pairs:
        other, its_words = asked[column]
        found.setdefault(other.id, Alike(own[row], other, its_words, int(matrix[row, column]) / 100))
    return list(found.values())[:_MOST]


def _plain(text: str) -> str:
    return normalise(text).text.lower()
