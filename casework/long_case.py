"""长期积案: 一案一策, a leader who answers for it, a date, and a record of what is done until it is closed."""

from datetime import date

from casework.authority import require_lead
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_supervision import LongCase
from hotline.clock import local_day
from hotline.errors import HotlineError, InvalidInputError, NotAllowedError
from hotline.events import LONG_CASE
from hotline.people import Actor, Role
from hotline.ticket import Ticket


class NoLongCaseError(HotlineError):
    """This ticket is no long case, or it was closed."""

    code = "no_long_case"


class LongCaseOpenError(HotlineError):
    """This ticket is a long case already."""

    code = "long_case_open"


def open_long_case(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, plan: str, leader: str,
                   until: str) -> Ticket:  # fmt: skip
    """A supervisor makes a ticket a long case with a plan, a leader (position or account) and a date (ISO).

    Raises:
        NotAllowedError: somebody else than a supervisor.
        InvalidInputError: something is missing, or the date is none or not in the future.
        LongCaseOpenError: it is one already.
    """
    _require_supervisor(actor, number)
    for name, value in (("plan", plan), ("leader", leader)):
        if not value.strip():
            raise InvalidInputError(field=name, rule="required")
    ticket, at = uow.tickets.get(number), office.clock.now()
    standing = uow.long_cases.of_ticket(number)
    if standing is not None and standing.open:
        raise LongCaseOpenError(number=number)
    day = _future(until, local_day(at))
    uow.long_cases.open(number, plan.strip(), leader.strip(), day, actor, at)
    words = office.wording.say("supervision.case_opened", leader=leader.strip(), until=day.isoformat(),
                               plan=plan.strip())  # fmt: skip
    return _noted(office, uow, ticket, actor, words)


def note_long_case(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, words: str) -> Ticket:
    """The lead unit or a supervisor writes down what was done.

    Raises:
        NoLongCaseError: no long case is open.
    """
    ticket = uow.tickets.get(number)
    if actor.role is not Role.SUPERVISOR:
        require_lead(ticket, actor)
    case = _open(uow, number)
    if not words.strip():
        raise InvalidInputError(field="progress", rule="required")
    uow.long_cases.note(case.id, words.strip(), actor, office.clock.now())
    return _noted(office, uow, ticket, actor, words.strip())


def close_long_case(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, outcome: str) -> Ticket:
    """A supervisor closes the long case with its outcome; the ticket stays where it stands.

    Raises:
        NotAllowedError: somebody else than a supervisor.
        NoLongCaseError: no long case is open.
    """
    _require_supervisor(actor, number)
    if not outcome.strip():
        raise InvalidInputError(field="case_outcome", rule="required")
    ticket, case = uow.tickets.get(number), _open(uow, number)
    uow.long_cases.close(case.id, outcome.strip(), actor, office.clock.now())
    words = office.wording.say("supervision.case_closed", outcome=outcome.strip())
    return _noted(office, uow, ticket, actor, words)


def _open(uow: UnitOfWork, number: str) -> LongCase:
    case = uow.long_cases.of_ticket(number)
    if case is None or not case.open:
        raise NoLongCaseError(number=number)
    return case


def _noted(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, words: str) -> Ticket:
    ticket.note(LONG_CASE, actor, office.clock.now(), note=words)
    uow.tickets.save(ticket)
    return ticket


def _future(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInputError(field="case_until", rule="date") from None
    if day <= today:
        raise InvalidInputError(field="case_until", rule="future")
    return day


def _require_supervisor(actor: Actor, number: str) -> None:
    if actor.role is not Role.SUPERVISOR:
        raise NotAllowedError(what="ticket", key=number)
