"""受理: an appeal becomes a ticket with a number, a deadline, and, where it is sure, a unit."""

from dataclasses import dataclass

from casework.assignments import open_parts
from casework.dispatch import assign
from casework.missing_year import report_missing_years
from casework.notices import deadline_words, tell
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.appeal import Appeal
from hotline.clock import local_day
from hotline.events import RECEIVED
from hotline.people import MACHINE, Actor, Citizen, Role
from hotline.ticket import Ground, Ticket, ticket_number
from hotline.workflow import Move
from routing.decision import Decision


@dataclass(frozen=True, slots=True)
class Intake:
    """Who brought the appeal: the citizen, who entered it, and the stored message that is being answered."""

    citizen: Citizen
    by: Actor = MACHINE
    reply_to: int | None = None


def accept(office: Office, uow: UnitOfWork, *, intake: Intake, appeal: Appeal, decision: Decision) -> Ticket:
    """Open a ticket: dispatched at once where the decision is sure enough, else it waits for a dispatcher.

    The limit runs from acceptance. What a unit's people found on patrol they only report: it is accepted and dispatched
    like what citizens tell. The citizen is told the number, the pick-up code and the date.
    """
    at = office.clock.now()
    ticket = Ticket(
        number=ticket_number(at, office.serial()),
        person=intake.citizen.id,
        channel=intake.citizen.channel,
        appeal=appeal,
        received_at=at,
    )
    ticket.note(RECEIVED, intake.by if intake.by is not MACHINE else Actor.citizen(intake.citizen.id), at)
    clerk = MACHINE if intake.by.role is Role.DEPARTMENT else intake.by
    ticket.move(Move.ACCEPT, clerk, at)
    rule = office.deadlines.rule_for(appeal.matter_type, appeal.urgency, appeal.category, appeal.text, local_day(at))
    ticket.due = office.deadlines.due(rule, at)
    report_missing_years(office, uow, ticket)
    auto = decision.auto and bool(decision.lead_unit)
    ticket.ground = Ground(decision.rule, decision.ground, decision.confidence, auto)
    if auto:
        assign(office, ticket, clerk, lead=decision.lead_unit, others=decision.other_units)
    uow.tickets.add(ticket)
    if auto:
        open_parts(office, uow, ticket, clerk, reason=ticket.ground.text)
    _tell(office, uow, ticket, intake.reply_to)
    return ticket


def _tell(office: Office, uow: UnitOfWork, ticket: Ticket, reply_to: int | None) -> None:
    tell(
        office,
        uow,
        ticket,
        "accepted_and_dispatched" if ticket.lead else "accepted",
        reply_to=reply_to,
        code=office.codes.code(ticket.number),
        deadline=deadline_words(office, ticket.due),
        unit=office.unit_name(ticket.lead),
    )
