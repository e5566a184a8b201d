"""Verdicts, answers and tickets in the JSON that scripts rely on (the contracts of the architecture)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.ports import Predicted
from classifiers.verdict import Understanding, Verdict
from hotline.clock import local
from hotline.taxonomy import Category
from hotline.ticket import Ticket
from hotline.units import UnitTree
from knowledge.answer import Answer, AnswerDecision
from routing.catalogue import Catalogue
from routing.decision import Decision


@dataclass(frozen=True, slots=True)
class ToldMatter:
    """One matter of a message: where it stands in it, what is understood of it alone, and who would get it."""

    start: int
    end: int
    understood: Understanding
    decision: Decision


def understanding_form(identity: object, understood: Understanding, decision: Decision,
                       matters: Sequence[ToldMatter]) -> dict[str, object]:  # fmt: skip
    """What `jiesu understand` prints for one message."""
    alarm = understood.alarm
    return {
        "id": identity,
        "emergency": {"kind": str(alarm.kind), "evidence": alarm.evidence} if alarm else None,
        "disposition": {
            "label": understood.disposition.label,
            "confidence": _rounded(understood.disposition.confidence),
        },
        "matter_type": _verdict(understood.matter_type),
        "category": _category(understood),
        "unit": _unit(decision),
        "elements": _elements(understood),
        "urgency": str(understood.urgency),
        "privacy": [
            {"start": span.start, "end": span.end, "kind": span.kind, "text": span.text} for span in understood.privacy
        ],
        "model": {"version": understood.model.version, "hash": understood.model.hash},
        "matters": [_matter(matter) for matter in matters],
    }


def _matter(matter: ToldMatter) -> dict[str, object]:
    place = matter.understood.category.category
    return {
        "start": matter.start,
        "end": matter.end,
        "category": {"l1": place.l1, "l2": place.l2},
        "unit": matter.decision.lead,
    }


def _verdict(verdict: Verdict) -> dict[str, object]:
    return {
        "label": verdict.label,
        "confidence": _rounded(verdict.confidence),
        "alternatives": [[label, _rounded(score)] for label, score in verdict.alternatives],
    }


def _category(understood: Understanding) -> dict[str, object]:
    verdict, place = understood.category, understood.category.category
    return {
        "l1": place.l1,
        "l2": place.l2,
        "l3": place.l3,
        "confidence": _rounded(verdict.confidence),
        "alternatives": [[label, _rounded(score)] for label, score in verdict.alternatives],
        "abstained": verdict.abstained,
    }


def _unit(decision: Decision) -> dict[str, object]:
    return {
        "lead": decision.lead,
        "others": list(decision.others),
        "confidence": _rounded(decision.confidence),
        "auto": decision.auto,
        "alternatives": [[label, _rounded(score)] for label, score in decision.alternatives],
        "ground": f"{decision.rule} {decision.ground}".strip(),
    }


def _elements(understood: Understanding) -> dict[str, object]:
    found = understood.elements
    return {
        "place": found.place.text,
        "time": found.time,
        "contact": " ".join(part for part in (found.name, found.phone) if part),
        "missing": list(found.missing),
    }


def answer_form(identity: object, answer: Answer) -> dict[str, object]:
    """What `jiesu answer` prints for one question."""
    entry = answer.entry
    given = entry is not None and answer.decision is AnswerDecision.ANSWER
    return {
        "id": identity,
        "decision": str(answer.decision),
        "entry": entry.id if entry and given else None,
        "score": _rounded(answer.score),
        "alternatives": [{"entry": each.entry.id, "score": _rounded(each.score)} for each in answer.candidates],
        "text": entry.short if entry and given else "",
        "source": entry.source if entry and given else "",
    }


def ticket_form(ticket: Ticket, units: UnitTree, catalogue: Catalogue,
                predicted: Mapping[str, Predicted]) -> dict[str, object]:  # fmt: skip
    """What `jiesu converse` prints for one ticket; the contact is shown unmasked.

    A ticket that still waits for a dispatcher shows the unit that the machine suggests; `auto` tells them apart.
    """
    appeal, category = ticket.appeal, ticket.appeal.category
    lead, others = _types(ticket, units)
    if not lead and "unit" in predicted:
        lead = predicted["unit"].label
        rule = catalogue.find(ticket.ground.rule)
        others = list(rule.others) if rule and rule.lead == lead else []
    return {
        "number": ticket.number,
        "state": ticket.state.value,
        "matter_type": appeal.matter_type.value,
        "category": _levels(category),
        "unit": {"lead": lead, "others": others, "auto": ticket.ground.auto, "dispatched": bool(ticket.lead)},
        "urgency": appeal.urgency.value,
        "title": appeal.title,
        "place": appeal.place.text,
        "time": appeal.time,
        "contact": " ".join(part for part in (appeal.contact.name, appeal.contact.phone) if part),
        "anonymous": appeal.anonymous,
        "text": appeal.text,
        "deadline": local(ticket.due.answer_by).isoformat() if ticket.due else None,
    }


def _levels(category: Category) -> dict[str, str]:
    return {"l1": category.l1, "l2": category.l2, "l3": category.l3}


def _types(ticket: Ticket, units: UnitTree) -> tuple[str, list[str]]:
    lead = units.find(ticket.lead) if ticket.lead else None
    others = [unit.type for code in ticket.others if (unit := units.find(code)) is not None]
    return (lead.type if lead else ""), others


def _rounded(value: float) -> float:
    return round(float(value), 4)
