"""并入的工单: whose matters are handled within a ticket, and what must not happen to it because of them."""

from casework.ports import UnitOfWork
from hotline.errors import HotlineError
from hotline.events import JOINED, PARTED
from hotline.ticket import Ticket


class JoinedByOthersError(HotlineError):
    """Other citizens' matters are handled within this ticket: it is not ended for the sake of one of them."""

    code = "joined_by_others"


def joined(uow: UnitOfWork, ticket: Ticket) -> list[Ticket]:
    """The tickets that were merged into this one, and those that had been merged into them before."""
    direct = [uow.tickets.get(number) for number in joined_numbers(ticket)]
    return [each for one in direct for each in (one, *joined(uow, one))]


def joined_numbers(ticket: Ticket) -> list[str]:
    """Their numbers, in the order in which they came; one that lives on its own again is none of them."""
    within: dict[str, None] = {}
    for event in ticket.history:
        if event.move == JOINED:
            within[event.note] = None
        elif event.move == PARTED:
            within.pop(event.note, None)
    return list(within)


def require_alone(ticket: Ticket) -> None:
    """Raises JoinedByOthersError where another ticket was merged into this one."""
    if joined_numbers(ticket):
        raise JoinedByOthersError(number=ticket.number)
