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
    "longest_word",
    "early",
    "weight_of_word_rules",
    "category_knows_unit",
    "rivals",
    "category_agrees",
    "co_unit_of_first_rule",
    "model_log_odds",
    "model_first",
    "model_margin",
    "category_confidence",
    "agreement",
)
_SMALLEST = 0.002
_MOST_WORDS = 3


def features(hits: Sequence[Hit], suggestion: Suggestion, lead: str) -> list[float]:
    """The values of `NAMES` for one candidate `lead`; `hits` are ranked, best first. All lie in about -1..1."""
    return [*_from_rules(hits, suggestion, lead), *_from_model(hits, suggestion, lead)]


def candidates(hits: Sequence[Hit], suggestion: Suggestion) -> list[str]:
    """The units that anything speaks for: leads of fitting rules, best first, then the model's."""
    return list(dict.fromkeys([*(hit.rule.lead for hit in hits), *(unit for unit, _ in suggestion.units)]))


def best_hit(hits: Sequence[Hit], lead: str) -> Hit | None:
    """The highest rule that names this lead."""
    return next((hit for hit in hits if hit.rule.lead == lead), None)


def _from_rules(hits: Sequence[Hit], suggestion: Suggestion, lead: str) -> list[float]:
    best = best_hit(hits, lead)
    others = next((hit.rule.priority for hit in hits if hit.rule.lead != lead), 0)
    worded = [hit for hit in hits if hit.words]
    agreeing = [hit for hit in worded if hit.rule.lead == lead]
    by_category = any(hit.rule.lead == lead and not hit.words for hit in hits)
    known = any(lead in (hit.rule.lead, *hit.rule.others) for hit in hits if not hit.words)
    words = {word for hit in agreeing for word in hit.words}
    return [
        float(best is not None and bool(best.words)),
        float(best is not None and not best.words),
        float(best is not None and best is hits[0]),
        best.rule.priority / 100 if best else 0.0,
        ((best.rule.priority if best else 0) - others) / 100,
        min(len(words), _MOST_WORDS) / _MOST_WORDS,
        min(max(map(len, words), default=0), 5) / 5,
        math.exp(-min(hit.first for hit in agreeing) / 40) if agreeing else 0.0,
        sum(_weight(hit) for hit in agreeing) / (sum(_weight(hit) for hit in worded) or 1.0),
        float(known),
        math.log(1 + len({hit.rule.lead for hit in worded})) * bool(agreeing),
        suggestion.category_confidence * by_category,
        float(bool(hits) and lead in hits[0].rule.others),
    ]


def _weight(hit: Hit) -> float:
    """How much a rule says: its rank, more words, and standing early in the text."""
    return hit.rule.priority / 50 * len(hit.words) * math.exp(-hit.first / 80)


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
        float(first and bool(hits) and hits[0].rule.lead == lead),
    ]


def _log_odds(probability: float) -> float:
    held = min(max(probability, _SMALLEST), 1 - _SMALLEST)
    return math.log(held / (1 - held))
