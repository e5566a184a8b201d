"""Sparse vectors over terms, as postings in three arrays: enough for cosines over a few thousand entries."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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
        raw = {
            self._numbers[term]: (1 + math.log(1 + weight)) * float(self._rarity[self._numbers[term]])
            for term, weight in document.items()
            if term in self._numbers
        }
        length = math.sqrt(math.fsum(weight * weight for weight in raw.values())) or 1.0
        return {term: weight / length for term, weight in raw.items()}

    def _postings(self, vectors: Iterable[Mapping[int, float]]) -> Postings:
        held: list[tuple[int, int, float]] = []
        size = 0
        for document, vector in enumerate(vectors):
            size += 1
            held.extend((term, document, weight) for term, weight in vector.items())
        held.sort(key=lambda each: each[:2])
        terms = np.array([term for term, _, _ in held], dtype=np.int64)
        starts = np.searchsorted(terms, np.arange(len(self._numbers) + 1))
        documents = np.array([document for _, document, _ in held], dtype=np.int64)
        return Postings(starts, documents, np.array([weight for _, _, weight in held]), size)
