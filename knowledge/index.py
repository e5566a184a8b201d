"""The index over a base: built once, and brought up to date by what changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from knowledge.asked import Asked
from knowledge.base import KnowledgeBase
from knowledge.entry import Entry
from knowledge.meanings import Centres
from knowledge.segment import Segment, Wordings, Words, without_vector
from knowledge.sparse import Floats, TermIndex
from knowledge.terms import Terms, bare
from lexicon.vector_shelf import VectorShelf
from lexicon.vectors import Vectors

VIEWS = ("question_meaning", "answer_meaning", "entry_meaning", "question_words", "all_words", "coverage")
_AT_ONCE = 40  # texts: a second and a half
_MADE = 0.9  # the share of texts that need vectors before meaning has a say
_LOOSE = 200  # so many edited entries may stand beside the large part, or a tenth of it


@dataclass(frozen=True, slots=True)
class Reading:
    """How texts are read: in terms, by the places they name, and by their vectors where there is an engine."""

    terms: Terms
    places: Callable[[str], frozenset[str]]
    shelf: VectorShelf | None = None
    centres: Centres | None = None
    """What all vectors have in common."""

    def __post_init__(self) -> None:
        if self.shelf is not None and self.centres is None:
            raise ValueError("vectors are compared around their centres")

    def asked(self, query: str, *, in_meaning: bool = True) -> Asked:
        query = bare(query)
        plain = self.terms.plain(query)
        meaning = self.meaning(query) if plain and in_meaning else None
        if meaning is not None and self.centres is not None:
            meaning = self.centres.question(meaning)
        return Asked(plain, self.terms.asked(query), self.places(plain), meaning)

    def meaning(self, query: str) -> Vectors | None:
        """The vector of a question as the engine gives it; None without an engine, or where it fails."""
        return self.shelf.one(bare(query)) if self.shelf and self.centres else None

    def meanings(self, texts: Sequence[str]) -> Vectors:
        """Their vectors; a few new texts are encoded at once, of more each has a row of zeros until they are."""
        if self.shelf is None or self.centres is None:
            return np.zeros((len(texts), 0), dtype=np.float32)
        rows = self.shelf.rows(texts)
        missing = without_vector(texts, rows)
        if 0 < len(missing) <= _AT_ONCE:
            self.shelf.fill(missing)
            rows = self.shelf.rows(texts)
        return self.centres.passages(rows)

    def segment(self, entries: Sequence[Entry], words: Words) -> Segment:
        axes = self.centres.axes if self.shelf and self.centres else None
        return Segment(entries, words, self.meanings, axes)


@dataclass(frozen=True, slots=True)
class Index:
    """Two segments, of which the second replaces entries of the first; immutable, so that an edit swaps it whole."""

    reading: Reading
    vocabulary: TermIndex
    segments: tuple[Segment, ...]
    living: NDArray[np.bool_]

    @classmethod
    def of(cls, base: KnowledgeBase, reading: Reading) -> "Index":
        entries = list(base)
        wordings = [Wordings(entry, reading.terms) for entry in entries]
        vocabulary = TermIndex.of([each.whole for each in wordings])
        return cls.from_words(entries, vocabulary, Words.of(entries, wordings, vocabulary, reading.places), reading)

    @classmethod
    def from_words(cls, entries: Sequence[Entry], vocabulary: TermIndex, words: Words, reading: Reading) -> "Index":
        first = reading.segment(entries, words)
        return cls(reading, vocabulary, (first,), np.ones(len(entries), dtype=np.bool_))

    def updated(self, base: KnowledgeBase) -> "Index":
        """The index of the base as it is now: only what differs from the large part is read again."""
        large = self.segments[0]
        same = np.array([base.find(entry.id) == entry for entry in large.entries], dtype=np.bool_)
        held = {entry.id for entry, stays in zip(large.entries, same, strict=True) if stays}
        fresh = [entry for entry in base if entry.id not in held]
        if len(fresh) > max(_LOOSE, len(large.entries) // 10):
            return Index.of(base, self.reading)
        wordings = [Wordings(entry, self.reading.terms) for entry in fresh]
        vocabulary = self.vocabulary.extended(each.whole for each in wordings)
        words = Words.of(fresh, wordings, vocabulary, self.reading.places)
        small = self.reading.segment(fresh, words)
        return replace(
            self,
            vocabulary=vocabulary,
            segments=(large, small),
            living=np.concatenate([same, np.ones(len(fresh), dtype=np.bool_)]),
        )

    @property
    def large(self) -> "Index":
        """The large part alone, as if nothing had been edited since."""
        first = self.segments[0]
        return replace(self, segments=(first,), living=np.ones(len(first.entries), dtype=np.bool_))

    def with_vectors(self) -> "Index":
        """The same with the vectors that have been made meanwhile; no word is read again."""
        again = tuple(self.reading.segment(each.entries, each.words) for each in self.segments)
        return replace(self, segments=again)

    @property
    def size(self) -> int:
        return len(self.living)

    def entry(self, number: int) -> Entry:
        segment, place = self._at(number)
        return segment.entries[place]

    def views(self, asked: Asked, *, rough: bool = False) -> Floats:
        """Shape (entries, views), the columns in the order of `VIEWS`; a `rough` look tells what to look at closely."""
        return np.concatenate([segment.views(asked, self.vocabulary, rough=rough) for segment in self.segments])

    def closely(self, asked: Asked, views: Floats, numbers: NDArray[np.int64]) -> Floats:
        """The rows of a rough look at these numbers, which rise, looked at closely."""
        first = len(self.segments[0].entries)
        parts, start = [], 0
        for segment, here in zip(self.segments, (numbers < first, numbers >= first), strict=False):
            end = start + len(segment.entries)
            parts.append(segment.closely(asked, views[start:end], numbers[here] - start))
            start = end
        return np.concatenate(parts)

    def usable(self, day: date) -> NDArray[np.bool_]:
        """What is in force on a day and not replaced."""
        return np.asarray(self.living & np.concatenate([segment.in_force(day) for segment in self.segments]))

    def spelling(self, asked: Asked, number: int) -> float:
        segment, place = self._at(number)
        return segment.spelling(asked, place)

    def places(self, number: int) -> frozenset[str]:
        segment, place = self._at(number)
        return segment.words.places[place]

    def asked(self, query: str) -> Asked:
        """The question as this index reads it."""
        return self.reading.asked(query, in_meaning=self.in_meaning)

    @property
    def in_meaning(self) -> bool:
        """Whether questions are compared in meaning too: where nearly all of the texts have vectors."""
        unmade = sum(len(segment.unmade) for segment in self.segments) if self.reading.shelf else 0
        return unmade <= (1 - _MADE) * sum(segment.texts for segment in self.segments)

    @property
    def unmade(self) -> list[str]:
        """The texts whose vectors are missing, though there is an engine."""
        return [text for segment in self.segments for text in segment.unmade] if self.reading.shelf else []

    def _at(self, number: int) -> tuple[Segment, int]:
        first = len(self.segments[0].entries)
        return (self.segments[0], number) if number < first else (self.segments[1], number - first)
