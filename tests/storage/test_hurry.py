"""Commits that need not wait for the disk: only meanwhile, and nothing of them is lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.open import Database
from tests.storage.examples import stored_ticket


def test_commits_wait_for_the_disk_again_when_the_hurry_is_over(database: Database) -> None:
    if database._turn is None:  # PostgreSQL waits elsewhere
        with database.in_a_hurry():
            pass
        return
    assert _waits(database) == 2
    with database.in_a_hurry():
        assert _waits(database) == 1
    assert _waits(database) == 2


def test_what_was_committed_in_a_hurry_stands_in_the_file_itself(database: Database, sqlite_url: str) -> None:
    if database._turn is None:
        return
    with database.in_a_hurry(), database.units_of_work() as uow:
        number = stored_ticket(uow).number
        uow.commit()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    file.with_name(f"{file.name}-wal").unlink(missing_ok=True)
    with closing(sqlite3.connect(f"file:{file}?immutable=1", uri=True)) as connection:
        assert connection.execute("SELECT number FROM tickets").fetchall() == [(number,)]


def _waits(database: Database) -> int:
    """SQLite's `synchronous`: 2 is FULL, 1 is NORMAL."""
    with database._engines.write.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())
