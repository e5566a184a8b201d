"""A desk on a fresh SQLite database whose clock only the test moves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline.clock import SetClock
from tests.house import MONDAY, Desk, migrated, open_desk


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated(tmp_path_factory.mktemp("casework"))


@pytest.fixture
def desk(tmp_path: Path, template: Path) -> Iterator[Desk]:
    with open_desk(template, tmp_path, SetClock(MONDAY)) as opened:
        yield opened
