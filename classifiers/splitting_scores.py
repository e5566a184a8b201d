"""How well messages are cut: what is asked of a splitter, on rows that say where their matters begin."""

from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.corpus_rows import SeveralRow
from classifiers.splitting import Splitter
from classifiers.splitting_signs import Read

NEAR = 3
"""A boundary that is no more characters off counts as right."""


@dataclass(frozen=True, slots=True)
class SplitScores:
    """The share of messages about several matters that were cut into the right number, how right the boundaries are
    (F1 and precision), and the share of messages about one that were cut all the same."""

    rows: int
    right_number: float
    boundary_f1: float
    boundary_precision: float
    wrongly_cut: float

    def __str__(self) -> str:
        return (f"{self.rows} rows, right number {self.right_number:.3f}, boundary F1 {self.boundary_f1:.3f} "
                f"(precision {self.boundary_precision:.3f}), one matter cut {self.wrongly_cut:.3f}")  # fmt: skip


def split_scores(splitter: Splitter, rows: Sequence[SeveralRow], read: Read) -> SplitScores:
    """Cut every row and compare."""
    found = [tuple(span.start for span in splitter.matters_in(row.text, read)[1:]) for row in rows]
    return compare([row.begins for row in rows], found)


def compare(truth: Sequence[tuple[int, ...]], found: Sequence[tuple[int, ...]]) -> SplitScores:
    """Scores of found boundaries beside the true ones, message by message."""
    pairs = list(zip(truth, found, strict=True))
    several = [len(true) == len(cuts) for true, cuts in pairs if true]
    one = [bool(cuts) for true, cuts in pairs if not true]
    hits = sum(_hits(true, cuts) for true, cuts in pairs)
    told, made = sum(map(len, truth)), sum(map(len, found))
    return SplitScores(len(pairs), _share(sum(several), len(several)), _share(2 * hits, told + made),
                       _share(hits, made), _share(sum(one), len(one)))  # fmt: skip


def _hits(true: tuple[int, ...], cuts: tuple[int, ...]) -> int:
    """How many true boundaries were found, each cut counted for one of them at most."""
    left = list(cuts)
    for boundary in true:
        near = next((cut for cut in left if abs(cut - boundary) <= NEAR), None)
        if near is not None:
            left.remove(near)
    return len(cuts) - len(left)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
