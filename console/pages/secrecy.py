"""保密与回避: who keeps out of a ticket, and making it confidential."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.ports import UnitOfWork
from casework.ports_secrecy import Recusal
from console import verbs_care
from console.beside import Beside
from console.choices import Group, unit_groups
from console.parts import ConsoleParts
from hotline.people import Account, Actor, Role


@dataclass(frozen=True, slots=True)
class Secrecy:
    """Who keeps out is shown to the hotline alone: to a unit it could say who is accused. `names` are by login."""

    sealed: bool
    confidential: bool
    recusals: Sequence[Recusal]
    accounts: Sequence[Account]
    units: Sequence[Group]
    names: Mapping[str, str]


def read(parts: ConsoleParts, uow: UnitOfWork, number: str, actor: Actor) -> Secrecy:
    appeal = uow.tickets.get(number).appeal
    desk = actor.role is not Role.DEPARTMENT
    accounts = uow.accounts.all() if desk else []
    return Secrecy(
        sealed=appeal.sealed_identity,
        confidential=appeal.confidential,
        recusals=uow.recusals.of_ticket(number) if desk else (),
        accounts=[each for each in accounts if not each.disabled],
        units=unit_groups(parts.office.units) if desk else (),
        names={each.login: each.name for each in accounts},
    )


SECRECY = Beside(
    "secrecy",
    read,
    {
        "seal": verbs_care.seal,
        "recuse_self": verbs_care.keep_out_myself,
        "recuse": verbs_care.keep_out,
        "lift_recusal": verbs_care.let_in_again,
    },
    leaving=frozenset({"recuse_self"}),
)
