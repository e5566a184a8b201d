"""加派: one more unit gets a part with its own days; the desk adds it, or the lead asks and the desk decides."""

from dataclasses import replace

from casework.assignments import (
    co_due,
    join_ticket,
    part_in,
    require_days,
    require_free,
    require_handling,
    sign_limit,
)
from casework.authority import require_lead
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_life import Assignment, PartRole, PartState
from hotline.errors import InvalidInputError
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.workflow import Move


def add_unit(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, unit: str, days: int,
             reason: str) -> Ticket:  # fmt: skip
    """Give another unit a part, with so many working days.

    Raises:
        InvalidInputError: no reason, no such number of days, or a unit that does not handle or is on it already.
    """
    ticket = uow.tickets.get(number)
    _require(office, uow, ticket, unit, days, reason)
    at = office.clock.now()
    ticket.move(Move.ADD_UNIT, actor, at, reason=reason.strip(), note=office.unit_name(unit))
    join_ticket(ticket, unit)
    part = _part(office, ticket, actor, unit=unit, days=days, reason=reason.strip(), state=PartState.SENT)
    uow.assignments.add(part)
    uow.tickets.save(ticket)
    return ticket


def ask_unit(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, unit: str, days: int,
             reason: str) -> Ticket:  # fmt: skip
    """The lead, who may not shirk, asks for a unit beside it; nothing changes for anybody until the desk grants it."""
    ticket = uow.tickets.get(number)
    require_lead(ticket, actor)
    _require(office, uow, ticket, unit, days, reason)
    ticket.move(Move.ASK_UNIT, actor, office.clock.now(), reason=reason.strip(), note=office.unit_name(unit))
    part = _part(office, ticket, actor, unit=unit, days=days, reason=reason.strip(), state=PartState.ASKED)
    uow.assignments.add(part)
    uow.tickets.save(ticket)
    return ticket


def decide_unit(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, unit: str, granted: bool,
                reason: str = "") -> Ticket:  # fmt: skip
    """Grant the unit that the lead asked for, whose days run from now, or say why not.

    Raises:
        InvalidInputError: nobody asked for this unit, or a refusal without a reason.
    """
    if not granted and not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    ticket = uow.tickets.get(number)
    part, at = part_in(uow, ticket, unit, PartState.ASKED), office.clock.now()
    ticket.move(Move.DECIDE_UNIT, actor, at, reason=reason.strip(), note=office.unit_name(unit))
    if granted:
        require_handling(office, unit)
        join_ticket(ticket, unit)
        part = replace(part, state=PartState.SENT, at=at, sign_by=sign_limit(office, ticket, unit),
                       due_by=co_due(office, ticket, unit, part.days))  # fmt: skip
    else:
        part = replace(part, state=PartState.DENIED, ruling=reason.strip(), ended_at=at)
        uow.unit_notices.add(ticket.lead, number, "unit_denied", reason.strip(), at)
    uow.assignments.save(part)
    uow.tickets.save(ticket)
    return ticket


def _require(office: Office, uow: UnitOfWork, ticket: Ticket, unit: str, days: int, reason: str) -> None:
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    require_days(days)
    require_handling(office, unit)
    require_free(uow, ticket, unit)


def _part(office: Office, ticket: Ticket, actor: Actor, *, unit: str, days: int, reason: str,
          state: PartState) -> Assignment:  # fmt: skip
    return Assignment(
        ticket=ticket.number,
        unit=unit,
        role=PartRole.ADDED,
        state=state,
        at=office.clock.now(),
        by=actor.id,
        by_unit=actor.unit,
        sign_by=sign_limit(office, ticket, unit),
        due_by=co_due(office, ticket, unit, days),
        days=days,
        reason=reason,
    )
