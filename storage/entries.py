"""Entries of the knowledge base with all their versions, and the counter that tells every process of a change."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from hotline.errors import NotFoundError
from knowledge.entry import Entry
from knowledge.keeping.ports import Kept, RepealedSource, Version
from knowledge.keeping.ship import SHIPPED
from knowledge.keeping.states import EntryState
from knowledge.payload import entry_of, payload_of
from storage.statements import AnyRow, InsertOnce
from storage.tables import entries, entry_versions, knowledge_state, repealed_sources

_V = entry_versions.c
_VERSIONS = select(
    _V.payload, _V.number, _V.state, _V.author, _V.at, _V.why, _V.moved_by, _V.moved_at, _V.note
)  # fmt: skip
_OF_ENTRY = _VERSIONS.where(_V.entry == bindparam("wanted")).order_by(_V.number.desc())
_LOCK = select(entries.c.id).where(entries.c.id == bindparam("wanted")).with_for_update()
_ADD_ENTRY = InsertOnce(entries, entries.c.id)
_ADD_VERSION = insert(entry_versions)
_REFRESH = update(entries).where(entries.c.id == bindparam("wanted"))
_MOVE = (
    update(entry_versions)
    .where(_V.entry == bindparam("wanted"), _V.number == bindparam("which"))
    .values(state=bindparam("now"), moved_by=bindparam("mover"), moved_at=bindparam("when"), note=bindparam("said"))
)
_STANDING = _V.state != EntryState.RETIRED.value
_TITLED = select(_V.entry).where(_V.title == bindparam("wanted"), _STANDING).distinct()
_IDS = select(entries.c.id)
_TITLES = select(_V.title, _V.entry).where(_STANDING)
_RISE = update(knowledge_state).values(revision=knowledge_state.c.revision + 1).returning(knowledge_state.c.revision)
_REVISION = select(knowledge_state.c.revision)
_SHIPPED = select(knowledge_state.c.shipped).with_for_update()
_ANSWERS = entries.outerjoin(entry_versions, (_V.entry == entries.c.id) & (_V.number == entries.c.published))
_CHANGED = (
    select(entries.c.id, _V.payload)
    .select_from(_ANSWERS)
    .where(entries.c.revision > bindparam("after"))
    .order_by(entries.c.id)
)
_UNTOUCHED = (
    select(entries.c.id, _V.payload)
    .select_from(_ANSWERS)
    .where(entries.c.edited.is_(False), entries.c.published.is_not(None))
)
_RESTING = select(entries.c.id).where(entries.c.edited.is_(False), entries.c.state == EntryState.RETIRED.value)
_CURRENT = (
    select(_V.payload)
    .join(entries, (_V.entry == entries.c.id) & (_V.number == entries.c.present))
    .where(_STANDING)
    .order_by(entries.c.owner, entries.c.id)
)
_REPEAL = InsertOnce(repealed_sources, repealed_sources.c.title)
_REPEALED = select(
    repealed_sources.c.title, repealed_sources.c.at, repealed_sources.c.by, repealed_sources.c.note
).order_by(repealed_sources.c.at.desc())  # fmt: skip
_RESTORE = delete(repealed_sources).where(repealed_sources.c.title == bindparam("wanted"))
_UNANSWERED = select(entries.c.id).where(
    entries.c.published.is_(None), entries.c.state != EntryState.RETIRED.value
)  # fmt: skip
_CHUNK = 500


class SqlEntries:
    """Fulfils `knowledge.keeping.ports.Entries`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, entry_id: str) -> Kept:
        kept = self.find(entry_id)
        if kept is None:
            raise NotFoundError(what="entry", key=entry_id)
        return kept

    def find(self, entry_id: str) -> Kept | None:
        if self._connection.dialect.name != "sqlite":  # SQLite has one writer anyway
            self._connection.execute(_LOCK, {"wanted": entry_id})
        return _find(self._connection, entry_id)

    def add(self, version: Version) -> None:
        if version.number == 1:
            summary = _summary(Kept(version.entry.id, [version]), 0)
            _ADD_ENTRY.run(self._connection, {**summary, "published": None})  # so that the counter is raised below
        self._connection.execute(_ADD_VERSION, _version_row(version))
        self._refresh(version.entry.id)

    def add_new(self, versions: Sequence[Version]) -> None:
        if not versions:
            return
        revision = self._rise() if any(each.state is EntryState.PUBLISHED for each in versions) else 0
        rows = [_summary(Kept(each.entry.id, [each]), revision) for each in versions]
        self._connection.execute(insert(entries), rows)
        self._connection.execute(_ADD_VERSION, [_version_row(each) for each in versions])

    def move(self, version: Version, state: EntryState, by: str, at: datetime, note: str) -> None:
        self._connection.execute(
            _MOVE,
            {"wanted": version.entry.id, "which": version.number, "now": state.value, "mover": by, "when": at,
             "said": note},
        )  # fmt: skip
        self._refresh(version.entry.id)

    def titled(self, title: str) -> list[str]:
        return list(self._connection.execute(_TITLED, {"wanted": title}).scalars())

    def ids(self) -> set[str]:
        return set(self._connection.execute(_IDS).scalars())

    def titles(self) -> dict[str, str]:
        return {row.title: row.entry for row in self._connection.execute(_TITLES)}

    def revision(self) -> int:
        return int(self._connection.execute(_REVISION).scalar_one())

    def published(self, after: int = 0) -> dict[str, Entry | None]:
        return changed(self._connection, after)

    def untouched(self) -> dict[str, Entry]:
        return {entry_id: entry_of(payload) for entry_id, payload in self._connection.execute(_UNTOUCHED)}

    def resting(self) -> set[str]:
        return set(self._connection.execute(_RESTING).scalars())

    def shipped(self) -> str:
        return str(self._connection.execute(_SHIPPED).scalar_one())

    def remember_shipped(self, digest: str) -> None:
        self._connection.execute(update(knowledge_state).values(shipped=digest))

    def repeal(self, source: RepealedSource) -> bool:
        values: dict[str, object] = {"title": source.title, "at": source.at, "by": source.by, "note": source.note}
        return _REPEAL.run(self._connection, values) is not None

    def restore(self, title: str) -> bool:
        return self._connection.execute(_RESTORE, {"wanted": title}).rowcount > 0

    def repealed(self) -> list[RepealedSource]:
        return [RepealedSource(*row) for row in self._connection.execute(_REPEALED)]

    def unanswered(self) -> set[str]:
        return set(self._connection.execute(_UNANSWERED).scalars())

    def _refresh(self, entry_id: str) -> None:
        """Write down again what lists show, and raise the counter where another version is answered from."""
        kept = self.get(entry_id)
        row = self._connection.execute(
            select(entries.c.published, entries.c.revision).where(entries.c.id == entry_id)
        ).one()
        number = kept.published.number if kept.published else None
        revision = self._rise() if number != row.published else row.revision
        summary = _summary(kept, revision)
        del summary["id"]
        self._connection.execute(_REFRESH.values(**summary), {"wanted": entry_id})

    def _rise(self) -> int:
        """The counter's row stays locked until the end, so that commits come in the order of revisions."""
        return int(self._connection.execute(_RISE).scalar_one())


