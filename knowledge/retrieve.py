"""Finding entries for a question: six views of each entry weighed together, spelling for the best few.

A citizen's wording seldom meets the title's. What helps is learned, not guessed: the closeness in meaning and in words
to the nearest way of asking, to the entry as a whole and to its answer, and how much of the question it covers at all.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.answer import Candidate
from knowledge.asked import Asked
from knowledge.fusion import Fusion, Fusions, place_signs, signs
from knowledge.index import VIEWS, Index
from knowledge.sparse import Floats

_LOOKED_AT = 300
"""Entries that a rough look finds: the right one is among them whenever a close look at all would find it."""
_SHORTLIST = 12


@dataclass(frozen=True, slots=True)
class Ranked:
    """Entries by the probability of being right, best first, and whether sentence vectors had a say."""

    candidates: tuple[Candidate, ...] = ()
    has_meaning: bool = False


class Retriever(Protocol):
    """Ranks the entries in force on a day by how well they fit a question."""

    def rank(self, query: str, day: date, limit: int = 5, *, in_words: bool = False) -> Ranked:
        """`in_words`: by words alone, for which no vector is made."""

    def foresee(self, query: str) -> None:
        """Make ready what `rank` needs of a question and what takes longest: its vector."""


class FusedRetriever:
    """Ranks over an index; whoever swaps `index` changes what the next question finds."""

    def __init__(self, index: Index, fusions: Fusions) -> None:
        self.index, self._fusions = index, fusions

    def foresee(self, query: str) -> None:
        if self.index.in_meaning:
            self.index.reading.meaning(query)

    def rank(self, query: str, day: date, limit: int = 5, *, in_words: bool = False) -> Ranked:
        index = self.index  # one index from the first look to the last, whatever is swapped in between
        asked = index.reading.asked(query, in_meaning=index.in_meaning and not in_words)
        if not asked.terms or not index.size:
            return Ranked()
        fusion = self._fusions.of(has_meaning=asked.meaning is not None)
        best = shortlist(index, fusion, asked, day)
        scores = [score for _, score, _ in best]
        found = []
        for place, (number, _, views) in enumerate(best[:limit]):
            seen = signs(scores, place, views, place_signs(asked.places, index.places(number)), len(asked.plain))
            found.append(Candidate(index.entry(number), fusion.sure(seen), _named(views)))
        return Ranked(tuple(sorted(found, key=lambda each: -each.score)), asked.meaning is not None)


def shortlist(index: Index, fusion: Fusion, asked: Asked, day: date) -> list[tuple[int, float, Floats]]:
    """The best few entries with their fused scores and views, best first."""
    rough = index.views(asked, rough=True)
    near = _best(np.where(index.usable(day), rough @ fusion.ranking, -np.inf), _LOOKED_AT)
    views = index.closely(asked, rough, near)
    scores = views @ fusion.ranking
    few = [place for place in _best(scores, _SHORTLIST) if views[place].any() or asked.meaning is not None]
    spelled = [fusion.spelling * index.spelling(asked, int(near[place])) for place in few]
    found = [
        (int(near[place]), float(scores[place]) + more, views[place])
        for place, more in zip(few, spelled, strict=True)
    ]  # fmt: skip
    return sorted(found, key=lambda each: (-each[1], each[0]))


def _best(scores: Floats, few: int) -> NDArray[np.int64]:
    """Where the highest scores stand, in rising order; what is infinitely low is never among them."""
    near = np.argpartition(-scores, few - 1)[:few] if few < len(scores) else np.arange(len(scores))
    return np.sort(near[np.isfinite(scores[near])])


def _named(views: Floats) -> dict[str, float]:
    return {name: float(view) for name, view in zip(VIEWS, views, strict=True)}
