"""A city in a fresh database for each test: the console and the open interface are tested on the same."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.city import City, migrate, open_city


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("console") / "migrated.db"
    migrate(path)
    return path


@pytest.fixture
def city(tmp_path: Path, migrated: Path) -> Iterator[City]:
    path = tmp_path / "city.db"
    shutil.copy(migrated, path)
    with open_city(path) as opened:
        yield opened
