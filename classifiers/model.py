"""The model: one vector for a text, several heads that share it; and the folder it is kept in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

import numpy as np

from classifiers.calibration import Column
from classifiers.evidence import SpokenWords
from classifiers.features import SparseVector, TextFeatures
from classifiers.linear import LinearHead, Weights
from classifiers.thirds import Thirds
from classifiers.verdict import Alternatives, CategoryVerdict, ModelIdentity, Verdict
from hotline.taxonomy import Category

CATEGORY, MATTER_TYPE, DISPOSITION, UNIT = "category", "matter_type", "disposition", "unit"
EMERGENCY, DANGER = "emergency", "danger"
"""Whether somebody is in danger, and who must be called if so."""
HEADS = (CATEGORY, MATTER_TYPE, DISPOSITION, UNIT, EMERGENCY, DANGER)
YES, NO = "yes", "no"

_SPARE = 4


@dataclass(frozen=True)
class Card:
    """What is known about a model beside its weights: where it came from and how it did on held-out rows."""

    version: str
    data_hash: str
    data_date: str
    rows: int
    scores: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


class Model:
    """Scores a text with every head at once. Make one with `train` or `load_model`."""

    def __init__(self, features: TextFeatures, weights: Weights, bias: Weights, heads: Mapping[str, LinearHead],
                 *, thirds: Thirds, card: Card, digest: str = "") -> None:  # fmt: skip
        self.features = features
        self.weights, self.bias = weights, bias
        self.heads = dict(heads)
        self.thirds = thirds
        self.card = card
        self.identity = ModelIdentity(card.version, digest)
        self._columns = _columns(self.heads)

    def has(self, head: str) -> bool:
        return head in self.heads

    def read(self, text: str, title: str = "") -> "Reading":
        """Score a text once; the reading then answers for each head."""
        return self.read_vector(self.features.vector(text, title))

    def read_vector(self, vector: SparseVector) -> "Reading":
        """Score a vector of this model's features."""
        return Reading(self, vector, self.weights[vector.places].astype(np.float32))

    def columns(self, head: str) -> slice:
        """Where the head's columns stand among all."""
        return self._columns[head]


class Reading:
    """What a model makes of one text.

    `einsum` sums without the threads of a matrix library, which cost more than they bring at this size.
    """

    def __init__(self, model: Model, vector: SparseVector, weights: Weights) -> None:
        self.model, self.vector = model, vector
        self._weights = weights
        self._scores: Column = np.einsum("i,ij->j", vector.values, weights).astype(np.float64) + model.bias
        self._known: dict[str, Column] = {}
        self._words = SpokenWords(vector, model.features.names_)

    def probabilities(self, head: str) -> Column:
        """Calibrated probabilities in the order of the head's labels."""
        if head not in self._known:
            self._known[head] = self.model.heads[head].probabilities(self._scores[self.model.columns(head)])
        return self._known[head]

    def chance(self, head: str, label: str) -> float:
        """The probability of one label; 0 where the head does not know it."""
        labels = self.model.heads[head].labels
        return float(self.probabilities(head)[labels.index(label)]) if label in labels else 0.0

    def margin(self, head: str, label: str) -> float:
        """By how much the label's score exceeds that of the best other one."""
        scores = self._scores[self.model.columns(head)].tolist()
        own: float = scores.pop(self.model.heads[head].labels.index(label))
        return own - float(max(scores))

    def words_for(self, head: str, label: str) -> tuple[str, ...]:
        """The words that speak most for a label, whether or not it is the likeliest."""
        return self.evidence(head, self.model.heads[head].labels.index(label))

    def verdict(self, head: str) -> Verdict:
        """The likeliest label with the runners-up and the words that spoke for it."""
        labels, chances = self.model.heads[head].labels, self.probabilities(head)
        best = int(chances.argmax())
        return Verdict(labels[best], float(chances[best]), ranked(labels, chances, best), self.evidence(head, best))

    def category(self) -> CategoryVerdict:
        """The place in the tree: the likeliest label, below it the third level that its words suggest.

        Confidence and runners-up are those of the first level where the labels form a tree: that is the level on
        which a matter is handed to one desk or another.
        """
        head, chances = self.model.heads[CATEGORY], self.probabilities(CATEGORY)
        if not head.parents:
            best = int(chances.argmax())
            first, names, sure = best, head.labels, chances
        else:
            sure, names = head.parent_probabilities(chances), head.parents
            first = int(sure.argmax())
            best = head.best_within(first, chances)
        category = self.model.thirds.below(head.labels[best], self.vector)
        return CategoryVerdict(
            category=Category.parse(category),
            confidence=float(sure[first]),
            alternatives=ranked(names, sure, first),
            evidence=self.evidence(CATEGORY, best),
            abstained=float(sure[first]) < head.promised.threshold,
        )

    def evidence(self, head: str, label: int) -> tuple[str, ...]:
        """The words of the text that spoke most for a label."""
        begin = self.model.columns(head).start
        own, *above = self.model.heads[head].columns_of(label)
        speaks = self._weights[:, begin + own]
        for column in above:
            speaks = speaks + self._weights[:, begin + column]
        return self._words.strongest(speaks * self.vector.values)


def ranked(labels: tuple[str, ...], chances: Column, best: int) -> Alternatives:
    """The runners-up, likeliest first."""
    order = (-chances).argsort(kind="stable")[: _SPARE + 1].tolist()
    return tuple((labels[place], round(float(chances[place]), 4)) for place in order if place != best)[:_SPARE]


def _columns(heads: Mapping[str, LinearHead]) -> dict[str, slice]:
    ends = accumulate(head.width for head in heads.values())
    return {name: slice(end - head.width, end) for (name, head), end in zip(heads.items(), ends, strict=True)}


def default_folder() -> Path:
    """Where the model that is shipped lies."""
    return Path(__file__).parent / "model"
