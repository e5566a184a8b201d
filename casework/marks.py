"""When the deadline watch has to look at a ticket again: stored with it, so that a round touches only what is due."""

from datetime import datetime, timedelta

from hotline.events import DUE_SOON, OVERDUE
from hotline.ticket import Ticket
from hotline.workflow import State

HORIZON = timedelta(hours=24)
LAST_PART = 4
"""The reminder comes when a quarter of the span is left, and never earlier than `HORIZON` before the end."""


def next_mark(ticket: Ticket) -> datetime | None:
    """The moment after which something is to be marked: the signature is late, the answer is near, or late itself.

    None where no clock runs, or all that it can bring has been marked.
    """
    due = ticket.due
    if not ticket.open or due is None or due.paused_at is not None or ticket.public_answer_given:
        return None
    moments: list[datetime] = []
    if ticket.state is State.DISPATCHED and not marked(ticket, OVERDUE, due.sign_by):
        moments.append(due.sign_by)
    if not marked(ticket, OVERDUE, due.answer_by):
        announced = marked(ticket, DUE_SOON, due.answer_by)
        moments.append(due.answer_by if announced else soon_at(ticket.received_at, due.answer_by))
    return min(moments, default=None)


def soon_at(start: datetime, ends: datetime) -> datetime:
    """From when on a limit counts as near."""
    return ends - min(HORIZON, (ends - start) / LAST_PART)


def marked(ticket: Ticket, name: str, ends: datetime) -> bool:
    """Whether this very limit was marked; a new limit after a redo or extension is marked anew."""
    return any(event.move == name and event.note == ends.isoformat() for event in ticket.history)
