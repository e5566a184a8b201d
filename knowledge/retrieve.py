"""Finding entries for a question by its characters and words.

A citizen's wording seldom meets the title's. What helps is measured, not guessed: the closeness to the nearest way of
asking, to the entry as a whole and to its answer, and how much of the question the entry covers at all, each with
the weight that `data/thresholds.toml` gives it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from knowledge.answer import Candidate
from knowledge.base import KnowledgeBase
from knowledge.entry import Entry
from knowledge.sparse import Floats, TermIndex
from knowledge.terms import Terms

_SHORTLIST = 12
_NEVER = date.max.toordinal() + 1


class Retriever(Protocol):
    """Ranks the entries in force on a day by how well they fit a question; scores lie in 0..1."""

    def rank(self, query: str, day: date, limit: int = 5) -> list[Candidate]: ...


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """How much each view of an entry counts; together 1."""

    nearest_question: float
    whole_entry: float
    answer: float
    coverage: float
    spelling: float

    def __post_init__(self) -> None:
        parts = (self.nearest_question, self.whole_entry, self.answer, self.coverage, self.spelling)
        if min(parts) < 0 or abs(sum(parts) - 1) > 1e-6:
            raise ValueError(f"weights are not negative and sum up to 1, not {sum(parts)}")

    @classmethod
    def parse(cls, table: Mapping[str, float]) -> "FieldWeights":
        return cls(**{name: float(table[name]) for name in cls.__dataclass_fields__})


class LexicalRetriever:
    """Character pairs and words, weighted by how rare they are, with a spelling comparison of the best few."""

    def __init__(self, base: KnowledgeBase, terms: Terms, weights: FieldWeights) -> None:
        self._entries = list(base)
        self._terms, self._weights = terms, weights
        asked = [
            (number, text) for number, entry in enumerate(self._entries) for text in (entry.title, *entry.variants)
        ]
        self._asked = [[terms.plain(text) for text in (entry.title, *entry.variants)] for entry in self._entries]
        self._owner_of_question = np.array([number for number, _ in asked], dtype=np.int64)
        self._begins = np.array([entry.effective.toordinal() if entry.effective else 0 for entry in self._entries])
        self._ends = np.array([entry.expires.toordinal() if entry.expires else _NEVER for entry in self._entries])
        wholes = [terms.of(_whole(entry)) for entry in self._entries]
        answers = [terms.of(_answer(entry)) for entry in self._entries]
        self._index = TermIndex([*wholes, *answers])
        self._questions = self._index.matrix([terms.of(text) for _, text in asked])
        self._wholes = self._index.matrix(wholes)
        self._answers = self._index.matrix(answers)
        self._everything = self._index.presence([{**one, **two} for one, two in zip(wholes, answers, strict=True)])

    def rank(self, query: str, day: date, limit: int = 5) -> list[Candidate]:
        terms = self._terms.asked(query)
        if not terms or not self._entries:
            return []
        scores = self._scores(terms) * self._in_force(day)
        plain = self._terms.plain(query)
        shortlist = [int(number) for number in np.argsort(-scores, kind="stable")[: _SHORTLIST + limit]]
        found = [
            Candidate(self._entries[number], min(1.0, float(scores[number]) + self._spelling(plain, number)))
            for number in shortlist
            if scores[number] > 0
        ]
        return sorted(found, key=lambda each: each.score, reverse=True)[:limit]

    def _in_force(self, day: date) -> NDArray[np.bool_]:
        """The rule of `Entry.in_force` for all entries at once."""
        return np.asarray((self._begins <= day.toordinal()) & (day.toordinal() < self._ends))

    def _scores(self, terms: Mapping[str, float]) -> Floats:
        weights, query = self._weights, self._index.query(terms)
        nearest = np.zeros(len(self._entries))
        np.maximum.at(nearest, self._owner_of_question, self._questions.scores(query))
        return (
            weights.nearest_question * nearest
            + weights.whole_entry * self._wholes.scores(query)
            + weights.answer * self._answers.scores(query)
            + weights.coverage * self._everything.scores(query.shares)
        )

    def _spelling(self, plain: str, number: int) -> float:
        closest = max(fuzz.ratio(plain, text) for text in self._asked[number])
        return self._weights.spelling * closest / 100


def _whole(entry: Entry) -> str:
    return _joined((entry.title, *entry.variants, *entry.keywords))


def _answer(entry: Entry) -> str:
    return _joined((entry.short, entry.full if entry.full != entry.short else ""))


def _joined(texts: Iterable[str]) -> str:
    """Line breaks keep character pairs from reaching over two texts."""
    return "\n".join(text for text in texts if text)
