"""Learning the second view beside the words: which heads hear it, how much it counts, what it promises."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from classifiers.calibration import PROMISED, Codes, Column, LikelySet, Matrix, likely_set, promise
from classifiers.evaluate import Answers, head_scores
from classifiers.examples import Example
from classifiers.folds import FOLDS
from classifiers.linear import Layout, LinearHead, Weights
from classifiers.model import CATEGORY, UNIT
from classifiers.second_view import Mix, SecondView, ViewedHead, fit_meaning, seen_as
from classifiers.view_folder import KEPT_AS
from lexicon.vector_shelf import VectorShelf
from lexicon.vectors import Vectors

VIEWED = (CATEGORY, UNIT)
"""What a dispatch hangs on. For danger vectors brought nothing."""

_WEIGHTS = (0.0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.13, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5)


@dataclass(frozen=True, slots=True)
class Lesson:
    """The rows of one head: labels, the fold of each, which of them are scored, and what unseen words said of those."""

    layout: Layout
    labels: Sequence[str]
    fold: Codes
    scored: Codes
    words: Matrix
    balanced: bool
    promised: float = PROMISED

    @property
    def truth(self) -> list[str]:
        return [self.labels[row] for row in self.scored]


@dataclass(frozen=True, slots=True)
class LearnedView:
    """What is kept of one head."""

    viewed: ViewedHead
    weights: Weights
    bias: Weights


def vectors_of(
    examples: Sequence[Example], shelf: VectorShelf, progress: Callable[[int, int, str], None]
) -> Vectors | None:
    """One row a text, zeros where no viewed head has a label; None where the engine fails."""
    texts = [seen_as(each.text, each.title) if any(map(each.label, VIEWED)) else "" for each in examples]
    wanted = [text for text in texts if text]
    missing = len(shelf.missing(wanted))
    if not shelf.fill(wanted, lambda done: progress(done, missing, "vectors")):
        return None
    return shelf.rows(texts)


def learn_view(lesson: Lesson, vectors: Vectors) -> LearnedView | None:
    """Weights on all rows; how much they count, and what is promised, from rows that were not seen.

    None where a handful of rows lie so close together that their weights are too large to be kept.
    """
    meaning = _held_out(lesson, vectors)[lesson.scored]
    mix = fit_mix(lesson.layout, lesson.words, meaning, lesson.truth)
    plain = LinearHead(lesson.layout)
    both = ViewedHead(plain, mix).sum(lesson.words, meaning)
    head = calibrated(lesson.layout, both, lesson.truth, lesson.promised)
    scores = head_scores(Answers.of(head, head.probabilities(both), lesson.truth)).figures()
    weights, bias = _fit(lesson, vectors, np.arange(len(vectors)))
    if np.abs(weights).max() > np.finfo(KEPT_AS).max:
        return None
    return LearnedView(ViewedHead(head, mix, scores), weights, bias)


def calibrated(layout: Layout, held_out: Matrix, truth: Sequence[str], promised: float) -> LinearHead:
    """The head with its temperatures, and the threshold that keeps the promise.

    The promise of a tree is about its first level: that is what decides whose desk a matter lands on.
    """
    head = LinearHead(layout).calibrated(held_out, truth)
    chances = head.probabilities(held_out)
    answers = Answers.of(head, chances, truth)
    return head.promising(promise(answers.confidence, answers.right, promised), _likely(head, chances, truth))


def _likely(head: LinearHead, chances: Matrix, truth: Sequence[str]) -> LikelySet:
    codes = np.array([head.labels.index(label) for label in truth])
    if head.parents:
        return likely_set(head.parent_probabilities(chances), head.owners[codes])
    return likely_set(chances, codes)


def second_view(learned: dict[str, LearnedView]) -> SecondView | None:
    """All heads that heard a vector, as they are kept; None where there are none."""
    if not learned:
        return None
    weights = np.concatenate([each.weights for each in learned.values()], axis=1)
    bias = np.concatenate([each.bias for each in learned.values()])
    return SecondView(weights, bias, {name: each.viewed for name, each in learned.items()})


def fit_mix(layout: Layout, words: Matrix, meaning: Matrix, truth: Sequence[str]) -> Mix:
    """The weights under which the truth is least surprising: that of first levels and that within them apart."""
    plain = LinearHead(layout)
    sums = (ViewedHead(plain, Mix(weight, weight)).sum(words, meaning) for weight in _WEIGHTS)
    tried = [_surprises(layout, scores, truth) for scores in sums]
    upper, inner = (_WEIGHTS[int(np.argmin(part))] for part in zip(*tried, strict=True))
    return Mix(upper, inner)


def _surprises(layout: Layout, scores: Matrix, truth: Sequence[str]) -> tuple[float, float]:
    """The mean surprise at the first levels, and at the labels within them."""
    head = LinearHead(layout).calibrated(scores, truth)
    chances = head.probabilities(scores)
    rows, codes = np.arange(len(truth)), np.array([head.labels.index(label) for label in truth])
    own = _log(chances[rows, codes])
    if not head.parents:
        return 0.0, -float(own.mean())
    above = _log(head.parent_probabilities(chances)[rows, head.owners[codes]])
    return -float(above.mean()), -float((own - above).mean())


def _log(chances: Column) -> Column:
    return np.log(np.maximum(chances, 1e-12))


def _held_out(lesson: Lesson, vectors: Vectors) -> Matrix:
    scores = np.zeros((len(vectors), len(lesson.layout.labels)))
    for part in range(FOLDS):
        hidden = np.flatnonzero(lesson.fold == part)
        weights, bias = _fit(lesson, vectors, np.flatnonzero(lesson.fold != part))
        scores[hidden] = vectors[hidden] @ weights + bias
    return scores


def _fit(lesson: Lesson, vectors: Vectors, rows: Codes) -> tuple[Weights, Weights]:
    labels = [lesson.labels[row] for row in rows]
    return fit_meaning(vectors[rows], labels, lesson.layout.labels, balanced=lesson.balanced)
