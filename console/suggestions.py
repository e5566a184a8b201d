"""What the machine proposes for a ticket that waits for a dispatcher: the first choice and its runners-up.

A unit that gave the ticket back, and was right, stands behind all others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from casework.ports import Predicted
from console.parts import ConsoleParts
from hotline.ticket import Ticket
from hotline.workflow import Move
from routing.decision import RoutedMatter, Suggestion
from routing.jurisdiction import competent_unit

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
    returned: bool = False


def proposals(parts: ConsoleParts, ticket: Ticket, predictions: Mapping[str, Predicted]) -> list[Proposal]:
    """Up to three units, best first, turned from department types into units of this city. Blocking (rules)."""
    predicted = predictions.get("unit")
    if predicted is None:
        return []
    others = (pair for pair in predicted.alternatives if pair[0] != predicted.label)
    leads = [(predicted.label, predicted.confidence), *others]
    again = returned_by(ticket)
    offered = [
        _proposal(parts, ticket, unit_type, confidence, again)
        for unit_type, confidence in leads[: OFFERED + len(again)]
        if unit_type
    ]
    offered.sort(key=lambda one: one.returned)
    numbered = [replace(one, key=key) for key, one in enumerate(offered[:OFFERED], start=1)]
    return [_with_co_units(parts, ticket, one, leads) if one.key == 1 else one for one in numbered]


def returned_by(ticket: Ticket) -> frozenset[str]:
    """The units that gave the ticket back and were right."""
    return frozenset(event.unit for event in ticket.history if event.move == Move.UPHOLD_RETURN)


def _proposal(parts: ConsoleParts, ticket: Ticket, unit_type: str, confidence: float,
              again: frozenset[str]) -> Proposal:  # fmt: skip
    unit = competent_unit(parts.office.units, unit_type, ticket.appeal.place)
    code, name = (unit.code, unit.name) if unit else ("", unit_type)
    return Proposal(0, unit_type, code, name, confidence, returned=code in again)


def _with_co_units(parts: ConsoleParts, ticket: Ticket, first: Proposal,
                   ranked: Sequence[tuple[str, float]]) -> Proposal:  # fmt: skip
    others = _co_units(parts, ticket, first.code, ranked) if first.code else ()
    return replace(first, others=others)


def _co_units(parts: ConsoleParts, ticket: Ticket, lead: str, ranked: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    """The co-units of the rules' decision, as far as the rules lead to the same unit today."""
    appeal = ticket.appeal
    matter = RoutedMatter(appeal.text, appeal.category, appeal.matter_type, appeal.place)
    decision = parts.decide(matter, Suggestion(tuple(ranked)), parts.now())
    return decision.other_units if decision.lead_unit == lead else ()
