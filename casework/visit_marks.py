"""What keeps a citizen from being asked how it went: calls in vain, and the wish not to be called."""

from casework.office import Office
from casework.ports import UnitOfWork
from hotline.events import NO_REPLY, UNREACHED
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import Move, MoveRefusedError, RoleRefusedError, State


def note_unreached(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, words: str = "") -> Ticket:
    """Write down a follow-up call that reached nobody; the assessment counts them.

    Raises:
        MoveRefusedError: the ticket does not wait for a follow-up.
        RoleRefusedError: the unit that handled it says so; that is for the hotline to find out.
    """
    ticket = uow.tickets.get(number)
    if ticket.state is not State.FOLLOW_UP:
        raise MoveRefusedError(state=ticket.state, move=Move.CLOSE)
    return _note(office, uow, ticket, actor, UNREACHED, words)


def note_no_reply(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, words: str = "") -> Ticket:
    """Write down that the citizen wishes no answer and no call."""
    return _note(office, uow, uow.tickets.get(number), actor, NO_REPLY, words)


def _note(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, name: str, words: str) -> Ticket:
    if actor.role not in (Role.OPERATOR, Role.SUPERVISOR):
        raise RoleRefusedError(move=name, role=actor.role)
    ticket.note(name, actor, office.clock.now(), note=words.strip())
    uow.tickets.save(ticket)
    return ticket
