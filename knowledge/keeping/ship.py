"""Taking over the files that come with the software or that lie in the city's own folder, at every start."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.people import MACHINE
from knowledge.base import KnowledgeBase
from knowledge.entry import Entry
from knowledge.keeping.move import move
from knowledge.keeping.ports import KeepingUnit, Version
from knowledge.keeping.repeal import leans_on
from knowledge.keeping.states import EntryMove, EntryState
from knowledge.payload import payload_of

SHIPPED = "shipped"
"""The author of what no person of the city wrote."""


@dataclass(frozen=True, slots=True)
class Shipment:
    """How many entries were new, changed (or came back), or withdrawn, and which titles others bear.

    `whole`: nothing was there before, and what is published now is just what the files hold.
    """

    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    left: tuple[str, ...] = ()
    whole: bool = False


def ship(uow: KeepingUnit, base: KnowledgeBase, at: datetime, *, withdraw: bool = True) -> Shipment:
    """Bring the database up to the files, without touching anything that a person has changed, added or retired.

    New entries are published as version 1. One that changed in the files becomes a new version of author `shipped`, one
    that is gone from them is retired, both only where all its versions are `shipped`; what was retired so and is in the
    files again comes back. What leans on a repealed source waits in review. Without `withdraw` nothing is retired, and
    whoever takes the files over next does what is left to do.
    """
    digest = digest_of(base)
    if uow.entries.shipped() == digest:
        return Shipment()
    untouched = uow.entries.untouched()
    gone = [entry_id for entry_id in untouched if base.find(entry_id) is None]
    if withdraw:
        _withdraw(uow, gone, at)
    titles, ids, resting = uow.entries.titles(), uow.entries.ids(), uow.entries.resting()
    fresh = [entry for entry in base if entry.id not in ids]
    again = [entry for entry in base if entry.id in resting and _withdrawn(uow, entry.id)]
    changed = [entry for entry in base if entry.id in untouched and entry != untouched[entry.id]]
    wanted = [*fresh, *again, *changed]
    fitting = _fitting(wanted, titles)
    repealed = {each.title for each in uow.entries.repealed()}
    new = [entry for entry in fresh if entry.id in fitting]
    versions = [_version(entry, 1, repealed, at) for entry in new]
    uow.entries.add_new(versions)
    newer = [entry for entry in (*again, *changed) if entry.id in fitting]
    for entry in newer:
        _replace(uow, entry, repealed, at)
    if withdraw or not gone:
        uow.entries.remember_shipped(digest)
    left = tuple(entry.title for entry in wanted if entry.id not in fitting)
    whole = not ids and not left and all(version.state is EntryState.PUBLISHED for version in versions)
    return Shipment(len(new), len(newer), len(gone) if withdraw else 0, left, whole)


def _fitting(wanted: Sequence[Entry], titles: Mapping[str, str]) -> set[str]:
    """The ids of those whose titles nobody else bears; a title that one of them lets go another may take."""
    fitting = {entry.id for entry in wanted}
    while True:
        kept = {title for title, entry_id in titles.items() if entry_id not in fitting}
        still = {entry.id for entry in wanted if entry.id in fitting and entry.title not in kept}
        if still == fitting:
            return fitting
        fitting = still


def digest_of(base: KnowledgeBase) -> str:
    """Tells whether the files are those of the last start."""
    words = json.dumps([payload_of(entry) for entry in base], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


def _version(entry: Entry, number: int, repealed: set[str], at: datetime) -> Version:
    state = EntryState.IN_REVIEW if leans_on(entry, repealed) else EntryState.PUBLISHED
    return Version(entry, number, state, SHIPPED, at, SHIPPED)


def _replace(uow: KeepingUnit, entry: Entry, repealed: set[str], at: datetime) -> None:
    kept = uow.entries.get(entry.id)
    if kept.published is not None:
        move(uow, kept.published, EntryMove.REPLACE, MACHINE, at)
    uow.entries.add(_version(entry, kept.latest.number + 1, repealed, at))


def _withdraw(uow: KeepingUnit, gone: Iterable[str], at: datetime) -> None:
    for entry_id in gone:
        published = uow.entries.get(entry_id).published
        if published is not None:
            move(uow, published, EntryMove.RETIRE, MACHINE, at, SHIPPED)


def _withdrawn(uow: KeepingUnit, entry_id: str) -> bool:
    """Whether the files took it away, and no person did."""
    latest = uow.entries.get(entry_id).latest
    return latest.moved_by == MACHINE.id and latest.note == SHIPPED
