"""并单后又出现: a merged ticket whose citizen says that the problem is back is never lost.

While the ticket that it was merged into is still worked on, what they say goes there. Where that one is answered or
over, theirs lives again on its own: what was solved there need not be solved here.
"""

from collections.abc import Callable

from casework.missing_year import report_missing_years
from casework.notices import deadline_words, state_words, tell
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.errors import HotlineError
from hotline.events import ADDED_FACTS, PARTED
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.workflow import Move, State


def kept_of(uow: UnitOfWork, ticket: Ticket) -> Ticket:
    """The ticket within which this one is handled in the end."""
    into = next(event.note for event in reversed(ticket.history) if event.move == Move.MERGE)
    kept = uow.tickets.get(into)
    return kept_of(uow, kept) if kept.state is State.MERGED else kept


TooLate = Callable[[Ticket], HotlineError | None]
"""The refusal for a ticket that was over too long ago; None while there is time."""


def reopen_merged(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, *, facts: str, too_late: TooLate,
                  reply_to: int | None = None) -> Ticket:  # fmt: skip
    """Lead the words to the open ticket, or let this one wait for a dispatcher again with a fresh date.

    Raises:
        whatever `too_late` gives for the ticket that is over.
    """
    kept, at = kept_of(uow, ticket), office.clock.now()
    if kept.open and kept.state is not State.FOLLOW_UP:
        kept.note(ADDED_FACTS, actor, at, note=facts)
        uow.tickets.save(kept)
        ticket.note(ADDED_FACTS, actor, at, note=facts)
        uow.tickets.save(ticket)
        tell(office, uow, ticket, "facts_added_jointly", state=state_words(office, kept), reply_to=reply_to)
        return ticket
    refusal = too_late(kept)
    if refusal is not None:
        raise refusal
    ticket.move(Move.REOPEN, actor, at, note=facts)
    if ticket.due is not None:
        ticket.due = office.deadlines.restart_answer(ticket.due, at)
    report_missing_years(office, uow, ticket)
    uow.tickets.save(ticket)
    _part(office, uow, ticket, actor)
    tell(office, uow, ticket, "reopened_alone", deadline=deadline_words(office, ticket.due), reply_to=reply_to)
    return ticket


def _part(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor) -> None:
    """The ticket that it was merged into knows it no longer: its citizen hears of their own one only."""
    into = next(event.note for event in reversed(ticket.history) if event.move == Move.MERGE)
    kept = uow.tickets.get(into)
    kept.note(PARTED, actor, office.clock.now(), note=ticket.number)
    uow.tickets.save(kept)
