"""派单: the ticket goes to the lead unit and its co-units."""

from collections.abc import Sequence

from casework.assignments import open_parts, require_handling
from casework.missing_year import report_missing_years
from casework.notices import deadline_words, tell
from casework.office import Office
from casework.pictures import forget_draft
from casework.ports import UnitOfWork
from casework.propose_rule import complete_proposals
from casework.supervise import follow_lead
from hotline.people import Actor
from hotline.ticket import Ground, Ticket
from hotline.workflow import Move, edge_for


def dispatch(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, *, lead: str,
             others: Sequence[str] = (), ground: Ground | None = None, move: Move = Move.DISPATCH) -> None:  # fmt: skip
    """Send the ticket to the lead unit; the citizen is told who handles it.

    The community and the grid only assist (66号文): they are never the lead. A ticket that came back is sent anew
    with the deadline it had, for the citizen does not wait longer because of a wrong door. `move` is 派单 itself, or
    改派 and 指定, which send out as well.
    """
    if ground is not None:
        ticket.ground = ground
    again = ticket.dispatches > 0
    if again and ticket.lead != lead:
        forget_draft(uow, ticket)
    assign(office, ticket, actor, lead=lead, others=others, move=move)
    follow_lead(office, uow, ticket, actor)
    report_missing_years(office, uow, ticket)
    uow.tickets.save(ticket)
    open_parts(office, uow, ticket, actor, reason=ticket.ground.text)
    complete_proposals(office, uow, ticket)
    tell(
        office,
        uow,
        ticket,
        "dispatched_again" if again else "dispatched",
        unit=office.unit_name(lead),
        deadline=deadline_words(office, ticket.due),
    )


def assign(office: Office, ticket: Ticket, actor: Actor, *, lead: str, others: Sequence[str],
           move: Move = Move.DISPATCH) -> None:  # fmt: skip
    """Take the dispatch step on the ticket itself; its parts are opened by who stores it.

    Raises:
        InvalidInputError: a unit that does not handle tickets, or a co-unit named twice.
    """
    for code in (lead, *others):
        require_handling(office, code)
    at = office.clock.now()
    ticket.require(edge_for(ticket.state, move), actor)
    ticket.lead = lead
    ticket.others = tuple(dict.fromkeys(code for code in others if code != lead))
    ticket.move(move, actor, at, reason=ticket.ground.text)
    ticket.dispatches += 1
    ticket.dispatched_at, ticket.signed_at = at, None
    if ticket.due is not None:
        ticket.due = office.deadlines.restart_signing(ticket.due, at, office.hours_of(lead))
