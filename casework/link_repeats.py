"""重复诉求: a new ticket is held against the open and recent ones, and whatever repeats is linked, never hidden.

It runs right after the intake and beside it: no message waits for it, and nothing is held while words are compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from casework.office import Office
from casework.ports import LinkKind, TicketLink, Told, UnitOfWork, UnitsOfWork
from hotline.errors import HotlineError
from hotline.people import Actor

SPAN, AT_ONCE, MOST = timedelta(days=30), 20, 120
"""How far back repeats are looked for, how many new tickets one round takes, and with how many each is compared."""

_AWAY = "database_away"
"""The code of storage's refusal: nothing was stored, and the next round tries again."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """One of the others: how likely it is the same matter (0 to 1; from 0.5 on it is judged so), and why, in one
    sentence."""

    number: str
    score: float
    same: bool
    why: str


class Compare(Protocol):
    """Holds one ticket's words against others'."""

    def __call__(self, told: Told, others: Sequence[Told]) -> Sequence[Likeness]:
        """A likeness for each of the others, in their order."""


def link_repeats(office: Office, units_of_work: UnitsOfWork, compare: Compare) -> int:
    """Compare every ticket that nobody has compared yet; gives how many links that made.

    A ticket that cannot be compared counts as looked at, and the others are compared all the same; its fault is raised
    when they are through, so that whoever runs the job writes it down. A database that is away ends the round.
    """
    with units_of_work(write=False) as uow:
        waiting = uow.links.unlooked(office.clock.now() - SPAN, AT_ONCE)
    made, faults = 0, []
    for number in waiting:
        try:
            made += _link(office, units_of_work, compare, number)
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is this ticket's own and raised below
            if isinstance(fault, HotlineError) and fault.code == _AWAY:
                raise
            fault.add_note(f"ticket {number}")
            faults.append(fault)
            _pass_by(office, units_of_work, number)
    if faults:
        raise faults[0]
    return made


def _link(office: Office, units_of_work: UnitsOfWork, compare: Compare, number: str) -> int:
    with units_of_work(write=False) as uow:
        told, others = uow.links.near(number, office.clock.now() - SPAN, MOST)
    likenesses = compare(told, others) if others else ()
    known = {other.number for other in others if other.same_citizen}
    with units_of_work() as uow:
        uow.links.looked(number, office.clock.now())
        made = sum(_keep(office, uow, number, each, same_citizen=each.number in known) for each in likenesses)
        uow.commit()
    return made


def _pass_by(office: Office, units_of_work: UnitsOfWork, number: str) -> None:
    with units_of_work() as uow:
        uow.links.looked(number, office.clock.now())
        uow.commit()


def _keep(office: Office, uow: UnitOfWork, number: str, each: Likeness, *, same_citizen: bool) -> bool:
    """The same matter counts first; of the same citizen also another matter is worth knowing."""
    if not each.same and not same_citizen:
        return False
    kind = LinkKind.SAME_MATTER if each.same else LinkKind.SAME_CITIZEN
    why = each.why if each.same else office.wording.say("link.other_matter")
    return uow.links.add(TicketLink(number, each.number, kind, each.score, why, office.clock.now()))


def say_not_the_same(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, other: str) -> None:
    """A person says that two linked tickets have nothing to do with each other. It is kept, with who said so: that is
    what the machine can learn from, and the two are not linked again.

    Raises:
        NotFoundError: they are not linked.
    """
    uow.links.refuse(number, other.strip(), actor, office.clock.now())
    uow.audit.write(actor, "not_the_same", number, other.strip(), office.clock.now())
