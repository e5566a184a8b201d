"""剔除 and 申诉: somebody asks that a ticket counts otherwise, somebody else decides, and both stand in the record.

The citizen's grade itself is never touched: what changes is only whether the ticket counts.
"""

from collections.abc import Collection

from casework.authority import require_lead
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_assessment import Claim, ClaimKind
from hotline.assessment import Figure
from hotline.errors import HotlineError, InvalidInputError, NotAllowedError
from hotline.people import Actor, Role
from hotline.workflow import Move, State


class SecondPersonError(HotlineError):
    """Whoever asks does not decide."""

    code = "second_person"


class AppealTooLateError(HotlineError):
    """The time in which a unit may appeal against its assessment is over."""

    code = "appeal_too_late"


class NotYetAssessedError(HotlineError):
    """Only a ticket that was closed counts, so only then there is something to appeal against."""

    code = "not_yet_assessed"


_ASKS = frozenset({Role.OPERATOR, Role.DEPARTMENT, Role.SUPERVISOR})


def request_exclusion(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str, evidence: str,
                      reasons: Collection[str]) -> int:  # fmt: skip
    """Ask that a ticket be left out of assessment; `reasons` are the codes that the city allows.

    Raises:
        InvalidInputError: a reason that is not on the list, or no evidence.
        NotAllowedError: a department that does not lead it.
        ConflictError: the same was asked before and waits or was accepted.
    """
    if reason not in reasons:
        raise InvalidInputError(field="exclusion_reason", rule="choice")
    if not evidence.strip():
        raise InvalidInputError(field="evidence", rule="required")
    ticket = uow.tickets.get(number)
    if actor.role not in _ASKS:
        raise NotAllowedError(what="exclusion", key=number)
    require_lead(ticket, actor)
    return _keep(office, uow, Claim(number, ClaimKind.EXCLUSION, reason, evidence.strip(), actor, office.clock.now()))


def appeal_assessment(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, figure: Figure, ground: str,
                      days: int) -> int:  # fmt: skip
    """A unit appeals against how one ticket counts in one figure, within `days` working days of its closing.

    Raises:
        InvalidInputError: no ground.
        NotAllowedError: somebody else than the unit that led it.
        NotYetAssessedError: it is not closed.
        AppealTooLateError: the time is over.
    """
    if not ground.strip():
        raise InvalidInputError(field="appeal_ground", rule="required")
    ticket, at = uow.tickets.get(number), office.clock.now()
    if actor.role is not Role.DEPARTMENT:
        raise NotAllowedError(what="appeal", key=number)
    require_lead(ticket, actor)
    closed = [event.at for event in ticket.history if event.move == Move.CLOSE]
    if not closed or ticket.state is not State.CLOSED:
        raise NotYetAssessedError(number=number)
    if at > office.deadlines.calendar.add_working_days(closed[-1], days):
        raise AppealTooLateError(number=number, days=days)
    return _keep(office, uow, Claim(number, ClaimKind.APPEAL, figure.value, ground.strip(), actor, at))


def decide_claim(office: Office, uow: UnitOfWork, number: int, actor: Actor, *, accepted: bool, words: str) -> Claim:
    """A supervisor who has not asked decides, with a reason.

    Raises:
        InvalidInputError: no reason.
        NotAllowedError: no supervisor, or somebody who keeps out of this ticket.
        SecondPersonError: they asked for it themself, or belong to the unit that did.
        ConflictError: somebody has decided in between.
    """
    if not words.strip():
        raise InvalidInputError(field="decision_words", rule="required")
    claim = uow.claims.get(number)
    if actor.role is not Role.SUPERVISOR or uow.recusals.bars(claim.ticket, actor):
        raise NotAllowedError(what="claim", key=number)
    if actor.id == claim.by.id or (actor.unit and actor.unit == claim.by.unit):
        raise SecondPersonError(claim=number)
    at = office.clock.now()
    uow.claims.decide(number, actor, at, accepted=accepted, words=words.strip())
    verdict = "accept" if accepted else "refuse"
    uow.audit.write(actor, f"{verdict}_{claim.kind}", claim.ticket, words.strip(), at)
    return claim


def _keep(office: Office, uow: UnitOfWork, claim: Claim) -> int:
    number = uow.claims.add(claim)
    uow.audit.write(claim.by, f"ask_{claim.kind}", claim.ticket, claim.words, office.clock.now())
    return number
