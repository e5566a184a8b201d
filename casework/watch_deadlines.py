"""时限监控: a reminder before a limit ends, a mark after it, each once; of a broken promise the citizen hears."""

import logging
from collections.abc import Sequence
from datetime import datetime

from casework.marks import marked, soon_at
from casework.notices import tell
from casework.office import Office
from casework.ports import AttentionKind, UnitOfWork, UnitsOfWork
from classifiers.privacy import mask
from hotline.errors import ConflictError, HotlineError
from hotline.events import DUE_SOON, OVERDUE
from hotline.people import MACHINE
from hotline.ticket import Ticket
from hotline.workflow import State

_LOG = logging.getLogger(__name__)


BATCH = 20
"""Tickets that share a commit: waiting for the disk is nine tenths of the work of one."""


def watch_deadlines(office: Office, units_of_work: UnitsOfWork) -> int:
    """Mark every open ticket whose limit is near or over.

    Returns the number of marks. Safe to run again at any time, and by two processes at once. Only tickets on which
    something is due are touched. Some share a unit of work; where that fails each gets its own, so that one that cannot
    be opened, or that somebody moves in this very moment, stops none of the others.
    """
    with units_of_work(write=False) as uow:
        numbers = uow.tickets.open_due_before(office.clock.now())
    batches = [numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH)]
    return sum(_batch(office, units_of_work, batch) for batch in batches)


def _batch(office: Office, units_of_work: UnitsOfWork, numbers: Sequence[str]) -> int:
    try:
        return _watch(office, units_of_work, numbers)
    except HotlineError as error:
        if len(numbers) > 1:
            return sum(_batch(office, units_of_work, [number]) for number in numbers)
        if not isinstance(error, ConflictError):  # moved in this very moment: the next round looks again
            _LOG.warning("the deadlines of ticket %s cannot be watched: %s", numbers[0], error.code)
        return 0


def _watch(office: Office, units_of_work: UnitsOfWork, numbers: Sequence[str]) -> int:
    """Stored even where there was nothing to mark: when to look again was out of date then."""
    marks = 0
    with units_of_work() as uow:
        for number in numbers:
            ticket = uow.tickets.get(number)
            marks += mark(office, uow, ticket)
            uow.tickets.save(ticket)
        uow.commit()
    return marks


def mark(office: Office, uow: UnitOfWork, ticket: Ticket) -> int:
    """Write the marks that are due on one ticket; 0 where there are none."""
    now, due = office.clock.now(), ticket.due
    if not ticket.open or due is None or due.paused_at is not None or ticket.public_answer_given:
        return 0
    marks = _sign_late(office, uow, ticket, due.sign_by) if ticket.state is State.DISPATCHED else 0
    if now > due.answer_by:
        return marks + _answer_late(office, uow, ticket, due.answer_by)
    if soon_at(ticket.received_at, due.answer_by) <= now and not marked(ticket, DUE_SOON, due.answer_by):
        ticket.note(DUE_SOON, MACHINE, now, note=due.answer_by.isoformat())
        marks += 1
    return marks


def _sign_late(office: Office, uow: UnitOfWork, ticket: Ticket, ends: datetime) -> int:
    """Nobody signed in time: a supervisor learns of it, the citizen's own date still stands."""
    now = office.clock.now()
    if now <= ends or marked(ticket, OVERDUE, ends):
        return 0
    ticket.note(OVERDUE, MACHINE, now, note=ends.isoformat())
    uow.attention.call(AttentionKind.OVERDUE, ticket.person, mask(ticket.appeal.title), now, ticket.number)
    return 1


def _answer_late(office: Office, uow: UnitOfWork, ticket: Ticket, ends: datetime) -> int:
    """The promise to the citizen is broken: it is marked, a supervisor learns of it, and so does the citizen."""
    now = office.clock.now()
    if marked(ticket, OVERDUE, ends):
        return 0
    ticket.note(OVERDUE, MACHINE, now, note=ends.isoformat())
    uow.attention.call(AttentionKind.OVERDUE, ticket.person, mask(ticket.appeal.title), now, ticket.number)
    unit = office.unit_name(ticket.lead) if ticket.lead else office.wording.say("notice.hotline")
    tell(office, uow, ticket, "overdue", unit=unit)
    return 1
