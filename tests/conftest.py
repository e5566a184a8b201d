"""A whole house at a moment that only the test moves; rooms with other needs have fixtures of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.assembly import House
from hotline.clock import SetClock
from tests.house import MONDAY, open_test_house


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MONDAY)


@pytest.fixture
def house(tmp_path: Path, clock: SetClock) -> Iterator[House]:
    with open_test_house(tmp_path, clock) as opened:
        yield opened
