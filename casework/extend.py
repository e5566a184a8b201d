"""延期: asked for before the limit ends, granted by another role, once, and the citizen is told why."""

from casework.authority import require_lead
from casework.missing_year import report_missing_years
from casework.notices import deadline_words, tell
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.errors import HotlineError, InvalidInputError, NotAllowedError
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.workflow import Move


class ExtensionTooLateError(HotlineError):
    """An extension is asked for before the limit ends, not after."""

    code = "extension_too_late"


class NoExtensionError(HotlineError):
    """The table gives this kind of matter no more than its usual limit."""

    code = "extension_none"


class ExtensionUsedError(HotlineError):
    """A ticket is extended once."""

    code = "extension_used"


def request_extension(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str) -> Ticket:
    """Ask for what the table leaves between the usual and the longest limit, once, before the present one ends.

    Raises:
        InvalidInputError, ExtensionTooLateError, ExtensionUsedError, NoExtensionError
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
    if ticket.due is None or office.deadlines.extend(ticket.due) is None:
        raise NoExtensionError(number=number)
    ticket.move(Move.REQUEST_EXTENSION, actor, at, reason=reason.strip())
    uow.tickets.save(ticket)
    return ticket


def decide_extension(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, granted: bool,
                     reason: str = "") -> Ticket:  # fmt: skip
    """Grant or refuse. Granted, the citizen gets the reason and the new date.

    Raises:
        NotAllowedError: who asked does not decide, whatever role they have by now.
    """
    ticket = uow.tickets.get(number)
    ticket.move(Move.DECIDE_EXTENSION, actor, office.clock.now(), reason=reason, note=GRANTED if granted else REFUSED)
    if _asker(ticket) == actor.id:
        raise NotAllowedError(what="extension", key=number)
    if granted and ticket.due is not None:
        ticket.due = office.deadlines.extend(ticket.due) or ticket.due
        report_missing_years(office, uow, ticket)
    uow.tickets.save(ticket)
    if granted:
        deadline = deadline_words(office, ticket.due)
        tell(office, uow, ticket, "extension_granted", reason=_asked(ticket), deadline=deadline)
    return ticket


GRANTED, REFUSED = "granted", "refused"


def _granted(ticket: Ticket) -> bool:
    return any(event.move == Move.DECIDE_EXTENSION and event.note == GRANTED for event in ticket.history)


def _asker(ticket: Ticket) -> str | None:
    asked = [event.actor.id for event in ticket.history if event.move == Move.REQUEST_EXTENSION]
    return asked[-1] if asked else None


def _asked(ticket: Ticket) -> str:
    """Why the unit asked, in its own words."""
    return next(event.reason for event in reversed(ticket.history) if event.move == Move.REQUEST_EXTENSION)
