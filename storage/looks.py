"""查阅记录: who looked at which ticket. A trigger refuses every change of a written line."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, func, insert, select

from casework.ports_secrecy import Look, Seen
from hotline.people import Actor, Role
from storage.statements import AnyRow
from storage.tables_care import looks
from storage.vault import Vault

_WRITE = insert(looks)


class SqlLooks:
    """Fulfils `casework.ports_secrecy.Looks`. The reason is masked, as in the audit."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def write(self, look: Look) -> None:
        values = {"at": look.at, "ticket": look.ticket, "role": look.by.role.value, "login": look.by.id,
                  "name": look.by.name, "unit": look.by.unit, "seen": look.seen.value,
                  "reason": self._vault.masked(look.reason), "page": look.page}  # fmt: skip
        self._connection.execute(_WRITE, values)

    def of(self, *, ticket: str = "", login: str = "", limit: int = 500, offset: int = 0) -> Sequence[Look]:
        newest = select(looks).where(*_narrow(ticket, login)).order_by(looks.c.id.desc()).limit(limit).offset(offset)
        return [_look(row) for row in self._connection.execute(newest)]

    def count(self, *, ticket: str = "", login: str = "") -> int:
        counted = select(func.count()).select_from(looks).where(*_narrow(ticket, login))
        return int(self._connection.execute(counted).scalar_one())


def _narrow(ticket: str, login: str) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if ticket:
        conditions.append(looks.c.ticket == ticket)
    if login:
        conditions.append(looks.c.login == login)
    return conditions


def _look(row: AnyRow) -> Look:
    by = Actor(Role(row.role), row.login, row.unit, row.name)
    return Look(row.ticket, by, row.at, Seen(row.seen), row.reason, row.page, row.id)
