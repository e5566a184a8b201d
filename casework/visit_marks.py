"""The wish not to be called: nobody asks such a citizen how it went, and the assessment leaves the ticket out."""

from casework.office import Office
from casework.ports import UnitOfWork
from hotline.events import NO_REPLY
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import RoleRefusedError


def note_no_reply(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, words: str = "") -> Ticket:
    """Write down that the citizen wishes no answer and no call."""
    if actor.role not in (Role.OPERATOR, Role.SUPERVISOR):
        raise RoleRefusedError(move=NO_REPLY, role=actor.role)
    ticket = uow.tickets.get(number)
    ticket.note(NO_REPLY, actor, office.clock.now(), note=words.strip())
    uow.tickets.save(ticket)
    return ticket
