"""How good a model is on labelled texts: accuracy, macro-F1, coverage at a promised precision, calibration error."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Self

import numpy as np

from classifiers.calibration import Column, Flags, Matrix, calibration_error, coverage_at
from classifiers.examples import Example
from classifiers.linear import LinearHead, parent_of
from classifiers.model import Model


@dataclass(frozen=True, slots=True)
class ClassScore:
    """One label: how many texts really had it, and how they and it were met."""

    label: str
    rows: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class HeadScores:
    """One head on labelled texts. Of a tree the first level is scored; `second` is the accuracy of both levels.

    `kept_precision` and `kept_coverage` say what became of the promise: of the texts at or above the model's own
    threshold, how many were right, and which share of all texts they were; where that is none, the former is unknown.
    """

    rows: int
    accuracy: float
    macro_f1: float
    coverage_97: float
    coverage_98: float
    calibration_error: float
    kept_precision: float | None
    kept_coverage: float
    second: float | None = None
    classes: tuple[ClassScore, ...] = ()

    def figures(self) -> dict[str, float]:
        """The single numbers, without the classes."""
        named = asdict(self)
        del named["classes"]
        return {name: round(float(value), 4) for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of each head for which the rows had labels that it knows."""

    heads: Mapping[str, HeadScores] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Plain data for `--json`."""
        return {
            name: scores.figures() | {"classes": [_rounded(asdict(each)) for each in scores.classes]}
            for name, scores in self.heads.items()
        }


@dataclass(frozen=True, slots=True)
class Answers:
    """What a head said to labelled texts, on the level that its confidence is about."""

    said: Sequence[str]
    truth: Sequence[str]
    confidence: Column
    threshold: float
    second: float | None = None

    @property
    def right(self) -> Flags:
        return np.array([said == truth for said, truth in zip(self.said, self.truth, strict=True)], np.bool_)

    @classmethod
    def of(cls, head: LinearHead, chances: Matrix, truth: Sequence[str]) -> Self:
        """Read answers off the labels' probabilities; labels of a tree may be given by their first level only."""
        threshold = head.promised.threshold
        if not head.parents:
            return cls([head.labels[best] for best in chances.argmax(axis=1)], truth, chances.max(axis=1), threshold)
        first = head.parent_probabilities(chances)
        best = first.argmax(axis=1)
        said = [head.parents[parent] for parent in best]
        leaves = [head.labels[head.best_within(int(parent), row)] for parent, row in zip(best, chances, strict=True)]
        return cls(said, [parent_of(label) for label in truth], first.max(axis=1), threshold, _share(leaves, truth))


def evaluate(model: Model, rows: Sequence[Example]) -> Scores:
    """Score a model's heads on labelled texts."""
    readings = [model.read(row.text, row.title) for row in rows]
    scores: dict[str, HeadScores] = {}
    for name, head in model.heads.items():
        mine = [place for place, row in enumerate(rows) if row.label(name)]
        if mine:
            chances = np.array([readings[place].probabilities(name) for place in mine])
            scores[name] = head_scores(Answers.of(head, chances, [str(rows[place].label(name)) for place in mine]))
    return Scores(scores)


def head_scores(answers: Answers) -> HeadScores:
    """All figures of one head."""
    right, sure = answers.right, answers.confidence >= answers.threshold
    classes = tuple(_class_score(label, answers) for label in sorted(set(answers.truth)))
    return HeadScores(
        rows=len(right),
        accuracy=float(right.mean()),
        macro_f1=float(np.mean([each.f1 for each in classes])),
        coverage_97=coverage_at(answers.confidence, right, 0.97),
        coverage_98=coverage_at(answers.confidence, right, 0.98),
        calibration_error=calibration_error(answers.confidence, right),
        kept_precision=float(right[sure].mean()) if sure.any() else None,
        kept_coverage=float(sure.mean()),
        second=answers.second,
        classes=classes,
    )


def _class_score(label: str, answers: Answers) -> ClassScore:
    hits = sum(said == truth == label for said, truth in zip(answers.said, answers.truth, strict=True))
    claimed, real = list(answers.said).count(label), list(answers.truth).count(label)
    precision, recall = hits / claimed if claimed else 0.0, hits / real
    return ClassScore(label, real, precision, recall, 2 * hits / (claimed + real))


def _share(said: Sequence[str], truth: Sequence[str]) -> float | None:
    """The accuracy of both levels, where the truth has two."""
    pairs = [(one, other) for one, other in zip(said, truth, strict=True) if parent_of(other) != other]
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else None


def _rounded(named: dict[str, object]) -> dict[str, object]:
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in named.items()}
