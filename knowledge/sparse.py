"""Sparse vectors over terms, as postings in three arrays: cosines of one question with a hundred thousand texts."""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
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
    documents: NDArray[np.int32]
    weights: Floats
    size: int

    def scores(self, query: Query) -> Floats:
        """The inner product of the query with every document; terms that came later than the postings count nothing."""
        pairs = [
            (slice(self.starts[term], self.starts[term + 1]), weight)
            for term, weight in zip(query.terms, query.weights, strict=True)
            if term + 1 < len(self.starts)
        ]
        if not pairs or not self.size:
            return np.zeros(self.size, dtype=np.float32)
        documents = np.concatenate([self.documents[span] for span, _ in pairs])
        weights = np.concatenate([self.weights[span] * weight for span, weight in pairs])
        return np.bincount(documents, weights=weights, minlength=self.size).astype(np.float32)


class TermIndex:
    """Numbers the terms of a collection and knows how rare each is."""

    def __init__(self, numbers: dict[str, int], rarity: Floats, documents: int) -> None:
        self._numbers, self._rarity, self._documents = numbers, rarity, documents
        self._unknown = math.log(1 + documents) + 1

    @classmethod
    def of(cls, documents: Sequence[Mapping[str, float]]) -> "TermIndex":
        counts = Counter(term for document in documents for term in document)
        rarity = [math.log((1 + len(documents)) / (1 + count)) + 1 for count in counts.values()]
        return cls(
            {term: number for number, term in enumerate(counts)}, np.array(rarity, dtype=np.float32), len(documents)
        )

    def extended(self, documents: Iterable[Mapping[str, float]]) -> "TermIndex":
        """The same numbers and rarities, with numbers for terms that have never been seen: each as rare as can be."""
        new = dict.fromkeys(term for document in documents for term in document if term not in self._numbers)
        if not new:
            return self
        numbers = self._numbers | {term: len(self._numbers) + place for place, term in enumerate(new)}
        rarity = np.concatenate([self._rarity, np.full(len(new), self._unknown, dtype=np.float32)])
        return TermIndex(numbers, rarity, self._documents)

    def query(self, terms: Mapping[str, float]) -> Query:
        known = [(self._numbers[term], weight) for term, weight in terms.items() if term in self._numbers]
        numbers = np.array([number for number, _ in known], dtype=np.int64)
        told = np.array([weight for _, weight in known], dtype=np.float32) * self._rarity[numbers]
        missing = sum(weight for term, weight in terms.items() if term not in self._numbers) * self._unknown
        length = float(np.linalg.norm(told)) or 1.0
        total = float(told.sum()) + missing or 1.0
        return Query(numbers, told / np.float32(length), told / np.float32(total))

    def matrix(self, documents: Iterable[Mapping[str, float]]) -> Postings:
        """Unit vectors with damped counts times rarity."""
        return self._postings(self._vector(document) for document in documents)

    def presence(self, documents: Iterable[Iterable[str]]) -> Postings:
        """Ones where a term occurs."""
        return self._postings(
            {self._numbers[term]: 1.0 for term in document if term in self._numbers} for document in documents
        )

    def _vector(self, document: Mapping[str, float]) -> dict[int, float]:
        numbers = {self._numbers[term]: weight for term, weight in document.items() if term in self._numbers}
        raw = {term: (1 + math.log(1 + weight)) * float(self._rarity[term]) for term, weight in numbers.items()}
        length = math.sqrt(math.fsum(weight * weight for weight in raw.values())) or 1.0
        return {term: weight / length for term, weight in raw.items()}

    def _postings(self, vectors: Iterable[Mapping[int, float]]) -> Postings:
        terms, documents, weights = array("i"), array("i"), array("f")
        size = 0
        for vector in vectors:
            terms.extend(vector)
            documents.extend([size] * len(vector))
            weights.extend(vector.values())
            size += 1
        numbers = np.frombuffer(terms, dtype=np.int32) if terms else np.zeros(0, dtype=np.int32)
        order = np.argsort(numbers, kind="stable")
        starts = np.searchsorted(numbers[order], np.arange(len(self._numbers) + 1))
        held = np.frombuffer(documents, dtype=np.int32) if documents else np.zeros(0, dtype=np.int32)
        values = np.frombuffer(weights, dtype=np.float32) if weights else np.zeros(0, dtype=np.float32)
        return Postings(starts, held[order], values[order], size)
