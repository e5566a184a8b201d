"""请补充: somebody needs to know more; the clock stops until the citizen answers."""

from casework.assignments import resume_parts
from casework.authority import require_lead, require_owner
from casework.missing_year import report_missing_years
from casework.notices import deadline_words, tell
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.errors import InvalidInputError
from hotline.events import ADDED_FACTS
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.workflow import FINAL, Move, MoveRefusedError, State


def ask_citizen(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, question: str) -> Ticket:
    """Ask the citizen a question over the channel they came from. The answer limit pauses meanwhile."""
    if not question.strip():
        raise InvalidInputError(field="question", rule="required")
    ticket = uow.tickets.get(number)
    require_lead(ticket, actor)
    at = office.clock.now()
    resume = ticket.state
    ticket.move(Move.ASK_CITIZEN, actor, at, reason=question.strip())
    ticket.resume = State.IN_PROGRESS if resume is State.IN_PROGRESS else State.ACCEPTED
    if ticket.due is not None:
        ticket.due = office.deadlines.pause(ticket.due, at)
    uow.tickets.save(ticket)
    asker = office.unit_name(ticket.lead) if ticket.lead else office.wording.say("notice.hotline")
    tell(office, uow, ticket, "asked", unit=asker, question=question.strip())
    return ticket


def supplement(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, words: str,
               reply_to: int | None = None) -> Ticket:  # fmt: skip
    """Add what the citizen says to their ticket; if it was waited for, work and clock go on.

    Raises:
        MoveRefusedError: the ticket is finished; reopening is a step of its own.
    """
    ticket = uow.tickets.get(number)
    require_owner(ticket, actor)
    if ticket.state in FINAL:
        raise MoveRefusedError(state=ticket.state, move=Move.SUPPLEMENT)
    at = office.clock.now()
    ticket.note(ADDED_FACTS, actor, at, note=words.strip())
    notice = "facts_added"
    if ticket.state is State.AWAITING_CITIZEN:
        ticket.move(Move.SUPPLEMENT, actor, at, end=ticket.resume)
        notice = "supplemented"
        if ticket.due is not None:
            if ticket.due.paused_at is not None:
                resume_parts(office, uow, ticket, ticket.due.paused_at)
            ticket.due = office.deadlines.resume(ticket.due, at, office.hours_of(ticket.lead))
            report_missing_years(office, uow, ticket)
    uow.tickets.save(ticket)
    tell(office, uow, ticket, notice, deadline=deadline_words(office, ticket.due), reply_to=reply_to)
    return ticket
