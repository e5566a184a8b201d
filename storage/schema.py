"""Bringing the tables to this version, or back. Alembic is run from here only; no configuration file is needed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.engine import open_engines
from storage.errors import SchemaBehindError
from storage.tables import metadata

_ALEMBIC_LOCK = text("SELECT pg_advisory_xact_lock(5812345)")


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the tables up; safe to run by two processes at once, and when nothing is to be done."""
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Bring the tables down to a revision, `base` for none. What stood in dropped tables is gone."""
    _run(url, lambda config: command.downgrade(config, revision))


def check(url: str) -> None:
    """Raises SchemaBehindError where the tables are not at the newest revision."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    with _connected(url) as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current != newest:
        raise SchemaBehindError(current=current or "none", newest=newest or "none")


def differences(url: str) -> list[Any]:
    """What the tables of the code and the tables that migrations made do not share; empty is right."""
    with _connected(url) as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))


def _run(url: str, step: Callable[[Config], None]) -> None:
    with _connected(url) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(_ALEMBIC_LOCK)
        step(_config(connection))


def _config(connection: Connection | None = None) -> Config:
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
