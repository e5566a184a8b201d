"""回避: whoever has an interest in a matter neither sees nor handles nor approves it (济南条例第三十二条)."""

from collections.abc import Sequence
from dataclasses import replace

from casework.joint import ask_no_more
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_secrecy import Recusal
from hotline.errors import InvalidInputError, NotAllowedError
from hotline.events import RECUSAL_LIFTED, RECUSED
from hotline.people import Actor, Role

_DESK = frozenset({Role.OPERATOR, Role.SUPERVISOR})


def recuse(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, login: str = "", unit: str = "",
           ground: str) -> int:  # fmt: skip
    """Keep an account or a whole unit out of a ticket. Anybody may do so for themself, the hotline for others.

    The history says that somebody keeps out, and not who: it is read by those who stay in.

    Raises:
        InvalidInputError: no ground; neither or both of account and unit; one that there is none of.
        NotAllowedError: a department that names somebody else.
        ConflictError: it stands already.
    """
    if not ground.strip():
        raise InvalidInputError(field="recusal_ground", rule="required")
    if bool(login) is bool(unit):
        raise InvalidInputError(field="recused_login", rule="one_of_two")
    if actor.role not in _DESK and login != actor.id:
        raise NotAllowedError(what="recusal", key=number)
    if (login and uow.accounts.find(login) is None) or (unit and office.units.find(unit) is None):
        raise InvalidInputError(field="recused_login", rule="choice")
    ticket, at = uow.tickets.get(number), office.clock.now()
    ticket.note(RECUSED, actor, at)
    uow.tickets.save(ticket)  # before it holds: somebody who declares themself takes this last step
    kept = uow.recusals.add(Recusal(number, login, unit, ground.strip(), actor, at))
    if unit:
        ask_no_more(office, uow, number, unit, actor)
    uow.audit.write(actor, "recuse", f"{number} {login or unit}", ground.strip(), at)
    return kept


def carry_recusals(uow: UnitOfWork, source: str, target: str) -> None:
    """The same citizen's words are in another ticket too: who keeps out of the one keeps out of the other."""
    known = {(each.login, each.unit) for each in _standing(uow, target)}
    for each in _standing(uow, source):
        if (each.login, each.unit) not in known:
            uow.recusals.add(replace(each, ticket=target, id=0))


def _standing(uow: UnitOfWork, number: str) -> Sequence[Recusal]:
    return [each for each in uow.recusals.of_ticket(number) if each.lifted_at is None]


def lift_recusal(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, recusal: int, ground: str) -> None:
    """A supervisor who does not keep out themself ends it, with a reason.

    Raises:
        InvalidInputError: no reason.
        NotAllowedError: no supervisor, or the very person.
        NotFoundError: it does not stand, or for another ticket.
    """
    if not ground.strip():
        raise InvalidInputError(field="recusal_ground", rule="required")
    if actor.role is not Role.SUPERVISOR or uow.recusals.bars(number, actor):
        raise NotAllowedError(what="recusal", key=number)
    known = {each.id for each in uow.recusals.of_ticket(number)}
    at = office.clock.now()
    uow.recusals.lift(recusal if recusal in known else 0, actor, at)
    ticket = uow.tickets.get(number)
    ticket.note(RECUSAL_LIFTED, actor, at)
    uow.tickets.save(ticket)
    uow.audit.write(actor, "lift_recusal", number, ground.strip(), at)
