"""The words of a base as they were read before: reading 800 entries takes a second of every start, loading a tenth.

The file is a cache of this machine and nothing else: its name says for which texts and rules it holds, and one that is
missing, broken or of other texts is made anew.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.base import KnowledgeBase
from knowledge.entry import Entry
from knowledge.index import Index, Reading
from knowledge.segment import Words, answer_of, questions_of
from knowledge.sparse import Postings, TermIndex
from lexicon.kept_arrays import keep_arrays, kept_arrays

_FORM = "2"
_UNIT, _RECORD = "\x1f", "\x1e"  # the separators that no text of an entry holds
_LEAST = 100  # entries: fewer are read at once

Bytes = NDArray[np.uint8]


def kept_index(base: KnowledgeBase, reading: Reading, cache: Path | None) -> Index:
    """The index of a base, its words taken from the cache where they are there, and put there where they are not."""
    if cache is None or len(base) < _LEAST:
        return Index.of(base, reading)
    entries = list(base)
    path = cache.with_name(f"{cache.stem}-{_key(entries, reading)}.npz")
    kept = _read(path)
    if kept is not None and [len(each) for each in kept[1].plain] == [len(questions_of(each)) for each in entries]:
        return Index.from_words(entries, *kept, reading)
    index = Index.of(base, reading)
    _write(path, index)
    return index


def _key(entries: Sequence[Entry], reading: Reading) -> str:
    """Of all that the words are made of; the segmenter and its dictionary change with the version of the code."""
    seen = blake2b(f"{_FORM}{reading.terms.rules}{sorted(reading.places('北京'))}".encode(), digest_size=12)
    for entry in entries:
        parts = (questions_of(entry), entry.keywords, answer_of(entry), entry.area)
        seen.update(repr(parts).encode("utf-8", "replace"))
    return seen.hexdigest()


def _write(path: Path, index: Index) -> None:
    with suppress(OSError):
        for old in path.parent.glob(f"{path.stem.rpartition('-')[0]}-*.npz"):
            old.unlink()
    (segment,), words = index.segments, index.segments[0].words
    terms, rarity, documents = index.vocabulary.parts
    keep_arrays(
        path,
        terms=_packed("\n".join(terms)), rarity=rarity, documents=np.array([documents, len(segment.entries)]),
        question_starts=words.questions.starts, question_rows=words.questions.documents,
        question_weights=words.questions.weights,
        whole_starts=words.wholes.starts, whole_rows=words.wholes.documents, whole_weights=words.wholes.weights,
        plain=_packed(_RECORD.join(_UNIT.join(each) for each in words.plain)),
        places=_packed(_RECORD.join(_UNIT.join(sorted(each)) for each in words.places)),
    )  # fmt: skip


def _read(path: Path) -> tuple[TermIndex, Words] | None:
    """None for a file that is missing or broken."""
    kept = kept_arrays(path)
    try:
        documents, size = (int(number) for number in kept["documents"])
        terms = _text(kept["terms"]).split("\n")
        plain = [tuple(each.split(_UNIT)) for each in _text(kept["plain"]).split(_RECORD)]
        places = [frozenset(_parts(each)) for each in _text(kept["places"]).split(_RECORD)]
        ways = sum(len(each) for each in plain)
        questions = Postings(kept["question_starts"], kept["question_rows"], kept["question_weights"], ways)
        wholes = Postings(kept["whole_starts"], kept["whole_rows"], kept["whole_weights"], size)
        vocabulary = TermIndex(dict(zip(terms, range(len(terms)), strict=True)), kept["rarity"], documents)
    except (ValueError, KeyError):
        return None
    return vocabulary, Words(questions, wholes, plain, places)


def _parts(text: str) -> Iterator[str]:
    return (part for part in text.split(_UNIT) if part)


def _packed(text: str) -> Bytes:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _text(packed: Bytes) -> str:
    return packed.tobytes().decode()
