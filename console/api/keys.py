"""Keys of programs: made once, shown once, stored as a hash."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from casework.ports import UnitOfWork
from casework.ports_rights import ApiKey
from console.parts import ConsoleParts
from console.visits import new_token, token_hash
from hotline.errors import InvalidInputError, NotFoundError
from hotline.people import Account, Actor

PREFIX = "jk_"
LONGEST_DAYS = 3650
_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who calls: the key and the account for which it acts."""

    key: ApiKey
    account: Account

    @property
    def actor(self) -> Actor:
        return self.account.actor


def new_key(uow: UnitOfWork, login: str, label: str, days: int, by: Actor, at: datetime) -> tuple[str, ApiKey]:
    """A key for an account, good for so many days. The first part of what is returned exists nowhere else.

    Raises:
        InvalidInputError: fewer than 1 or more than 3650 days.
        NotFoundError: no such account, or it is disabled.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise InvalidInputError(field="key_days", rule="key_days")
    account = uow.accounts.find(login)
    if account is None or account.disabled:
        raise NotFoundError(what="account", key=login)
    secret = PREFIX + new_token()
    key = uow.api_keys.add(account, token_hash(secret), label, at, at + timedelta(days=days))
    uow.audit.write(by, "add_key", login, label, at)
    return secret, key


def revoke_key(uow: UnitOfWork, key: int, by: Actor, at: datetime) -> ApiKey:
    """From now on the key opens nothing. Raises NotFoundError."""
    revoked = uow.api_keys.revoke(key, at)
    uow.audit.write(by, "revoke_key", revoked.login, revoked.label, at)
    return revoked


def find_bearer(parts: ConsoleParts, secret: str) -> Bearer | None:
    """Whose key it is; its last use is noted, to the minute. Blocking."""
    now = parts.now()
    with parts.units_of_work(write=False) as uow:
        found = uow.api_keys.find(token_hash(secret), now)
    if found is None:
        return None
    bearer = Bearer(*found)
    if bearer.key.used_at is None or now - bearer.key.used_at >= _NOTED_EVERY:
        with parts.units_of_work() as uow:
            uow.api_keys.used(bearer.key.id, now)
            uow.commit()
    return bearer
