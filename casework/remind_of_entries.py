"""知识复核: entries that are due for review or expire soon are called out once a month, by owner."""

from datetime import date
from typing import Protocol

from casework.halt import NOBODY
from casework.office import Office
from casework.ports import AttentionKind, UnitsOfWork
from hotline.clock import local_day
from knowledge.keeping.views import EntryFilter, EntryRow, Standing

MOST = 100_000


class ListsEntries(Protocol):
    """Lists entries of the knowledge base."""

    def entry_rows(self, wanted: EntryFilter, today: date) -> list[EntryRow]: ...


def remind_of_entries(office: Office, units_of_work: UnitsOfWork, views: ListsEntries) -> int:
    """Ask the desk to call the units that have something to look at; gives how many units that are.

    The unit's own people see the same on every page: the count beside 知识库, and the list behind it. Safe to run at
    any time and by several processes: one call in the same words is made once.
    """
    now = office.clock.now()
    today = local_day(now)
    owners = sorted({row.owner for row in views.entry_rows(EntryFilter(standing=Standing.DUE, limit=MOST), today)})
    if not owners:
        return 0
    units = "、".join(_name(office, owner) for owner in owners)
    sentence = office.wording.say("notice.entries_due", units=units, month=f"{today:%Y-%m}")
    with units_of_work() as uow:
        uow.attention.call_once(AttentionKind.KNOWLEDGE, NOBODY, sentence, now)
        uow.commit()
    return len(owners)


def _name(office: Office, owner: str) -> str:
    unit = office.units.handler(owner, None)
    return unit.name if unit else owner
