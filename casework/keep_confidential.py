"""要求保密: asked at any time, by the citizen or in their name, the ticket itself becomes a confidential one."""

from dataclasses import replace

from casework.authority import require_owner
from casework.notices import tell
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.events import SEALED
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import RoleRefusedError

_MAY = frozenset({Role.CITIZEN, Role.OPERATOR, Role.SUPERVISOR})


def keep_confidential(office: Office, uow: UnitOfWork, number: str, actor: Actor, *,
                      reply_to: int | None = None) -> Ticket:  # fmt: skip
    """From now on the identity goes to nobody who does not need it. Asked twice it is done once.

    The citizen is told what holds from now on, and that what a unit could read before cannot be taken back.

    Raises:
        NotFoundError: it is somebody else's.
        RoleRefusedError: a department; it is not for the one who handles to say.
    """
    ticket = uow.tickets.get(number)
    require_owner(ticket, actor)
    if actor.role not in _MAY:
        raise RoleRefusedError(move=SEALED, role=actor.role)
    if not ticket.appeal.confidential:
        at = office.clock.now()
        ticket.appeal = replace(ticket.appeal, confidential=True)
        ticket.note(SEALED, actor, at)
        uow.tickets.save(ticket)
        uow.audit.write(actor, "keep_confidential", number, "", at)
    tell(office, uow, ticket, "care.sealed_late" if ticket.dispatches else "care.sealed", reply_to=reply_to)
    return ticket
