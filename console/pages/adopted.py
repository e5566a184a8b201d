"""认领: what somebody looks after, so that they find it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casework.ports import UnitOfWork
from hotline.people import Actor


@dataclass(frozen=True, slots=True)
class Adopted:
    """One matter: to be done by a day, last written about at a time; `late` where the day lies behind."""

    ticket: str
    until: date
    noted_at: datetime | None
    late: bool


def adopted_by(uow: UnitOfWork, actor: Actor, today: date) -> Sequence[Adopted]:
    """What `actor` looks after now, the nearest day first, without what they keep out of."""
    barred = uow.recusals.tickets_barred(actor)
    return [
        Adopted(each.ticket, each.until, each.notes[-1][0] if each.notes else None, each.until < today)
        for each in uow.adoptions.of_account(actor.id)
        if each.ticket not in barred
    ]
