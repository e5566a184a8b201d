"""Learning how sure a dispatch is from matters whose competent unit is known.

The suggestions must be out-of-fold: a model that has seen a matter is surer of it than it will ever be again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from routing.catalogue import Catalogue
from routing.confidence import DispatchConfidence
from routing.decision import RoutedMatter, Suggestion
from routing.features import best_hit, candidates, features
from routing.match import Matcher

PROMISED = 0.97
_FEWEST_ABOVE = 30


@dataclass(frozen=True, slots=True)
class LabelledMatter:
    """A matter with what the model suggested for it unseen, and the type of the unit that was competent."""

    matter: RoutedMatter
    suggestion: Suggestion
    lead: str


@dataclass(frozen=True, slots=True)
class Sample:
    """The candidates of one matter: features, whether it is the competent unit, whether a rule names it."""

    rows: tuple[list[float], ...]
    correct: tuple[bool, ...]
    ruled: tuple[bool, ...]


def sample(labelled: LabelledMatter, matcher: Matcher, day: date) -> Sample:
    hits = matcher.hits(labelled.matter, day)
    leads = candidates(hits, labelled.suggestion)
    return Sample(
        tuple(features(hits, labelled.suggestion, lead) for lead in leads),
        tuple(lead == labelled.lead for lead in leads),
        tuple(best_hit(hits, lead) is not None for lead in leads),
    )


def calibrate(matters: Iterable[LabelledMatter], catalogue: Catalogue, day: date, data: str) -> DispatchConfidence:
    """Fit weights and threshold for a catalogue on a day; `data` names the material in the result.

    What is reported as measured comes from two halves, each judged with weights and threshold of the other. The
    result itself is fitted on everything, with the stricter of the two thresholds.

    Raises:
        ValueError: fewer than 100 matters.
    """
    matcher = Matcher(catalogue)
    samples = [sample(each, matcher, day) for each in matters]
    if len(samples) < 100:  # noqa: PLR2004 - below that a precision of 0.97 cannot be told from 0.90
        raise ValueError(f"at least 100 labelled matters are needed, not {len(samples)}")
    halves = samples[::2], samples[1::2]
    fitted = [fit_confidence(half) for half in halves]
    outcomes = [each for one, other in zip(fitted, reversed(halves), strict=True) for each in _judged(one, other)]
    whole = fit_confidence(samples)
    threshold = max(whole.threshold, *(each.threshold for each in fitted))
    return DispatchConfidence(whole.weights, whole.intercept, threshold, PROMISED, {"data": data} | _report(outcomes))


def fit_confidence(samples: Sequence[Sample]) -> DispatchConfidence:
    """Weights by logistic regression over all candidates, and the lowest threshold that keeps the promise on them."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only the [train] extra brings it

    rows = [row for each in samples for row in each.rows]
    correct = [right for each in samples for right in each.correct]
    model = LogisticRegression(C=1.0, max_iter=1000).fit(rows, correct)
    weights = tuple(round(float(weight), 4) for weight in model.coef_[0])
    unbounded = DispatchConfidence(weights, round(float(model.intercept_[0]), 4), 1.0, PROMISED)
    threshold = _threshold([(score, right) for score, right, ruled, _ in _judged(unbounded, samples) if ruled])
    return DispatchConfidence(weights, unbounded.intercept, threshold, PROMISED)


Judged = tuple[float, bool, bool, bool]
"""Confidence of the first candidate, whether it is right, whether a rule names it, whether it goes out alone."""


def _judged(confidence: DispatchConfidence, samples: Iterable[Sample]) -> list[Judged]:
    judged: list[Judged] = []
    for each in samples:
        if not each.rows:
            judged.append((0.0, False, False, False))
            continue
        scores = [confidence.score(row) for row in each.rows]
        first = scores.index(max(scores))
        auto = each.ruled[first] and scores[first] >= confidence.threshold
        judged.append((scores[first], each.correct[first], each.ruled[first], auto))
    return judged


def _threshold(scored: Sequence[tuple[float, bool]]) -> float:
    """The lowest score above which the share of right ones keeps the promise; 1.0 if none does."""
    right, lowest = 0, 1.0
    for count, (score, correct) in enumerate(sorted(scored, reverse=True), start=1):
        right += correct
        if count >= _FEWEST_ABOVE and right / count >= PROMISED:
            lowest = score
    return round(lowest, 4)


def _report(outcomes: Sequence[Judged]) -> dict[str, object]:
    alone = [right for _, right, _, auto in outcomes if auto]
    return {
        "matters": len(outcomes),
        "accuracy": round(sum(right for _, right, _, _ in outcomes) / len(outcomes), 4),
        "auto_share": round(len(alone) / len(outcomes), 4),
        "auto_precision": round(sum(alone) / len(alone), 4) if alone else None,
    }
