"""Sparse vectors over terms, as postings in three arrays: enough for cosines over a few thousand entries."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Query:
    """A question as numbers: known terms with weights of a unit vector, and each term's share of its information."""

    terms: Integers
    weights: Floats
    shares_of: Floats

    @property
    def shares(self) -> "Query":
        """The same terms, weighted by share: what is not known to the base is missing from the sum."""
        return Query(self.terms, self.shares_of, self.shares_of)


@dataclass(frozen=True, slots=True)
class Postings:
    """For each term the documents that hold it and their weights; `starts[t]:starts[t + 1]` are those of term t."""

    starts: Integers
    documents: Integers
    weights: Floats
    size: int

    def scores(self, query: Query) -> Floats:
        """The inner product of the query with every document."""
        spans = [slice(self.starts[term], self.starts[term + 1]) for term in query.terms]
        if not spans:
            return np.zeros(self.size)
        documents = np.concatenate([self.documents[span] for span in spans])
        parts = [self.weights[span] * weight for span, weight in zip(spans, query.weights, strict=True)]
        return np.bincount(documents, weights=np.concatenate(parts), minlength=self.size).astype(np.float64)


class TermIndex:
    """Numbers the terms of a collection and knows how rare each is."""

    def __init__(self, documents: Sequence[Mapping[str, float]]) -> None:
        counts = Counter(term for document in documents for term in document)
        self._numbers = {term: number for number, term in enumerate(counts)}
        self._rarity = np.array([math.log((1 + len(documents)) / (1 + count)) + 1 for count in counts.values()])
        self._rarity_of = self._rarity.tolist()
        self._unknown = math.log(1 + len(documents)) + 1

    def query(self, terms: Mapping[str, float]) -> Query:
        known = [(self._numbers[term], weight) for term, weight in terms.items() if term in self._numbers]
        numbers = np.array([number for number, _ in known], dtype=np.int64)
        rarity = self._rarity[numbers] if known else np.zeros(0)
        own = np.array([weight for _, weight in known])
        missing = sum(weight for term, weight in terms.items() if term not in self._numbers) * self._unknown
        length = math.sqrt(float(((own * rarity) ** 2).sum()) + 0.0) or 1.0
        total = float((own * rarity).sum()) + missing or 1.0
        return Query(numbers, own * rarity / length, own * rarity / total)

    def matrix(self, documents: Sequence[Mapping[str, float]]) -> Postings:
        """Unit vectors with damped counts times rarity."""
        return self._postings([self._vector(document) for document in documents])

    def presence(self, documents: Sequence[Mapping[str, float]]) -> Postings:
        """Ones where a term occurs."""
        return self._postings([{self._numbers[term]: 1.0 for term in document} for document in documents])

    def _vector(self, document: Mapping[str, float]) -> dict[int, float]:
        numbers, rarity = self._numbers, self._rarity_of
        raw = {
            (number := numbers[term]): _damped(weight) * rarity[number]
            for term, weight in document.items()
            if term in numbers
        }
        length = math.sqrt(math.fsum(weight * weight for weight in raw.values())) or 1.0
        return {term: weight / length for term, weight in raw.items()}

    def _postings(self, vectors: Sequence[Mapping[int, float]]) -> Postings:
        """The vectors turned around; a stable sort by term leaves the documents of a term in order."""
        terms = np.fromiter(chain.from_iterable(vectors), np.int64)
        order = np.argsort(terms, kind="stable")
        documents = np.repeat(np.arange(len(vectors)), [len(vector) for vector in vectors])
        weights = np.fromiter(chain.from_iterable(vector.values() for vector in vectors), np.float64)
        starts = np.searchsorted(terms[order], np.arange(len(self._numbers) + 1))
        return Postings(starts, documents[order], weights[order], len(vectors))


@lru_cache(maxsize=256)
def _damped(count: float) -> float:
    """How much a count says: the same few counts come again and again."""
    return 1 + math.log(1 + count)
