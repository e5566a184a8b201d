"""What a splitter learns from: rows that say where their matters begin, stories about one, and pairs of stories."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from classifiers.corpus_rows import matter_rows, several_rows

WRITTEN, STORY, PAIR = 4.0, 1.0, 0.3
"""What a row of `several.jsonl`, a matter of the corpus and a pair of these weigh."""

_PAIRS, _LONGEST_HALF = 300, 60
_JOINTS = ("，", "，", "，", "，", "。", "。", "。", "；", "\n", " ", "，另外", "。另外", "，还有",
           "。还有就是", "，对了，", "，顺便问一下", "。再一个，", "，再就是", "。同时", "，还想反映", "，此外，",
           "。第二，", "，2、")  # fmt: skip
_GREETING = re.compile(r"^(?:你们?好|您好)[，,！!。]?")
_STOPS = "。！!？?，；; "


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text, where its second matter and the later ones begin, what it weighs, and the fold that has not seen it.

    Rows of `several.jsonl` are in no fold: no model has seen them.
    """

    text: str
    begins: tuple[int, ...]
    weight: float
    fold: int | None = None


def lessons(folder: Path, folds: Sequence[int]) -> list[Lesson]:
    """All lessons of a corpus, always in the same order; `folds` says for each of its matters who has not seen it.

    Of `several.jsonl` the rows on odd lines; the others are for measuring.
    """
    written = [Lesson(row.text, row.begins, WRITTEN) for row in several_rows(folder)[0::2]]
    told = stories(folder, folds)
    return [*written, *told, *_titled(folder, folds), *_pairs(told)]


def stories(folder: Path, folds: Sequence[int]) -> list[Lesson]:
    """The matters of the corpus: each is one, however many sentences it takes."""
    texts = [row.required("text") for row in matter_rows(folder)]
    return [Lesson(text, (), STORY, fold) for text, fold in zip(texts, folds, strict=True)]


def _titled(folder: Path, folds: Sequence[int]) -> list[Lesson]:
    """Stories under their titles, as a form sends them: a title says the matter once more and is none of its own."""
    rows = zip(matter_rows(folder), folds, strict=True)
    return [
        Lesson(f"{row.text('title')}\n{row.text('text')}", (), STORY, fold) for row, fold in rows if row.text("title")
    ]


def _pairs(told: Sequence[Lesson]) -> list[Lesson]:
    """Short stories put together, two and two of the same fold."""
    random = np.random.default_rng(5)
    pairs: list[Lesson] = []
    for fold in sorted({story.fold for story in told if story.fold is not None}):
        pool = [story.text for story in told if story.fold == fold and 8 <= len(story.text) < _LONGEST_HALF]
        for _ in range(_PAIRS if len(pool) > 1 else 0):
            one, other = random.choice(len(pool), 2, replace=False)
            pairs.append(_joined(pool[one], pool[other], str(random.choice(_JOINTS)), fold))
    return pairs


def _joined(one: str, other: str, joint: str, fold: int) -> Lesson:
    first = one.rstrip(_STOPS)
    return Lesson(f"{first}{joint}{_GREETING.sub('', other)}", (len(first) + 1,), PAIR, fold)
