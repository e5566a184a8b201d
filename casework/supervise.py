"""督办: a step begins, the unit replies, a supervisor releases. Beside the states: nothing here moves the ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.authority import require_lead
from casework.joint import ask_units, follow_units, named_supervisor, reply_jointly
from casework.office import Office
from casework.ports import AttentionKind, UnitOfWork
from casework.ports_secrecy import RecusedError
from casework.ports_supervision import Supervision, standing_among
from casework.supervision_rules import ABOVE, HOTLINE, LEAD, SUPERVISOR, limit_of, owner_of
from casework.supervision_steps import NotSupervisedError, Step, StepTakenError
from classifiers.privacy import mask
from hotline.duration import Limit
from hotline.errors import InvalidInputError, NotAllowedError
from hotline.events import SUPERVISED, SUPERVISION_ANSWERED, SUPERVISION_ENDED
from hotline.people import MACHINE, Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import Move, MoveRefusedError


@dataclass(frozen=True, slots=True)
class Order:
    """What is begun: the step, whose it is (a unit or a login), in which time, and why."""

    step: Step
    unit: str
    login: str
    limit: Limit
    ground: str
    rule: str = ""
    asked: Sequence[str] = ()


def begin_step(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, step: Step, reason: str,
               unit: str = "", login: str = "", asked: Sequence[str] = ()) -> Ticket:  # fmt: skip
    """A supervisor begins a step by hand, with the reason; without an owner it is the table's, which for a joint
    supervision is this very supervisor. `asked` are units that reply to it beside those of the ticket.

    Raises:
        NotAllowedError: somebody else than a supervisor.
        StepTakenError: this step or a higher one was taken before.
        RecusedError: the owner keeps out of the ticket.
        InvalidInputError: no reason, both kinds of owner, an owner or unit that does not exist, or units to ask
            where the step is no joint supervision.
    """
    _require_supervisor(actor, number)
    at, ticket = office.clock.now(), uow.tickets.get(number)
    if unit and login:
        raise InvalidInputError(field="owner", rule="one_owner")
    if unit and office.units.find(unit) is None:
        raise InvalidInputError(field="owner", rule="owner", value=unit)
    _require_account(uow, number, login)
    if unit and unit in uow.recusals.units_barred(number):
        raise RecusedError(number=number)
    _require_asked(office, step, asked)
    owner = owner_of(office.supervision, step, at)
    if not unit and not login:
        unit, login = ("", actor.id) if owner == SUPERVISOR else (resolved(office, ticket, owner), "")
    limit = limit_of(office.supervision, step, at)
    begin(office, uow, ticket, actor, Order(step, unit, login, limit, _said(reason), asked=asked))
    uow.tickets.save(ticket)
    return ticket


def skip_step(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str) -> Ticket:
    """A supervisor passes over the next step, with the reason: neither a rule nor a person takes it afterwards.

    Raises:
        NotAllowedError: somebody else than a supervisor.
        StepTakenError: there is no higher one.
    """
    _require_supervisor(actor, number)
    ticket, words, at = uow.tickets.get(number), _said(reason), office.clock.now()
    _require_open(ticket)
    step = next_step(uow.supervisions.of_ticket(number))
    if step is None:
        raise StepTakenError(step=Step.COUNCIL)
    uow.supervisions.add(
        Supervision(0, number, step, "", actor.id, at, actor.id, at, provisional=False, rule="", ground=words,
                    ended_at=at, ended_by=actor.id, end_reason=words, skipped=True)
    )  # fmt: skip
    ticket.note(SUPERVISION_ENDED, actor, at, note=office.wording.say("supervision.skipped", step=label(office, step),
                                                                      reason=words))  # fmt: skip
    uow.tickets.save(ticket)
    return ticket


def reply_to_step(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, words: str) -> Ticket:
    """The lead unit says what it does about it; to a joint supervision every unit that is asked replies for itself.

    Raises:
        NotAllowedError: another unit.
        ConflictError: it has replied.
        NotSupervisedError: no step is open.
    """
    ticket, at = uow.tickets.get(number), office.clock.now()
    said, standing = _said(words, "reply_words"), _standing(uow, number)
    if uow.joint_replies.of_steps([standing.id]):
        reply_jointly(office, uow, ticket, standing, actor, said)
    else:
        require_lead(ticket, actor)
        uow.supervisions.reply(standing.id, said, actor, at)
    ticket.note(SUPERVISION_ANSWERED, actor, at, note=said)
    uow.tickets.save(ticket)
    return ticket


def release_step(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str) -> Ticket:
    """A supervisor ends the open step, with the reason.

    Raises:
        NotAllowedError: somebody else than a supervisor.
        NotSupervisedError: no step is open.
    """
    _require_supervisor(actor, number)
    ticket, words = uow.tickets.get(number), _said(reason)
    end(office, uow, ticket, _standing(uow, number), actor, words)
    uow.tickets.save(ticket)
    return ticket


def take_over(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, login: str = "") -> Ticket:
    """The open step becomes that of a named account: one's own, or a colleague's.

    Raises:
        NotAllowedError: somebody else than a supervisor.
        NotSupervisedError: no step is open.
        RecusedError: the colleague keeps out of the ticket.
    """
    _require_supervisor(actor, number)
    _require_account(uow, number, login)
    ticket, standing, whose = uow.tickets.get(number), _standing(uow, number), login or actor.id
    uow.supervisions.assign(standing.id, unit="", login=whose)
    words = office.wording.say("supervision.taken", step=label(office, standing.step), who=_name_of(uow, whose))
    ticket.note(SUPERVISED, actor, office.clock.now(), note=words)
    uow.tickets.save(ticket)
    return ticket


def follow_lead(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor) -> None:
    """The ticket, which the caller saves, goes to a unit: an open step of a unit that led it before is now its own, in
    the time that such a step gives, and what that one replied no longer counts. Who has the ticket no longer owes
    nothing about it; whom a joint supervision asks only now has that time too."""
    standing = standing_among(uow.supervisions.of_ticket(ticket.number))
    led = {event.unit for event in ticket.history if event.unit} - {ticket.lead}
    if standing is None:
        return
    asked_anew = standing.step is Step.JOINT and follow_units(uow, ticket, standing, led)
    if standing.owner_unit not in led and not asked_anew:
        return
    at = office.clock.now()
    due_at, _ = office.deadlines.after(limit_of(office.supervision, standing.step, at), at)
    if standing.owner_unit not in led:
        uow.supervisions.assign(standing.id, unit=standing.owner_unit, login=standing.owner_login, due_at=due_at)
        return
    uow.supervisions.assign(standing.id, unit=ticket.lead, login="", due_at=due_at)
    words = office.wording.say("supervision.taken", step=label(office, standing.step),
                               who=office.unit_name(ticket.lead))  # fmt: skip
    ticket.note(SUPERVISED, actor, at, note=words)


def begin(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, order: Order) -> None:
    """Begin a step on a ticket that the caller saves: the lower one that is open ends by it.

    Raises:
        MoveRefusedError: the ticket is finished.
        StepTakenError: this step or a higher one was taken before.
    """
    _require_open(ticket)
    at, steps = office.clock.now(), uow.supervisions.of_ticket(ticket.number)
    if order.step.rank <= highest(steps):
        raise StepTakenError(step=order.step)
    for lower in steps:
        if lower.open:
            reason = office.wording.say("supervision.raised", step=label(office, order.step))
            uow.supervisions.end(lower.id, reason, actor, at)
    due_at, guessed = office.deadlines.after(order.limit, at)
    uow.supervisions.add(
        Supervision(0, ticket.number, order.step, order.unit, order.login, at, actor.id, due_at, guessed, order.rule,
                    order.ground)
    )  # fmt: skip
    if order.step is Step.JOINT:
        ask_units(uow, ticket, _standing(uow, ticket.number), order.asked)
    owner = office.unit_name(order.unit) if order.unit else _name_of(uow, order.login)
    note = office.wording.say("supervision.begun", step=label(office, order.step), owner=owner, ground=order.ground)
    ticket.note(SUPERVISED, actor, at, note=note)
    if actor == MACHINE and order.step.rank >= Step.RED.rank:
        uow.attention.call(AttentionKind.ESCALATION, ticket.person, mask(ticket.appeal.title), at, ticket.number)


def end(office: Office, uow: UnitOfWork, ticket: Ticket, step: Supervision, actor: Actor, reason: str) -> None:
    """End an open step on a ticket that the caller saves."""
    at = office.clock.now()
    uow.supervisions.end(step.id, reason, actor, at)
    words = office.wording.say("supervision.ended", step=label(office, step.step), reason=reason)
    ticket.note(SUPERVISION_ENDED, actor, at, note=words)


def label(office: Office, step: Step) -> str:
    """What people call a step."""
    return office.wording.say(f"supervision.{step.value}")


def highest(steps: Sequence[Supervision]) -> int:
    """The rank of the highest step taken or passed over; 0 for none."""
    return max((each.step.rank for each in steps), default=0)


def next_step(steps: Sequence[Supervision]) -> Step | None:
    """The step above the highest."""
    rank = highest(steps)
    return next((step for step in Step if step.rank == rank + 1), None)


def resolved(office: Office, ticket: Ticket, owner: str) -> str:
    """The unit that a rule's owner stands for on this ticket; where there is none it is the top of the tree."""
    top = next((unit.code for unit in office.units.all() if not unit.parent), "")
    if owner == LEAD:
        return ticket.lead or top
    if owner == ABOVE:
        above = office.units.above(ticket.lead) if office.units.find(ticket.lead) else []
        return above[0].code if above else top
    return owner if office.units.find(owner) else top


