"""Vectors around their centres: the rough look keeps what the close look would find, and nothing is lost on the way."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.errors import DataFileError
from knowledge.decide import DATA, MEANING
from knowledge.meanings import Centres, Meanings, load_centres, save_centres
from lexicon.vectors import WIDTH, Vectors


def some(count: int, seed: int = 0) -> Vectors:
    """Vectors about a common direction, as the engine makes them."""
    dice = np.random.default_rng(seed)
    made = dice.standard_normal((count, WIDTH), dtype=np.float32) * np.linspace(2, 0.1, WIDTH, dtype=np.float32) + 2
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


PASSAGES = some(900)
CENTRES = Centres.of(some(200, 1), PASSAGES)


def meanings(counts: list[int]) -> Meanings:
    rows = CENTRES.passages(PASSAGES[: sum(counts) + len(counts)])
    return Meanings(rows[len(counts) :], rows[: len(counts)], np.array(counts, dtype=np.int64), CENTRES.axes)


def test_without_their_centre_unrelated_vectors_are_far_apart_and_the_same_text_is_not() -> None:
    before = PASSAGES @ PASSAGES.T
    rows = CENTRES.passages(PASSAGES)
    after = rows @ rows.T
    assert np.median(before) > 0.7
    assert np.median(after) < 0.3
    assert np.diag(after) == pytest.approx(1, abs=1e-5)


def test_a_text_without_a_vector_is_near_to_nothing() -> None:
    rows = CENTRES.passages(np.vstack([PASSAGES[0], np.zeros(WIDTH, dtype=np.float32)]))
    assert rows[1].any() == np.False_
    found = Meanings(rows, rows, np.array([1, 1]), CENTRES.axes).close(CENTRES.question(PASSAGES[0]))
    assert found[1].tolist() == [0, 0, 0]
    assert (found[0] > 0.5).all()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 6), min_size=1, max_size=60), st.data())
def test_a_close_look_at_some_entries_says_what_the_look_at_all_says(counts: list[int], data: st.DataObject) -> None:
    found, question = meanings(counts), CENTRES.question(some(1, 7)[0])
    numbers = sorted(data.draw(st.sets(st.integers(0, len(counts) - 1))))
    whole = found.close(question)
    assert whole.shape == (len(counts), Meanings.VIEWS)
    if numbers:
        assert np.allclose(found.close(question, np.array(numbers)), whole[numbers], atol=1e-6)


def test_what_a_close_look_puts_first_the_rough_look_has_among_its_best() -> None:
    found = meanings([2] * 300)
    for place in range(0, 300, 7):
        question = CENTRES.question(PASSAGES[300 + 2 * place] + 0.3 * some(1, place)[0])
        first = int(np.argmax(found.close(question)[:, 0]))
        assert first in np.argsort(-found.rough(question)[:, 0])[:30]


def test_bytes_change_a_cosine_by_a_hair() -> None:
    rows, question = CENTRES.passages(PASSAGES[:300]), CENTRES.question(PASSAGES[5])
    exact = np.maximum(rows @ question, 0)
    found = Meanings(rows, rows, np.ones(300, dtype=np.int64), CENTRES.axes).close(question)[:, 1]
    assert np.abs(exact - found).max() < 0.005


def test_centres_are_kept_and_a_missing_or_foreign_file_is_named(tmp_path: Path) -> None:
    save_centres(tmp_path / "kept.npz", CENTRES)
    kept = load_centres(tmp_path / "kept.npz")
    assert np.allclose(kept.asked, CENTRES.asked)
    assert np.allclose(kept.axes, CENTRES.axes, atol=1e-3)
    np.savez(tmp_path / "foreign.npz", asked=np.zeros(3), told=np.zeros(3), axes=np.zeros((3, 3)))
    for name in ("missing.npz", "foreign.npz"):
        with pytest.raises(DataFileError):
            load_centres(tmp_path / name)


def test_the_centres_that_ship_are_those_of_the_base_that_ships() -> None:
    centres = load_centres(DATA / MEANING)
    kept = np.load(Path(__file__).parents[2] / "knowledge" / "base" / "vectors.npz")
    rows = kept["rows"].astype(np.float32) * kept["scales"][:, None]
    assert np.allclose(centres.told, 0.8 * rows.mean(axis=0), atol=2e-3)
