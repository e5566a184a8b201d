"""Staff accounts and their revocable sessions."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from hotline.errors import ConflictError, NotFoundError
from hotline.people import Account, Role
from storage.statements import AnyRow, InsertOnce
from storage.tables import accounts, staff_sessions

_ADD = InsertOnce(accounts, accounts.c.id)
_ACCOUNTS = select(
    accounts.c.id, accounts.c.login, accounts.c.name, accounts.c.role, accounts.c.unit, accounts.c.password_hash,
    accounts.c.disabled,
)  # fmt: skip
_FIND = _ACCOUNTS.where(accounts.c.login == bindparam("who"))
_ALL = _ACCOUNTS.order_by(accounts.c.login)
_SET_PASSWORD = update(accounts).where(accounts.c.login == bindparam("who")).values(password_hash=bindparam("hash"))
_DISABLE = update(accounts).where(accounts.c.login == bindparam("who")).values(disabled=bindparam("off"))
_OPEN = insert(staff_sessions)
_PRUNE = delete(staff_sessions).where(staff_sessions.c.expires <= bindparam("now"))
_SESSION = _ACCOUNTS.join(staff_sessions, staff_sessions.c.account == accounts.c.id).where(
    staff_sessions.c.token_hash == bindparam("token"),
    staff_sessions.c.expires > bindparam("now"),
    accounts.c.disabled.is_(False),
)
_REVOKE = delete(staff_sessions).where(staff_sessions.c.token_hash == bindparam("token"))
_REVOKE_ALL = delete(staff_sessions).where(
    staff_sessions.c.account.in_(select(accounts.c.id).where(accounts.c.login == bindparam("who")))
)


class SqlAccounts:
    """Fulfils `casework.ports.Accounts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, login: str, name: str, role: Role, unit: str, password_hash: str) -> Account:
        values: dict[str, object] = {"login": login, "name": name, "role": role.value, "unit": unit,
                                     "password_hash": password_hash, "disabled": False}  # fmt: skip
        number: int | None = _ADD.run(self._connection, values)
        if number is None:
            raise ConflictError(what="account", key=login)
        return Account(number, login, name, role, unit, password_hash)

    def find(self, login: str) -> Account | None:
        row = self._connection.execute(_FIND, {"who": login}).one_or_none()
        return _account(row) if row else None

    def all(self) -> list[Account]:
        return [_account(row) for row in self._connection.execute(_ALL)]

    def set_password(self, login: str, password_hash: str) -> None:
        """Raises NotFoundError."""
        self._changed(self._connection.execute(_SET_PASSWORD, {"who": login, "hash": password_hash}).rowcount, login)

    def disable(self, login: str, disabled: bool) -> None:
        """Raises NotFoundError."""
        self._changed(self._connection.execute(_DISABLE, {"who": login, "off": disabled}).rowcount, login)
        if disabled:
            self._connection.execute(_REVOKE_ALL, {"who": login})

    def open_session(self, account: Account, token_hash: str, at: datetime, expires: datetime) -> None:
        """Sessions that have run out are swept on the way."""
        self._connection.execute(_PRUNE, {"now": at})
        values = {"token_hash": token_hash, "account": account.id, "at": at, "expires": expires}
        self._connection.execute(_OPEN, values)

    def session_account(self, token_hash: str, now: datetime) -> Account | None:
        row = self._connection.execute(_SESSION, {"token": token_hash, "now": now}).one_or_none()
        return _account(row) if row else None

    def revoke(self, token_hash: str) -> None:
        self._connection.execute(_REVOKE, {"token": token_hash})

    def _changed(self, rows: int, login: str) -> None:
        if rows == 0:
            raise NotFoundError(what="account", key=login)


def _account(row: AnyRow) -> Account:
    return Account(row[0], row[1], row[2], Role(row[3]), row[4], row[5], row[6])
