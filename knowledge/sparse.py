"""Sparse vectors over terms, as postings in three arrays: cosines of one question with a hundred thousand texts."""

import math
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
    shares: Floats


@dataclass(frozen=True, slots=True)
class Postings:
    """For each term the documents that hold it and their weights; `starts[t]:starts[t + 1]` are those of term t."""

    starts: Integers
    documents: NDArray[np.int32]
    weights: Floats
    size: int

    def scores(self, query: Query) -> Floats:
        """The inner product of the query with every document; terms that came later than the postings count nothing."""
        documents, weights, _ = self._held(query)
        return self._summed(documents, weights)

    def scores_and_shares(self, query: Query) -> tuple[Floats, Floats]:
        """The same, and how much of the query's information each document holds at all, 0..1."""
        documents, weights, shares = self._held(query)
        return self._summed(documents, weights), self._summed(documents, shares)

    def _held(self, query: Query) -> tuple[NDArray[np.int32], Floats, Floats]:
        """Each document that holds a term of the query, with its product and the term's share."""
        known = query.terms + 1 < len(self.starts)
        terms = query.terms[known]
        spans = [slice(start, end) for start, end in zip(self.starts[terms], self.starts[terms + 1], strict=True)]
        if not spans:
            return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.float32)
        lengths = [span.stop - span.start for span in spans]
        weights = np.concatenate([self.weights[span] for span in spans]) * np.repeat(query.weights[known], lengths)
        documents = np.concatenate([self.documents[span] for span in spans])
        return documents, weights, np.repeat(query.shares[known], lengths)

    def _summed(self, documents: NDArray[np.int32], weights: Floats) -> Floats:
        return np.bincount(documents, weights=weights, minlength=self.size).astype(np.float32)


class TermIndex:
    """Numbers the terms of a collection and knows how rare each is."""

    def __init__(self, numbers: dict[str, int], rarity: Floats, documents: int) -> None:
        self._numbers, self._rarity, self._documents = numbers, rarity, documents
        self._unknown = math.log(1 + documents) + 1

    @property
    def parts(self) -> tuple[list[str], Floats, int]:
        """Terms in the order of their numbers, how rare each is, and how many documents there were."""
        return list(self._numbers), self._rarity, self._documents

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

    def matrix(self, documents: Sequence[Mapping[str, float]]) -> Postings:
        """Unit vectors with damped counts times rarity."""
        lengths = [len(document) for document in documents]
        terms = np.fromiter((self._numbers.get(term, -1) for each in documents for term in each), np.int64)
        counts = np.fromiter((count for each in documents for count in each.values()), np.float32)
        known = terms >= 0
        held = np.repeat(np.arange(len(documents), dtype=np.int32), lengths)[known]
        terms, raw = terms[known], (1 + np.log1p(counts[known])) * self._rarity[terms[known]]
        norms = np.sqrt(np.bincount(held, weights=raw**2, minlength=len(documents)))
        weights = raw / np.maximum(norms, 1e-9)[held]
        order = np.argsort(terms, kind="stable")
        starts = np.searchsorted(terms[order], np.arange(len(self._numbers) + 1))
        return Postings(starts, held[order], weights[order].astype(np.float32), len(documents))
