"""How near two questions are in meaning: by sentence vectors where there are some, else by characters and words."""

from collections.abc import Callable, Sequence

import numpy as np

from analytics.gaps import Closeness, Similarities
from knowledge.sparse import TermIndex
from knowledge.terms import Terms
from lexicon.vector_shelf import NEUTRAL
from lexicon.vectors import Vectors

Encode = Callable[[Sequence[str]], Vectors | None]
"""Unit vectors, a row for each text; None where the engine fails."""

SAME_WORDS = 0.08
SAME_MEANING = 0.3
"""Chosen on one half of tests/analytics/gap_questions.csv and checked on the other."""
_VECTORS_COUNT = 0.7
MOST_NEW, MOST_KEPT = 40, 5000


def lexical(terms: Terms) -> Closeness:
    """Cosines of character pairs and words, rare ones counting more; what a word means in the office counts half."""

    def between(texts: Sequence[str]) -> Similarities:
        asked = [terms.asked(text) for text in texts]
        index = TermIndex.of(asked)
        postings = index.matrix(asked)
        scores = np.array([postings.scores(index.query(each)) for each in asked]).reshape(len(texts), len(texts))
        return np.asarray((scores + scores.T) / 2)

    return Closeness(between, SAME_WORDS)


class ByMeaning:
    """Sentence vectors and words together; words alone for a text that has no vector.

    A vector costs some 20 ms, and somebody waits for the page: at most `most_new` texts get theirs in one call, the
    last ones first. What is known is kept for the next one.
    """

    def __init__(self, encode: Encode, terms: Terms, *, most_new: int = MOST_NEW) -> None:
        self._encode, self._most_new = encode, most_new
        self._words = lexical(terms).between
        self._known: dict[str, Vectors] = {}
        self.complete = True
        """Whether every text of the last call had its vector, or none can be had."""

    def closeness(self) -> Closeness:
        return Closeness(self._between, SAME_MEANING)

    def _between(self, texts: Sequence[str]) -> Similarities:
        new = [text for text in texts if text not in self._known]
        self.complete = not self._learn(new[-self._most_new :]) or len(new) <= self._most_new
        words = self._words(texts)
        near = words * (SAME_MEANING / SAME_WORDS)
        places = np.array([place for place, text in enumerate(texts) if text in self._known], dtype=np.int64)
        if len(places):
            vectors = np.stack([self._known[texts[place]] for place in places]).astype(np.float64)
            cosines = np.clip((vectors @ vectors.T - NEUTRAL) / (1 - NEUTRAL), 0, 1)
            square = np.ix_(places, places)
            near[square] = _VECTORS_COUNT * cosines + (1 - _VECTORS_COUNT) * words[square]
        return near

    def _learn(self, texts: Sequence[str]) -> bool:
        """Whether the engine gave vectors."""
        vectors = self._encode(texts) if texts else None
        if vectors is None:
            return False
        if len(self._known) + len(texts) > MOST_KEPT:
            self._known.clear()
        self._known.update(zip(texts, vectors, strict=True))
        return True
