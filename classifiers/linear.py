"""A linear head: labels, which columns of the shared weights are theirs, and how far to believe them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from classifiers.calibration import (
    EVERYTHING,
    NEVER,
    PLAIN,
    Codes,
    Column,
    LikelySet,
    Matrix,
    Promise,
    Scale,
    fit_scale,
    fit_temperature,
    softmax,
)
from classifiers.sparse import Rows

Weights = NDArray[np.float32]
SEPARATOR = "/"
UNSEEN = -30.0
"""The score of a label that no training row had: as good as impossible, and still a number."""
_NO_RIVAL = -1e9


@dataclass(frozen=True, slots=True)
class Layout:
    """How scores become probabilities of labels.

    A flat head has one column for each label. Labels such as `城乡建设/安全生产` form a tree: first come the columns
    of the first levels, then those of the labels, which compete only within their first level. A tree learns from
    few rows what a flat list of a hundred labels does not.
    """

    labels: tuple[str, ...]

    @property
    def parents(self) -> tuple[str, ...]:
        """The first levels, in the order of the labels; empty for a flat head."""
        if not any(SEPARATOR in label for label in self.labels):
            return ()
        return tuple(dict.fromkeys(parent_of(label) for label in self.labels))

    @property
    def width(self) -> int:
        return len(self.parents) + len(self.labels)

    @property
    def starts(self) -> list[int]:
        """Where the labels of each parent begin."""
        owners = [parent_of(label) for label in self.labels]
        return [owners.index(parent) for parent in self.parents]

    @classmethod
    def of(cls, labels: Sequence[str]) -> Self:
        """The layout for the labels that occur, sorted so that those of one first level stand together."""
        return cls(tuple(sorted(set(labels), key=lambda label: (parent_of(label), label))))


def parent_of(label: str) -> str:
    """The first level of a label; a label without levels is its own."""
    return label.split(SEPARATOR, 1)[0]


class LinearHead:
    """One decision: turns the scores of its columns into calibrated probabilities.

    `scale` is that of the labels among their rivals, `upper` that of the first levels of a tree.
    """

    def __init__(
        self,
        layout: Layout,
        *,
        scale: Scale = PLAIN,
        upper: Scale = PLAIN,
        promised: Promise | None = None,
        likely: LikelySet = EVERYTHING,
    ) -> None:
        self.labels = layout.labels
        self.parents = layout.parents
        self.width = layout.width
        self.scale, self.upper = scale, upper
        self.promised = promised or Promise(1.0, NEVER, 0.0)
        self.likely = likely
        self.starts = np.array(layout.starts, np.intp)
        sizes = np.diff(np.append(self.starts, len(self.labels))) if self.parents else np.zeros(0, np.intp)
        self.owners = np.repeat(np.arange(len(self.parents)), sizes)

    def probabilities(self, scores: Matrix) -> Matrix:
        """Calibrated probabilities of the labels; `scores` has `width` columns, one text a row."""
        if not self.parents:
            return softmax(scores, self.scale)
        split = len(self.parents)
        first = softmax(scores[..., :split], self.upper)
        second = scores[..., split:] / self.scale.temperature
        grown = np.exp(second - np.maximum.reduceat(second, self.starts, axis=-1)[..., self.owners])
        share: Matrix = first / np.add.reduceat(grown, self.starts, axis=-1)
        return grown * share[..., self.owners]

    def calibrated(self, scores: Matrix, truth: Sequence[str]) -> "LinearHead":
        """The head with the scales under which the held-out truth is least surprising."""
        layout = Layout(self.labels)
        codes = np.array([self.labels.index(label) for label in truth])
        if not self.parents:
            return LinearHead(layout, scale=fit_scale(scores, codes))
        split, owners = len(self.parents), self.owners[codes]
        rivals = np.where(self.owners == owners[:, None], scores[:, split:], _NO_RIVAL)
        several = np.bincount(self.owners)[owners] > 1
        inner = fit_temperature(rivals[several], codes[several]) if several.any() else 1.0
        return LinearHead(layout, scale=Scale(inner), upper=fit_scale(scores[:, :split], owners))

    def promising(self, promised: Promise, likely: LikelySet = EVERYTHING) -> "LinearHead":
        """The same head with what it promises: alone, and of the set of labels that are likely."""
        return LinearHead(Layout(self.labels), scale=self.scale, upper=self.upper, promised=promised, likely=likely)

    def parent_probabilities(self, probabilities: Column) -> Column:
        """The first levels' probabilities, as sums over their labels."""
        return np.add.reduceat(probabilities, self.starts, axis=-1)

    def best_within(self, parent: int, probabilities: Column) -> int:
        """The likeliest label of a first level."""
        return int(np.where(self.owners == parent, probabilities, -1).argmax())

    def columns_of(self, label: int) -> list[int]:
        """The head's columns that speak for a label: its own, and its parent's."""
        if not self.parents:
            return [label]
        return [int(self.owners[label]), len(self.parents) + label]


def fit_columns(
    rows: Rows, labels: Sequence[str], layout: Layout, *, strength: float, balanced: bool, counts: Column | None = None
) -> tuple[Weights, Weights]:
    """Weights `(features, width)` and biases `(width,)` of a head; `counts` says how many times each row counts.

    Heads with parents count every row once.
    """
    weights = np.zeros((rows.shape[1], layout.width), np.float32)
    bias = np.zeros(layout.width, np.float32)
    fit = Separation(strength, balanced)
    index = {label: code for code, label in enumerate(layout.labels)}
    codes = np.array([index[label] for label in labels])
    if not layout.parents:
        fit.into(rows, codes, weights, bias, counts)
        return weights, bias
    owners = np.array([layout.parents.index(parent_of(label)) for label in layout.labels])
    split, belongs = len(layout.parents), owners[codes]
    fit.into(rows, belongs, weights[:, :split], bias[:split])
    for parent in range(split):
        mine, columns = np.flatnonzero(belongs == parent), np.flatnonzero(owners == parent)
        part = slice(split + columns[0], split + columns[-1] + 1)
        fit.into(rows[mine], codes[mine] - columns[0], weights[:, part], bias[part])
    return weights, bias


@dataclass(frozen=True, slots=True)
class Separation:
    """Fits one group of competing columns: each label against the others, with a wide margin.

    On fifteen thousand messages of seven classes this was measured against multinomial logistic regression: macro-F1
    on unseen messages 0.935 against 0.922, at a tenth of the time. That its scores are no probabilities does not
    matter, since the temperature is learned on held-out rows anyway.
    """

    strength: float
    balanced: bool

    def into(self, rows: Rows, codes: Codes, weights: Weights, bias: Weights, counts: Column | None = None) -> None:
        """Fit in place; a group of one needs nothing."""
        present = np.unique(codes)
        bias[np.setdiff1d(np.arange(len(bias)), present)] = UNSEEN
        if len(present) < 2:
            return
        learned, intercept = self._fit(rows, codes, counts)
        if len(present) == 2:
            weights[:, present[1]], bias[present[1]] = learned[0], intercept[0]
        else:
            weights[:, present], bias[present] = learned.T, intercept

    def _fit(self, rows: Rows, codes: Codes, counts: Column | None) -> tuple[Matrix, Column]:
        from sklearn.svm import LinearSVC  # noqa: PLC0415 - serving does without it

        weighing = "balanced" if self.balanced else None
        model = LinearSVC(C=self.strength, class_weight=weighing, random_state=0, tol=1e-3, max_iter=20_000)
        model.fit(rows, codes, sample_weight=counts)
        return model.coef_, model.intercept_
