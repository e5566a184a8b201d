"""协办时限: a co-unit or a whistled unit whose limit has passed is marked, once for each limit; the lead reads so."""

from dataclasses import replace

from casework.office import Office
from casework.ports import UnitOfWork, UnitsOfWork
from hotline.errors import ConflictError
from hotline.events import PART_LATE
from hotline.people import MACHINE


def watch_parts(office: Office, units_of_work: UnitsOfWork) -> int:
    """Mark every part that is late, each ticket in a unit of work of its own. Safe to run by two processes at once.

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


def mark_late(office: Office, uow: UnitOfWork, number: str) -> int:
    """Write the marks that are due on one ticket; 0 where there are none."""
    ticket, now = uow.tickets.get(number), office.clock.now()
    late = [part for part in uow.assignments.of_ticket(number) if part.is_late(now)]
    if not ticket.open or not late:
        return 0
    for part in late:
        uow.assignments.save(replace(part, late_at=now))
        ticket.note(PART_LATE, MACHINE, now, note=office.unit_name(part.unit))
        uow.unit_notices.add(ticket.lead, number, "part_late", office.unit_name(part.unit), now)
    uow.tickets.save(ticket)
    return len(late)
