"""催办: the citizen or a supervisor asks where it stays; the unit sees it and it is counted."""

from datetime import datetime

from casework.authority import require_owner
from casework.notices import deadline_words, state_words, tell
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.clock import local
from hotline.errors import HotlineError
from hotline.events import REMINDED
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import Move, MoveRefusedError, State


class RemindedLatelyError(HotlineError):
    """The citizen urged the ticket a short while ago; says where it stands, and from when on they may again."""

    code = "reminded_lately"


def remind(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str = "",
           reply_to: int | None = None) -> Ticket:  # fmt: skip
    """Urge an open ticket. Whoever urges hears where it stands and by when, also that the date has passed.

    Raises:
        NotFoundError: it is somebody else's.
        MoveRefusedError: it is finished.
        RemindedLatelyError: the citizen urged it within the time of `Aftercare.urge_every`.
    """
    ticket = uow.tickets.get(number)
    require_owner(ticket, actor)
    if not ticket.open:
        raise MoveRefusedError(state=ticket.state, move=Move.REOPEN)
    at = office.clock.now()
    before = [event.at for event in ticket.history if event.move == REMINDED and event.actor.role is actor.role]
    again = before[-1] + office.aftercare.urge_every if before else at
    if actor.role is Role.CITIZEN and before and before[-1] <= at < again:
        raise RemindedLatelyError(
            number=number,
            again=_moment(office, again),
            unit=_unit(office, ticket),
            state=state_words(office, ticket),
            deadline=deadline_words(office, ticket.due),
        )
    ticket.note(REMINDED, actor, at, reason=reason)
    ticket.reminders += 1
    uow.tickets.save(ticket)
    tell(
        office,
        uow,
        ticket,
        _notice(ticket, at),
        unit=_unit(office, ticket),
        state=state_words(office, ticket),
        deadline=deadline_words(office, ticket.due),
        reply_to=reply_to,
    )
    return ticket


def _notice(ticket: Ticket, at: datetime) -> str:
    """The honest one: the clock stands and why, or the date has passed, or it still runs."""
    if ticket.state is State.AWAITING_CITIZEN:
        return "reminded_waiting"
    late = ticket.due is not None and ticket.due.answer_by < at and not ticket.public_answer_given
    return "reminded_overdue" if late else "reminded"


def _unit(office: Office, ticket: Ticket) -> str:
    return office.unit_name(ticket.lead) if ticket.lead else office.wording.say("notice.hotline")


def _moment(office: Office, moment: datetime) -> str:
    day = local(moment)
    return office.wording.say("notice.moment", month=day.month, day=day.day, time=f"{day:%H:%M}")
