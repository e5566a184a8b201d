"""Where conversations stand, guarded by a version so that two handlers of one person cannot both be right."""

from datetime import datetime
from typing import cast

from sqlalchemy import Connection, bindparam, select, update

from casework.ports import StoredSession
from hotline.errors import ConflictError
from storage.statements import InsertOnce, Prepared
from storage.tables import sessions
from storage.vault import Vault

STATE = "sessions.state"

_LOAD = Prepared(select(sessions.c.state, sessions.c.version).where(sessions.c.person == bindparam("whose")))
_FIRST = InsertOnce(sessions, sessions.c.person)
_NEXT = Prepared(
    update(sessions)
    .where(sessions.c.person == bindparam("whose"), sessions.c.version == bindparam("read"))
    .values({name: bindparam(name) for name in ("state", "version", "at", "waiting_since")})
)
_SILENT = (
    select(sessions.c.person)
    .where(sessions.c.waiting_since <= bindparam("moment"))
    .order_by(sessions.c.waiting_since)
    .limit(bindparam("most"))
)


class SqlSessions:
    """Fulfils `casework.ports.Sessions`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def load(self, person: int) -> StoredSession:
        row = _LOAD.row(self._connection, {"whose": person})
        if row is None:
            return StoredSession()
        return StoredSession(cast(dict[str, object], self._vault.reveal(STATE, row[0])), row[1])

    def save(self, person: int, session: StoredSession, at: datetime, *, unfinished: bool = False) -> None:
        state = self._vault.hide(STATE, dict(session.state))
        values: dict[str, object] = {"state": state, "version": session.version + 1, "at": at,
                                     "waiting_since": at if unfinished else None}  # fmt: skip
        stored = self._first(person, values) if session.version == 0 else self._next(person, session.version, values)
        if not stored:
            raise ConflictError(what="session", key=person)

    def silent_since(self, moment: datetime, limit: int = 100) -> list[int]:
        return list(self._connection.execute(_SILENT, {"moment": moment, "most": limit}).scalars())

    def _first(self, person: int, values: dict[str, object]) -> bool:
        return _FIRST.run(self._connection, values | {"person": person}) is not None

    def _next(self, person: int, read: int, values: dict[str, object]) -> bool:
        return _NEXT.count(self._connection, values | {"whose": person, "read": read}) == 1
