"""One step of a version, checked against the table."""

from datetime import datetime

from hotline.people import Actor
from knowledge.keeping.errors import EditedMeanwhileError, EntryMoveRefusedError
from knowledge.keeping.ports import KeepingUnit, Kept, Version
from knowledge.keeping.states import MOVES, EntryMove


def move(uow: KeepingUnit, version: Version, step: EntryMove, actor: Actor, at: datetime, note: str = "") -> None:
    """Raises EntryMoveRefusedError."""
    state = MOVES.get((version.state, step))
    if state is None:
        raise EntryMoveRefusedError(state=version.state)
    uow.entries.move(version, state, actor.id, at, note)


def open_version(kept: Kept, number: int) -> Version:
    """The version that is being worked on, if it is still the one the person looked at.

    Raises:
        EditedMeanwhileError: there is a newer one.
        EntryMoveRefusedError: nothing is being worked on.
    """
    if kept.latest.number != number:
        raise EditedMeanwhileError(number=kept.latest.number)
    if kept.open is None:
        raise EntryMoveRefusedError(state=kept.latest.state)
    return kept.open
