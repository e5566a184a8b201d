"""Halts of what goes out at once, and their end."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from casework.ports import Halt
from storage.statements import AnyRow, InsertOnce
from storage.tables import halts

_HALTS = select(
    halts.c.decision, halts.c.week, halts.c.at, halts.c.since, halts.c.judged, halts.c.wrong, halts.c.promised,
    halts.c.lifted_at, halts.c.lifted_by,
)  # fmt: skip
_ADD = InsertOnce(halts, halts.c.id)
_STANDING = _HALTS.where(halts.c.lifted_at.is_(None)).order_by(halts.c.id)
_NEWEST = _HALTS.order_by(halts.c.id.desc()).limit(bindparam("most"))
_LATEST = _HALTS.where(halts.c.decision == bindparam("wanted")).order_by(halts.c.id.desc()).limit(1)
_LIFT = (
    update(halts)
    .where(halts.c.decision == bindparam("wanted"), halts.c.lifted_at.is_(None))
    .values(lifted_at=bindparam("when"), lifted_by=bindparam("by"))
)


class SqlHalts:
    """Fulfils `casework.ports.Halts`. Once for each decision until it is lifted, whoever looks."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, halt: Halt) -> bool:
        values: dict[str, object] = {
            "decision": halt.decision,
            "week": halt.week,
            "at": halt.at,
            "since": halt.since,
            "judged": halt.judged,
            "wrong": halt.wrong,
            "promised": halt.promised,
            "lifted_by": "",
        }
        return _ADD.run(self._connection, values) is not None

    def standing(self) -> list[Halt]:
        return [_halt(row) for row in self._connection.execute(_STANDING)]

    def latest(self, decision: str) -> Halt | None:
        row = self._connection.execute(_LATEST, {"wanted": decision}).one_or_none()
        return row and _halt(row)

    def lift(self, decision: str, by: str, at: datetime) -> int:
        return self._connection.execute(_LIFT, {"wanted": decision, "by": by, "when": at}).rowcount


def newest(connection: Connection, limit: int) -> list[Halt]:
    return [_halt(row) for row in connection.execute(_NEWEST, {"most": limit})]


def _halt(row: AnyRow) -> Halt:
    return Halt(*row)
