"""Lock files name packages and hashes, never the place they were fetched from."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = sorted(ROOT.glob("*.lock"))


def test_there_are_lock_files() -> None:
    assert {lock.name for lock in LOCKS} == {"requirements.lock", "requirements-dev.lock"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_file_names_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_in_a_lock_file_is_pinned_and_hashed(lock: Path) -> None:
    pinned = [line for line in lock.read_text(encoding="utf-8").splitlines() if line and line[0].isalnum()]
    assert pinned
    assert all("==" in line and line.endswith("\\") for line in pinned)
    assert lock.read_text(encoding="utf-8").count("--hash=sha256:") >= len(pinned)