def read(connection: Connection, entry_id: str) -> Kept:
    """An entry for who only looks. Raises NotFoundError."""
    kept = _find(connection, entry_id)
    if kept is None:
        raise NotFoundError(what="entry", key=entry_id)
    return kept


def _find(connection: Connection, entry_id: str) -> Kept | None:
    rows = connection.execute(_OF_ENTRY, {"wanted": entry_id}).all()
    return Kept(entry_id, [_version(row) for row in rows]) if rows else None


def changed(connection: Connection, after: int) -> dict[str, Entry | None]:
    """What changed in the answers after a revision; after 0 all that is answered."""
    rows = connection.execute(_CHANGED, {"after": after})
    found = {entry_id: entry_of(payload) if payload is not None else None for entry_id, payload in rows}
    return found if after else {entry_id: entry for entry_id, entry in found.items() if entry is not None}


def current(connection: Connection) -> Iterator[Entry]:
    """What people mean by each entry that is not retired, read as it is asked for."""
    for row in connection.execution_options(yield_per=_CHUNK).execute(_CURRENT):
        yield entry_of(row.payload)


def revision(connection: Connection) -> int:
    return int(connection.execute(_REVISION).scalar_one())


def _summary(kept: Kept, at_revision: int) -> dict[str, object]:
    present = kept.present
    entry, dated = present.entry, (kept.published or present).entry
    return {
        "id": kept.id,
        "title": entry.title,
        "owner": entry.owner,
        "kind": entry.kind.value,
        "state": present.state.value,
        "author": present.author,
        "source": entry.source,
        "effective": dated.effective,
        "expires": dated.expires,
        "review": dated.review,
        "present": present.number,
        "published": kept.published.number if kept.published else None,
        "edited": any(each.author != SHIPPED for each in kept.versions),
        "revision": at_revision,
        "words": _words(entry),
    }


def _words(entry: Entry) -> str:
    parts = (entry.id, entry.title, *entry.variants, *entry.keywords, entry.short, entry.full, entry.source,
             entry.audience, entry.area)  # fmt: skip
    return "\n".join(part for part in parts if part).lower()


def _version_row(version: Version) -> dict[str, object]:
    return {
        "entry": version.entry.id,
        "number": version.number,
        "state": version.state.value,
        "title": version.entry.title,
        "payload": payload_of(version.entry),
        "author": version.author,
        "at": version.at,
        "why": version.why,
        "moved_by": version.moved_by,
        "moved_at": version.moved_at,
        "note": version.note,
    }


def _version(row: AnyRow) -> Version:
    return Version(entry_of(row[0]), row[1], EntryState(row[2]), *row[3:])
