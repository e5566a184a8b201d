"""The second view: sentence vectors beside the words, kept in the folder, silent where the engine is."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from classifiers.calibration import EVERYTHING, likely_set
from classifiers.elements import ElementFinder
from classifiers.emergency import EmergencyScreen
from classifiers.examples import Example
from classifiers.folder import CARD, SETTINGS, WEIGHTS, load_model
from classifiers.linear import Layout, LinearHead
from classifiers.model import CATEGORY, MATTER_TYPE, UNIT, Model
from classifiers.second_view import Mix, SecondView, ViewedHead, fit_meaning
from classifiers.train import TrainSettings, train, train_folder
from classifiers.train_view import Lesson, fit_mix, learn_view
from classifiers.understand import Understander
from hotline.errors import DataFileError
from hotline.units import load_units
from lexicon.places import load_gazetteer
from lexicon.vector_shelf import VectorShelf
from lexicon.vectors import WIDTH, Vectors
from tests.classifiers.conftest import AT

NOISE = "隔壁工地半夜还在打桩，吵得孩子睡不着"
LITTLE = TrainSettings(most=1500)


class Letters:
    """An engine that needs no package: a text's vector counts its letters. It tells how often it was asked."""

    def __init__(self) -> None:
        self.asked, self.broken = 0, False

    def encode(self, texts: Sequence[str], *, asked: bool) -> Vectors | None:  # noqa: ARG002 - the port's
        self.asked += len(texts)
        made = np.zeros((len(texts), WIDTH), np.float32)
        for row, text in enumerate(texts):
            for letter in text:
                made[row, crc32(letter.encode()) % WIDTH] += 1
        vectors: Vectors = made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-6)
        return vectors


class Silent(Letters):
    """One that fails."""

    def encode(self, texts: Sequence[str], *, asked: bool) -> Vectors | None:  # noqa: ARG002 - the port's
        self.broken = True
        return None


@pytest.fixture(scope="module")
def few(some: list[Example]) -> list[Example]:
    """Rows with the labels of three heads; vectors have a say in two of them."""
    kept = (CATEGORY, UNIT, MATTER_TYPE)
    return [
        Example(row.text, {head: row.labels[head] for head in kept}, row.title) for row in some[::15] if row.label(UNIT)
    ]


@pytest.fixture(scope="module")
def viewed(few: list[Example]) -> Model:
    """A model whose vectors count for something, whether letters deserve it or not."""
    model = train(few, at=AT, settings=LITTLE, shelf=VectorShelf(Letters()))
    assert model.second is not None
    louder = {name: replace(each, mix=Mix(0.5, 0.5)) for name, each in model.second.heads.items()}
    model.second = SecondView(model.second.weights, model.second.bias, louder)
    return model


@pytest.fixture(scope="module")
def finder() -> ElementFinder:
    root = Path(__file__).parents[2]
    units = load_units(root / "hotline" / "data" / "units.csv")
    return ElementFinder(load_gazetteer(root / "lexicon" / "data" / "places.csv", units))


@pytest.fixture
def reads(viewed: Model, shipped: Model, finder: ElementFinder) -> Callable[[Letters], Understander]:
    def with_engine(letters: Letters) -> Understander:
        shelf = VectorShelf(letters)
        return Understander(viewed, EmergencyScreen(), finder, fallback=shipped, meanings=shelf)

    return with_engine


def test_category_and_unit_hear_a_vector_and_no_other_head_does(viewed: Model) -> None:
    vector = VectorShelf(Letters()).passage(NOISE)
    with_it, without = viewed.read(NOISE, meaning=vector), viewed.read(NOISE)
    for head in viewed.heads:
        same = np.array_equal(with_it.probabilities(head), without.probabilities(head))
        assert same == (head not in (CATEGORY, UNIT)), head
        assert with_it.probabilities(head).sum() == pytest.approx(1)


def test_a_folder_with_a_second_view_is_kept_whole_and_the_same_twice(few: list[Example], tmp_path: Path) -> None:
    for name in ("one", "two"):
        train_folder(few[:120], tmp_path / name, at=AT, shelf=VectorShelf(Letters()))
    for file in (WEIGHTS, SETTINGS, CARD):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    kept = load_model(tmp_path / "one")
    assert kept.second is not None
    assert kept.second.weights.dtype == np.float16
    assert "sentence vectors" in (tmp_path / "one" / CARD).read_text(encoding="utf-8")
    assert kept.second.heads[UNIT].head.likely.coverage == 0.95


def test_without_an_engine_a_model_is_trained_on_words_alone(few: list[Example]) -> None:
    assert train(few, at=AT, settings=LITTLE, shelf=VectorShelf(Silent())).second is None
    assert train(few, at=AT, settings=LITTLE).second is None


