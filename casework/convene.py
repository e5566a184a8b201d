"""会商: nobody's duty is clear, so the units are called together; the outcome names lead and co-units."""

from collections.abc import Sequence

from casework.corrections import keep_corrections
from casework.dispatch import dispatch
from casework.notices import tell
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.errors import InvalidInputError
from hotline.people import Actor
from hotline.ticket import Ground, Ticket
from hotline.workflow import Move, MoveRefusedError, State


def convene(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str) -> Ticket:
    """Call a consultation; the citizen is told that several units are deciding who leads."""
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    ticket = uow.tickets.get(number)
    ticket.move(Move.CONVENE, actor, office.clock.now(), reason=reason.strip())
    uow.tickets.save(ticket)
    tell(office, uow, ticket, "convened")
    return ticket


def conclude(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, lead: str, outcome: str,
             others: Sequence[str] = ()) -> Ticket:  # fmt: skip
    """Write down the outcome and dispatch by it. What a consultation has fixed is not returned again.

    That the units had to sit together over it says nothing about the machine; whom they named does.
    """
    if not outcome.strip():
        raise InvalidInputError(field="outcome", rule="required")
    ticket = uow.tickets.get(number)
    if ticket.state is not State.CONSULTATION:
        raise MoveRefusedError(state=ticket.state, move=Move.DISPATCH)
    ground = Ground(text=outcome.strip(), confidence=1.0)
    dispatch(office, uow, ticket, actor, lead=lead, others=others, ground=ground)
    became = {"unit": office.units.get(lead).type}
    keep_corrections(office, uow, number, actor, became, source="consultation")
    return ticket
