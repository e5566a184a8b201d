"""催办: the citizen or a supervisor asks where it stays; the unit sees it and it is counted."""

from datetime import timedelta

from casework.authority import require_owner
from casework.notices import deadline_words, state_words, tell
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.errors import HotlineError
from hotline.events import REMINDED
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import Move, MoveRefusedError

AGAIN_AFTER = timedelta(hours=4)
"""How soon a citizen may urge the same ticket again; within reason, not every minute."""


class RemindedLatelyError(HotlineError):
    """The ticket was urged a short while ago."""

    code = "reminded_lately"


def remind(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str = "",
           reply_to: int | None = None) -> Ticket:  # fmt: skip
    """Urge an open ticket.

    Raises:
        MoveRefusedError: it is finished.
        RemindedLatelyError: the citizen urged it within the last hours.
    """
    ticket = uow.tickets.get(number)
    require_owner(ticket, actor)
    if not ticket.open:
        raise MoveRefusedError(state=ticket.state, move=Move.REOPEN)
    at = office.clock.now()
    before = [event.at for event in ticket.history if event.move == REMINDED and event.actor.role is actor.role]
    if actor.role is Role.CITIZEN and before and at - before[-1] < AGAIN_AFTER:
        raise RemindedLatelyError(number=number)
    ticket.note(REMINDED, actor, at, reason=reason)
    ticket.reminders += 1
    uow.tickets.save(ticket)
    unit = office.unit_name(ticket.lead) if ticket.lead else office.wording.say("notice.hotline")
    deadline = deadline_words(office, ticket.due)
    tell(
        office,
        uow,
        ticket,
        "reminded",
        unit=unit,
        state=state_words(office, ticket),
        deadline=deadline,
        reply_to=reply_to,
    )
    return ticket