def owner_named(office: Office, uow: UnitOfWork, ticket: Ticket, owner: str) -> tuple[str, str]:
    """The unit or the login that a rule's owner stands for; where no supervisor can be named it is the hotline."""
    if owner != SUPERVISOR:
        return resolved(office, ticket, owner), ""
    login = named_supervisor(office, uow, ticket)
    return ("", login) if login else (resolved(office, ticket, HOTLINE), "")


def ended_since(steps: Sequence[Supervision]) -> datetime | None:
    """When the last step ended; None where none has. What was passed over never began, and so has not ended."""
    return max((each.ended_at for each in steps if each.ended_at is not None and not each.skipped), default=None)


def _standing(uow: UnitOfWork, number: str) -> Supervision:
    standing = standing_among(uow.supervisions.of_ticket(number))
    if standing is None:
        raise NotSupervisedError(number=number)
    return standing


def _require_open(ticket: Ticket) -> None:
    if not ticket.open:
        raise MoveRefusedError(state=ticket.state, move=Move.CONVENE)


def _require_supervisor(actor: Actor, number: str) -> None:
    if actor.role is not Role.SUPERVISOR:
        raise NotAllowedError(what="ticket", key=number)


def _name_of(uow: UnitOfWork, login: str) -> str:
    """How people call who has this login."""
    account = uow.accounts.find(login)
    return account.name if account else login


def _require_account(uow: UnitOfWork, number: str, login: str) -> None:
    if not login:
        return
    account = uow.accounts.find(login)
    if account is None or account.disabled:
        raise InvalidInputError(field="owner", rule="owner")
    if uow.recusals.bars(number, account.actor):
        raise RecusedError(number=number)


def _require_asked(office: Office, step: Step, asked: Sequence[str]) -> None:
    if asked and step is not Step.JOINT:
        raise InvalidInputError(field="asked", rule="joint_only")
    if any(office.units.find(unit) is None for unit in asked):
        raise InvalidInputError(field="asked", rule="choice")


def _said(words: str, field: str = "reason") -> str:
    if not words.strip():
        raise InvalidInputError(field=field, rule="required")
    return words.strip()
