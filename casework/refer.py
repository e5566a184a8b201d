"""告知渠道: a matter that another channel must decide is never merely refused; the channel is named."""

from casework.corrections import keep_way
from casework.notices import tell
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.errors import InvalidInputError
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.workflow import Move


def refer(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, channel: str) -> Ticket:
    """End the ticket by telling the citizen where the matter belongs and how to go there.

    Raises:
        InvalidInputError: no channel is named.
    """
    if not channel.strip():
        raise InvalidInputError(field="channel", rule="required")
    ticket = uow.tickets.get(number)
    ticket.move(Move.REFER, actor, office.clock.now(), reason=channel.strip())
    uow.tickets.save(ticket)
    keep_way(office, uow, number, actor, None)
    tell(office, uow, ticket, "referred", channel=channel.strip())
    return ticket
