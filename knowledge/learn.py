"""What the fusion is learned from, and how: `python -m knowledge.learned` writes the result.

Every entry has golden questions: what citizens say that is written neither in its title nor among its variants. Each is
put to the base; the right entry must win, and where that entry is taken away, nothing may be sure of itself. Tables of
questions to plain bases (titles and answers, no variants) teach the same for those. Everything is checked on entries
and questions that the weights have not seen.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from knowledge.asked import Asked
from knowledge.base import KnowledgeBase
from knowledge.fusion import SIGNS, place_signs, signs
from knowledge.index import VIEWS, Index, Reading
from knowledge.sparse import Floats

_FOLDS = 5
_CANDIDATES = 25  # of each view, what a question learns from
_RANKED = 12  # as many as `retrieve.shortlist` ranks
_ABSENT = 0.1  # how much a question without its entry counts beside the same question with it
_LEAST_GIVEN = 30
_STEPS, _RIDGE = 8, 0.0005


@dataclass(frozen=True, slots=True)
class Trial:
    """One question put to an index: which of its entries would be right."""

    asked: Asked
    index: Index
    right: frozenset[int]
    group: int
    """Questions of one group are learned from or checked on, never both."""
    plain: bool = False
    """Whether the base is a plain table, without variants."""


def trials_of(base: KnowledgeBase, reading: Reading) -> Iterator[Trial]:
    """Every golden question against the whole base."""
    index = Index.of(base, reading)
    for number, entry in enumerate(base):
        for question in entry.golden:
            yield Trial(reading.asked(question), index, frozenset({number}), number)


@dataclass(frozen=True, slots=True)
class Choice:
    """The entries that could be taken for the answer to a question: their views with spelling behind them, which are
    right, and what places say; all that learning needs, so that no index is asked twice."""

    views: Floats
    right: NDArray[np.bool_]
    places: tuple[tuple[float, float], ...]
    length: int
    group: int
    weight: float = 1.0
    plain: bool = False

    def by_words(self) -> "Choice":
        """The same without sentence vectors."""
        return replace(self, views=self.views * np.array([0, 0, 0, 1, 1, 1, 1], dtype=np.float32))


def choice_of(trial: Trial, weight: float = 1.0) -> Choice:
    """The nearest by each view, and what is right in any case."""
    index, asked = trial.index, trial.asked
    views = index.views(asked)
    near = {int(number) for view in views.T for number in np.argpartition(-view, _CANDIDATES)[:_CANDIDATES]}
    numbers = sorted(near | trial.right)
    spelled = np.array([index.spelling(asked, number) for number in numbers], dtype=np.float32)
    return Choice(
        np.column_stack([views[numbers], spelled]),
        np.array([number in trial.right for number in numbers]),
        tuple(place_signs(asked.places, index.places(number)) for number in numbers),
        len(asked.plain),
        trial.group,
        weight,
        trial.plain,
    )


def learn_ranking(choices: Sequence[Choice]) -> Floats:
    """Weights of the views and of spelling under which the right ones win (conditional logit, Newton's steps)."""
    choices = [choice for choice in choices if choice.right.any()]
    weights = np.zeros(len(VIEWS) + 1)
    for _ in range(_STEPS):
        step = _newton_step(choices, weights)
        loss = _loss(choices, weights)
        while _loss(choices, weights - step) > loss and np.abs(step).max() > 1e-6:
            step = step / 2
        weights = weights - step
    return weights.astype(np.float32)


def _newton_step(choices: Sequence[Choice], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    slope = _RIDGE * len(choices) * weights
    bend = _RIDGE * len(choices) * np.eye(len(weights))
    for choice in choices:
        scores = choice.views @ weights
        shares, wanted = _shares(scores), _shares(np.where(choice.right, scores, -np.inf))
        mean = choice.views.T @ shares
        slope = slope + choice.weight * (mean - choice.views.T @ wanted)
        bend = bend + choice.weight * ((choice.views.T * shares) @ choice.views - np.outer(mean, mean))
    return np.asarray(np.linalg.solve(bend, slope), dtype=np.float64)


def _loss(choices: Sequence[Choice], weights: NDArray[np.float64]) -> float:
    won = ((each.weight, float(_shares(each.views @ weights)[each.right].sum())) for each in choices)
    lost = sum(-weight * math.log(max(1e-300, share)) for weight, share in won)
    return lost + _RIDGE * len(choices) * float(weights @ weights) / 2


def _shares(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Judged:
    """What the judgement learns from: the signs of the first few, whether each is right, and how much it counts."""

    signs: NDArray[np.float64]
    right: NDArray[np.bool_]
    weight: float
    plain: bool
    present: bool
    """Whether the right entry was there to be found."""


def judged_of(choices: Iterable[Choice], ranking: Floats) -> Iterator[Judged]:
    """Each question twice: with the right entry in the base and without it."""
    for choice in choices:
        scores = choice.views @ ranking
        order = np.argsort(-scores, kind="stable")
        answerable = bool(choice.right.any())
        if answerable:
            yield _judged(choice, scores, order, present=True)
        if answerable and choice.plain:
            continue  # such a table has questions of its own that nothing answers
        absent = order[~choice.right[order]]
        yield _judged(choice, scores, absent, present=False, share=_ABSENT if answerable else 1.0)


def _judged(choice: Choice, scores: Floats, order: NDArray[np.int64], *, present: bool, share: float = 1.0) -> Judged:
    ranked = [float(score) for score in scores[order[:_RANKED]]]
    rows = [_signs(choice, ranked, place, number) for place, number in enumerate(order[:3])]
    return Judged(np.array(rows), choice.right[order[:3]], choice.weight * share, choice.plain, present)


def _signs(choice: Choice, ranked: Sequence[float], place: int, number: int) -> list[float]:
    return signs(ranked, place, choice.views[number], choice.places[number], choice.length)


def learn_judgement(judged: Sequence[Judged]) -> Floats:
    """Weights of the signs (logistic, a little ridge, Newton's steps)."""
    rows = np.concatenate([each.signs for each in judged])
    right = np.concatenate([each.right for each in judged]).astype(float)
    counts = np.concatenate([np.full(len(each.right), each.weight) for each in judged])
    weights = np.zeros(len(SIGNS))
    ridge = np.diag([1e-6] + [0.3] * (len(SIGNS) - 1))
    for _ in range(40):
        sure = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (counts * (sure - right)) + ridge @ weights
        bend = (rows * (counts * sure * (1 - sure))[:, None]).T @ rows + ridge
        weights = weights - np.linalg.solve(bend, slope)
    return weights.astype(np.float32)


def fold_of(group: int) -> int:
    return group % _FOLDS


def promised_limit(judged: Sequence[tuple[Judged, float]], promise: float) -> float:
    """The least probability above which the promised share of what is given is right; 0.99 where there is none."""
    sure = np.array([each for _, each in judged])
    counts = np.array([one.weight for one, _ in judged])
    right = np.array([one.right[0] for one, _ in judged]) * counts
    order = np.argsort(-sure, kind="stable")
    shares = np.cumsum(right[order]) / np.cumsum(counts[order])
    kept = np.nonzero((shares >= promise) & (np.arange(len(order)) >= _LEAST_GIVEN))[0]
    return float(min(0.99, sure[order][kept[-1]])) if len(kept) else 0.99


def silent_limit(judged: Sequence[tuple[Judged, float]], most: float) -> float:
    """The least probability that at most this share of the questions without an entry reaches."""
    unknown = sorted((each for one, each in judged if not one.present), reverse=True)
    return float(unknown[int(len(unknown) * most)]) + 1e-3 if unknown else 0.99
