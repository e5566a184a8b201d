"""并单: the same matter is handled once, and everybody who told of it goes on hearing what becomes of it."""

from casework.notices import state_words, tell
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_secrecy import RecusedError
from casework.recuse import carry_recusals
from hotline.errors import InvalidInputError, NotFoundError
from hotline.events import JOINED
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.workflow import Move


def merge(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, into: str, reason: str) -> Ticket:
    """End a ticket by handling its matter within another open one. Its citizen is told of the steps of that one.

    The number of the other ticket stays in the house: it is somebody else's.

    Raises:
        InvalidInputError: no reason, or `into` is no other open ticket.
        RecusedError: a unit handles the other one that keeps out of this one.
    """
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    ticket, kept = uow.tickets.get(number), _open(uow, into.strip())
    if kept.number == number:
        raise InvalidInputError(field="into", rule="open_ticket", value=into)
    if set(kept.units) & set(uow.recusals.units_barred(number)):
        raise RecusedError(number=number)
    at = office.clock.now()
    ticket.move(Move.MERGE, actor, at, reason=reason.strip(), note=kept.number)
    kept.note(JOINED, actor, at, reason=reason.strip(), note=number)
    uow.tickets.save(ticket)
    uow.tickets.save(kept)
    carry_recusals(uow, number, kept.number)
    tell(office, uow, ticket, "merged", state=state_words(office, kept))
    return ticket


def _open(uow: UnitOfWork, number: str) -> Ticket:
    try:
        ticket = uow.tickets.get(number)
    except NotFoundError:
        raise InvalidInputError(field="into", rule="open_ticket", value=number) from None
    if not ticket.open:
        raise InvalidInputError(field="into", rule="open_ticket", value=number)
    return ticket
