"""答复: the unit answers; another person lets the answer out; only then the citizen reads it."""

from casework.authority import require_lead
from casework.notices import solved_buttons, tell
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.errors import InvalidInputError
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.workflow import Move


def answer(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, public: str, internal: str = "") -> Ticket:
    """Give the public answer, and apart from it the internal note that never leaves the house.

    Raises:
        InvalidInputError: the public answer is empty.
    """
    if not public.strip():
        raise InvalidInputError(field="public_answer", rule="required")
    ticket = uow.tickets.get(number)
    require_lead(ticket, actor)
    ticket.move(Move.ANSWER, actor, office.clock.now(), note=internal.strip())
    ticket.public_answer, ticket.internal_note = public.strip(), internal.strip()
    uow.tickets.save(ticket)
    return ticket


def approve_answer(office: Office, uow: UnitOfWork, number: str, actor: Actor) -> Ticket:
    """Let the answer out: the citizen reads it and is asked whether it is solved."""
    ticket = uow.tickets.get(number)
    ticket.move(Move.APPROVE_ANSWER, actor, office.clock.now())
    uow.tickets.save(ticket)
    tell(
        office,
        uow,
        ticket,
        "answered",
        unit=office.unit_name(ticket.lead),
        answer=ticket.public_answer,
        buttons=solved_buttons(office, number),
    )
    return ticket


def reject_answer(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str) -> Ticket:
    """The answer does not answer: back to the unit with the reason."""
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    ticket = uow.tickets.get(number)
    ticket.move(Move.REJECT_ANSWER, actor, office.clock.now(), reason=reason.strip())
    uow.tickets.save(ticket)
    return ticket
