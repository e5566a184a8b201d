"""复核派单: a dispatcher confirms or corrects what the machine was not sure of, and the ticket goes out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from casework.corrections import DISPOSITION, for_a_unit, keep_corrections
from casework.dispatch import dispatch
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.appeal import Appeal, Place
from hotline.clock import local_day
from hotline.deadlines import Due
from hotline.errors import ConflictError
from hotline.matter import MatterType, Urgency
from hotline.people import Actor
from hotline.taxonomy import Category
from hotline.ticket import Ground, Ticket
from hotline.units import UnitKind
from hotline.workflow import Move, MoveRefusedError, State

_DATES = ("sign_by", "contact_by", "answer_by", "return_by")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the dispatcher decided. `version` is the one that was on the screen.

    Urgency, title and place are as they were where nothing is said of them.
    """

    category: Category
    matter_type: MatterType
    lead: str
    others: Sequence[str] = ()
    ground: str = ""
    version: int | None = None
    urgency: Urgency | None = None
    title: str = ""
    place: str = ""

    def __repr__(self) -> str:
        return f"Ruling({self.category.path}, {self.lead})"


def review(office: Office, uow: UnitOfWork, number: str, actor: Actor, ruling: Ruling) -> Ticket:
    """Dispatch with the person's decision, and keep what they made of the machine's: that is how it learns.

    Raises:
        ConflictError: somebody else decided in between.
        MoveRefusedError: it waits for no dispatcher; the outcome of a consultation is written down by `conclude`.
    """
    ticket = uow.tickets.get(number)
    if ruling.version is not None and ruling.version != ticket.version:
        raise ConflictError(what="ticket", key=number)
    if ticket.state is not State.ACCEPTED:
        raise MoveRefusedError(state=ticket.state, move=Move.DISPATCH)
    office.taxonomy.require(ruling.category)
    _keep_corrections(office, uow, ticket, actor, ruling)
    before, ticket.appeal = ticket.appeal, _corrected(office, ticket.appeal, ruling)
    _hasten(office, ticket, before)
    ground = _ground(ticket, ruling)
    dispatch(office, uow, ticket, actor, lead=ruling.lead, others=ruling.others, ground=ground)
    return ticket


def _corrected(office: Office, appeal: Appeal, ruling: Ruling) -> Appeal:
    return replace(
        appeal,
        category=ruling.category,
        matter_type=ruling.matter_type,
        urgency=ruling.urgency or appeal.urgency,
        title=ruling.title or appeal.title,
        place=_place(office, appeal.place, ruling) if ruling.place else appeal.place,
    )


def _place(office: Office, old: Place, ruling: Ruling) -> Place:
    """The corrected words. The codes stay where the words are more or less of the same place; else they would name a
    street that nobody spoke of, and only the street that the ticket goes to is sure."""
    if ruling.place in old.text or (old.text and old.text in ruling.place):
        return replace(old, text=ruling.place)
    lead = office.units.get(ruling.lead)
    street = lead.code if lead.kind is UnitKind.STREET else ""
    return Place(ruling.place, street, lead.parent if street else "")


def _hasten(office: Office, ticket: Ticket, before: Appeal) -> None:
    """What turns out to be more urgent is due sooner; a date that the citizen was told is never put off.

    By how much the clock has stood still meanwhile, the new dates are later as well.
    """
    was, due = _due(office, ticket, before), _due(office, ticket, ticket.appeal)
    if ticket.due is None or due.rule == ticket.due.rule or due.answer_by >= was.answer_by:
        return
    paused = max(timedelta(0), ticket.due.answer_by - was.answer_by)
    later = {name: moment + paused for name in _DATES if (moment := getattr(due, name)) is not None}
    ticket.due = replace(due, **later)


def _due(office: Office, ticket: Ticket, appeal: Appeal) -> Due:
    rule = office.deadlines.rule_for(
        appeal.matter_type, appeal.urgency, appeal.category, appeal.text, local_day(ticket.received_at)
    )
    return office.deadlines.due(rule, ticket.received_at)


def _ground(ticket: Ticket, ruling: Ruling) -> Ground:
    """The rule stays the ground where the person agreed with it; otherwise the person's own words are."""
    if ruling.ground:
        return Ground(text=ruling.ground, confidence=1.0)
    return replace(ticket.ground, auto=False)


def _keep_corrections(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, ruling: Ruling) -> None:
    became = {
        "category": f"{ruling.category.l1}/{ruling.category.l2}",
        "matter_type": str(ruling.matter_type),
        "unit": office.units.get(ruling.lead).type,
        DISPOSITION: for_a_unit(uow.ledger.of_ticket(ticket.number)),
    }
    keep_corrections(office, uow, ticket.number, actor, became, source="review")
