"""Who looked at or changed what, and why. A trigger refuses every change of a written line."""

from datetime import datetime

from sqlalchemy import Connection, insert

from hotline.people import Actor
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
