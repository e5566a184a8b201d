"""签收: the lead unit takes the ticket on and the citizen learns that somebody works on it."""

from casework.assignments import mark_lead
from casework.authority import require_lead
from casework.notices import tell
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.workflow import Move


def sign(office: Office, uow: UnitOfWork, number: str, actor: Actor) -> Ticket:
    """Sign for a ticket. The window for returning it now runs from the signature."""
    ticket = uow.tickets.get(number)
    require_lead(ticket, actor)
    at = office.clock.now()
    ticket.move(Move.SIGN, actor, at)
    ticket.signed_at = at
    if ticket.due is not None:
        ticket.due = office.deadlines.restart_return(ticket.due, at, office.hours_of(ticket.lead))
    mark_lead(uow, ticket, at)
    uow.tickets.save(ticket)
    tell(office, uow, ticket, "signed", unit=office.unit_name(ticket.lead))
    return ticket
