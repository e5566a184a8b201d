"""退单: a unit gives a ticket back with reason and ground; somebody else decides whether it is right."""

from casework.authority import require_lead
from casework.corrections import keep_corrections
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.errors import HotlineError, InvalidInputError
from hotline.people import Actor
from hotline.ticket import Ground, Ticket
from hotline.workflow import Move, State

THIRD_TIME = 3


class ReturnTooLateError(HotlineError):
    """The window is over; a late return counts as acceptance."""

    code = "return_too_late"


class ThirdReturnError(HotlineError):
    """Three times back means that a consultation decides, not another dispatch."""

    code = "third_return"


class SettledByConsultationError(HotlineError):
    """The units have sat together; what they fixed is not opened again by one of them."""

    code = "settled_by_consultation"


def request_return(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str, ground: str) -> Ticket:
    """Ask to give a ticket back: inside the window, with the reason and the rule it rests on.

    Raises:
        InvalidInputError: reason or ground is empty.
        ReturnTooLateError: the window has passed.
        SettledByConsultationError: a consultation named this unit.
    """
    for name, value in (("reason", reason), ("ground", ground)):
        if not value.strip():
            raise InvalidInputError(field=name, rule="required")
    ticket = uow.tickets.get(number)
    require_lead(ticket, actor)
    at = office.clock.now()
    if ticket.due is not None and at > ticket.due.return_by:
        raise ReturnTooLateError(number=number)
    if _settled(ticket):
        raise SettledByConsultationError(number=number)
    ticket.move(Move.REQUEST_RETURN, actor, at, reason=reason.strip(), note=ground.strip())
    ticket.returns += 1
    uow.tickets.save(ticket)
    return ticket


def uphold_return(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str = "") -> Ticket:
    """The unit is right: the ticket waits for a dispatcher again, and the machine's choice counts as wrong.

    What spoke for the unit speaks for no other: the ground goes with it.

    Raises:
        ThirdReturnError: it is the third return; a consultation must decide.
    """
    ticket = uow.tickets.get(number)
    if ticket.returns >= THIRD_TIME:
        raise ThirdReturnError(number=number)
    ticket.move(Move.UPHOLD_RETURN, actor, office.clock.now(), reason=reason)
    _count_as_misroute(office, uow, ticket, actor)
    ticket.lead, ticket.others, ticket.ground = "", (), Ground()
    uow.tickets.save(ticket)
    return ticket


def refuse_return(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str) -> Ticket:
    """The unit is wrong: the ticket goes back to it with the reason, and its signing limit starts anew."""
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    ticket = uow.tickets.get(number)
    at = office.clock.now()
    ticket.move(Move.REFUSE_RETURN, actor, at, reason=reason.strip())
    ticket.signed_at = None
    if ticket.due is not None:
        ticket.due = office.deadlines.restart_signing(ticket.due, at, office.hours_of(ticket.lead))
    uow.tickets.save(ticket)
    return ticket


def _settled(ticket: Ticket) -> bool:
    sent = [event.start for event in ticket.history if event.move == Move.DISPATCH]
    return bool(sent) and sent[-1] is State.CONSULTATION


def _count_as_misroute(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor) -> None:
    predicted = uow.ledger.of_ticket(ticket.number).get("unit")
    unit = office.units.find(ticket.lead)
    if predicted is None or unit is None or predicted.label != unit.type:
        return
    keep_corrections(office, uow, ticket.number, actor, {"unit": ""}, source="return")
