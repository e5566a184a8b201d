"""撤销废止: a statute was marked as repealed by mistake, and what waited only for that is answered from again."""

from datetime import datetime

from hotline.errors import InvalidInputError, NotAllowedError, NotFoundError
from hotline.people import Actor, Role
from knowledge.keeping.desk import KeepingDesk
from knowledge.keeping.move import move
from knowledge.keeping.ports import KeepingUnit, Kept, Version
from knowledge.keeping.repeal import bare_title, leans_on, note_of
from knowledge.keeping.ship import SHIPPED
from knowledge.keeping.states import EntryMove, EntryState


def restore_source(desk: KeepingDesk, uow: KeepingUnit, actor: Actor, title: str, *, reason: str) -> list[str]:
    """Take the mark off and put back what nobody has touched since; gives the ids of what is answered from again.

    Whatever a person has changed, sent back or retired meanwhile stays as that person left it, and so does what leans
    on another statute that is still repealed.

    Raises:
        NotAllowedError: somebody else than an administrator.
        InvalidInputError: no reason is given.
        NotFoundError: the statute is not marked.
    """
    if actor.role is not Role.ADMINISTRATOR:
        raise NotAllowedError(what="source", key=title)
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    name, at = bare_title(title), desk.clock.now()
    if not uow.entries.restore(name):
        raise NotFoundError(what="source", key=name)
    uow.audit.write(actor, "restore_source", name, reason.strip(), at)
    still = {each.title for each in uow.entries.repealed()}
    return [entry_id for entry_id in sorted(uow.entries.unanswered()) if _back(uow, actor, entry_id, name, still, at)]


def _back(uow: KeepingUnit, actor: Actor, entry_id: str, name: str, still: set[str], at: datetime) -> bool:
    kept = uow.entries.get(entry_id)
    version = _set_aside(kept, name)
    if version is None or leans_on(version.entry, still):
        return False
    if set(uow.entries.titled(version.entry.title)) - {entry_id}:
        return False  # another entry bears that title by now
    move(uow, version, EntryMove.RESTORE, actor, at)
    return True


def _set_aside(kept: Kept, name: str) -> Version | None:
    """The version that was, or with a new release would have been, answered from, had this statute not been marked."""
    for version in kept.versions:
        marked = version.note.startswith(note_of(name, "")) and version.state is not EntryState.DRAFT
        shipped = version.author == SHIPPED and version.state is EntryState.IN_REVIEW and not version.moved_by
        if marked or (shipped and leans_on(version.entry, {name})):
            return version
    return None
