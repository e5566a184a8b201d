"""复核派单: a dispatcher confirms or corrects what the machine was not sure of, and the ticket goes out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from casework.dispatch import dispatch
from casework.office import Office
from casework.ports import Correction, UnitOfWork
from hotline.errors import ConflictError
from hotline.matter import MatterType
from hotline.people import Actor
from hotline.taxonomy import Category
from hotline.ticket import Ground, Ticket
from hotline.workflow import Move, MoveRefusedError, State


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the dispatcher decided. `version` is the one that was on the screen."""

    category: Category
    matter_type: MatterType
    lead: str
    others: Sequence[str] = ()
    ground: str = ""
    version: int | None = None


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
    ticket.appeal = replace(ticket.appeal, category=ruling.category, matter_type=ruling.matter_type)
    ground = _ground(ticket, ruling)
    dispatch(office, uow, ticket, actor, lead=ruling.lead, others=ruling.others, ground=ground)
    return ticket


def _ground(ticket: Ticket, ruling: Ruling) -> Ground:
    """The rule stays the ground where the person agreed with it; otherwise the person's own words are."""
    if ruling.ground:
        return Ground(text=ruling.ground, confidence=1.0)
    return replace(ticket.ground, auto=False)


def _keep_corrections(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, ruling: Ruling) -> None:
    lead = office.units.get(ruling.lead)
    became = {
        "category": f"{ruling.category.l1}/{ruling.category.l2}",
        "matter_type": str(ruling.matter_type),
        "unit": lead.type,
    }
    for decision, predicted in uow.ledger.of_ticket(ticket.number).items():
        if decision in became:
            uow.ledger.correct(
                Correction(
                    ticket=ticket.number,
                    decision=decision,
                    was=predicted.label,
                    became=became[decision],
                    actor=actor,
                    at=office.clock.now(),
                    source="review",
                )
            )
