"""How sure the unit that came first is among the others: what speaks for believing it, and what against.

A score says how well a unit fits on its own. Whether it may be believed also depends on the rest: a runner-up close
behind, another unit's rule in the title, a category that belongs elsewhere.
"""

import math
from collections.abc import Sequence

from routing.decision import Suggestion
from routing.features import OPENING, best_hit, strength
from routing.match import Hit

NAMES = (
    "log_odds",
    "lead_over_next",
    "strongest_rule",
    "first_rule",
    "opens",
    "nothing_opens",
    "model_first",
    "model_share",
    "category_confidence",
    "category_rule",
    "category_co_unit",
    "rivals",
    "priority",
    "length",
)
_MOST_RIVALS = 8
_ALONE = 8.0
_LONG = 150
"""Characters from which on a message counts as a letter: it tells of more than its subject."""


def certainty(
    hits: Sequence[Hit], suggestion: Suggestion, scored: Sequence[tuple[str, float]], length: int
) -> list[float]:
    """The values of `NAMES` for the first of `scored`, units with their scores (0..1), the chosen one before the
    others; `length` is that of the text in characters."""
    (lead, score), *others = scored
    next_one = max((_log_odds(each) for _, each in others), default=None)
    own = _log_odds(score)
    return [
        own,
        own - next_one if next_one is not None else _ALONE,
        *_by_rules(hits, lead),
        float(bool(suggestion.units) and suggestion.units[0][0] == lead),
        dict(suggestion.units).get(lead, 0.0),
        suggestion.category_confidence,
        *_by_category(hits, lead),
        min(len({hit.rule.lead for hit in hits}), _MOST_RIVALS) / _MOST_RIVALS,
        best.rule.priority / 100 if (best := best_hit(hits, lead)) else 0.0,
        min(length / _LONG, 1.0),
    ]


def _by_rules(hits: Sequence[Hit], lead: str) -> list[float]:
    """Whether the strongest rule, the first by rank and the highest of those that open the letter name the unit."""
    opening = max((hit for hit in hits if hit.words and hit.first < OPENING), key=_priority, default=None)
    return [
        float(bool(hits) and max(hits, key=strength).rule.lead == lead),
        float(bool(hits) and hits[0].rule.lead == lead),
        float(opening is not None and opening.rule.lead == lead),
        float(opening is None),
    ]


def _by_category(hits: Sequence[Hit], lead: str) -> list[float]:
    """Whether the first rule that asks for no words names the unit as lead, as helper."""
    first = next((hit.rule for hit in hits if not hit.words), None)
    return [float(first is not None and first.lead == lead), float(first is not None and lead in first.others)]


def _priority(hit: Hit) -> int:
    return hit.rule.priority


def _log_odds(probability: float) -> float:
    held = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(held / (1 - held))
