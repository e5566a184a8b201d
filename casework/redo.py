"""重办: unsolved means handled again; twice unsolved means that a supervisor watches."""

from casework.authority import require_owner
from casework.notices import deadline_words, tell
from casework.office import Office
from casework.ports import AttentionKind, UnitOfWork
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.workflow import Move

ESCALATE_AT = 2


def redo(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, *, reply_to: int | None = None) -> None:
    """Send a ticket that waits for its follow-up back to its unit with a fresh answer limit."""
    _again(office, uow, ticket, actor, move=Move.REDO)
    notice = "redo_escalated" if ticket.redos >= ESCALATE_AT else "redo"
    _tell(office, uow, ticket, notice, reply_to)


def reopen(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, facts: str = "",
           reply_to: int | None = None) -> Ticket:  # fmt: skip
    """The citizen reopens a closed ticket because the problem is back."""
    ticket = uow.tickets.get(number)
    require_owner(ticket, actor)
    _again(office, uow, ticket, actor, move=Move.REOPEN, facts=facts)
    _tell(office, uow, ticket, "reopened", reply_to)
    return ticket


def _again(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, *, move: Move, facts: str = "") -> None:
    at = office.clock.now()
    ticket.move(move, actor, at, note=facts)
    ticket.solved = ticket.grade = None
    ticket.redos += 1
    if ticket.due is not None:
        ticket.due = office.deadlines.restart_answer(ticket.due, at)
    uow.tickets.save(ticket)
    if ticket.redos >= ESCALATE_AT:
        uow.attention.call(AttentionKind.ESCALATION, ticket.person, ticket.number, at, ticket.number)


def _tell(office: Office, uow: UnitOfWork, ticket: Ticket, notice: str, reply_to: int | None) -> None:
    deadline = deadline_words(office, ticket.due)
    tell(office, uow, ticket, notice, unit=office.unit_name(ticket.lead), deadline=deadline, reply_to=reply_to)
