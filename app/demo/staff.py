"""The staff of a story: each step is the verb that the console would call, taken by whoever may take it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from app.demo.story import Step
from casework.add_unit import add_unit
from casework.answer import answer, approve_answer
from casework.ask_citizen import ask_citizen
from casework.assessment_claims import request_exclusion
from casework.co_work import co_report, co_sign
from casework.convene import convene
from casework.extend import decide_extension, request_extension
from casework.long_case import open_long_case
from casework.mediate import propose_mediation
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_help import MediationKind
from casework.ports_life import PartRole, PartState
from casework.return_ticket import request_return, uphold_return
from casework.review import Ruling, review
from casework.sign import sign
from hotline.clock import local_day
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.units import OTHER_TYPE, Unit
from routing.jurisdiction import competent_unit


@dataclass(frozen=True, slots=True)
class Deed:
    """One step about to be taken: on which ticket, in which words, and who is there to take it."""

    office: Office
    uow: UnitOfWork
    ticket: Ticket
    words: str
    staff: Mapping[Role, Actor]

    @property
    def unit(self) -> Actor:
        """Somebody of the unit that leads, whichever that is."""
        return self.clerk(self.ticket.lead)

    def clerk(self, code: str) -> Actor:
        return Actor(Role.DEPARTMENT, id=code.lower(), unit=code, name=self.office.unit_name(code))

    @property
    def supervisor(self) -> Actor:
        return self.staff[Role.SUPERVISOR]


def confirm_suggestion(deed: Deed) -> None:
    """An operator sends out what waits for review: to the unit of `words`, else to the one the machine suggests."""
    ticket = deed.ticket
    ruling = Ruling(ticket.appeal.category, ticket.appeal.matter_type, deed.words or _suggested(deed))
    review(deed.office, deed.uow, ticket.number, deed.staff[Role.OPERATOR], ruling)


def _suggested(deed: Deed) -> str:
    """The best of the machine's choices that this city has a unit for, else the hotline's own desk."""
    predicted = deed.uow.ledger.of_ticket(deed.ticket.number).get("unit")
    ranked = [predicted.label, *(label for label, _ in predicted.alternatives)] if predicted else []
    place = deed.ticket.appeal.place
    units = [competent_unit(deed.office.units, label, place) for label in (*ranked, OTHER_TYPE) if label]
    return next(unit.code for unit in units if unit is not None)


def _sign(deed: Deed) -> None:
    sign(deed.office, deed.uow, deed.ticket.number, deed.unit)


def _answer(deed: Deed) -> None:
    answer(deed.office, deed.uow, deed.ticket.number, deed.unit, public=deed.words)


def _approve(deed: Deed) -> None:
    approve_answer(deed.office, deed.uow, deed.ticket.number, deed.supervisor)


def _return(deed: Deed) -> None:
    reason, _, ground = deed.words.partition("|")
    request_return(deed.office, deed.uow, deed.ticket.number, deed.unit, reason=reason, ground=ground)


def _uphold(deed: Deed) -> None:
    uphold_return(deed.office, deed.uow, deed.ticket.number, deed.supervisor)


def _ask(deed: Deed) -> None:
    ask_citizen(deed.office, deed.uow, deed.ticket.number, deed.unit, question=deed.words)


def _extend(deed: Deed) -> None:
    request_extension(deed.office, deed.uow, deed.ticket.number, deed.unit, reason=deed.words)


def _grant(deed: Deed) -> None:
    decide_extension(deed.office, deed.uow, deed.ticket.number, deed.supervisor, granted=True)


def _convene(deed: Deed) -> None:
    convene(deed.office, deed.uow, deed.ticket.number, deed.supervisor, reason=deed.words)


def _add_unit(deed: Deed) -> None:
    code, _, reason = deed.words.partition("|")
    add_unit(deed.office, deed.uow, deed.ticket.number, deed.staff[Role.OPERATOR], unit=code, days=3, reason=reason)


def _co_report(deed: Deed) -> None:
    """The co-unit that was sent to last signs and tells the lead what it did."""
    parts = deed.uow.assignments.of_ticket(deed.ticket.number)
    sent = [part.unit for part in parts if part.state is PartState.SENT and part.role is not PartRole.LEAD]
    for code in sent[-1:]:
        co_sign(deed.office, deed.uow, deed.ticket.number, deed.clerk(code))
        co_report(deed.office, deed.uow, deed.ticket.number, deed.clerk(code), words=deed.words, final=True)


def _long_case(deed: Deed) -> None:
    plan, leader, days = deed.words.split("|")
    until = local_day(deed.office.clock.now() + timedelta(days=int(days)))
    open_long_case(deed.office, deed.uow, deed.ticket.number, deed.supervisor, plan=plan, leader=leader,
                   until=until.isoformat())  # fmt: skip


def _mediate(deed: Deed) -> None:
    propose_mediation(deed.office, deed.uow, deed.ticket.number, deed.staff[Role.OPERATOR], kind=MediationKind.PEOPLE,
                      words=deed.words)  # fmt: skip


def _exclude(deed: Deed) -> None:
    reason, _, evidence = deed.words.partition("|")
    request_exclusion(deed.office, deed.uow, deed.ticket.number, deed.unit, reason=reason, evidence=evidence,
                      reasons=(reason,))  # fmt: skip


_DEEDS: Mapping[str, tuple[timedelta, Callable[[Deed], None]]] = {
    "dispatch": (timedelta(minutes=20), confirm_suggestion),
    "sign": (timedelta(minutes=50), _sign),
    "answer": (timedelta(hours=9), _answer),
    "approve": (timedelta(minutes=80), _approve),
    "return": (timedelta(hours=1), _return),
    "uphold": (timedelta(hours=1), _uphold),
    "ask": (timedelta(hours=2), _ask),
    "extend": (timedelta(hours=20), _extend),
    "grant": (timedelta(hours=2), _grant),
    "convene": (timedelta(hours=3), _convene),
    "add_unit": (timedelta(hours=1), _add_unit),
    "co_report": (timedelta(hours=4), _co_report),
    "long_case": (timedelta(hours=6), _long_case),
    "mediate": (timedelta(hours=2), _mediate),
    "exclude": (timedelta(hours=5), _exclude),
}
"""How much of their time usually passes before a step, and the step."""

_OF_UNIT = frozenset({"sign", "answer", "return", "ask", "extend"})
ON_CALL = "24h"


def takes(step: Step) -> bool:
    """Whether staff take this step; the others are the citizen's."""
    return step.verb in _DEEDS


def effort(step: Step) -> timedelta:
    """How much time passes before it."""
    return _DEEDS[step.verb][0]


def by_day_and_night(step: Step, lead: Unit | None) -> bool:
    """Whether whoever takes the step is at work at any hour: the hotline's dispatchers, and units that are on call."""
    return step.verb == "dispatch" or (step.verb in _OF_UNIT and lead is not None and lead.hours == ON_CALL)


def take(step: Step, deed: Deed) -> None:
    """Take the step in the open unit of work.

    Raises:
        HotlineError: a rule says no.
    """
    _DEEDS[step.verb][1](deed)
