"""转紧急渠道: a person reads danger where the screen saw none; whom to call goes to the citizen at once."""

from casework.corrections import keep_way
from casework.notices import tell
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.errors import InvalidInputError
from hotline.matter import Disposition
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.workflow import Move


def hand_to_emergency(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, channel: str) -> Ticket:
    """End the ticket by naming the emergency line, e.g. 119, that must act now.

    Raises:
        InvalidInputError: no line is named.
    """
    if not channel.strip():
        raise InvalidInputError(field="channel", rule="required")
    ticket = uow.tickets.get(number)
    ticket.move(Move.HAND_TO_EMERGENCY, actor, office.clock.now(), reason=channel.strip())
    uow.tickets.save(ticket)
    keep_way(office, uow, number, actor, Disposition.EMERGENCY)
    tell(office, uow, ticket, "handed_to_emergency", channel=channel.strip())
    return ticket
