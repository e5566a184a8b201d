"""重办: unsolved means handled again; twice unsolved means that a supervisor watches."""

from datetime import datetime, timedelta

from casework.assignments import resume_after_answer
from casework.authority import require_owner
from casework.missing_year import report_missing_years
from casework.notices import deadline_words, tell
from casework.office import Office
from casework.ports import AttentionKind, UnitOfWork
from casework.reopen_merged import kept_of, reopen_merged
from classifiers.privacy import mask
from hotline.clock import local_day
from hotline.errors import HotlineError, InvalidInputError, NotFoundError
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import Move, State, edge_for

ESCALATE_AT = 2
REOPENED = (State.CLOSED, State.MERGED)
"""Where a problem that is back may be taken up again."""
REOPEN_WITHIN = timedelta(days=30)
"""How long after its closing a ticket is taken up again; afterwards the same trouble is a new matter."""


class ReopenTooLateError(HotlineError):
    """The ticket was closed too long ago; the matter is taken as a new one."""

    code = "reopen_too_late"


def redo(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, *, graded: bool = False,
         reply_to: int | None = None) -> None:  # fmt: skip
    """Send a ticket that waits for its follow-up back to its unit with a fresh answer limit; `graded` says that a bad
    grade is why, and not that nothing was solved."""
    _again(office, uow, ticket, actor, move=Move.REDO)
    notice = "redo_escalated" if ticket.redos >= ESCALATE_AT else "redo"
    if graded:
        notice = "redo_bad_grade"
    _tell(office, uow, ticket, notice, reply_to)


def reopen(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, facts: str = "",
           reply_to: int | None = None) -> Ticket:  # fmt: skip
    """The citizen reopens a closed ticket because the problem is back: that it is back is the new fact, and who
    speaks in their place writes down what they said.

    Raises:
        ReopenTooLateError: it, or what it was merged into, was closed longer ago than `REOPEN_WITHIN`.
        InvalidInputError: staff reopen it without a new fact.
    """
    if actor.role is not Role.CITIZEN and not facts.strip():
        raise InvalidInputError(field="facts", rule="required")
    ticket = uow.tickets.get(number)
    require_owner(ticket, actor)
    if ticket.state is State.MERGED:
        ticket.require(edge_for(ticket.state, Move.REOPEN), actor)
        return reopen_merged(office, uow, ticket, actor, facts=facts, reply_to=reply_to,
                             too_late=lambda kept: _too_late(office, kept, number))  # fmt: skip
    if refusal := _too_late(office, ticket, number):
        raise refusal
    if ticket.due is None or office.units.find(ticket.lead) is None:
        return _review_anew(office, uow, ticket, actor, facts, reply_to)
    _again(office, uow, ticket, actor, move=Move.REOPEN, facts=facts)
    _tell(office, uow, ticket, "reopened", reply_to)
    return ticket


def _review_anew(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, facts: str,
                 reply_to: int | None) -> Ticket:  # fmt: skip
    """What another system ended came without a limit, and maybe without a unit that the city has: nobody here has
    handled it. It waits for a dispatcher, with the limit of a new matter."""
    at, appeal = office.clock.now(), ticket.appeal
    ticket.move(Move.REOPEN, actor, at, end=State.ACCEPTED, note=facts)
    ticket.solved = ticket.grade = None
    ticket.redos += 1
    ticket.lead, ticket.others = "", ()
    rule = office.deadlines.rule_for(appeal.matter_type, appeal.urgency, appeal.category, appeal.text, local_day(at))
    ticket.due = office.deadlines.due(rule, at)
    report_missing_years(office, uow, ticket)
    uow.tickets.save(ticket)
    tell(office, uow, ticket, "reopened_for_review", deadline=deadline_words(office, ticket.due), reply_to=reply_to)
    return ticket


def _too_late(office: Office, ticket: Ticket, number: str) -> ReopenTooLateError | None:
    """`number` is the one that its citizen knows."""
    if may_reopen(ticket, office.clock.now()):
        return None
    return ReopenTooLateError(number=number, days=REOPEN_WITHIN.days)


def may_reopen(ticket: Ticket, now: datetime) -> bool:
    """Whether the time for taking it up again still runs; of a ticket that is not closed the table decides, however
    long ago it was closed before."""
    # However it ended: one of another system came closed, and its end is no step of the workflow.
    closed = [event.at for event in ticket.history if event.end is State.CLOSED and event.start is not State.CLOSED]
    return ticket.open or not closed or now - closed[-1] <= REOPEN_WITHIN


def takes_up(uow: UnitOfWork, ticket: Ticket, now: datetime) -> bool:
    """Whether its citizen may still have an ended ticket taken up again; for a merged one the ticket counts in which
    it was handled. Blocking."""
    if ticket.state not in REOPENED:
        return False
    try:
        return may_reopen(kept_of(uow, ticket) if ticket.state is State.MERGED else ticket, now)
    except NotFoundError:
        return False  # its words are long gone, and with them where it was merged into


def _again(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, *, move: Move, facts: str = "") -> None:
    at = office.clock.now()
    ticket.move(move, actor, at, note=facts)
    ticket.solved = ticket.grade = None
    ticket.redos += 1
    if ticket.due is not None:
        ticket.due = office.deadlines.restart_answer(ticket.due, at)
    resume_after_answer(office, uow, ticket)
    report_missing_years(office, uow, ticket)
    uow.tickets.save(ticket)
    if ticket.redos >= ESCALATE_AT:
        uow.attention.call(AttentionKind.ESCALATION, ticket.person, mask(ticket.appeal.title), at, ticket.number)


def _tell(office: Office, uow: UnitOfWork, ticket: Ticket, notice: str, reply_to: int | None) -> None:
    deadline = deadline_words(office, ticket.due)
    tell(office, uow, ticket, notice, unit=office.unit_name(ticket.lead), deadline=deadline, reply_to=reply_to)
