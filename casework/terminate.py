"""终止办理: what was missing never came, or there is nothing to handle; the citizen is told why."""

from casework.joined import require_alone
from casework.notices import tell
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.errors import InvalidInputError
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.workflow import Move


def terminate(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str) -> Ticket:
    """End a ticket that waits in vain for its citizen. The reason goes to them, and how to come back.

    Raises:
        InvalidInputError: no reason.
        JoinedByOthersError: other citizens' matters are handled within it.
    """
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    ticket = uow.tickets.get(number)
    require_alone(ticket)
    ticket.move(Move.TERMINATE, actor, office.clock.now(), reason=reason.strip())
    uow.tickets.save(ticket)
    tell(office, uow, ticket, "terminated", reason=reason.strip())
    return ticket
