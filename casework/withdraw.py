"""撤销: the citizen takes the matter back before a unit has signed for it."""

from casework.authority import require_owner
from casework.joined import require_alone
from casework.notices import tell
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.workflow import Move


def withdraw(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reply_to: int | None = None) -> Ticket:
    """Withdraw a ticket.

    Raises:
        MoveRefusedError: a unit works on it already.
        JoinedByOthersError: other citizens' matters are handled within it.
    """
    ticket = uow.tickets.get(number)
    require_owner(ticket, actor)
    require_alone(ticket)
    ticket.move(Move.WITHDRAW, actor, office.clock.now())
    uow.tickets.save(ticket)
    tell(office, uow, ticket, "withdrawn", reply_to=reply_to)
    return ticket
