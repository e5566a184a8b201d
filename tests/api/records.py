"""The audit as it stands in the database."""

import sqlite3
from contextlib import closing

from tests.console.city import City


def audit_lines(city: City) -> list[tuple[str, str, str, str]]:
    """Who, what, on what, and why."""
    file = city.database._engines.write.url.database  # noqa: SLF001 - the tests' own look behind the port
    with closing(sqlite3.connect(str(file))) as connection:
        return connection.execute("SELECT actor_id, action, target, reason FROM audit ORDER BY id").fetchall()
