"""What is known about a candidate unit, as numbers: what the rules say for it, and what the model says for it."""

import math
from collections.abc import Sequence

from routing.decision import Suggestion
from routing.match import Hit

NAMES = (
    "word_rule",
    "category_rule",
    "first_rule",
    "priority",
    "lead_over_other_rules",
    "words",
    "early",
    "category_knows_unit",
    "category_agrees",
    "co_unit_of_first_rule",
    "opening",
    "opening_over_others",
    "no_other_opening",
    "model_log_odds",
    "model_first",
    "model_margin",
    "category_confidence",
    "agreement",
)
_SMALLEST = 0.002
_MOST_WORDS = 3
_EARLY = 60
_LATE = 0.2
OPENING = 22
"""Characters of a title, or of a first sentence: what is said there is what the letter is about."""


def features(hits: Sequence[Hit], suggestion: Suggestion, lead: str) -> list[float]:
    """The values of `NAMES` for one candidate `lead`; `hits` are ranked, best first. All lie in about -1..1."""
    return [*_from_rules(hits, suggestion, lead), *_from_model(hits, suggestion, lead)]


def candidates(hits: Sequence[Hit], suggestion: Suggestion) -> list[str]:
    """The units that anything speaks for: leads of fitting rules, best first, then the model's."""
    return list(dict.fromkeys([*(hit.rule.lead for hit in hits), *(unit for unit, _ in suggestion.units)]))


def best_hit(hits: Sequence[Hit], lead: str) -> Hit | None:
    """The rule that speaks most for this lead; of equals the one that ranks higher."""
    return max((hit for hit in hits if hit.rule.lead == lead), key=strength, default=None)


def strength(hit: Hit) -> float:
    """A rule's priority (about 0..1), less where its words come late: a letter's first lines say what it is about."""
    held = math.exp(-hit.first / _EARLY) if hit.words else 1.0
    return hit.rule.priority / 100 * (_LATE + (1 - _LATE) * held)


def _from_rules(hits: Sequence[Hit], suggestion: Suggestion, lead: str) -> list[float]:
    own = [hit for hit in hits if hit.rule.lead == lead]
    best = best_hit(hits, lead)
    worded = [hit for hit in own if hit.words]
    rival = max((strength(hit) for hit in hits if hit.rule.lead != lead), default=0.0)
    held = strength(best) if best else 0.0
    strongest = max(hits, key=strength, default=None)
    opening, other = _opening(hits, lead)
    return [
        float(best is not None and bool(best.words)),
        float(best is not None and not best.words),
        float(best is not None and held >= rival),
        held,
        held - rival,
        min(len({word for hit in worded for word in hit.words}), _MOST_WORDS) / _MOST_WORDS,
        math.exp(-min(hit.first for hit in worded) / _EARLY) if worded else 0.0,
        float(any(lead in (hit.rule.lead, *hit.rule.others) for hit in hits if not hit.words)),
        suggestion.category_confidence * any(not hit.words for hit in own),
        float(strongest is not None and lead in strongest.rule.others),
        opening,
        opening - other if opening else 0.0,
        -other,
    ]


def _opening(hits: Sequence[Hit], lead: str) -> tuple[float, float]:
    """The highest priority (about 0..1) among the rules whose words open the letter: of this lead, and of others."""
    opening = [hit for hit in hits if hit.words and hit.first < OPENING]
    own = max((hit.rule.priority for hit in opening if hit.rule.lead == lead), default=0)
    other = max((hit.rule.priority for hit in opening if hit.rule.lead != lead), default=0)
    return own / 100, other / 100


def _from_model(hits: Sequence[Hit], suggestion: Suggestion, lead: str) -> list[float]:
    probabilities = dict(suggestion.units)
    own = probabilities.get(lead, 0.0)
    rival = max((value for unit, value in probabilities.items() if unit != lead), default=0.0)
    first = bool(probabilities) and own >= rival
    return [
        _log_odds(own) / 6,
        float(first),
        own - rival,
        suggestion.category_confidence,
        float(first and bool(hits) and max(hits, key=strength).rule.lead == lead),
    ]


def _log_odds(probability: float) -> float:
    held = min(max(probability, _SMALLEST), 1 - _SMALLEST)
    return math.log(held / (1 - held))
