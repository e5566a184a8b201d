"""Migrations go up, down and up; the tables of the code are those of the migrations; history stays as written."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select, text

from casework.ports import Correction
from casework.ports_follow_up import FollowUp, How, Outcome
from storage import schema
from storage.all_tables import metadata
from storage.engine import open_engines
from storage.errors import AppendOnlyError, SchemaBehindError
from storage.founding import found
from storage.open import Database
from tests.storage.examples import NOW, OPERATOR, TEXT, stored_ticket


def test_migrations_go_up_down_and_up(empty_url: str) -> None:
    schema.upgrade(empty_url)
    assert _tables(empty_url) > {"tickets", "history", "outbox"}
    schema.downgrade(empty_url, "base")
    assert _tables(empty_url) == {"alembic_version"}
    schema.upgrade(empty_url)
    schema.upgrade(empty_url)
    schema.check(empty_url)


def test_the_schema_equals_the_migrations(url: str) -> None:
    assert schema.differences(url) == []


def test_a_schema_that_the_migrations_made_equals_them_too(empty_url: str) -> None:
    schema.upgrade(empty_url, schema.NEWEST)
    assert schema.differences(empty_url) == []


def test_a_schema_that_is_behind_is_noticed(empty_url: str) -> None:
    with pytest.raises(SchemaBehindError):
        schema.check(empty_url)


def test_the_newest_revision_is_that_of_the_migrations() -> None:
    folder = Path(schema.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_heads() == [schema.NEWEST]


def test_what_is_made_at_once_is_letter_by_letter_what_the_migrations_make(tmp_path: Path) -> None:
    at_once, migrated = tmp_path / "at_once", tmp_path / "migrated"
    schema.upgrade(f"sqlite:///{at_once}")
    schema.upgrade(f"sqlite:///{migrated}", schema.NEWEST)
    assert _everything(at_once) == _everything(migrated)
    assert any(name == "history_no_update" for _, name, _ in _everything(at_once))


def test_words_of_follow_ups_go_where_they_can_end_and_come_back_on_the_way_down(database: Database, url: str) -> None:
    with database.units_of_work() as uow:
        number = stored_ticket(uow).number
        for words in ("谢谢", ""):
            uow.follow_ups.add(FollowUp(number, NOW, "li", How.PHONE, Outcome.NO_ANSWER, words=words))
        uow.commit()
    before = _said(url, "SELECT words FROM follow_up_words")
    schema.downgrade(url, "0012")
    assert _said(url, "SELECT words FROM follow_ups WHERE words IS NOT NULL") == before != []
    schema.upgrade(url)
    assert _said(url, "SELECT words FROM follow_ups WHERE words IS NOT NULL") == []
    with database.units_of_work(write=False) as uow:
        assert [line.words for line in uow.follow_ups.of_ticket(number)] == ["谢谢", ""]
    engines = open_engines(url)
    with engines.write.connect() as connection, pytest.raises(AppendOnlyError):
        connection.execute(text("UPDATE follow_ups SET outcome = 'x'"))
    engines.dispose()


def _said(url: str, asked: str) -> list[bytes]:
    engines = open_engines(url)
    with engines.read.connect() as connection:
        found = [bytes(row[0]) for row in connection.execute(text(asked))]
    engines.dispose()
    return found


def test_a_file_that_holds_any_table_is_left_to_the_migrations(tmp_path: Path) -> None:
    engines = open_engines(f"sqlite:///{tmp_path / 'file'}")
    with engines.write.begin() as connection:
        connection.execute(text("CREATE TABLE strange (id INTEGER)"))
        assert not found(connection, schema.NEWEST)
    engines.dispose()


def test_tables_that_are_as_they_should_be_need_no_alembic(empty_url: str) -> None:
    schema.upgrade(empty_url)
    asked = "import sys; from storage import schema; schema.upgrade(sys.argv[1]); schema.check(sys.argv[1])"
    done = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", f"{asked}; sys.exit('alembic' in sys.modules)", empty_url], check=False
    )
    assert done.returncode == 0


@pytest.mark.parametrize("table", ["history", "audit", "corrections"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET at = at"])
def test_the_database_itself_refuses_to_change_a_written_line(
    database: Database, url: str, table: str, change: str
) -> None:
    with database.units_of_work() as uow:
        ticket = stored_ticket(uow)
        uow.audit.write(OPERATOR, "reveal", ticket.number, TEXT, NOW)
        uow.ledger.correct(Correction(ticket.number, "unit", "a", "b", OPERATOR, NOW, "review"))
        uow.commit()
    engines = open_engines(url)
    with engines.write.connect() as connection:
        assert connection.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one() == 1
        with pytest.raises(AppendOnlyError):
            connection.execute(text(change.format(table)))
    engines.dispose()


def _everything(file: Path) -> set[tuple[str, str, str]]:
    """Kind, name and words of all that is in a file, and its revision."""
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master").fetchall()
        revision = connection.execute("SELECT 'revision', version_num, '' FROM alembic_version").fetchall()
    return {(kind, name, " ".join(words.split())) for kind, name, words in (*rows, *revision)}


def _tables(url: str) -> set[str]:
    engines = open_engines(url)
    names = set(inspect(engines.write).get_table_names())
    engines.dispose()
    return names
