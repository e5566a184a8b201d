"""From the event log to what counts: each closing of a ticket with everything known of it until it was opened again.

Nothing is taken from what the ticket says of itself now: a ticket that is reopened in May keeps what its citizen said
in April, so that the figures of April do not change behind anybody's back.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from analytics.assessment.log import LogLine, TicketLog
from analytics.rows import ClosedTicket, Passage
from hotline.events import GIVEN_UP, NO_REPLY, OVERDUE, RATED, REACHES_CITIZEN, UNREACHED
from hotline.matter import Grade, Solved
from hotline.people import Role
from hotline.workflow import Move, State

_AGAIN = (Move.REDO, Move.REOPEN)
_SENT = (Move.DISPATCH, Move.REDISPATCH, Move.DESIGNATE)
_GRADES, _SOLVED = frozenset(Grade), frozenset(Solved)


def closed_between(
    logs: Iterable[TicketLog], since: datetime, until: datetime, *, unreached: int
) -> list[ClosedTicket]:
    """The tickets closed in [since, until); one that was closed twice in it counts once, with its last closing.

    After `unreached` calls in vain a citizen who said nothing cannot be asked.
    """
    found: list[ClosedTicket] = []
    for log in logs:
        inside = [each for each in closings(log, unreached=unreached) if since <= each.closed_at < until]
        found += inside[-1:]
    return sorted(found, key=lambda each: (each.closed_at, each.number))


def closings(log: TicketLog, *, unreached: int) -> list[ClosedTicket]:
    """Every closing, in order."""
    return [_closing(log, place, unreached) for place, line in enumerate(log.lines) if line.move == Move.CLOSE]


def _closing(log: TicketLog, place: int, unreached: int) -> ClosedTicket:
    known = log.lines[: _next(log.lines, place)]
    solved, grade = _spoken(known[_last_again(log.lines, place) :])
    first_solved, first_grade = _spoken(known, first=True)
    closed = log.lines[place]
    return ClosedTicket(
        number=log.number,
        lead=closed.unit,
        category=log.category,
        solved=solved,
        grade=grade,
        answer_by=log.answer_by,
        closed_at=closed.at,
        contacted=_contacted(log, known),
        anonymous=log.anonymous,
        street=log.street,
        askable=not _not_to_be_asked(known, unreached, said=solved is not None or grade is not None),
        first_solved=first_solved,
        first_grade=first_grade,
        passages=tuple(_passages(log, known)),
        redone=any(line.move in _AGAIN for line in known),
        late=_late(log, known, last=len(known) == len(log.lines)),
    )


def _next(lines: Sequence[LogLine], place: int) -> int:
    """Where the ticket was opened again after a closing, else the end: a grade given afterwards belongs to it."""
    return next((at for at in range(place, len(lines)) if lines[at].move == Move.REOPEN), len(lines))


def _last_again(lines: Sequence[LogLine], place: int) -> int:
    return next((at + 1 for at in range(place, -1, -1) if lines[at].move in _AGAIN), 0)


def _spoken(lines: Sequence[LogLine], *, first: bool = False) -> tuple[Solved | None, Grade | None]:
    """What the citizen said, the last word or the first."""
    said = [line.said for line in lines if line.move == RATED]
    ordered = said if first else said[::-1]
    solved = next((Solved(each) for each in ordered if each in _SOLVED), None)
    grade = next((Grade(each) for each in ordered if each in _GRADES), None)
    return solved, grade


def _contacted(log: TicketLog, lines: Sequence[LogLine]) -> bool:
    """Whether the unit turned to the citizen inside the limit of the first contact."""
    return log.contact_by is not None and any(
        line.role is Role.DEPARTMENT and line.move in REACHES_CITIZEN and line.at <= log.contact_by for line in lines
    )


def _not_to_be_asked(lines: Sequence[LogLine], unreached: int, *, said: bool) -> bool:
    """Who was not reached often enough, or wishes no call, and has said nothing by themself either."""
    in_vain = sum(line.move == UNREACHED for line in lines)
    return not said and (in_vain >= unreached or any(line.move in (NO_REPLY, GIVEN_UP) for line in lines))


def _passages(log: TicketLog, lines: Sequence[LogLine]) -> Iterable[Passage]:
    """One for each time that it was sent to a unit (派单, 改派, 指定): whether the unit signed in time, and whether it
    sent the ticket back."""
    starts = [at for at, line in enumerate(lines) if line.move in _SENT]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        last = not any(line.move in _SENT for line in log.lines[start + 1 :])
        stretch = lines[start + 1 : end]
        returned = any(line.move == Move.REQUEST_RETURN for line in stretch)
        stretch = _since_refusal(stretch)
        signed = next((at for at, line in enumerate(stretch) if line.move == Move.SIGN), None)
        in_time = signed is not None and not _signed_late(log, stretch[: signed + 1], last=last)
        yield Passage(lines[start].unit, signed=signed is not None, in_time=in_time, returned=returned)


def _since_refusal(stretch: Sequence[LogLine]) -> Sequence[LogLine]:
    """A return that was refused starts the signing anew: what was before it counts no more."""
    refused = [at for at, line in enumerate(stretch) if line.move == Move.REFUSE_RETURN]
    return stretch[refused[-1] + 1 :] if refused else stretch


def _signed_late(log: TicketLog, stretch: Sequence[LogLine], *, last: bool) -> bool:
    """By the limit where it is still known (that of the last dispatch), else by the mark of the deadline watch."""
    if last and log.sign_by is not None:
        return stretch[-1].at > log.sign_by
    return any(line.move == OVERDUE and line.start is State.DISPATCHED for line in stretch)


def _late(log: TicketLog, lines: Sequence[LogLine], *, last: bool) -> bool:
    """Whether the citizen once waited beyond the answer limit; the present limit belongs to the present round."""
    if any(line.move == OVERDUE and line.start is not State.DISPATCHED for line in lines):
        return True
    answered = [line.at for line in lines if line.move == Move.ANSWER]
    return last and bool(answered) and log.answer_by is not None and answered[-1] > log.answer_by