def test_nothing_is_encoded_before_a_matter_is_about_to_be_dispatched(reads: Callable[[Letters], Understander]) -> None:
    letters = Letters()
    understander = reads(letters)
    assert not understander.understand(NOISE).second_view
    assert letters.asked == 0
    assert understander.understand(NOISE, vectors=True).second_view
    assert letters.asked == 1


def test_an_engine_that_fails_leaves_what_the_words_say(reads: Callable[[Letters], Understander]) -> None:
    understander = reads(Silent())
    assert understander.understand(NOISE, vectors=True) == understander.understand(NOISE)


def test_a_second_view_that_does_not_fit_is_refused(few: list[Example], tmp_path: Path) -> None:
    train_folder(few[:120], tmp_path, at=AT, shelf=VectorShelf(Letters()))
    whole = json.loads((tmp_path / SETTINGS).read_text(encoding="utf-8"))
    heads = whole["second_view"]["heads"]
    for spoiled in (
        {"engine": "another"},
        {"heads": {CATEGORY: heads[CATEGORY]}},
        {"heads": heads | {MATTER_TYPE: heads[UNIT]}},
        {"heads": heads | {UNIT: {}}},
    ):
        settings = whole | {"second_view": whole["second_view"] | spoiled}
        (tmp_path / SETTINGS).write_text(json.dumps(settings), encoding="utf-8")
        with pytest.raises(DataFileError) as caught:
            load_model(tmp_path)
        assert caught.value.reason == "broken_model", spoiled


def test_a_middle_is_found_again_and_a_label_without_rows_never_wins() -> None:
    draw = np.random.default_rng(5)
    middles = draw.normal(size=(2, WIDTH)).astype(np.float32)
    codes = np.repeat([0, 1], 40)
    vectors = (middles[codes] + draw.normal(size=(80, WIDTH)).astype(np.float32)).astype(np.float32)
    weights, bias = fit_meaning(vectors, ["ab"[code] for code in codes], ("a", "b", "c"), balanced=True)
    assert ((middles @ weights + bias).argmax(axis=1) == [0, 1]).all()


def test_a_view_that_says_nothing_gets_no_weight() -> None:
    draw = np.random.default_rng(7)
    layout, truth = Layout(("a", "b")), ["a", "b"] * 100
    words = np.array([[1.0, 0.0], [0.0, 1.0]] * 100) + draw.normal(0, 0.5, (200, 2))
    assert fit_mix(layout, words, draw.normal(0, 20, (200, 2)), truth).inner <= 0.02
    told = np.array([[9.0, 0.0], [0.0, 9.0]] * 100)
    assert fit_mix(layout, draw.normal(0, 1, (200, 2)), told, truth).inner > 0.2


def test_a_view_whose_weights_cannot_be_kept_is_left_out() -> None:
    layout, labels = Layout(("a", "b")), ["a", "b"] * 5
    vectors = np.random.default_rng(3).normal(size=(10, WIDTH)).astype(np.float32)
    fold, rows = np.arange(10) // 2, np.arange(10)
    lesson = Lesson(layout, labels, fold, rows, np.zeros((10, 2)), balanced=False)
    assert learn_view(lesson, vectors) is not None
    two_points = np.zeros((10, WIDTH), np.float32)
    two_points[::2, 0], two_points[1::2, 1] = 1, 1
    assert learn_view(lesson, two_points) is None


def test_a_vector_speaks_for_a_first_level_with_all_that_lies_below_it() -> None:
    head = LinearHead(Layout(("a/x", "a/y", "b/z")))
    view = ViewedHead(head, Mix(1.0, 0.0))
    scores = view.sum(np.zeros(5), np.log([0.2, 0.3, 0.4]))
    assert np.exp(scores[:2]) == pytest.approx([0.5, 0.4])
    with pytest.raises(ValueError, match="second view"):
        SecondView(np.zeros((WIDTH, 2), np.float32), np.zeros(2, np.float32), {"unit": view})


def test_the_likely_set_holds_the_truth_as_often_as_it_says() -> None:
    draw = np.random.default_rng(11)
    chances = draw.dirichlet([0.5] * 6, size=4000)
    truth = np.array([draw.choice(6, p=row) for row in chances])
    found = likely_set(chances[:2000], truth[:2000])
    inside = chances[2000:][np.arange(2000), truth[2000:]] >= found.least
    assert inside.mean() == pytest.approx(0.95, abs=0.015)
    assert 1 <= found.size < 6
    assert likely_set(chances[:0], truth[:0]) == EVERYTHING
    assert likely_set(chances[:5], truth[:5]).least == 0.0, "five rows cannot promise 95 of 100"
