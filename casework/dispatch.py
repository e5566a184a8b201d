"""派单: the ticket goes to the lead unit and its co-units."""

from collections.abc import Sequence

from casework.missing_year import report_missing_years
from casework.notices import deadline_words, tell
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.errors import InvalidInputError
from hotline.people import Actor
from hotline.ticket import Ground, Ticket
from hotline.units import UnitKind
from hotline.workflow import Move

_HANDLING = frozenset({UnitKind.DEPARTMENT, UnitKind.UTILITY, UnitKind.STREET})


def dispatch(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, *, lead: str,
             others: Sequence[str] = (), ground: Ground | None = None) -> None:  # fmt: skip
    """Send the ticket to the lead unit; the citizen is told who handles it.

    The community and the grid only assist (66号文): they are never the lead. A ticket that came back is sent anew
    with the deadline it had, for the citizen does not wait longer because of a wrong door.
    """
    if ground is not None:
        ticket.ground = ground
    again = ticket.dispatches > 0
    assign(office, ticket, actor, lead=lead, others=others)
    report_missing_years(office, uow, ticket)
    uow.tickets.save(ticket)
    tell(
        office,
        uow,
        ticket,
        "dispatched_again" if again else "dispatched",
        unit=office.unit_name(lead),
        deadline=deadline_words(office, ticket.due),
    )


def assign(office: Office, ticket: Ticket, actor: Actor, *, lead: str, others: Sequence[str]) -> None:
    """Take the dispatch step on the ticket itself.

    Raises:
        InvalidInputError: a unit that does not handle tickets, or a co-unit named twice.
    """
    for code in (lead, *others):
        unit = office.units.find(code)
        if unit is None or unit.kind not in _HANDLING:
            raise InvalidInputError(field="unit", rule="handling_unit", value=code)
    at = office.clock.now()
    ticket.lead = lead
    ticket.others = tuple(dict.fromkeys(code for code in others if code != lead))
    ticket.move(Move.DISPATCH, actor, at, reason=ticket.ground.text)
    ticket.dispatches += 1
    ticket.dispatched_at, ticket.signed_at = at, None
    if ticket.due is not None:
        ticket.due = office.deadlines.restart_signing(ticket.due, at, office.hours_of(lead))
