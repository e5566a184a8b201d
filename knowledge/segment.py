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
from knowledge.sparse import Floats, Postings, TermIndex
from knowledge.terms import Terms
from lexicon.vector_shelf import NEUTRAL
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

    def __init__(self, entries: Sequence[Entry], words: Words, meaning: Meaning) -> None:
        self.entries, self.words = entries, words
        self.begins = np.array([one.effective.toordinal() if one.effective else 0 for one in entries], dtype=np.int64)
        self.ends = np.array([one.expires.toordinal() if one.expires else _NEVER for one in entries], dtype=np.int64)
        counts = [len(each) for each in words.plain]
        self._firsts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64) if counts else np.zeros(0, int)
        self._everything = words.wholes.presence()
        ways, passages = [text for one in entries for text in questions_of(one)], [passage_of(one) for one in entries]
        self._ways, self._passages = meaning(ways), meaning(passages)
        self.texts = len(ways) + len(passages)
        self.unmade = [*_without_vector(ways, self._ways), *_without_vector(passages, self._passages)]

    def views(self, asked: Asked, index: TermIndex) -> Floats:
        """What each view says of each entry, shape (entries, 5), in the order of `VIEWS`; cosines and shares, 0..1."""
        query = index.query(asked.terms)
        columns = (
            self._nearest(_closeness(self._ways, asked)),
            _closeness(self._passages, asked),
            self._nearest(self.words.questions.scores(query)),
            self.words.wholes.scores(query),
            self._everything.scores(query.shares),
        )
        return np.stack(columns, axis=1)

    def spelling(self, asked: Asked, number: int) -> float:
        """How like the closest way of asking it is written, 0..1."""
        return max(fuzz.ratio(asked.plain, text) for text in self.words.plain[number]) / 100

    def in_force(self, day: date) -> NDArray[np.bool_]:
        """The rule of `Entry.in_force` for all entries at once."""
        return np.asarray((self.begins <= day.toordinal()) & (day.toordinal() < self.ends))

    def _nearest(self, scores: Floats) -> Floats:
        return np.asarray(np.maximum.reduceat(scores, self._firsts)) if len(scores) else scores


def _closeness(vectors: Vectors, asked: Asked) -> Floats:
    """How close in meaning, 0 for unrelated and 1 for the same text; what has no vector yet counts as unrelated."""
    if asked.meaning is None:
        return np.zeros(len(vectors), dtype=np.float32)
    return np.asarray(np.maximum(vectors @ asked.meaning - NEUTRAL, 0) / np.float32(1 - NEUTRAL))


def _without_vector(texts: Sequence[str], vectors: Vectors) -> list[str]:
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
