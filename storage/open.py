"""Opening the database: everything that other rooms get from storage hangs on what this returns."""

import logging
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

import sqlalchemy.exc
from sqlalchemy import delete, false, select, text

from casework.ports import UnitOfWork
from storage.engine import PATIENCE, Engines, open_engines
from storage.errors import DatabaseAwayError, KeyFileError, SealBrokenError
from storage.fairlock import FairLock
from storage.outbox import Told
from storage.people import ADDRESS
from storage.seal import Seal, SealedQueryCodes
from storage.tables import people, staff_sessions
from storage.unit import SqlUnitOfWork
from storage.vault import Vault
from storage.views import SqlViews

_LOG = logging.getLogger(__name__)
_PING = text("SELECT 1")
_NO_CHANGE = delete(staff_sessions).where(false())
_SEALED = select(people.c.address).order_by(people.c.id.desc()).limit(1)
_QUEUE_PATIENCE = 6.0 * PATIENCE

Listener = Callable[[frozenset[int]], None]


class Database:
    """One opened database. Threads share it; `close` (or leaving `with`) gives every connection back."""

    def __init__(self, engines: Engines, vault: Vault, pull_channels: frozenset[str]) -> None:
        self._engines = engines
        self._vault = vault
        self._pull_channels = pull_channels
        self._turn = FairLock(_QUEUE_PATIENCE) if engines.write.dialect.name == "sqlite" else None
        self._listeners: list[Listener] = []
        self._carriers: list[Listener] = []
        self.views = SqlViews(engines.read, vault)
        self.query_codes = SealedQueryCodes(vault.seal)

    def units_of_work(self, *, write: bool = True) -> UnitOfWork:
        """A unit of work that is not yet begun; `write=False` reads a consistent state and may change nothing."""
        return SqlUnitOfWork(
            self._engines.write if write else self._engines.read,
            self._vault,
            pull_channels=self._pull_channels,
            turn=self._turn if write else None,
            announce=self._announce,
        )

    def on_commit(self, listener: Listener) -> None:
        """Call `listener` after each commit with the persons whose mailbox got something.

        Best effort, in this process, in the committing thread, after everything is released: a wake-up call for
        web sockets and nothing that must not be lost.
        """
        self._listeners.append(listener)

    def on_push(self, listener: Listener) -> None:
        """The same for persons to whom something has to be pushed: a wake-up call for the relay."""
        self._carriers.append(listener)

    def ping(self) -> None:
        """Raises DatabaseAwayError where the database does not answer."""
        try:
            with self._engines.read.connect() as connection:
                connection.execute(_PING)
        except sqlalchemy.exc.TimeoutError:
            raise DatabaseAwayError(reason="no_connection_free") from None

    def try_out(self, key_file: str) -> None:
        """Write, without changing anything, and open what was sealed last: a fault here is better heard at the start.

        Raises:
            DatabaseAwayError: it cannot be written to.
            KeyFileError: what stands in it was sealed with another key than that of `key_file`.
        """
        with self._engines.write.begin() as connection:
            connection.execute(_NO_CHANGE)
            sealed = connection.execute(_SEALED).scalar()
        try:
            if sealed is not None:
                self._vault.seal.open(ADDRESS, sealed)
        except SealBrokenError:
            raise KeyFileError(file=key_file, reason="of_another_database") from None

    def close(self) -> None:
        self._engines.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self.close()

    def _announce(self, told: Told) -> None:
        for persons, listeners in ((told.mailbox, self._listeners), (told.push, self._carriers)):
            if persons:
                _call(listeners, frozenset(persons))


def _call(listeners: Sequence[Listener], persons: frozenset[int]) -> None:
    for listener in listeners:
        try:
            listener(persons)
        except Exception as error:  # noqa: BLE001 - what is committed stays committed, whoever stumbles over it
            _LOG.warning("a commit listener failed: %s", type(error).__name__)


def open_database(
    url: str, *, seal: Seal, mask: Callable[[str], str], pull_channels: frozenset[str] = frozenset({"webchat"})
) -> Database:
    """Open the database behind a URL; the tables must be there already (`storage.schema.upgrade`).

    `mask` takes personal data out of a text. `pull_channels` fetch their messages themselves.

    Raises:
        DatabaseUrlError: neither a SQLite file nor PostgreSQL.
    """
    return Database(open_engines(url), Vault(seal, mask), pull_channels)
