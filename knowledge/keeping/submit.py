"""送审: the draft is whole and waits for a second person; and 退回, where that person says not yet."""

from hotline.errors import NotAllowedError
from hotline.people import Actor
from knowledge.entry import Entry
from knowledge.fields import EntryFields
from knowledge.keeping.desk import PUBLISHERS, KeepingDesk
from knowledge.keeping.errors import EntryIncompleteError
from knowledge.keeping.move import move, open_version
from knowledge.keeping.ports import KeepingUnit
from knowledge.keeping.states import EntryMove
from knowledge.payload import payload_of


def submit(desk: KeepingDesk, uow: KeepingUnit, actor: Actor, entry_id: str, *, number: int) -> None:
    """Raises EntryIncompleteError, EditedMeanwhileError, EntryMoveRefusedError, NotAllowedError, NotFoundError."""
    version = open_version(uow.entries.get(entry_id), number)
    desk.require_writer(actor, version.entry.owner)
    require_whole(version.entry, desk)
    at = desk.clock.now()
    move(uow, version, EntryMove.SUBMIT, actor, at)
    uow.audit.write(actor, "submit_entry", entry_id, "", at)


def send_back(desk: KeepingDesk, uow: KeepingUnit, actor: Actor, entry_id: str, *, number: int, reason: str) -> None:
    """A publisher, or who wrote it, takes it out of review; the reason stands beside the version.

    Raises:
        EditedMeanwhileError, EntryMoveRefusedError, NotAllowedError, NotFoundError
    """
    version = open_version(uow.entries.get(entry_id), number)
    if actor.role not in PUBLISHERS and actor.id != version.author:
        raise NotAllowedError(what="entry", key=entry_id)
    at = desk.clock.now()
    move(uow, version, EntryMove.SEND_BACK, actor, at, reason)
    uow.audit.write(actor, "send_back_entry", entry_id, reason, at)


def require_whole(entry: Entry, desk: KeepingDesk) -> None:
    """Raises EntryIncompleteError, naming every field that is missing or wrong."""
    fields = EntryFields(payload_of(entry))
    fields.entry(desk.units.types(), stored=True)
    if fields.complaints:
        raise EntryIncompleteError(fields=tuple(dict.fromkeys(each.key for each in fields.complaints)))
