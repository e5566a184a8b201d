"""吹哨报到: a street calls several units to the spot, and each must report there in a set time."""

from collections.abc import Sequence
from dataclasses import replace

from casework.assignments import co_due, join_ticket, require_free, require_handling, standing_part
from casework.authority import require_lead
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_life import Assignment, PartRole, PartState
from hotline.duration import Limit, Measure
from hotline.errors import HotlineError, InvalidInputError
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.units import UnitKind
from hotline.workflow import Move

HOURS = range(1, 73)
"""How many (working) hours a street may give a unit to be there; of urgent matters they run day and night."""
_COMES_ANYHOW = (PartRole.CO, PartRole.ADDED)
"""A co-unit may be whistled as well: being called to the spot is more than cooperating."""


class OnlyStreetsWhistleError(HotlineError):
    """A whistle is the street's; other leads ask the desk for a co-unit."""

    code = "only_streets_whistle"


def whistle(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, units: Sequence[str], hours: int,
            reason: str) -> Ticket:  # fmt: skip
    """Call units to the spot of a ticket that the street leads.

    Raises:
        OnlyStreetsWhistleError: the lead is no street.
        InvalidInputError: nobody is called, no reason, a number of hours that is none, or a unit that does not handle
            or was called before and has not come yet.
    """
    ticket = uow.tickets.get(number)
    require_lead(ticket, actor)
    called = list(dict.fromkeys(units))
    _require(office, uow, ticket, called, hours, reason)
    at, names = office.clock.now(), "、".join(office.unit_name(unit) for unit in called)
    ticket.move(Move.WHISTLE, actor, at, reason=reason.strip(), note=names)
    for unit in called:
        _call(office, uow, ticket, actor, unit=unit, hours=hours, reason=reason.strip())
    uow.tickets.save(ticket)
    return ticket


def _require(office: Office, uow: UnitOfWork, ticket: Ticket, units: Sequence[str], hours: int, reason: str) -> None:
    lead = office.units.find(ticket.lead)
    if lead is None or lead.kind is not UnitKind.STREET:
        raise OnlyStreetsWhistleError(unit=ticket.lead)
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    if not units:
        raise InvalidInputError(field="called", rule="required")
    if hours not in HOURS:
        raise InvalidInputError(field="hours", rule="hours")
    for unit in units:
        require_handling(office, unit, field="called")
        require_free(uow, ticket, unit, field="called", or_unless=_COMES_ANYHOW)


def _call(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, *, unit: str, hours: int,
          reason: str) -> None:  # fmt: skip
    at, before = office.clock.now(), standing_part(uow, ticket, unit)
    for asked in uow.assignments.of_ticket(ticket.number):
        if asked.unit == unit and asked.state is PartState.ASKED:  # it comes anyhow: nobody has to grant it any more
            uow.assignments.save(replace(asked, state=PartState.REPLACED, ended_at=at))
    if before is not None and before.role in _COMES_ANYHOW and before.state is not PartState.REPORTED:
        uow.assignments.save(replace(before, state=PartState.REPLACED, ended_at=at))
    day_and_night = ticket.due is not None and ticket.due.always
    limit = Limit(hours, Measure.HOURS if day_and_night else Measure.WORKING_HOURS)
    there_by, _ = office.deadlines.after(limit, at, office.hours_of(unit), always=day_and_night)
    join_ticket(ticket, unit)
    part = Assignment(ticket.number, unit, PartRole.WHISTLED, PartState.SENT, at, actor.id, actor.unit,
                      sign_by=there_by, due_by=max(there_by, co_due(office, ticket, unit)), reason=reason)  # fmt: skip
    uow.assignments.add(part)
