"""A real database on SQLite, threads and lanes for the channels' tests."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.lanes import Lanes
from hotline.clock import SystemClock
from storage import schema
from storage.keyring import Keyring
from storage.open import Database, open_database
from storage.seal import Seal
from tests.bot.answering import AnsweringConversation


@pytest.fixture(scope="session")
def bot_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bot") / "template.db"
    schema.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def database(tmp_path: Path, bot_template: Path) -> Iterator[Database]:
    shutil.copy(bot_template, tmp_path / "bot.db")
    with open_database(f"sqlite:///{tmp_path / 'bot.db'}", seal=Seal(Keyring.new()), mask=str) as opened:
        yield opened


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as threads:
        yield threads


@pytest.fixture
def lanes(pool: ThreadPoolExecutor) -> Lanes:
    return Lanes(pool)


@pytest.fixture
def conversation(database: Database) -> AnsweringConversation:
    return AnsweringConversation(database.units_of_work, SystemClock())
