"""What the machine proposes for a ticket that waits for a dispatcher: the first choice and its runners-up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.ports import Predicted
from console.parts import ConsoleParts
from hotline.ticket import Ticket
from routing.decision import RoutedMatter, Suggestion

OFFERED = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """One unit to send to. `code` is empty where the city has no such unit for this place, e.g. an unknown street."""

    key: int
    type: str
    code: str
    name: str
    confidence: float
    others: tuple[str, ...] = ()


def proposals(parts: ConsoleParts, ticket: Ticket, predictions: Mapping[str, Predicted]) -> list[Proposal]:
    """Up to three units, best first, turned from department types into units of this city. Blocking (rules)."""
    predicted = predictions.get("unit")
    if predicted is None:
        return []
    others = (pair for pair in predicted.alternatives if pair[0] != predicted.label)
    leads = [(predicted.label, predicted.confidence), *others]
    return [
        _proposal(parts, ticket, key, unit_type, confidence, leads)
        for key, (unit_type, confidence) in enumerate(leads[:OFFERED], start=1)
        if unit_type
    ]


def _proposal(parts: ConsoleParts, ticket: Ticket, key: int, unit_type: str, confidence: float,
              ranked: Sequence[tuple[str, float]]) -> Proposal:  # fmt: skip
    unit = parts.office.units.handler(unit_type, ticket.appeal.place.street or None)
    code, name = (unit.code, unit.name) if unit else ("", unit_type)
    others = _co_units(parts, ticket, code, ranked) if key == 1 and code else ()
    return Proposal(key, unit_type, code, name, confidence, others)


def _co_units(parts: ConsoleParts, ticket: Ticket, lead: str, ranked: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    """The co-units of the rules' decision, as far as the rules lead to the same unit today."""
    appeal = ticket.appeal
    matter = RoutedMatter(appeal.text, appeal.category, appeal.matter_type, appeal.place)
    decision = parts.decide(matter, Suggestion(tuple(ranked)), parts.now())
    return decision.other_units if decision.lead_unit == lead else ()
