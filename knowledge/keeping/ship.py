"""Taking over the files that come with the software or that lie in the city's own folder, at every start."""

import hashlib
import json
from collections.abc import Mapping
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
    """How many entries were new, changed, or withdrawn, and which titles are borne by entries of the city's people."""

    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    left: tuple[str, ...] = ()


def ship(uow: KeepingUnit, base: KnowledgeBase, at: datetime) -> Shipment:
    """Bring the database up to the files, without touching anything that a person has changed, added or retired.

    New entries are published as version 1. One that changed in the files becomes a new version of author `shipped`, one
    that is gone from them is retired, both only where all its versions are `shipped`. What leans on a repealed source
    waits in review.
    """
    digest = digest_of(base)
    if uow.entries.shipped() == digest:
        return Shipment()
    untouched, titles, ids = uow.entries.untouched(), uow.entries.titles(), uow.entries.ids()
    repealed = {each.title for each in uow.entries.repealed()}
    fresh = [entry for entry in base if entry.id not in ids]
    new = [entry for entry in fresh if entry.title not in titles]
    uow.entries.add_new([_version(entry, 1, repealed, at) for entry in new])
    changed = [each for each in base if each.id in untouched and each != untouched[each.id]]
    changed = [each for each in changed if titles.get(each.title, each.id) == each.id]
    for entry in changed:
        _replace(uow, entry, repealed, at)
    withdrawn = _withdraw(uow, base, untouched, at)
    uow.entries.remember_shipped(digest)
    left = tuple(entry.title for entry in fresh if entry.title in titles)
    return Shipment(len(new), len(changed), withdrawn, left)


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


def _withdraw(uow: KeepingUnit, base: KnowledgeBase, untouched: Mapping[str, Entry], at: datetime) -> int:
    gone = [entry_id for entry_id in untouched if base.find(entry_id) is None]
    for entry_id in gone:
        published = uow.entries.get(entry_id).published
        if published is not None:
            move(uow, published, EntryMove.RETIRE, MACHINE, at, SHIPPED)
    return len(gone)
