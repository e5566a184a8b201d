"""缺放假安排: a deadline that assumes a year's holidays is provisional, and somebody is told, once for each year."""

from casework.office import Office
from casework.ports import AttentionKind, UnitOfWork
from hotline.events import CALENDAR_MISSING
from hotline.people import MACHINE
from hotline.ticket import Ticket


def report_missing_years(office: Office, uow: UnitOfWork, ticket: Ticket) -> None:
    """Note on the ticket which years its deadline assumes, and call a person for years nobody was called for yet."""
    if ticket.due is None or not ticket.due.provisional:
        return
    at = office.clock.now()
    noted = {event.note for event in ticket.history if event.move == CALENDAR_MISSING}
    for year in office.deadlines.missing_years(at, ticket.due):
        if str(year) not in noted:
            ticket.note(CALENDAR_MISSING, MACHINE, at, note=str(year))
        summary = office.wording.say("error.calendar_year_missing", year=year)
        uow.attention.call_once(AttentionKind.CALENDAR, ticket.person, summary, at, ticket.number)
