"""Bringing the tables to this version, or back. Alembic is run from here only; no configuration file is needed.

It is imported where there is something to do: with its dialects and templates it costs every start a quarter of a
second and 15 MB, and almost every start finds its tables as they should be.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text

from storage.all_tables import metadata
from storage.engine import open_engines, parse_url
from storage.errors import SchemaBehindError
from storage.founding import REVISION_TABLE, found

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "0013"
"""The newest revision of `migrations/versions`; a test compares."""

_ALEMBIC_LOCK = text("SELECT pg_advisory_xact_lock(5812345)")
_REVISION = text(f"SELECT version_num FROM {REVISION_TABLE}")  # noqa: S608 - our own constant


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the tables up; safe to run by two processes at once, and when nothing is to be done."""
    with _alone(url) as connection:
        if revision == "head" and (_revision(connection) == NEWEST or found(connection, NEWEST)):
            return
        from alembic import command  # noqa: PLC0415 - see above

        command.upgrade(_config(connection), revision)


def downgrade(url: str, revision: str) -> None:
    """Bring the tables down to a revision, `base` for none. What stood in dropped tables is gone."""
    from alembic import command  # noqa: PLC0415 - see above

    with _alone(url) as connection:
        command.downgrade(_config(connection), revision)


def unmade(url: str) -> Path | None:
    """The SQLite file of an address that is not there yet, and that looking into it would make; else None.

    Raises:
        DatabaseUrlError
    """
    parsed = parse_url(url)
    file = Path(str(parsed.database))
    return file if parsed.get_backend_name() == "sqlite" and not file.exists() else None


def check(url: str) -> None:
    """Raises SchemaBehindError where the tables are not at the newest revision."""
    with _connected(url) as connection:
        current = _revision(connection)
    if current != NEWEST:
        raise SchemaBehindError(current=current or "none", newest=NEWEST)


def differences(url: str) -> list[Any]:
    """What the tables of the code and the tables that migrations made do not share; empty is right."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - see above
    from alembic.migration import MigrationContext  # noqa: PLC0415 - see above

    with _connected(url) as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))


def _revision(connection: Connection) -> str | None:
    """The revision that the tables are at; None where there are none yet."""
    if not inspect(connection).has_table(REVISION_TABLE):
        return None
    revision: str | None = connection.execute(_REVISION).scalar()
    return revision


@contextmanager
def _alone(url: str) -> Iterator[Connection]:
    """A connection in a transaction, while no other process is at the tables."""
    with _connected(url) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(_ALEMBIC_LOCK)
        yield connection


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engines = open_engines(url)
    try:
        with engines.write.connect() as connection:
            yield connection
    finally:
        engines.dispose()
