"""What is wired together is sound before the first citizen comes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.assembly import build_mind
from app.settings import read_settings
from classifiers import person_names, privacy, urgency
from hotline.errors import DataFileError


@pytest.fixture
def unread() -> Iterator[None]:
    """As if no table had been read yet."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    for read in _readers():
        read.cache_clear()  # type: ignore[attr-defined]  # each of them remembers what it has read


def _readers() -> list[Callable[..., object]]:
    found = [getattr(module, name) for module in (urgency, privacy, person_names) for name in vars(module)]
    return [each for each in found if hasattr(each, "cache_clear")]


def test_a_rule_file_that_is_read_at_first_use_is_refused_at_load_all_the_same(
    unread: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "urgency.csv"
    broken.write_text("pattern,unless,why\n(,,open bracket\n", encoding="utf-8")
    monkeypatch.setattr(urgency, "_RULES", broken)
    with pytest.raises(DataFileError) as refused:
        build_mind(read_settings())
    assert (refused.value.path, refused.value.line) == (broken, 2)
