"""One contract suite on two databases: every test that asks for `database` runs on both."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage import schema
from storage.keyring import Keyring
from storage.open import Database, open_database
from storage.seal import Seal
from tests.postgres import PostgresServer, postgres_server
from tests.storage.examples import mask


@pytest.fixture(scope="session")
def seal() -> Seal:
    return Seal(Keyring.new())


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "migrated.db"
    schema.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    shutil.copy(migrated_file, tmp_path / "jiesu.db")
    return f"sqlite:///{tmp_path / 'jiesu.db'}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a fresh database with all tables."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    with request.getfixturevalue("postgres").database() as address:
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with request.getfixturevalue("postgres").database("template0") as address:
        yield address


@pytest.fixture
def open_again(url: str, seal: Seal) -> Iterator[Callable[[], Database]]:
    """Opens the same database once more, as a second process would."""
    opened: list[Database] = []

    def another() -> Database:
        opened.append(open_database(url, seal=seal, mask=mask))
        return opened[-1]

    yield another
    for database in opened:
        database.close()


@pytest.fixture
def database(open_again: Callable[[], Database]) -> Database:
    return open_again()
