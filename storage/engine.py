"""Engines: how each database is connected to, so that a stored message is stored and a vanished database is noticed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy.exc
from sqlalchemy import URL, Engine, create_engine, event, make_url

from storage.errors import DatabaseDriverError, DatabaseUrlError
from storage.translate import translate

PATIENCE = 5
"""Seconds to wait for a connection, a lock or a busy file before saying that the database is away."""

_POSTGRES_OPTIONS = (
    "-c timezone=UTC -c statement_timeout=20000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000"
)


@dataclass(frozen=True, slots=True)
class Engines:
    """One for write units, one for reading, which on SQLite never waits for a writer."""

    write: Engine
    read: Engine

    def dispose(self) -> None:
        self.write.dispose()
        self.read.dispose()


def parse_url(url: str) -> URL:
    """Our reading of a database address.

    Raises:
        DatabaseUrlError: neither a SQLite file nor PostgreSQL. The address is not repeated: it may hold a password.
    """
    try:
        parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    except sqlalchemy.exc.ArgumentError:
        raise DatabaseUrlError(reason="not_a_url") from None
    match parsed.get_backend_name():
        case "postgresql":
            return parsed.set(drivername="postgresql+psycopg")
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return parsed.set(drivername="sqlite")
        case "sqlite":
            raise DatabaseUrlError(reason="no_file")
        case other:
            raise DatabaseUrlError(reason="not_served", backend=other)


def open_engines(url: str, *, pool_size: int = 8) -> Engines:
    """Engines for an address; nothing is connected yet. Raises DatabaseUrlError, DatabaseDriverError."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engines(parsed, pool_size)
    try:
        engine = _postgres_engine(parsed, pool_size)
    except ModuleNotFoundError:
        raise DatabaseDriverError from None
    return Engines(engine, engine.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ"))


def _postgres_engine(url: URL, pool_size: int) -> Engine:
    """Keep-alives and the user timeout end a connection whose other end is gone without a word."""
    return _watched(
        create_engine(
            url,
            hide_parameters=True,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=PATIENCE,
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": PATIENCE,
                "options": _POSTGRES_OPTIONS,
                "keepalives_idle": PATIENCE,
                "keepalives_interval": 2,
                "keepalives_count": 2,
                "tcp_user_timeout": PATIENCE * 1000,
            },
        )
    )


def _sqlite_engines(url: URL, pool_size: int) -> Engines:
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    write = _sqlite_engine(url, pool_size=1, max_overflow=1)
    event.listen(write, "connect", _prepare_writer)
    _begin_with(write, "BEGIN IMMEDIATE")
    read = _sqlite_engine(url, pool_size=pool_size, max_overflow=pool_size)
    event.listen(read, "connect", _prepare_reader)
    _begin_with(read, "BEGIN")
    return Engines(write, read)


def _sqlite_engine(url: URL, *, pool_size: int, max_overflow: int) -> Engine:
    return _watched(
        create_engine(
            url,
            hide_parameters=True,
            pool_size=pool_size,
            max_overflow=max_overflow,
            pool_timeout=PATIENCE,
            connect_args={"timeout": PATIENCE, "check_same_thread": False},
        )
    )


def _watched(engine: Engine) -> Engine:
    event.listen(engine, "handle_error", translate)
    return engine


def _prepare_writer(connection: Any, _record: object) -> None:
    """The driver's own transactions begin too late and lose updates: they are switched off, we begin ourselves."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "journal_size_limit=67108864"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_reader(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA query_only=ON")


def _begin_with(engine: Engine, statement: str) -> None:
    """Transactions begin with our statement. An engine event could do it, but then every statement pays for events."""

    def begin(connection: Any) -> None:
        connection.cursor().execute(statement)

    engine.dialect.do_begin = begin  # type: ignore[method-assign,assignment] # this engine's own dialect object
