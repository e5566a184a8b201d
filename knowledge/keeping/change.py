"""修改: what an entry is to say from now on, as a new draft; what is answered stays until it is published."""

from dataclasses import replace

from hotline.people import Actor
from knowledge.entry import Entry
from knowledge.keeping.desk import KeepingDesk
from knowledge.keeping.draft import check_title
from knowledge.keeping.errors import EditedMeanwhileError
from knowledge.keeping.move import move
from knowledge.keeping.ports import KeepingUnit, Version
from knowledge.keeping.states import EntryMove, EntryState


def change(desk: KeepingDesk, uow: KeepingUnit, actor: Actor, entry: Entry, *, number: int, why: str) -> Version:
    """Keep a new version as a draft. `number` is that of the version which the person had before them.

    Raises:
        EditedMeanwhileError: somebody has saved another version since; nothing is lost, the caller still has it all.
        NotAllowedError: the entry, as it is or as it shall be, is another unit's.
        InvalidInputError, TitleTakenError, NotFoundError
    """
    kept = uow.entries.get(entry.id)
    if kept.latest.number != number:
        raise EditedMeanwhileError(number=kept.latest.number)
    desk.require_writer(actor, kept.present.entry.owner, entry.owner)
    check_title(uow, entry)
    at = desk.clock.now()
    if kept.open is not None:
        move(uow, kept.open, EntryMove.REPLACE, actor, at)
    version = Version(entry, number + 1, EntryState.DRAFT, actor.id, at, why)
    uow.entries.add(version)
    uow.audit.write(actor, "change_entry", entry.id, why, at)
    return version


def bring_back(desk: KeepingDesk, uow: KeepingUnit, actor: Actor, entry_id: str, *, old: int, number: int,
               why: str) -> Version:  # fmt: skip
    """恢复旧版: what an old version said becomes the newest draft; its way to being published is that of any other."""
    said = next((each for each in uow.entries.get(entry_id).versions if each.number == old), None)
    if said is None:
        raise EditedMeanwhileError(number=number)
    return change(desk, uow, actor, replace(said.entry, id=entry_id), number=number, why=why)
