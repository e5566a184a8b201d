"""到期清理: what is over its time is deleted, a bounded number at a time, each kind in a unit of work of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from casework.office import Office
from casework.ports import UnitOfWork, UnitsOfWork

MOST = 200
"""Rows of one kind in one unit of work: nobody waits long behind it. The next round takes the next ones."""
ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many days each kind is kept: tickets after their last step, the rest after it was said or written."""

    tickets: int = 1095
    chat: int = 180
    pictures: int = 365
    audit: int = 1095


def expire(office: Office, units_of_work: UnitsOfWork, keeping: Keeping) -> dict[str, int]:
    """Delete what is over; gives how many of each kind. Safe to run at any time and by several processes at once."""
    at = office.clock.now()

    def before(days: int) -> datetime:
        return at - timedelta(days=days)

    kinds: dict[str, Callable[[UnitOfWork], int]] = {
        "pictures": lambda uow: uow.retention.expire_pictures(before(keeping.pictures), MOST),
        "chat": lambda uow: uow.retention.expire_words(before(keeping.chat), MOST),
        "tickets": lambda uow: uow.retention.expire_tickets(before(keeping.tickets), at, MOST),
        "audit": lambda uow: uow.retention.expire_audit(before(keeping.audit), MOST),
    }
    return {kind: _expire(units_of_work, step) for kind, step in kinds.items()}


def _expire(units_of_work: UnitsOfWork, step: Callable[[UnitOfWork], int]) -> int:
    done = 0
    for _ in range(ROUNDS):
        with units_of_work() as uow:
            found = step(uow)
            uow.commit()
        done += found
        if found == 0:
            break
    return done
