"""Several units around a ticket, as the tests of casework need them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from casework.accept import Intake, accept
from casework.ports_consult import Consultation
from casework.ports_life import Assignment, PartState, UnitNotice
from casework.ports_returns import ReturnRequest
from casework.whistle import whistle
from hotline.appeal import Place
from hotline.people import Actor, Role
from hotline.ticket import PATROL
from tests.casework.steps import Steps, started
from tests.house import Desk, decision, noise

STREET = Actor(Role.DEPARTMENT, id="street-1", unit="D1S1", name="街道小吴")
FIRE = Actor(Role.DEPARTMENT, id="fire", unit="XF", name="消防老郑")
INSIDER = Actor(Role.SUPERVISOR, id="inside", unit="CG")
ADMINISTRATOR = Actor(Role.ADMINISTRATOR, id="root")


def take(desk: Desk, verb: Callable[..., Any], number: str, actor: Actor, **given: object) -> None:
    """One verb in a unit of work of its own, committed."""
    with desk.database.units_of_work() as uow:
        verb(desk.office, uow, number, actor, **given)
        uow.commit()


def parts(desk: Desk, number: str) -> dict[str, Assignment]:
    """The latest part of each unit."""
    with desk.database.units_of_work(write=False) as uow:
        return {part.unit: part for part in uow.assignments.of_ticket(number)}


def states(desk: Desk, number: str) -> dict[str, PartState]:
    return {unit: part.state for unit, part in parts(desk, number).items()}


def returns(desk: Desk, number: str) -> list[ReturnRequest]:
    with desk.database.units_of_work(write=False) as uow:
        return uow.returns.of_ticket(number)


def tables(desk: Desk, number: str) -> list[Consultation]:
    with desk.database.units_of_work(write=False) as uow:
        return uow.consultations.of_ticket(number)


def unread(desk: Desk, unit: str) -> list[UnitNotice]:
    with desk.database.units_of_work(write=False) as uow:
        return uow.unit_notices.unread(unit)


def shared(desk: Desk, *others: str) -> Steps:
    """A ticket that CG leads with these co-units, signed."""
    steps = started(desk, sure=False)
    steps.review(others=others)
    steps.sign()
    return steps


def of_street(desk: Desk, *, signed: bool = True) -> Steps:
    """A ticket that a street leads."""
    steps = started(desk, sure=False)
    steps.review(lead="D1S1")
    if signed:
        steps.sign(STREET)
    return steps


def whistled(desk: Desk, *units: str, hours: int = 4) -> Steps:
    steps = of_street(desk)
    take(desk, whistle, steps.number, STREET, units=units, hours=hours, reason="占道烧烤，要联合执法")
    return steps


def without(desk: Desk, *codes: str) -> Desk:
    """The same desk in a city whose table no longer has these units."""
    kept = [unit for unit in desk.office.units.all() if unit.code not in codes]
    return replace(desk, office=replace(desk.office, units=type(desk.office.units)(kept)))


def of_patrol(desk: Desk, finder: Actor = STREET) -> Steps:
    """What somebody found on patrol, dispatched to CG."""
    with desk.database.units_of_work() as uow:
        citizen = uow.people.find_or_add(PATROL, finder.id, desk.clock.now())
        appeal = replace(noise(), place=Place("青石路38号", street="D1S1", district="D1"))
        ticket = accept(desk.office, uow, intake=Intake(citizen, finder), appeal=appeal, decision=decision())
        uow.commit()
    return Steps(desk, ticket.number)
