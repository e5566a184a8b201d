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
from classifiers.second_view import SecondView
from classifiers.thirds import Thirds
from classifiers.verdict import Alternatives, CategoryVerdict, ModelIdentity, Verdict
from hotline.taxonomy import Category
from lexicon.vectors import Vectors

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

    def __init__(
        self,
        features: TextFeatures,
        weights: Weights,
        bias: Weights,
        heads: Mapping[str, LinearHead],
        *,
        thirds: Thirds,
        card: Card,
        digest: str = "",
        second: SecondView | None = None,
    ) -> None:
        self.features = features
        self.weights, self.bias = weights, bias
        self.heads = dict(heads)
        self.thirds = thirds
        self.card = card
        self.second = second
        self.identity = ModelIdentity(card.version, digest)
        self._columns = _columns(self.heads)

    def has(self, head: str) -> bool:
        return head in self.heads

    def read(self, text: str, title: str = "", meaning: Vectors | None = None) -> "Reading":
        """Score a text once; the reading then answers for each head, some with regard to its sentence vector."""
        return self.read_vector(self.features.vector(text, title), meaning)

    def read_vector(self, vector: SparseVector, meaning: Vectors | None = None) -> "Reading":
        """Score a vector of this model's features."""
        return Reading(self, vector, self.weights[vector.places].astype(np.float32), meaning)

    def head(self, name: str, *, viewed: bool) -> LinearHead:
        """The head as it is calibrated, with the second view or without it."""
        return self.second.heads[name].head if viewed and self.views(name) and self.second else self.heads[name]

    def views(self, name: str) -> bool:
        """Whether sentence vectors have a say in this head."""
        return self.second is not None and name in self.second.heads

    def columns(self, head: str) -> slice:
        """Where the head's columns stand among all."""
        return self._columns[head]


class Reading:
    """What a model makes of one text.

    `einsum` sums without the threads of a matrix library, which cost more than they bring at this size.
    """

    def __init__(self, model: Model, vector: SparseVector, weights: Weights, meaning: Vectors | None = None) -> None:
        self.model, self.vector = model, vector
        self._weights = weights
        self._scores: Column = np.einsum("i,ij->j", vector.values, weights).astype(np.float64) + model.bias
        self._seen = model.second.scores(meaning) if model.second and meaning is not None else None
        self._known: dict[str, Column] = {}
        self._words = SpokenWords(vector, model.features.names_)

    def probabilities(self, head: str) -> Column:
        """Calibrated probabilities in the order of the head's labels."""
        if head not in self._known:
            self._known[head] = self._probabilities(head, self._scores[self.model.columns(head)])
        return self._known[head]

    def _probabilities(self, head: str, words: Column) -> Column:
        if self._seen is not None and self.model.second and self.model.views(head):
            return self.model.second.probabilities(head, words, self._seen)
        return self.model.heads[head].probabilities(words)

    @property
    def viewed(self) -> bool:
        """Whether a sentence vector had a say."""
        return self._seen is not None

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
        own, chances = self.model.head(head, viewed=self.viewed), self.probabilities(head)
        best = int(chances.argmax())
        return Verdict(
            own.labels[best],
            float(chances[best]),
            ranked(own.labels, chances, best),
            self.evidence(head, best),
            _likely(own, chances),
        )

    def category(self) -> CategoryVerdict:
        """The place in the tree: the likeliest label, below it the third level that its words suggest.

        Confidence and runners-up are those of the first level where the labels form a tree: that is the level on
        which a matter is handed to one desk or another.
        """
        head, chances = self.model.head(CATEGORY, viewed=self.viewed), self.probabilities(CATEGORY)
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
            likely=_likely(head, sure),
        )

    def evidence(self, head: str, label: int) -> tuple[str, ...]:
        """The words of the text that spoke most for a label."""
        begin = self.model.columns(head).start
        own, *above = self.model.heads[head].columns_of(label)
        speaks = self._weights[:, begin + own]
        for column in above:
            speaks = speaks + self._weights[:, begin + column]
        return self._words.strongest(speaks * self.vector.values)


def _likely(head: LinearHead, chances: Column) -> int:
    """How many labels, the likeliest first, are in the set that holds the truth; the first one always is."""
    return max(1, int((chances >= head.likely.least).sum())) if head.likely.size else 0


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
