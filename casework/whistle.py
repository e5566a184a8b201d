"""吹哨报到: a street calls several units to the spot; each must report there in a set time, and both sides are scored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

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
        _call(office, uow, ticket, actor, unit, hours, reason.strip())
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
        require_free(uow, ticket, unit, or_unless=_COMES_ANYHOW)


def _call(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, unit: str, hours: int, reason: str) -> None:
    at, before = office.clock.now(), standing_part(uow, ticket, unit)
    if before is not None and before.role in _COMES_ANYHOW and before.state is not PartState.REPORTED:
        uow.assignments.save(replace(before, state=PartState.REPLACED, ended_at=at))
    day_and_night = ticket.due is not None and ticket.due.always
    limit = Limit(hours, Measure.HOURS if day_and_night else Measure.WORKING_HOURS)
    there_by, _ = office.deadlines.after(limit, at)
    join_ticket(ticket, unit)
    part = Assignment(ticket.number, unit, PartRole.WHISTLED, PartState.SENT, at, actor.id, actor.unit,
                      sign_by=there_by, due_by=max(there_by, co_due(office, ticket)), reason=reason)  # fmt: skip
    uow.assignments.add(part)


@dataclass(slots=True)
class WhistleScore:
    """What one side made of whistles, counted: for a street those it blew, for a unit those that called it.

    `unjustified` are those that the desk found without reason: they count against the street and not for the unit.
    """

    unit: str
    calls: int = 0
    in_time: int = 0
    late: int = 0
    unjustified: int = 0


@dataclass(frozen=True, slots=True)
class WhistleScores:
    """Both sides (双考核)."""

    streets: Sequence[WhistleScore] = field(default=())
    units: Sequence[WhistleScore] = field(default=())


def whistle_scores(office: Office, parts: Iterable[Assignment]) -> WhistleScores:
    """Count the parts of whistles for those who blew them and for those who were called. Who is not there yet is late
    once the time is over."""
    streets: dict[str, WhistleScore] = {}
    units: dict[str, WhistleScore] = {}
    for part in parts:
        for side, unit in ((streets, part.by_unit), (units, part.unit)):
            _count(office, side.setdefault(unit, WhistleScore(unit)), part)
    return WhistleScores(*(tuple(sorted(side.values(), key=lambda each: each.unit)) for side in (streets, units)))


def _count(office: Office, score: WhistleScore, part: Assignment) -> None:
    score.calls += 1
    if part.state is PartState.RELEASED and part.objected_at is not None:
        score.unjustified += 1
        return
    ended = part.ended_at if part.state is PartState.REPLACED and part.signed_at is None else None
    there = part.signed_at or ended or office.clock.now()
    late = part.sign_by is not None and there > part.sign_by
    score.late += late
    score.in_time += bool(part.signed_at) and not late
