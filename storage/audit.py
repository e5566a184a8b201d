"""Who looked at or changed what, and why. A trigger refuses every change of a written line."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, insert, select

from casework.ports_secrecy import AuditFilter, AuditLine
from hotline.people import Actor, Role
from storage.tables import audit
from storage.vault import Vault

_WRITE = insert(audit)


class SqlAudit:
    """Fulfils `casework.ports.Audit`. The reason is masked: a log that outlives the ticket holds no citizen's data."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def write(self, actor: Actor, action: str, target: str, reason: str, at: datetime) -> None:
        self._connection.execute(
            _WRITE,
            {
                "at": at,
                "actor_role": actor.role.value,
                "actor_id": actor.id,
                "actor_unit": actor.unit,
                "action": action,
                "target": target,
                "reason": self._vault.masked(reason),
            },
        )

    def lines(self, wanted: AuditFilter) -> Sequence[AuditLine]:
        newest = select(audit).where(*_narrow(wanted)).order_by(audit.c.id.desc())
        return [
            AuditLine(row.id, row.at, Actor(Role(row.actor_role), row.actor_id, row.actor_unit), row.action, row.target,
                      row.reason)
            for row in self._connection.execute(newest.limit(wanted.limit).offset(wanted.offset))
        ]  # fmt: skip

    def count(self, wanted: AuditFilter) -> int:
        counted = select(func.count()).select_from(audit).where(*_narrow(wanted))
        return int(self._connection.execute(counted).scalar_one())

    def actions(self) -> Sequence[str]:
        return list(self._connection.execute(select(audit.c.action).distinct()).scalars())


def _narrow(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.login:
        conditions.append(audit.c.actor_id == wanted.login)
    if wanted.action:
        conditions.append(audit.c.action == wanted.action)
    if wanted.target:
        conditions.append(audit.c.target.startswith(wanted.target, autoescape=True))
    return conditions
