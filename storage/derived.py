"""What is read out of a ticket whenever it is stored, so that lists and the deadline watch need no history."""

from datetime import datetime, timedelta

from casework.marks import marked, next_mark
from casework.views import Colour
from hotline.events import DUE_SOON, REACHES_CITIZEN
from hotline.people import Role
from hotline.ticket import Ticket
from hotline.workflow import Move, State

_WARN_AT = 0.25


def derived(ticket: Ticket) -> dict[str, object]:
    """The columns `clock_by`, `watch_at`, `soon_marked`, `closed_at` and `contacted`."""
    clock_by = _clock_by(ticket)
    return {
        "clock_by": clock_by,
        "watch_at": next_mark(ticket),
        "soon_marked": clock_by is not None and marked(ticket, DUE_SOON, clock_by),
        "closed_at": _closed_at(ticket),
        "contacted": _contacted(ticket),
    }


def _clock_by(ticket: Ticket) -> datetime | None:
    """When the answer is due, while that clock runs: the ticket is open, unpaused and not yet answered."""
    due = ticket.due
    if due is None or due.paused_at is not None or not ticket.open or ticket.public_answer_given:
        return None
    return due.answer_by


def _closed_at(ticket: Ticket) -> datetime | None:
    if ticket.state is not State.CLOSED:
        return None
    return next((event.at for event in reversed(ticket.history) if event.move == Move.CLOSE), None)


def _contacted(ticket: Ticket) -> bool:
    """Whether the unit turned to the citizen in time: a question, an answer, or a call that it wrote down."""
    due = ticket.due
    return due is not None and any(
        event.actor.role is Role.DEPARTMENT and event.move in REACHES_CITIZEN and event.at <= due.contact_by
        for event in ticket.history
    )


def colour(received_at: datetime, clock_by: datetime | None, now: datetime) -> Colour:
    """Grey where no clock runs, red when the moment is past, yellow when less than a quarter of the span is left."""
    if clock_by is None:
        return Colour.GREY
    left, span = clock_by - now, clock_by - received_at
    if left < timedelta():
        return Colour.RED
    return Colour.YELLOW if left < span * _WARN_AT else Colour.GREEN
