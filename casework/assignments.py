"""承办: each unit on a ticket has a part of its own: how it came to it, until when, and what it did.

The lead's part only says when it signed: its answer is the ticket's. 首接负责: who signed as the lead leads; the others
report to it, and what they say reaches the citizen through the lead's answer.
"""

from dataclasses import replace
from datetime import datetime

from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_life import STANDING, UNFINISHED, Assignment, PartRole, PartState
from hotline.duration import Limit, Measure
from hotline.errors import HotlineError, InvalidInputError, NotAllowedError
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.units import UnitKind
from hotline.workflow import Move

HANDLING = frozenset({UnitKind.DEPARTMENT, UnitKind.UTILITY, UnitKind.STREET})
"""What may be given a part: the community and the grid only assist (66号文)."""
CO_DAYS = 3
"""How many working days a co-unit has where nobody says otherwise."""
LONGEST_DAYS = 30


class PartRefusedError(HotlineError):
    """A unit's part stands where this step is none, e.g. it was signed before."""

    code = "part_refused"


def require_handling(office: Office, code: str, *, field: str = "unit") -> None:
    """Raises InvalidInputError for a unit that does not handle tickets, or that the city's table no longer has."""
    unit = office.units.find(code)
    if unit is None or unit.kind not in HANDLING:
        raise InvalidInputError(field=field, rule="handling_unit", value=code)


def open_parts(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, *, reason: str = "") -> None:
    """A dispatch gives every unit on the ticket its part; whatever stood from an earlier one is over."""
    close_parts(office, uow, ticket)
    at = office.clock.now()
    sign_by = ticket.due.sign_by if ticket.due else None
    for unit in ticket.units:
        role = PartRole.LEAD if unit == ticket.lead else PartRole.CO
        due_by = co_due(office, ticket, unit) if role is PartRole.CO else None
        part = Assignment(ticket.number, unit, role, PartState.SENT, at, actor.id, actor.unit, sign_by=sign_by,
                          due_by=due_by, reason=reason)  # fmt: skip
        uow.assignments.add(part)


def close_parts(office: Office, uow: UnitOfWork, ticket: Ticket) -> None:
    """The ticket goes elsewhere: nobody owes anything from before, nor is anybody still asked for."""
    for part in uow.assignments.of_ticket(ticket.number):
        if part.state in STANDING or part.state is PartState.ASKED:
            uow.assignments.save(replace(part, state=PartState.REPLACED, ended_at=office.clock.now()))


def mark_lead(uow: UnitOfWork, ticket: Ticket, signed_at: datetime | None) -> None:
    """Write down when the lead signed; None: it has to sign again."""
    state = PartState.SIGNED if signed_at else PartState.SENT
    for part in uow.assignments.of_ticket(ticket.number):
        if part.role is PartRole.LEAD and part.state in STANDING:
            uow.assignments.save(replace(part, state=state, signed_at=signed_at))


def co_due(office: Office, ticket: Ticket, unit: str, days: int = CO_DAYS) -> datetime:
    """Until when a co-unit reports: a number of its own working days, cut to the citizen's date."""
    at, hours = office.clock.now(), office.hours_of(unit)
    if ticket.due is None:
        return office.deadlines.after(Limit(days, Measure.WORKING_DAYS), at, hours)[0]
    return office.deadlines.co_due(ticket.due, days, at, hours)[0]


def resume_parts(office: Office, uow: UnitOfWork, ticket: Ticket, paused_at: datetime) -> None:
    """The citizen has answered: what was left of each co-unit's time when the clock stopped is left to it now."""
    at = office.clock.now()
    for part in uow.assignments.of_ticket(ticket.number):
        if part.state in UNFINISHED and part.due_by is not None:
            due_by = office.deadlines.co_resume(part.due_by, paused_at, at, office.hours_of(part.unit))
            uow.assignments.save(replace(part, due_by=due_by))


def resume_after_answer(office: Office, uow: UnitOfWork, ticket: Ticket) -> None:
    """The lead's answer was none, and the co-units work on: while it stood they could report nothing."""
    answered = [event.at for event in ticket.history if event.move == Move.ANSWER]
    if answered:
        resume_parts(office, uow, ticket, answered[-1])


def sign_limit(office: Office, ticket: Ticket, unit: str) -> datetime | None:
    """Until when a unit that comes now has to sign: as long as a lead has from a dispatch, in its own hours."""
    if ticket.due is None:
        return None
    return office.deadlines.restart_signing(ticket.due, office.clock.now(), office.hours_of(unit)).sign_by


def require_days(days: int) -> None:
    """Raises InvalidInputError for no number of days that a unit could be given."""
    if not 1 <= days <= LONGEST_DAYS:
        raise InvalidInputError(field="days", rule="days")


def own_part(uow: UnitOfWork, ticket: Ticket, actor: Actor, *states: PartState) -> Assignment:
    """The actor's unit's part beside the lead.

    Raises:
        NotAllowedError: the unit has none; the lead's own is the ticket itself.
        PartRefusedError: it does not stand in one of `states`.
    """
    part = standing_part(uow, ticket, actor.unit) if actor.unit else None
    if part is None or part.role is PartRole.LEAD:
        raise NotAllowedError(what="part", key=ticket.number)
    if part.state not in states:
        raise PartRefusedError(state=part.state)
    return part


def standing_part(uow: UnitOfWork, ticket: Ticket, unit: str) -> Assignment | None:
    """The latest part that a unit has in the ticket."""
    parts = [part for part in uow.assignments.of_ticket(ticket.number) if part.unit == unit and part.state in STANDING]
    return parts[-1] if parts else None


def part_in(uow: UnitOfWork, ticket: Ticket, unit: str, state: PartState) -> Assignment:
    """The part of a unit that waits for a decision.

    Raises:
        InvalidInputError: there is none; somebody may have decided it before.
    """
    found = [part for part in uow.assignments.of_ticket(ticket.number) if part.unit == unit and part.state is state]
    if not found:
        raise InvalidInputError(field="co_unit", rule="waiting_part", value=unit)
    return found[-1]


def require_free(uow: UnitOfWork, ticket: Ticket, unit: str, *, field: str = "co_unit",
                 or_unless: tuple[PartRole, ...] = ()) -> None:  # fmt: skip
    """A unit that leads, is asked for or still owes its part is not brought in again, unless in one of these roles.

    Raises:
        InvalidInputError
    """
    taken = [
        part
        for part in uow.assignments.of_ticket(ticket.number)
        if part.unit == unit and (part.state in UNFINISHED or part.state is PartState.ASKED)
        if part.role not in or_unless
    ]
    if unit == ticket.lead or taken:
        raise InvalidInputError(field=field, rule="not_on_it", value=unit)


def join_ticket(ticket: Ticket, unit: str) -> None:
    """The unit belongs to the ticket from now on: it sees it, and nobody of it closes it."""
    ticket.others = tuple(dict.fromkeys((*ticket.others, unit)))


def leave_ticket(ticket: Ticket, unit: str) -> None:
    ticket.others = tuple(code for code in ticket.others if code != unit)
