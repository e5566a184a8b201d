"""Since when a rule holds for a ticket: a pure function of ticket, steps and rule, always the same if asked again."""

from collections.abc import Sequence
from datetime import datetime

from casework.ports_supervision import Supervision, standing_among
from casework.supervision_rules import Rule, When
from casework.supervision_steps import Step
from hotline.deadlines import DeadlineTable
from hotline.events import DUE_SOON
from hotline.ticket import Ticket
from hotline.workflow import Move, State

_AGAIN = (Move.REDO, Move.REOPEN)


def since(rule: Rule, ticket: Ticket, steps: Sequence[Supervision], table: DeadlineTable) -> datetime | None:
    """The moment (past or to come) from which the rule holds as things stand; None where it does not."""
    match rule.when:
        case When.DUE_SOON:
            return _marked(ticket)
        case When.SIGN_OVERDUE:
            running = ticket.state is State.DISPATCHED and _clock_runs(ticket)
            return ticket.due.sign_by if running and ticket.due else None
        case When.OVERDUE:
            return _overdue(rule, ticket, table)
        case When.REDO:
            return _nth([event.at for event in ticket.history if event.move in _AGAIN], rule.times)
        case When.RETURN:
            return _nth([event.at for event in ticket.history if event.move == Move.REQUEST_RETURN], rule.times)
        case When.UNREPLIED:
            return _unreplied(rule.following, ticket, steps)


def _clock_runs(ticket: Ticket) -> bool:
    return ticket.due is not None and ticket.due.paused_at is None and not ticket.public_answer_given


def _marked(ticket: Ticket) -> datetime | None:
    """When the watch over deadlines marked this very limit as near."""
    if ticket.due is None or not _clock_runs(ticket):
        return None
    limit = ticket.due.answer_by.isoformat()
    return next((event.at for event in ticket.history if event.move == DUE_SOON and event.note == limit), None)


def _overdue(rule: Rule, ticket: Ticket, table: DeadlineTable) -> datetime | None:
    if ticket.due is None or not _clock_runs(ticket):
        return None
    ends = ticket.due.answer_by
    return table.after(rule.after, ends)[0] if rule.after else ends


def _nth(moments: Sequence[datetime], times: int) -> datetime | None:
    """Of more than that many the last: what has happened once too often happens anew each time."""
    return moments[-1] if len(moments) >= times else None


def _unreplied(following: Step | None, ticket: Ticket, steps: Sequence[Supervision]) -> datetime | None:
    """The limit of the open step, if nobody has replied to it and the unit still owes its answer."""
    standing = standing_among(steps)
    if standing is None or standing.step is not following or standing.replied_at or ticket.public_answer_given:
        return None
    return standing.due_at
