"""延期: asked for before the limit ends, granted by another role, once, and the citizen is told why."""

from dataclasses import replace
from datetime import datetime

from casework.authority import require_lead
from casework.notices import deadline_words, tell
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.duration import Limit
from hotline.errors import HotlineError, InvalidInputError
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.workflow import Move


class ExtensionTooLateError(HotlineError):
    """An extension is asked for before the limit ends, not after."""

    code = "extension_too_late"


class ExtensionUsedError(HotlineError):
    """A ticket is extended once."""

    code = "extension_used"


def request_extension(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str) -> Ticket:
    """Ask for the same limit once more, from the end of the present one.

    Raises:
        InvalidInputError, ExtensionTooLateError, ExtensionUsedError
    """
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    ticket = uow.tickets.get(number)
    require_lead(ticket, actor)
    at = office.clock.now()
    if ticket.due is not None and at > ticket.due.answer_by:
        raise ExtensionTooLateError(number=number)
    if _granted(ticket):
        raise ExtensionUsedError(number=number)
    ticket.move(Move.REQUEST_EXTENSION, actor, at, reason=reason.strip())
    uow.tickets.save(ticket)
    return ticket


def decide_extension(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, granted: bool,
                     reason: str = "") -> Ticket:  # fmt: skip
    """Grant or refuse. Granted, the citizen gets the reason and the new date."""
    ticket = uow.tickets.get(number)
    asked = next(event.reason for event in reversed(ticket.history) if event.move == Move.REQUEST_EXTENSION)
    ticket.move(Move.DECIDE_EXTENSION, actor, office.clock.now(), reason=reason, note=GRANTED if granted else REFUSED)
    if granted and ticket.due is not None:
        answer_by, guessed = _longer(office, ticket.due.limits["answer"], ticket.due.answer_by)
        ticket.due = replace(ticket.due, answer_by=answer_by, provisional=ticket.due.provisional or guessed)
    uow.tickets.save(ticket)
    if granted:
        deadline = deadline_words(office, ticket.due)
        tell(office, uow, ticket, "extension_granted", reason=asked, deadline=deadline)
    return ticket


GRANTED, REFUSED = "granted", "refused"


def _granted(ticket: Ticket) -> bool:
    return any(event.move == Move.DECIDE_EXTENSION and event.note == GRANTED for event in ticket.history)


def _longer(office: Office, limit: str, start: datetime) -> tuple[datetime, bool]:
    return office.deadlines.after(Limit.parse(limit), start)
