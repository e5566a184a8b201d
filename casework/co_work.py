"""协办: a co-unit signs for its part, reports to the lead within its own days, and may object once.

It never answers the citizen, closes, or returns the ticket for the lead.
"""

from dataclasses import replace

from casework.assignments import PartRefusedError, leave_ticket, own_part, part_in
from casework.joint import ask_no_more
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_life import PartRole, PartState
from hotline.errors import InvalidInputError
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.workflow import Move


class ObjectedBeforeError(PartRefusedError):
    """A unit objects to its part once; what was decided then stands."""

    code = "objected_before"


def co_sign(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, words: str = "") -> Ticket:
    """签收, and for a unit that was whistled 报到: it is on the spot, and says what it found there.

    Raises:
        NotAllowedError, PartRefusedError: the unit has no part, or signed before.
        InvalidInputError: on the spot without a word.
    """
    ticket = uow.tickets.get(number)
    part, at = own_part(uow, ticket, actor, PartState.SENT), office.clock.now()
    if part.role is PartRole.WHISTLED and not words.strip():
        raise InvalidInputError(field="on_site", rule="required")
    ticket.move(Move.CO_SIGN, actor, at, note=words.strip())
    report = words.strip() or part.report
    uow.assignments.save(replace(part, state=PartState.SIGNED, signed_at=at, report=report))
    uow.tickets.save(ticket)
    return ticket


def co_report(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, words: str, final: bool) -> Ticket:
    """Tell the lead what was done; where that is not all yet, how far it is (the limit goes on).

    Raises:
        InvalidInputError: nothing is said.
        NotAllowedError, PartRefusedError: the unit has no part that it signed for.
    """
    if not words.strip():
        raise InvalidInputError(field="report", rule="required")
    ticket = uow.tickets.get(number)
    part, at = own_part(uow, ticket, actor, PartState.SIGNED), office.clock.now()
    ticket.move(Move.CO_REPORT, actor, at, note=words.strip())
    part = replace(part, report=words.strip(), reported_at=at)
    uow.assignments.save(replace(part, state=PartState.REPORTED, ended_at=at) if final else part)
    uow.tickets.save(ticket)
    return ticket


def co_object(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, ground: str) -> Ticket:
    """Object once: it is not this unit's duty, or the street had no reason to whistle. The desk decides.

    Raises:
        InvalidInputError: no ground.
        ObjectedBeforeError: the unit objected before.
        NotAllowedError, PartRefusedError: the unit has no part that is still open.
    """
    if not ground.strip():
        raise InvalidInputError(field="ground", rule="required")
    ticket = uow.tickets.get(number)
    part = own_part(uow, ticket, actor, PartState.SENT, PartState.SIGNED)
    parts = uow.assignments.of_ticket(number)
    if any(each.unit == actor.unit and each.objected_at is not None for each in parts):
        raise ObjectedBeforeError(number=number)
    at = office.clock.now()
    ticket.move(Move.CO_OBJECT, actor, at, reason=ground.strip())
    uow.assignments.save(replace(part, state=PartState.OBJECTED, objected_at=at, objection=ground.strip()))
    uow.tickets.save(ticket)
    return ticket


def decide_objection(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, unit: str, upheld: bool,
                     reason: str) -> Ticket:  # fmt: skip
    """The desk lets the unit go, or says why it stays; both it and the lead read so in their inbox.

    Raises:
        InvalidInputError: no reason, or this unit has not objected.
    """
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    ticket = uow.tickets.get(number)
    part, at = part_in(uow, ticket, unit, PartState.OBJECTED), office.clock.now()
    ticket.move(Move.DECIDE_OBJECTION, actor, at, reason=reason.strip(), note=office.unit_name(unit))
    part = replace(part, ruling=reason.strip())
    if upheld:
        leave_ticket(ticket, unit)
        ask_no_more(office, uow, number, unit, actor)
        part = replace(part, state=PartState.RELEASED, ended_at=at)
        uow.unit_notices.add(ticket.lead, number, "co_unit_left", reason.strip(), at)
    else:
        part = replace(part, state=PartState.SIGNED if part.signed_at else PartState.SENT)
    uow.unit_notices.add(unit, number, "objection_upheld" if upheld else "objection_refused", reason.strip(), at)
    uow.assignments.save(part)
    uow.tickets.save(ticket)
    return ticket
