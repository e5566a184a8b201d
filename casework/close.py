"""办结: the citizen or the follow-up closes, never the one who handled."""

from casework.notices import tell
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.message import Button
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import Move


def close(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, *, reason: str = "",
          notice: str = "", reply_to: int | None = None) -> None:  # fmt: skip
    """Close a ticket that waits for its follow-up, and say how it can be opened again; `notice` says it otherwise.

    Raises:
        HandlerMayNotCloseError: the actor's unit handled it.
    """
    ticket.move(Move.CLOSE, actor, office.clock.now(), reason=reason)
    uow.tickets.save(ticket)
    notice = notice or ("closed" if actor.role is Role.CITIZEN else "closed_by_staff")
    button = Button(office.wording.say("button.reopen"), f"reopen:{ticket.number}")
    tell(office, uow, ticket, notice, buttons=((button,),), reply_to=reply_to)
