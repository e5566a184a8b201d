"""并入的工单: whose matters are handled within a ticket, and what must not happen to it because of them."""

from casework.ports import UnitOfWork
from hotline.errors import HotlineError
from hotline.events import JOINED
from hotline.ticket import Ticket


class JoinedByOthersError(HotlineError):
    """Other citizens' matters are handled within this ticket: it is not ended for the sake of one of them."""

    code = "joined_by_others"


def joined(uow: UnitOfWork, ticket: Ticket) -> list[Ticket]:
    """The tickets that were merged into this one, and those that had been merged into them before."""
    direct = [uow.tickets.get(event.note) for event in ticket.history if event.move == JOINED]
    return [each for one in direct for each in (one, *joined(uow, one))]


def require_alone(ticket: Ticket) -> None:
    """Raises JoinedByOthersError where another ticket was merged into this one."""
    if any(event.move == JOINED for event in ticket.history):
        raise JoinedByOthersError(number=ticket.number)
