"""联合督办: a named supervisor asks every unit of the ticket; each replies for itself, and it shows who has not."""

from collections.abc import Sequence

from casework.need_to_know import in_line
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_answer import JointReply
from casework.ports_supervision import Supervision, standing_among
from casework.supervision_steps import Step
from hotline.clock import local_day
from hotline.errors import NotAllowedError
from hotline.people import Account, Actor, Role
from hotline.ticket import Ticket


def named_supervisor(office: Office, uow: UnitOfWork, ticket: Ticket) -> str:
    """The login of who owns a joint supervision that the table begins; empty where there is nobody.

    One of the lead unit's own line goes before one of the whole hotline, who is here before who is away, and who has
    least in hand before others. Nobody who keeps out of the ticket, and nobody of another line.
    """
    away = {each.login for each in uow.absences.standing(local_day(office.clock.now()))}
    load: dict[str, int] = {}
    for row in uow.supervisions.standing():
        load[row.step.owner_login] = load.get(row.step.owner_login, 0) + 1

    def place(account: Account) -> tuple[bool, bool, int, str]:
        return account.login in away, not account.unit, load.get(account.login, 0), account.login

    fit = [account for account in uow.accounts.all() if _fits(office, uow, ticket, account)]
    return min(fit, key=place).login if fit else ""


def _fits(office: Office, uow: UnitOfWork, ticket: Ticket, account: Account) -> bool:
    if account.role is not Role.SUPERVISOR or account.disabled or uow.recusals.bars(ticket.number, account.actor):
        return False
    return not account.unit or (bool(ticket.lead) and in_line(office.units, ticket.lead, account.unit))


def ask_units(uow: UnitOfWork, ticket: Ticket, step: Supervision, further: Sequence[str] = ()) -> bool:
    """Every unit of the ticket, and whom the supervisor named beside them; not who keeps out of it. Gives whether one
    of them was not asked before."""
    barred = set(uow.recusals.units_barred(ticket.number))
    units = [unit for unit in (*ticket.units, *further) if unit and unit not in barred]
    before = {each.unit for each in _lines(uow, step)}
    uow.joint_replies.name(step.id, units)
    return not before.issuperset(units)


def follow_units(uow: UnitOfWork, ticket: Ticket, step: Supervision, led: set[str]) -> bool:
    """The ticket has another lead: it is asked too, and who has the ticket no longer owes no reply. Gives whether
    somebody owes one who was not asked before."""
    for unit in led - set(ticket.units):
        uow.joint_replies.release(step.id, unit)
    return ask_units(uow, ticket, step)


def ask_no_more(office: Office, uow: UnitOfWork, number: str, unit: str, actor: Actor) -> None:
    """A unit has nothing to do with the ticket any more: where the others have replied, all have."""
    step = standing_among(uow.supervisions.of_ticket(number))
    if step is None or step.step is not Step.JOINT:
        return
    uow.joint_replies.release(step.id, unit)
    _count_replies(office, uow, step, actor)


def reply_jointly(office: Office, uow: UnitOfWork, ticket: Ticket, step: Supervision, actor: Actor, words: str) -> None:
    """One unit's reply, once; when the last has replied the step itself counts as replied to.

    Raises:
        NotAllowedError: a unit that is not asked.
        ConflictError: it has replied.
    """
    if actor.unit not in {each.unit for each in _lines(uow, step)}:
        raise NotAllowedError(what="ticket", key=ticket.number)
    uow.joint_replies.reply(step.id, actor.unit, words, actor.id, office.clock.now())
    _count_replies(office, uow, step, actor)


def _count_replies(office: Office, uow: UnitOfWork, step: Supervision, actor: Actor) -> None:
    lines = _lines(uow, step)
    if step.replied_at is None and lines and all(each.replied_at for each in lines):
        uow.supervisions.reply(step.id, office.wording.say("supervision.all_replied"), actor, office.clock.now())


def _lines(uow: UnitOfWork, step: Supervision) -> Sequence[JointReply]:
    return uow.joint_replies.of_steps([step.id]).get(step.id, ())
