"""`python -m benchmarks.knowledge`: what a question costs with 5,000 and 100,000 entries, and what an edit costs.

The entries are made of the shipped base's own sentences, shuffled; their vectors point at random, since making 600,000
of them would take hours and the arithmetic is the same. A question is encoded for real. Beside each figure stands a
baseline of the same run: one bare encoding, and one bare rapidfuzz comparison with all titles.
"""

import gc
import random
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process
from rich.console import Console
from rich.table import Table

from knowledge.base import KnowledgeBase
from knowledge.decide import answerers
from knowledge.entry import Entry
from knowledge.load import open_base
from lexicon.vector_shelf import VectorShelf
from lexicon.vectors import WIDTH, Encoder, Vectors, open_encoder

SIZES = (5_000, 100_000)
QUESTIONS = 100
NOW = datetime(2026, 11, 1, tzinfo=UTC)


class RandomShelf(VectorShelf):
    """Encodes questions for real; passages have vectors that point anywhere."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(encoder)
        self._dice = np.random.default_rng(0)

    def missing(self, texts: object) -> list[str]:  # noqa: ARG002 - nothing is ever missing
        return []

    def rows(self, texts: Sequence[str]) -> Vectors:
        made = self._dice.standard_normal((len(texts), WIDTH), dtype=np.float32)
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True))


def entries_of(base: KnowledgeBase, size: int) -> list[Entry]:
    """Entries whose title, variants and answer come from different entries of the shipped base."""
    dice, known = random.Random(0), list(base)  # noqa: S311 - no secret
    asked = [text for entry in known for text in entry.variants]
    answers = [entry.short for entry in known]
    return [
        replace(
            dice.choice(known), id=f"e{number}", title=f"{dice.choice(asked)}{number}", variants=(dice.choice(asked),),
            short=dice.choice(answers), full="",
        )
        for number in range(size)
    ]  # fmt: skip


def spans_of(ask: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Milliseconds of CPU for each question."""
    spans = []
    for question in questions:
        started = time.process_time()
        ask(question)
        spans.append((time.process_time() - started) * 1000)
    return spans


def measure(size: int, base: KnowledgeBase, questions: Sequence[str], encoder: Encoder | None, table: Table) -> None:
    entries = entries_of(base, size)
    shelf = RandomShelf(encoder) if encoder else None
    made = answerers(shelf=shelf)
    started = time.process_time()
    answerer = made(KnowledgeBase(entries))
    built = time.process_time() - started
    spans = spans_of(lambda question: answerer.answer(question, NOW), questions)
    changed = KnowledgeBase([replace(entries[0], title="改过的标题"), *entries[1:]])
    started = time.process_time()
    made(changed)
    edit = time.process_time() - started
    bare = spans_of((lambda text: encoder.encode([text], asked=True)) if encoder else _compare(entries), questions)
    table.add_row(
        f"{size:,}", "meaning and words" if encoder else "words",
        f"{np.median(spans):.1f}", f"{np.quantile(spans, 0.99):.1f}", f"{np.median(bare):.1f}",
        f"{np.median(spans) / np.median(bare):.2f}", f"{edit:.2f}", f"{built:.0f}",
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}",
    )  # fmt: skip


def _compare(entries: Sequence[Entry]) -> Callable[[str], object]:
    titles = [entry.title for entry in entries]
    return lambda text: process.cdist([text], titles, scorer=fuzz.ratio)


def main() -> None:
    base = open_base(Path(__file__).parents[1] / "knowledge" / "base")
    questions = [entry.variants[-1] for entry in base if entry.variants][:QUESTIONS]
    table = Table("entries", "by", "ms median", "ms p99", "bare ms", "ratio", "edit s", "build s", "peak MB")
    for size in SIZES:
        for encoder in (None, open_encoder(print)):
            measure(size, base, questions, encoder, table)
            gc.collect()
    console = Console(width=110)
    console.print(table)
    console.print("bare: one rapidfuzz comparison with all titles (words), one encoding of the question (meaning)")


if __name__ == "__main__":
    main()
