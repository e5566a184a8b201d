"""How near two questions are in meaning: by sentence vectors where there are some, else by characters and words."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from analytics.gaps import Closeness, Similarities
from knowledge.sparse import TermIndex
from knowledge.terms import Terms

Encode = Callable[[Sequence[str]], NDArray[np.floating] | None]
"""Sentence vectors, a row for each text; None where no engine is at hand."""

SAME_WORDS = 0.3
SAME_MEANING = 0.5
VECTORS_COUNT = 0.5


def lexical(terms: Terms) -> Closeness:
    """Cosines of character pairs and words, rare ones counting more; what a word means in the office counts half."""

    def between(texts: Sequence[str]) -> Similarities:
        asked = [terms.asked(text) for text in texts]
        index = TermIndex(asked)
        postings = index.matrix(asked)
        scores = np.array([postings.scores(index.query(each)) for each in asked])
        return np.asarray((scores + scores.T) / 2)

    return Closeness(between, SAME_WORDS)


def by_meaning(encode: Encode, terms: Terms) -> Closeness:
    """Sentence vectors and words together; words alone where the engine fails, which is seen by the encoder's None."""
    words = lexical(terms)

    def between(texts: Sequence[str]) -> Similarities:
        vectors = encode(texts)
        if vectors is None:
            return _stretched(words.between(texts))
        return VECTORS_COUNT * _cosines(vectors) + (1 - VECTORS_COUNT) * words.between(texts)

    def _stretched(similar: Similarities) -> Similarities:
        return np.asarray(similar * (SAME_MEANING / SAME_WORDS))

    return Closeness(between, SAME_MEANING)


def _cosines(vectors: NDArray[np.floating]) -> Similarities:
    whole = np.asarray(vectors, dtype=np.float64)
    lengths = np.linalg.norm(whole, axis=1, keepdims=True)
    unit = whole / np.where(lengths > 0, lengths, 1.0)
    return np.asarray(unit @ unit.T)
