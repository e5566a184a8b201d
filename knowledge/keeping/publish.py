"""发布: a second person lets an entry be answered from; and 停用, where nobody shall be told it any more."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hotline.errors import InvalidInputError, NotAllowedError
from hotline.people import Actor
from knowledge.keeping.desk import PUBLISHERS, KeepingDesk, require_publisher
from knowledge.keeping.errors import EditedMeanwhileError, EntryMoveRefusedError, GoldenLostError, OwnVersionError
from knowledge.keeping.move import move, open_version
from knowledge.keeping.ports import KeepingUnit, Version
from knowledge.keeping.states import EntryMove, EntryState
from knowledge.keeping.submit import require_whole
from knowledge.keeping.trial import LostGolden


def publish(desk: KeepingDesk, uow: KeepingUnit, actor: Actor, entry_id: str, *, number: int,
            lost: Sequence[LostGolden] = ()) -> None:  # fmt: skip
    """Answer from this version from now on. `lost` is what `trial` found, outside the unit of work, for this number.

    Raises:
        OwnVersionError: who wrote it does not publish it.
        GoldenLostError: golden questions would no longer find what they ask for.
        EntryIncompleteError, EditedMeanwhileError, EntryMoveRefusedError, NotAllowedError, NotFoundError
    """
    require_publisher(actor)
    kept = uow.entries.get(entry_id)
    version = open_version(kept, number)
    if version.author == actor.id:
        raise OwnVersionError
    require_whole(version.entry, desk)
    if lost:
        raise GoldenLostError(questions="；".join(each.words for each in lost))
    at = desk.clock.now()
    if kept.published is not None:
        move(uow, kept.published, EntryMove.REPLACE, actor, at)
    move(uow, version, EntryMove.PUBLISH, actor, at)
    uow.audit.write(actor, "publish_entry", entry_id, version.why, at)


def retire(desk: KeepingDesk, uow: KeepingUnit, actor: Actor, entry_id: str, *, number: int, reason: str) -> None:
    """Publishers retire an entry, whatever of it is open or published; its writers drop a draft of their own.

    Raises:
        InvalidInputError: no reason is given.
        EntryMoveRefusedError: it is retired already.
        EditedMeanwhileError, NotAllowedError, NotFoundError
    """
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    kept = uow.entries.get(entry_id)
    if kept.latest.number != number:
        raise EditedMeanwhileError(number=kept.latest.number)
    standing = [each for each in (kept.open, kept.published) if each is not None]
    if actor.role not in PUBLISHERS:
        desk.require_writer(actor, kept.present.entry.owner)
        if kept.open is None:
            raise NotAllowedError(what="entry", key=entry_id)
        standing = [kept.open]
    if not standing:
        raise EntryMoveRefusedError(state=kept.latest.state)
    at = desk.clock.now()
    for version in standing:
        move(uow, version, EntryMove.RETIRE, actor, at, reason.strip())
    uow.audit.write(actor, "retire_entry", entry_id, reason.strip(), at)


def mark_reviewed(desk: KeepingDesk, uow: KeepingUnit, actor: Actor, entry_id: str, *, number: int, until: date,
                  why: str) -> None:  # fmt: skip
    """复核: its owner has looked at what is answered, it still holds, and is to be looked at again by `until`.

    Not a word of the answer changes, so no second person is asked; who looked is kept like any other version.

    Raises:
        InvalidInputError: the next review does not lie ahead.
        EntryMoveRefusedError: nothing is published, or a change is on its way and has to be decided first.
        EditedMeanwhileError, NotAllowedError, NotFoundError
    """
    kept, at = uow.entries.get(entry_id), desk.clock.now()
    if kept.latest.number != number:
        raise EditedMeanwhileError(number=kept.latest.number)
    published = kept.published
    if published is None or kept.open is not None:
        raise EntryMoveRefusedError(state=kept.present.state)
    desk.require_writer(actor, published.entry.owner)
    if until <= at.date():
        raise InvalidInputError(field="review", rule="future")
    move(uow, published, EntryMove.REPLACE, actor, at)
    again = replace(published.entry, review=until)
    uow.entries.add(Version(again, number + 1, EntryState.PUBLISHED, actor.id, at, why))
    uow.audit.write(actor, "review_entry", entry_id, why, at)
