"""How far a probability can be believed: temperature, thresholds that keep a promise, and the error that is left."""

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Column = NDArray[np.float64]
Codes = NDArray[np.int64]
Flags = NDArray[np.bool_]

PROMISED = 0.97
NEVER = 2.0
"""A threshold that no probability reaches: the promise cannot be kept at any confidence."""

_DOUBTS = (0.0, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2)
_GOLDEN = (sqrt(5) - 1) / 2
_CAUTION = 1.0
"""Standard errors by which a measured precision must exceed the promise before it is believed."""


@dataclass(frozen=True, slots=True)
class Promise:
    """From `threshold` on, answers were right with `precision`; that was the case for the share `coverage`."""

    precision: float
    threshold: float
    coverage: float


@dataclass(frozen=True, slots=True)
class LikelySet:
    """A conformal set: all labels whose probability reaches `least` hold the truth in the share `coverage` of texts.

    `size` is how many labels that were on held-out texts, in the mean. Nothing is assumed of the probabilities; only
    the mix of texts has to stay what it was.
    """

    coverage: float
    least: float
    size: float


COVERED = 0.95
EVERYTHING = LikelySet(1.0, 0.0, 0.0)
"""Where nothing was measured no label can be left out."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How scores become probabilities.

    A `temperature` above 1 makes them more modest, below 1 more decided. `doubt` is the share that is spread over all
    labels: however clear the words are, the person who gave the label may have seen it differently.
    """

    temperature: float = 1.0
    doubt: float = 0.0


PLAIN = Scale()


def softmax(scores: Matrix, scale: Scale = PLAIN) -> Matrix:
    """Probabilities, row by row."""
    grown: Matrix = np.exp((scores - np.maximum.reduce(scores, axis=-1, keepdims=True)) / scale.temperature)
    whole: Matrix = np.add.reduce(grown, axis=-1, keepdims=True)
    chances: Matrix = grown * ((1 - scale.doubt) / whole) + scale.doubt / scores.shape[-1]
    return chances


def fit_scale(scores: Matrix, truth: Codes) -> Scale:
    """The scale under which the held-out truth is least surprising."""
    scales = [Scale(fit_temperature(scores, truth, doubt), doubt) for doubt in _DOUBTS]
    return min(scales, key=lambda scale: _surprise(scores, truth, scale))


def fit_temperature(scores: Matrix, truth: Codes, doubt: float = 0.0) -> float:
    """The best temperature for a doubt, by golden section between 1/50 and 50."""
    low, high = -log(50), log(50)
    while high - low > 1e-3:
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        if _surprise(scores, truth, Scale(exp(left), doubt)) < _surprise(scores, truth, Scale(exp(right), doubt)):
            high = right
        else:
            low = left
    return exp((low + high) / 2)


def _surprise(scores: Matrix, truth: Codes, scale: Scale) -> float:
    chosen = softmax(scores, scale)[np.arange(len(truth)), truth]
    return -float(np.log(np.maximum(chosen, 1e-12)).mean())


def promise(confidence: Column, right: Flags, precision: float) -> Promise:
    """The lowest threshold above which answers keep `precision`, with the share of answers it lets through.

    The measured precision has to exceed the promise by one standard error, because what was measured on a few
    rows by luck would not be kept on the next ones. Equal confidences stand or fall together.
    """
    if not len(confidence):
        return Promise(precision, NEVER, 0.0)
    order = np.argsort(-confidence, kind="stable")
    ranked, hits = confidence[order], np.cumsum(right[order], dtype=np.int64)
    count = np.arange(1, len(ranked) + 1)
    last_of_equals = np.append(ranked[1:] < ranked[:-1], True)
    kept = np.flatnonzero(last_of_equals & (lower_bound(hits, count) >= precision))
    if not len(kept):
        return Promise(precision, NEVER, 0.0)
    return Promise(precision, float(ranked[kept[-1]]), float(count[kept[-1]] / len(ranked)))


def likely_set(chances: Matrix, truth: Codes, coverage: float = COVERED) -> LikelySet:
    """The set for held-out probabilities, one text a row, and the columns that were right."""
    if not len(truth):
        return EVERYTHING
    own = np.sort(chances[np.arange(len(truth)), truth])
    place = int(np.floor((1 - coverage) * (len(own) + 1))) - 1  # one is counted in for the text that is to come
    least = float(own[place]) if place >= 0 else 0.0
    return LikelySet(coverage, least, float((chances >= least).sum(axis=1).mean()))


def lower_bound(hits: NDArray[np.int64], count: NDArray[np.int64]) -> Column:
    """The lower end of Wilson's interval for a share."""
    share, square = hits / count, _CAUTION**2
    spread = _CAUTION * np.sqrt(share * (1 - share) / count + square / (4 * count**2))
    return (share + square / (2 * count) - spread) / (1 + square / count)


def coverage_at(confidence: Column, right: Flags, precision: float) -> float:
    """The largest share of answers, most confident first, of which `precision` were right: a measure, no promise."""
    if not len(confidence):
        return 0.0
    order = np.argsort(-confidence, kind="stable")
    count = np.arange(1, len(order) + 1)
    kept = np.flatnonzero(np.cumsum(right[order]) >= precision * count)
    return float(count[kept[-1]] / len(order)) if len(kept) else 0.0


def calibration_error(confidence: Column, right: Flags, bins: int = 15) -> float:
    """Expected calibration error: mean distance of confidence and accuracy over bins of equal width."""
    if not len(confidence):
        return 0.0
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(float((right[places == b] - confidence[places == b]).sum())) for b in np.unique(places)]
    return sum(gaps) / len(confidence)
