"""What each unit replies to a joint supervision. The unique key keeps one row for each unit and step."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, Select, and_, bindparam, delete, func, insert, select, update

from casework.ports_answer import JointReply
from hotline.errors import ConflictError
from storage.tables_answer import joint_replies as table
from storage.tables_supervision import supervisions
from storage.vault import Vault

_FIELD = "joint_replies.words"
_ADD = insert(table)
_OF_STEPS = select(table).where(table.c.supervision.in_(bindparam("steps", expanding=True))).order_by(table.c.id)
_ONE = and_(table.c.supervision == bindparam("step"), table.c.unit == bindparam("whose"), table.c.replied_at.is_(None))
_REPLY = update(table).where(_ONE)
_RELEASE = delete(table).where(_ONE)
_OPEN_OF = (
    select(table.c.supervision)
    .join(supervisions, supervisions.c.id == table.c.supervision)
    .where(table.c.unit == bindparam("whose"), supervisions.c.ended_at.is_(None))
    .order_by(table.c.supervision)
)
_ASKS = _OPEN_OF.where(supervisions.c.ticket == bindparam("number")).limit(1)


def count_asked(units: Sequence[str]) -> Select[int]:
    """How many open steps wait for a reply of these units."""
    waits = table.c.replied_at.is_(None) & supervisions.c.ended_at.is_(None)
    counted = select(func.count()).select_from(table).join(supervisions, supervisions.c.id == table.c.supervision)
    return counted.where(table.c.unit.in_(units), waits)


class SqlJointReplies:
    """Fulfils `casework.ports_answer.JointReplies`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def name(self, step: int, units: Sequence[str]) -> None:
        known = {each.unit for each in self.of_steps([step]).get(step, ())}
        for unit in dict.fromkeys(units):
            if unit and unit not in known:
                self._connection.execute(_ADD, {"supervision": step, "unit": unit, "replied_by": ""})

    def release(self, step: int, unit: str) -> None:
        self._connection.execute(_RELEASE, {"step": step, "whose": unit})

    def of_steps(self, steps: Sequence[int]) -> dict[int, list[JointReply]]:
        found: dict[int, list[JointReply]] = {}
        for row in self._connection.execute(_OF_STEPS, {"steps": list(steps)}):
            line = JointReply(row.supervision, row.unit, self._words(row.words), row.replied_at, row.replied_by)
            found.setdefault(row.supervision, []).append(line)
        return found

    def reply(self, step: int, unit: str, words: str, login: str, at: datetime) -> None:
        said = self._vault.hide(_FIELD, words)
        change = _REPLY.values(words=said, replied_at=at, replied_by=login)
        if self._connection.execute(change, {"step": step, "whose": unit}).rowcount == 0:
            raise ConflictError(what="supervision", key=step)

    def asks(self, ticket: str, unit: str) -> bool:
        found = self._connection.execute(_ASKS, {"number": ticket, "whose": unit})
        return bool(unit) and found.first() is not None

    def open_of(self, unit: str) -> list[int]:
        return list(self._connection.execute(_OPEN_OF, {"whose": unit}).scalars())

    def _words(self, sealed: bytes | None) -> str:
        return self._vault.masked(cast(str, self._vault.reveal(_FIELD, sealed))) if sealed else ""
