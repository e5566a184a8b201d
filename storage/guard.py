"""The last door before a ticket is stored: whoever keeps out of it takes no step, and gets it from nobody.

Pages and lists ask first and say that there is no such ticket. A verb that forgot to ask is stopped here.
"""

from sqlalchemy import Connection

from casework.ports_secrecy import RecusedError
from hotline.people import STAFF_ROLES
from hotline.ticket import Ticket
from hotline.workflow import Move
from storage.recusals import bars, units_barred


def require_not_barred(connection: Connection, ticket: str, unit: str) -> None:
    """A unit that keeps out is neither added nor whistled for nor called to the table. Raises RecusedError."""
    if unit in units_barred(connection, ticket):
        raise RecusedError(number=ticket)


def require_no_interest(connection: Connection, ticket: Ticket) -> None:
    """Look at the steps that are about to be stored.

    Raises:
        RecusedError: somebody took one who keeps out of it, or the ticket goes to a unit that does.
    """
    staff = {event.actor for event in ticket.fresh if event.actor.role in STAFF_ROLES}
    if any(bars(connection, ticket.number, actor) for actor in staff):
        raise RecusedError(number=ticket.number)
    sent = any(event.move == Move.DISPATCH for event in ticket.fresh)
    if sent and set(ticket.units) & set(units_barred(connection, ticket.number)):
        raise RecusedError(number=ticket.number)
