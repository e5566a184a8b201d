"""督办监控: holds open tickets against the table of steps; a step begins once, by whoever looks first."""

from collections.abc import Sequence
from datetime import datetime, time

from casework.office import Office
from casework.ports import UnitOfWork, UnitsOfWork
from casework.ports_supervision import Supervision, standing_among
from casework.supervise import Order, begin, end, ended_since, highest, next_step, owner_named
from casework.supervision_rules import Rule
from casework.supervision_steps import Step
from casework.supervision_when import since
from hotline.clock import SHANGHAI, utc
from hotline.errors import ConflictError, HotlineError
from hotline.people import MACHINE
from hotline.ticket import Ticket

AT_ONCE = 500
"""How many tickets one round looks at; the rest waits for the next."""

_AWAY = "database_away"


def watch_supervision(office: Office, units_of_work: UnitsOfWork) -> int:
    """Begin what the table says, and end what has lost its ground; gives how many steps that were.

    Safe at any time and in two processes: the ticket's version and two unique keys let one of them through. A ticket
    that cannot be read is passed by, the others go on, and its fault is raised at the end.
    """
    rules = office.supervision.version
    with units_of_work(write=False) as uow:
        numbers = uow.supervisions.unlooked(office.clock.now(), rules, AT_ONCE)
    done, faults = 0, []
    for number in numbers:
        try:
            done += _one(office, units_of_work, number, rules)
        except ConflictError:
            continue  # somebody changed it in this very moment; the next round looks again
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is this ticket's own and raised below
            if isinstance(fault, HotlineError) and fault.code == _AWAY:
                raise
            fault.add_note(f"ticket {number}")
            faults.append(fault)
    if faults:
        raise faults[0]
    return done


def _one(office: Office, units_of_work: UnitsOfWork, number: str, rules: str) -> int:
    with units_of_work() as uow:
        ticket = uow.tickets.get(number)
        done = 0
        while advance(office, uow, ticket):  # what ends may make room for what begins
            done += 1
        if done:
            uow.tickets.save(ticket)
        steps = uow.supervisions.of_ticket(number)
        uow.supervisions.looked(number, ticket.version, rules, again_at(office, ticket, steps))
        uow.commit()
    return done


def advance(office: Office, uow: UnitOfWork, ticket: Ticket) -> int:
    """Begin or end one step on a ticket, which the caller saves; 0 where nothing is due."""
    steps = uow.supervisions.of_ticket(ticket.number)
    standing = standing_among(steps)
    if standing is not None and _settled(ticket, standing):
        end(office, uow, ticket, standing, MACHINE, office.wording.say("supervision.settled"))
        return 1
    found = _due(office, ticket, steps) if ticket.open else None
    if found is None:
        return 0
    rule, step = found
    unit, login = owner_named(office, uow, ticket, rule.owner)
    order = Order(step, unit, login, rule.limit, rule.ground, rule.id)
    begin(office, uow, ticket, MACHINE, order)
    return 1


def _settled(ticket: Ticket, standing: Supervision) -> bool:
    """The matter is over; or it was only a reminder, and the unit has signed, replied, or answered the citizen."""
    if not ticket.open:
        return True
    signed = ticket.signed_at is not None and ticket.signed_at > standing.begun_at
    done = signed or ticket.public_answer_given or standing.replied_at is not None
    return standing.step is Step.REMINDER and done


def _due(office: Office, ticket: Ticket, steps: Sequence[Supervision]) -> tuple[Rule, Step] | None:
    """The highest step that a rule now asks for.

    Where everything was released and trouble of the same kind comes anew, the matter is not supervised more mildly
    than before: the step above the highest is taken.
    """
    now, best = office.clock.now(), None
    for rule in office.supervision.effective(now):
        moment = since(rule, ticket, steps, office.deadlines)
        step = _step(rule, steps, moment) if moment is not None and moment <= now else None
        if step is not None and (best is None or step.rank > best[1].rank):
            best = rule, step
    return best


def _step(rule: Rule, steps: Sequence[Supervision], moment: datetime) -> Step | None:
    if rule.step.rank > highest(steps):
        return rule.step
    released = ended_since(steps)
    anew = released is not None and not any(each.open for each in steps) and moment > released
    return next_step(steps) if anew and rule.step is not Step.REMINDER else None


def again_at(office: Office, ticket: Ticket, steps: Sequence[Supervision]) -> datetime | None:
    """The next moment at which a rule may begin to hold though nobody touches the ticket."""
    if not ticket.open:
        return None
    now, rules = office.clock.now(), office.supervision
    moments = [since(rule, ticket, steps, office.deadlines) for rule in rules.effective(now)]
    moments += [utc(datetime.combine(rule.effective, time(), SHANGHAI)) for rule in rules.rules]
    return min((moment for moment in moments if moment is not None and moment > now), default=None)
