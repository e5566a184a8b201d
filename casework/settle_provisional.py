"""暂定期限落定: a year's holidays have been entered, so the dates that only assumed them become what they should be."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from casework.notices import deadline_words, tell
from casework.office import Office
from casework.ports import UnitOfWork, UnitsOfWork
from hotline.calendar import WorkingCalendar
from hotline.clock import local_day
from hotline.deadlines import Due
from hotline.errors import ConflictError, HotlineError
from hotline.events import CALENDAR_ARRIVED, CALENDAR_MISSING, RECEIVED
from hotline.people import MACHINE
from hotline.ticket import Ticket
from hotline.workflow import Move, State

_LOG = logging.getLogger(__name__)
_ANSWER_STARTS = frozenset({RECEIVED, Move.REDO.value, Move.REOPEN.value})
PAGE = 200


class Settling:
    """Looks at provisional deadlines whenever another year has been entered, and once after the start."""

    def __init__(self, office: Office, units_of_work: UnitsOfWork) -> None:
        self._office, self._units_of_work = office, units_of_work
        self._seen: frozenset[int] | None = None

    def __call__(self) -> int:
        years = self._office.deadlines.calendar.years
        if years == self._seen:
            return 0
        settled = settle_provisional(self._office, self._units_of_work)
        self._seen = years
        return settled


def settle_provisional(office: Office, units_of_work: UnitsOfWork) -> int:
    """Work out anew every open ticket's dates that assumed a year which is known by now; gives how many tickets.

    Each in a unit of work of its own; safe to run again, and by two processes at once.
    """
    settled, last = 0, ""
    while True:
        with units_of_work(write=False) as uow:
            numbers = uow.timekeeping.provisional(last, PAGE)
        if not numbers:
            return settled
        settled += sum(_undisturbed(office, units_of_work, number) for number in numbers)
        last = numbers[-1]


def _undisturbed(office: Office, units_of_work: UnitsOfWork, number: str) -> bool:
    for _ in range(3):  # somebody may move it in this very moment; there is no next round for it
        try:
            with units_of_work() as uow:
                settled = settle(office, uow, uow.tickets.get(number))
                uow.commit()
                return settled
        except ConflictError:
            continue
        except HotlineError as error:
            _LOG.warning("the provisional deadline of ticket %s stays: %s", number, error.code)
            return False
    return False


def settle(office: Office, uow: UnitOfWork, ticket: Ticket) -> bool:
    """Put the dates of one ticket right, if a year that they assumed is known now.

    What stood between a start and its date is kept in working time; only the days are other ones. The citizen hears of
    it where the day they were told changes, while the clock runs.
    """
    due, calendar = ticket.due, office.deadlines.calendar
    assumed = {int(event.note) for event in ticket.history if event.move == CALENDAR_MISSING and event.note.isdigit()}
    if due is None or not due.provisional or not assumed & calendar.years:
        return False
    at = office.clock.now()
    ticket.due = settled = _settled(office, ticket, due, assumed)
    before, after = deadline_words(office, replace(due, provisional=False)), deadline_words(office, settled)
    note = office.wording.say("notice.deadline_moved", before=before, after=after)
    ticket.note(CALENDAR_ARRIVED, MACHINE, at, note=note)
    uow.tickets.save(ticket)
    changed = local_day(settled.answer_by) != local_day(due.answer_by)
    if changed and due.paused_at is None and not ticket.public_answer_given:
        tell(office, uow, ticket, "deadline_changed", deadline=after)
    return True


def _settled(office: Office, ticket: Ticket, due: Due, assumed: set[int]) -> Due:
    table = office.deadlines
    known = assumed & table.calendar.years
    left = [year for year in table.missing_years(ticket.received_at, due) if year not in table.calendar.years]
    if due.always:
        return replace(due, provisional=bool(left))
    hours = office.hours_of(ticket.lead)
    city, unit = _mover(table.calendar, known, left), _mover(table.calendar_of(hours), known, left)
    sent = max(moment for moment in (ticket.received_at, ticket.dispatched_at, _resumed_at(ticket)) if moment)
    signed = max(moment for moment in (sent, ticket.signed_at) if moment)
    return replace(
        due,
        sign_by=unit(sent, due.sign_by),
        contact_by=unit(sent, due.contact_by),
        answer_by=city(_answer_start(ticket), due.answer_by),
        return_by=unit(signed, due.return_by),
        provisional=bool(left),
    )


def _mover(calendar: WorkingCalendar, known: set[int], left: list[int]) -> Callable[[datetime, datetime], datetime]:
    """From a start and the date that was worked out with guesses to the date it should be. `left` are years that still
    have to be guessed."""
    present = calendar.covering(*left)
    past = present.without(known)

    def moved(start: datetime, moment: datetime) -> datetime:
        years = range(local_day(start).year - 1, local_day(moment).year + 3)
        span = past.covering(*years).working_time(start, moment)
        return present.covering(*years).add_working_time(start, span) if moment > start else moment

    return moved


def _answer_start(ticket: Ticket) -> datetime:
    """From when on the answer was counted last: receipt, a redo, or the citizen's word that was waited for."""
    starts = [event.at for event in ticket.history if event.move in _ANSWER_STARTS]
    return max([ticket.received_at, *starts, *([resumed] if (resumed := _resumed_at(ticket)) else [])])


def _resumed_at(ticket: Ticket) -> datetime | None:
    ends = [
        event.at
        for event in ticket.history
        if event.start is State.AWAITING_CITIZEN and event.end is not State.AWAITING_CITIZEN
    ]
    return ends[-1] if ends else None
