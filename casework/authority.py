"""Whose ticket is it: a unit acts on its own tickets only, a citizen on theirs."""

from hotline.errors import NotAllowedError, NotFoundError
from hotline.people import Actor, Role
from hotline.ticket import Ticket


def require_lead(ticket: Ticket, actor: Actor) -> None:
    """Only the lead unit signs, returns and answers.

    Raises:
        NotAllowedError: the actor belongs to another unit.
    """
    if actor.role is Role.DEPARTMENT and actor.unit != ticket.lead:
        raise NotAllowedError(what="ticket", key=ticket.number)


def require_owner(ticket: Ticket, actor: Actor) -> None:
    """A citizen touches their own ticket only; of others they do not even learn that it exists.

    Raises:
        NotFoundError: it is somebody else's.
    """
    if actor.role is Role.CITIZEN and actor.id != str(ticket.person):
        raise NotFoundError(what="ticket", key=ticket.number)
