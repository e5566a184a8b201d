"""A part of the index: the entries it holds and how each view scores them against a question.

Two parts make an index, like in search engines: a large one that is built once, and a small one with what was edited
since, so that an edit costs milliseconds however large the base is.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from knowledge.asked import Asked
from knowledge.entry import Entry
from knowledge.meanings import Meanings
from knowledge.sparse import Floats, Postings, TermIndex
from knowledge.terms import Terms
from lexicon.vectors import Vectors

_NEVER = date.max.toordinal() + 1
_READ = 600  # characters of an answer: what comes later says little of what it is about

Meaning = Callable[[Sequence[str]], Vectors]
Places = Callable[[str], frozenset[str]]


class Wordings:
    """The texts of one entry in terms: each way of asking, and the whole with its answer."""

    def __init__(self, entry: Entry, terms: Terms) -> None:
        self.plain = tuple(terms.plain(text) for text in questions_of(entry))
        self.questions = [terms.counted(text) for text in self.plain]
        rest = terms.of(_joined((*entry.keywords, answer_of(entry))))
        self.whole = rest
        for each in self.questions:
            self.whole.update(each)


@dataclass(frozen=True, slots=True)
class Words:
    """What a segment knows of its entries' words: all that is slow to make and does not change with the engine.

    `questions` has a row for each way of asking, `wholes` for each entry; `plain` the ways of asking as spelling
    compares them; `places` the divisions that title and area name.
    """

    questions: Postings
    wholes: Postings
    plain: Sequence[tuple[str, ...]]
    places: Sequence[frozenset[str]]

    @classmethod
    def of(cls, entries: Sequence[Entry], wordings: Sequence[Wordings], index: TermIndex, places: Places) -> "Words":
        return cls(
            questions=index.matrix([asked for each in wordings for asked in each.questions]),
            wholes=index.matrix([each.whole for each in wordings]),
            plain=[each.plain for each in wordings],
            places=[places(f"{entry.title}\n{entry.area}") for entry in entries],
        )


class Segment:
    """Entries, and their places in the postings and among the vectors."""

    def __init__(self, entries: Sequence[Entry], words: Words, meaning: Meaning, axes: Vectors | None = None) -> None:
        """`axes` of the rough look; None where there is no engine."""
        self.entries, self.words = entries, words
        self.begins = np.array([one.effective.toordinal() if one.effective else 0 for one in entries], dtype=np.int64)
        self.ends = np.array([one.expires.toordinal() if one.expires else _NEVER for one in entries], dtype=np.int64)
        counts = np.array([len(each) for each in words.plain], dtype=np.int64)
        self._firsts = np.cumsum(counts) - counts
        ways, passages = [text for one in entries for text in questions_of(one)], [passage_of(one) for one in entries]
        self.texts = len(ways) + len(passages)
        self.unmade: list[str] = []
        self._meanings: Meanings | None = None
        if axes is not None:
            asked, told = meaning(ways), meaning(passages)
            self._meanings = Meanings(asked, told, counts, axes)
            self.unmade = [*without_vector(ways, asked), *without_vector(passages, told)]

    def views(self, asked: Asked, index: TermIndex, *, rough: bool = False) -> Floats:
        """What each view says of each entry, shape (entries, 6), in the order of `VIEWS`; cosines and shares, 0..1.

        A `rough` look is many times faster in a large base, and good enough to tell which entries to look at closely.
        """
        query = index.query(asked.terms)
        meaning = np.zeros((len(self.entries), Meanings.VIEWS), dtype=np.float32)
        if asked.meaning is not None and self._meanings is not None:
            meaning = self._meanings.rough(asked.meaning) if rough else self._meanings.close(asked.meaning)
        words = (self._nearest(self.words.questions.scores(query)), *self.words.wholes.scores_and_shares(query))
        return np.column_stack([meaning, *words])

    def closely(self, asked: Asked, views: Floats, numbers: NDArray[np.int64]) -> Floats:
        """The rows of `views` at these numbers, their meanings looked at closely."""
        found = views[numbers]
        if asked.meaning is not None and self._meanings is not None and len(numbers):
            found[:, : Meanings.VIEWS] = self._meanings.close(asked.meaning, numbers)
        return found

    def spelling(self, asked: Asked, number: int) -> float:
        """How like the closest way of asking it is written, 0..1."""
        return max(fuzz.ratio(asked.plain, text) for text in self.words.plain[number]) / 100

    def in_force(self, day: date) -> NDArray[np.bool_]:
        """The rule of `Entry.in_force` for all entries at once."""
        return np.asarray((self.begins <= day.toordinal()) & (day.toordinal() < self.ends))

    def _nearest(self, scores: Floats) -> Floats:
        return np.asarray(np.maximum.reduceat(scores, self._firsts)) if len(scores) else scores


def without_vector(texts: Sequence[str], vectors: Vectors) -> list[str]:
    """The texts whose row is one of zeros."""
    return [text for text, made in zip(texts, np.any(vectors != 0, axis=1).tolist(), strict=True) if not made]


def questions_of(entry: Entry) -> tuple[str, ...]:
    """All ways of asking for an entry, its title first."""
    return (entry.title, *entry.variants)


def passage_of(entry: Entry) -> str:
    """Title and answer, as sentence vectors read them."""
    return f"{entry.title} {entry.short}"


def texts_of(entry: Entry) -> tuple[str, ...]:
    """All texts of an entry that have vectors."""
    return (*questions_of(entry), passage_of(entry))


def answer_of(entry: Entry) -> str:
    return _joined((entry.short, entry.full if entry.full != entry.short else ""))[:_READ]


def _joined(texts: Iterable[str]) -> str:
    """Line breaks keep character pairs from reaching over two texts."""
    return "\n".join(text for text in texts if text)
