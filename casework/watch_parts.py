"""协办时限: a co-unit or a whistled unit whose limit has passed is marked, once for each limit; the lead reads so."""

import logging
from dataclasses import replace

from casework.office import Office
from casework.ports import UnitOfWork, UnitsOfWork
from casework.ports_life import PartState
from hotline.errors import ConflictError, HotlineError
from hotline.events import PART_LATE
from hotline.people import MACHINE
from hotline.workflow import WITH_UNITS, State

_LOG = logging.getLogger(__name__)


def watch_parts(office: Office, units_of_work: UnitsOfWork) -> int:
    """Mark every part that is late, each ticket in a unit of work of its own: one that cannot be opened stops none of
    the others. Safe to run by two processes at once.

    Returns the number of marks.
    """
    with units_of_work(write=False) as uow:
        numbers = uow.assignments.late(office.clock.now())
    return sum(_undisturbed(office, units_of_work, number) for number in numbers)


def _undisturbed(office: Office, units_of_work: UnitsOfWork, number: str) -> int:
    try:
        with units_of_work() as uow:
            marked = mark_late(office, uow, number)
            if marked:
                uow.commit()
            return marked
    except ConflictError:
        return 0  # somebody moved it in this very moment; the next round looks again
    except HotlineError as error:
        _LOG.warning("the parts of ticket %s cannot be watched: %s", number, error.code)
        return 0


def mark_late(office: Office, uow: UnitOfWork, number: str) -> int:
    """Write the marks that are due on one ticket; 0 where there are none.

    Nobody is late where they could do nothing: while the lead's answer is looked at or the units sit together, and,
    with the report, while the citizen is waited for (`casework.assignments.resume_parts`).
    """
    ticket, now = uow.tickets.get(number), office.clock.now()
    late = [part for part in uow.assignments.of_ticket(number) if part.is_late(now)]
    if ticket.state is State.AWAITING_CITIZEN:
        late = [part for part in late if part.state is PartState.SENT]
    if ticket.state not in WITH_UNITS or not late:
        return 0
    for part in late:
        uow.assignments.save(replace(part, late_at=now))
        ticket.note(PART_LATE, MACHINE, now, note=office.unit_name(part.unit))
        uow.unit_notices.add(ticket.lead, number, "part_late", office.unit_name(part.unit), now)
    uow.tickets.save(ticket)
    return len(late)
