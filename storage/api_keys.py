"""Keys of programs. Whoever reads the database learns no key from it."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from casework.ports_rights import ApiKey
from hotline.errors import NotFoundError
from hotline.people import Account, Role
from storage.statements import AnyRow
from storage.tables import accounts
from storage.tables_rights import api_keys

_ADD = insert(api_keys).returning(api_keys.c.id)
_KEYS = select(
    api_keys.c.id, accounts.c.login, api_keys.c.label, api_keys.c.at, api_keys.c.expires, api_keys.c.used_at,
    api_keys.c.revoked_at,
).join(accounts, accounts.c.id == api_keys.c.account)  # fmt: skip
_ALL = _KEYS.order_by(api_keys.c.id.desc())
_ONE = _KEYS.where(api_keys.c.id == bindparam("wanted"))
_FIND = _KEYS.add_columns(
    accounts.c.id.label("account_id"), accounts.c.name, accounts.c.role, accounts.c.unit, accounts.c.password_hash
).where(
    api_keys.c.key_hash == bindparam("hash"),
    api_keys.c.revoked_at.is_(None),
    api_keys.c.expires > bindparam("now"),
    accounts.c.disabled.is_(False),
)
_USED = update(api_keys).where(api_keys.c.id == bindparam("wanted")).values(used_at=bindparam("when"))
_REVOKE = (
    update(api_keys)
    .where(api_keys.c.id == bindparam("wanted"), api_keys.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("when"))
)


class SqlApiKeys:
    """Fulfils `casework.ports_rights.ApiKeys`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, account: Account, key_hash: str, label: str, at: datetime, expires: datetime) -> ApiKey:
        values = {"account": account.id, "key_hash": key_hash, "label": label, "at": at, "expires": expires}
        number: int = self._connection.execute(_ADD, values).scalar_one()
        return ApiKey(number, account.login, label, at, expires)

    def find(self, key_hash: str, now: datetime) -> tuple[ApiKey, Account] | None:
        row = self._connection.execute(_FIND, {"hash": key_hash, "now": now}).one_or_none()
        if row is None:
            return None
        account = Account(row.account_id, row.login, row.name, Role(row.role), row.unit, row.password_hash)
        return _key(row), account

    def all(self) -> list[ApiKey]:
        return [_key(row) for row in self._connection.execute(_ALL)]

    def used(self, key: int, at: datetime) -> None:
        self._connection.execute(_USED, {"wanted": key, "when": at})

    def revoke(self, key: int, at: datetime) -> ApiKey:
        self._connection.execute(_REVOKE, {"wanted": key, "when": at})
        row = self._connection.execute(_ONE, {"wanted": key}).one_or_none()
        if row is None:
            raise NotFoundError(what="api_key", key=key)
        return _key(row)


def _key(row: AnyRow) -> ApiKey:
    return ApiKey(row.id, row.login, row.label, row.at, row.expires, row.used_at, row.revoked_at)
