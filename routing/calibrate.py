"""Learning how sure a dispatch is from matters whose competent unit is known.

The suggestions must be out-of-fold: a model that has seen a matter is surer of it than it will ever be again.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from routing.catalogue import Catalogue
from routing.certainty import certainty
from routing.confidence import Certainty, DispatchConfidence
from routing.decision import RoutedMatter, Suggestion
from routing.features import best_hit, candidates, features
from routing.match import Hit, Matcher, disputed

PROMISED = 0.97


@dataclass(frozen=True, slots=True)
class LabelledMatter:
    """A matter with what the model suggested for it unseen, and the unit types that count as competent.

    Whoever gathers the matters decides whether a co-unit counts: the strict promise names the lead alone.
    """

    matter: RoutedMatter
    suggestion: Suggestion
    competent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """The candidates of one matter: features, whether it is the competent unit, whether a rule names it.

    `disputed`: two rules of the highest rank name different leads, so a person decides in any case.
    """

    leads: tuple[str, ...]
    rows: tuple[list[float], ...]
    correct: tuple[bool, ...]
    ruled: tuple[bool, ...]
    disputed: bool
    hits: tuple[Hit, ...]
    suggestion: Suggestion
    length: int


def sample(labelled: LabelledMatter, matcher: Matcher, day: date) -> Sample:
    """What the router would weigh up for a matter, with the truth beside it."""
    hits = matcher.hits(labelled.matter, day)
    leads = candidates(hits, labelled.suggestion)
    return Sample(
        tuple(leads),
        tuple(features(hits, labelled.suggestion, lead) for lead in leads),
        tuple(lead in labelled.competent for lead in leads),
        tuple(best_hit(hits, lead) is not None for lead in leads),
        disputed(hits),
        tuple(hits),
        labelled.suggestion,
        len(labelled.matter.text),
    )


def calibrate(
    matters: Iterable[LabelledMatter], catalogue: Catalogue, day: date, *, data: str, promised: float = PROMISED
) -> DispatchConfidence:
    """Fit weights and threshold for a catalogue on a day; `data` names the material in the result.

    What is reported as measured comes from two halves, the first rows and the last, each judged with weights and
    threshold of the other, so nothing is judged by what it was fitted on. The weights that are given back are fitted
    on everything; their threshold is the one that keeps the promise over both held-out halves together.

    Raises:
        ValueError: fewer than 100 matters.
    """
    matcher = Matcher(catalogue)
    samples = [sample(each, matcher, day) for each in matters]
    if len(samples) < 100:  # noqa: PLR2004 - below that a precision of 0.97 cannot be told from 0.90
        raise ValueError(f"at least 100 labelled matters are needed, not {len(samples)}")
    halves = samples[: len(samples) // 2], samples[len(samples) // 2 :]
    fitted = [fit_confidence(half, promised) for half in halves]
    judged = [each for one, other in zip(fitted, reversed(halves), strict=True) for each in _judged(one, other)]
    whole = fit_confidence(samples, promised)
    threshold = _threshold([(each.score, each.right) for each in judged if each.ruled], promised)
    return replace(whole, threshold=threshold, measured={"data": data} | _report(judged))


def fit_confidence(samples: Sequence[Sample], promised: float = PROMISED) -> DispatchConfidence:
    """Weights by logistic regression over all candidates, how far the first of them can be believed by another over the
    first ones, and the lowest threshold that keeps the promise on them."""
    rows = [row for each in samples for row in each.rows]
    correct = [right for each in samples for right in each.correct]
    plain = DispatchConfidence(*_regressed(rows, correct), 1.0, promised)
    whole = replace(plain, certainty=_certainty(plain, [each for each in samples if each.rows]))
    scored = [(each.score, each.right) for each in _judged(whole, samples) if each.ruled]
    return replace(whole, threshold=_threshold(scored, promised))


def _certainty(plain: DispatchConfidence, samples: Sequence[Sample]) -> Certainty | None:
    """None where the first ones were all right, or all wrong: there is nothing to tell apart."""
    rows: list[list[float]] = []
    right: list[bool] = []
    for each in samples:
        scored = _scored(plain, each)
        rows.append(certainty(each.hits, each.suggestion, scored, each.length))
        right.append(each.correct[each.leads.index(scored[0][0])])
    return Certainty(*_regressed(rows, right)) if len(set(right)) > 1 else None


def _regressed(rows: Sequence[Sequence[float]], correct: Sequence[bool]) -> tuple[tuple[float, ...], float]:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only the [train] extra brings it

    model = LogisticRegression(C=1.0, max_iter=2000).fit(rows, correct)
    return tuple(round(float(weight), 4) for weight in model.coef_[0]), round(float(model.intercept_[0]), 4)


def _scored(confidence: DispatchConfidence, sample: Sample) -> list[tuple[str, float]]:
    """The candidates with their scores, best first."""
    scored = [(lead, confidence.score(row)) for lead, row in zip(sample.leads, sample.rows, strict=True)]
    return sorted(scored, key=lambda each: each[1], reverse=True)


@dataclass(frozen=True, slots=True)
class _Judged:
    """The first candidate of one matter: its confidence, whether it is right, has a rule, and goes out alone."""

    score: float
    right: bool
    ruled: bool
    auto: bool


def _judged(confidence: DispatchConfidence, samples: Iterable[Sample]) -> list[_Judged]:
    return [_first(confidence, each) if each.rows else _Judged(0.0, False, False, False) for each in samples]


def _first(confidence: DispatchConfidence, sample: Sample) -> _Judged:
    scored = _scored(confidence, sample)
    best = sample.leads.index(scored[0][0])
    believed = confidence.believed(sample.hits, sample.suggestion, scored, sample.length)
    ruled = sample.ruled[best] and not sample.disputed
    return _Judged(believed, sample.correct[best], ruled, ruled and believed >= confidence.threshold)


def _threshold(scored: Sequence[tuple[float, bool]], promised: float) -> float:
    """The lowest score from which on the share of right ones keeps the promise; 1.0, so nothing, if none does.

    It is counted as if the next one were wrong, so that a lucky few at the top do not pass for a kept promise.
    """
    right, lowest = 0, 1.0
    ordered = sorted(scored, reverse=True)
    for count, (score, correct) in enumerate(ordered, start=1):
        right += correct
        tied = count < len(ordered) and ordered[count][0] == score
        if not tied and right / (count + 1) >= promised:
            lowest = score
    return math.floor(lowest * 10_000) / 10_000 if lowest < 1 else 1.0


def _report(judged: Sequence[_Judged]) -> dict[str, object]:
    alone = [each.right for each in judged if each.auto]
    return {
        "matters": len(judged),
        "right": round(sum(each.right for each in judged) / len(judged), 4),
        "auto_share": round(len(alone) / len(judged), 4),
        "auto_right": round(sum(alone) / len(alone), 4) if alone else None,
    }
