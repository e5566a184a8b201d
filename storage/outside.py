"""Numbers that tickets had in another system: hashed, for they may be somebody's telephone number."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from hotline.errors import ConflictError
from storage.statements import InsertOnce
from storage.tables_rights import outside_tickets
from storage.vault import Vault

_ADD = InsertOnce(outside_tickets, outside_tickets.c.ticket)
_FIND = select(outside_tickets.c.ticket).where(outside_tickets.c.outside_hash == bindparam("hash"))


class SqlOutsideTickets:
    """Fulfils `casework.ports_rights.OutsideTickets`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def find(self, source: str, number: str) -> str:
        found: str | None = self._connection.execute(_FIND, {"hash": self._hash(source, number)}).scalar()
        return found or ""

    def add(self, source: str, number: str, ticket: str, at: datetime) -> None:
        values: dict[str, object] = {"outside_hash": self._hash(source, number), "ticket": ticket, "at": at}
        if _ADD.run(self._connection, values) is None:
            raise ConflictError(what="outside_ticket", key="")

    def _hash(self, source: str, number: str) -> bytes:
        return self._vault.seal.hashed("outside", source, number)
