"""退单: a unit gives a ticket back with reason and ground; somebody else decides whether it is right."""

from casework.assignments import close_parts, mark_lead
from casework.authority import require_lead
from casework.corrections import keep_corrections
from casework.office import Office
from casework.ports import AttentionKind, UnitOfWork
from casework.ports_returns import ReturnClass, ReturnRequest, ReturnState
from casework.propose_rule import RETURN, propose_rule
from classifiers.privacy import mask
from hotline.duration import Limit, Measure
from hotline.errors import HotlineError, InvalidInputError
from hotline.people import Actor
from hotline.ticket import Ground, Ticket
from hotline.workflow import Move, State

THIRD_TIME = 3
DECIDE_WITHIN = Limit(1, Measure.WORKING_DAYS)
"""How long the hotline has to decide (Tianjin), so that the citizen's time does not pass over whose it is."""
_SENT = frozenset({Move.DISPATCH, Move.REDISPATCH, Move.DESIGNATE})


class ReturnTooLateError(HotlineError):
    """The window is over; a late return counts as acceptance."""

    code = "return_too_late"


class ThirdReturnError(HotlineError):
    """Three times back means that a consultation decides or the hotline designates, not another to and fro."""

    code = "third_return"


class SettledByConsultationError(HotlineError):
    """The units have sat together, or the hotline has designated; that is not opened again by one of them."""

    code = "settled_by_consultation"


class ReturnedBeforeError(HotlineError):
    """The same unit was refused on the same ground; it is not asked again."""

    code = "returned_before"


def request_return(
    office: Office,
    uow: UnitOfWork,
    number: str,
    actor: Actor,
    *,
    reason: str,
    ground: str,
    kind: ReturnClass = ReturnClass.OTHER,
    evidence: str = "",
) -> Ticket:
    """Ask to give a ticket back: inside the window, with the reason and its class, the rule it rests on, and what
    shows it. The third time a supervisor is called at once.

    Raises:
        InvalidInputError: reason or ground is empty.
        ReturnTooLateError: the window has passed.
        SettledByConsultationError: a consultation or the hotline named this unit.
        ReturnedBeforeError: the unit was refused on this ground.
    """
    for name, value in (("reason", reason), ("ground", ground)):
        if not value.strip():
            raise InvalidInputError(field=name, rule="required")
    ticket = uow.tickets.get(number)
    require_lead(ticket, actor)
    request = _request(office, ticket, actor, kind, (reason.strip(), ground.strip(), evidence.strip()))
    if ticket.due is not None and request.at > ticket.due.return_by:
        raise ReturnTooLateError(number=number)
    if _settled(ticket):
        raise SettledByConsultationError(number=number)
    _require_new(uow, request)
    ticket.move(Move.REQUEST_RETURN, actor, request.at, reason=request.reason, note=request.ground)
    ticket.returns += 1
    uow.returns.add(request)
    uow.tickets.save(ticket)
    if ticket.returns >= THIRD_TIME:
        uow.attention.call(AttentionKind.RETURNS, ticket.person, mask(ticket.appeal.title), request.at, number)
    return ticket


def uphold_return(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str = "") -> Ticket:
    """The unit is right: the ticket waits for a dispatcher again, the machine's choice counts as wrong, and the
    catalogue gets a proposal.

    What spoke for the unit speaks for no other: the ground goes with it.

    Raises:
        ThirdReturnError: it is the third return; a consultation or the hotline must decide.
    """
    ticket = uow.tickets.get(number)
    _require_not_third(ticket)
    ticket.move(Move.UPHOLD_RETURN, actor, office.clock.now(), reason=reason)
    _count_as_misroute(office, uow, ticket, actor)
    propose_from_return(office, uow, ticket, actor)
    close_return(office, uow, ticket, actor, ReturnState.UPHELD, reason)
    close_parts(office, uow, ticket)
    ticket.lead, ticket.others, ticket.ground = "", (), Ground()
    uow.tickets.save(ticket)
    return ticket


def refuse_return(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str) -> Ticket:
    """The unit is wrong: the ticket goes back to it with the reason, and its signing limit starts anew.

    Raises:
        InvalidInputError: no reason.
        ThirdReturnError: it is the third return; a consultation or the hotline must decide.
    """
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    ticket = uow.tickets.get(number)
    _require_not_third(ticket)
    at = office.clock.now()
    ticket.move(Move.REFUSE_RETURN, actor, at, reason=reason.strip())
    ticket.signed_at = None
    if ticket.due is not None:
        ticket.due = office.deadlines.restart_signing(ticket.due, at, office.hours_of(ticket.lead))
    close_return(office, uow, ticket, actor, ReturnState.REFUSED, reason)
    mark_lead(uow, ticket, None)
    uow.tickets.save(ticket)
    return ticket


def close_return(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, state: ReturnState,
                 ruling: str) -> None:  # fmt: skip
    """Keep what became of the open return; a supervisor who was called over the third has done so now."""
    at = office.clock.now()
    uow.returns.decide(ticket.number, state, actor.id, ruling.strip(), at)
    call = uow.attention.open_for(ticket.person, AttentionKind.RETURNS, ticket.number)
    if call is not None:
        uow.attention.finish(call.id, at)


def propose_from_return(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor) -> None:
    """What the unit said becomes a proposal; who is competent is filled in when the ticket has found its unit."""
    waiting = [each for each in uow.returns.of_ticket(ticket.number) if each.state is ReturnState.OPEN]
    ground = waiting[0].ground if waiting else ""
    propose_rule(office, uow, ticket, actor, source=RETURN, ground=ground, instead=ticket.lead)


def _request(office: Office, ticket: Ticket, actor: Actor, kind: ReturnClass,
             words: tuple[str, str, str]) -> ReturnRequest:  # fmt: skip
    at = office.clock.now()
    decide_by, _ = office.deadlines.after(DECIDE_WITHIN, at)
    return ReturnRequest(ticket.number, ticket.lead, kind, at, actor.id, decide_by, *words)


def _require_new(uow: UnitOfWork, request: ReturnRequest) -> None:
    """A class that says something is a ground of its own: other words for it are no other ground."""
    for each in uow.returns.of_ticket(request.ticket):
        if each.unit != request.unit or each.state is not ReturnState.REFUSED:
            continue
        same_class = each.kind is request.kind and request.kind is not ReturnClass.OTHER
        if same_class or _plain(each.ground) == _plain(request.ground):
            raise ReturnedBeforeError(number=request.ticket)


def _plain(words: str) -> str:
    return "".join(each for each in words if each.isalnum())


def _require_not_third(ticket: Ticket) -> None:
    if ticket.returns >= THIRD_TIME and ticket.state is State.RETURN_REQUESTED:
        raise ThirdReturnError(number=ticket.number)


def _settled(ticket: Ticket) -> bool:
    sent = [event for event in ticket.history if event.move in _SENT]
    return bool(sent) and (sent[-1].start is State.CONSULTATION or sent[-1].move == Move.DESIGNATE)


def _count_as_misroute(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor) -> None:
    predicted = uow.ledger.of_ticket(ticket.number).get("unit")
    unit = office.units.find(ticket.lead)
    if predicted is None or unit is None or predicted.label != unit.type:
        return
    keep_corrections(office, uow, ticket.number, actor, {"unit": ""}, source="return")
