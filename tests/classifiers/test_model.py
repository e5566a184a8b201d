"""The model and its folder."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from classifiers.build import is_stale
from classifiers.folder import CARD, SETTINGS, WEIGHTS, load_model, save_model
from classifiers.model import CATEGORY, DISPOSITION, HEADS, MATTER_TYPE, UNIT, Model, default_folder
from hotline.errors import DataFileError
from hotline.matter import Disposition, MatterType
from hotline.taxonomy import load_taxonomy
from hotline.units import load_units
from hotline.wording import load_wording

ROOT = Path(__file__).parents[2]
DATA = ROOT / "hotline" / "data"
WORDING = load_wording(DATA / "errors.toml", ROOT / "classifiers" / "data" / "wording.toml")
NOISE = "隔壁工地半夜还在打桩，吵得孩子睡不着"


@pytest.fixture
def folder(small: Model, tmp_path: Path) -> Path:
    save_model(small, tmp_path / "model")
    return tmp_path / "model"


def test_a_model_reads_the_same_after_it_was_kept(small: Model, folder: Path) -> None:
    kept = load_model(folder).read(NOISE)
    fresh = small.read(NOISE)
    assert kept.category().category == fresh.category().category
    for head in small.heads:
        np.testing.assert_allclose(kept.probabilities(head), fresh.probabilities(head), atol=0.01)


def test_probabilities_of_every_head_add_up(small: Model) -> None:
    for text in (NOISE, "", "x" * 20_000):
        for head in small.heads:
            assert small.read(text).probabilities(head).sum() == pytest.approx(1)


def test_the_first_level_is_the_sum_of_its_second_levels(small: Model) -> None:
    reading, head = small.read(NOISE), small.heads[CATEGORY]
    chances = reading.probabilities(CATEGORY)
    verdict = reading.category()
    summed = sum(p for label, p in zip(head.labels, chances, strict=True) if label.startswith(verdict.category.l1))
    assert verdict.confidence == pytest.approx(summed)


def test_a_verdict_says_which_words_spoke_for_it(small: Model) -> None:
    verdict = small.read(NOISE).category()
    assert verdict.category.l1 == "环境保护"
    assert verdict.evidence
    assert all(word in NOISE for word in verdict.evidence)


def test_below_its_threshold_a_category_abstains(small: Model) -> None:
    assert small.read("嗯").category().abstained


def test_a_folder_holds_no_pickle_and_says_what_it_is(folder: Path) -> None:
    with np.load(folder / WEIGHTS, allow_pickle=False) as stored:
        assert stored["weights"].dtype == np.float16
    settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    assert settings["version"].startswith("2026-03-01-")
    assert settings["heads"][CATEGORY]["promised"] == 0.97
    assert "| category |" in (folder / CARD).read_text(encoding="utf-8")


def test_changed_weights_are_refused(folder: Path) -> None:
    blob = bytearray((folder / WEIGHTS).read_bytes())
    blob[len(blob) // 2] ^= 1
    (folder / WEIGHTS).write_bytes(blob)
    assert refusal(folder) == (WEIGHTS, "wrong_hash")


def test_a_missing_folder_and_missing_weights_are_named(folder: Path, tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere") == (SETTINGS, "missing")
    (folder / WEIGHTS).unlink()
    assert refusal(folder) == (WEIGHTS, "missing")


def test_a_foreign_or_unreadable_description_is_refused(folder: Path) -> None:
    (folder / SETTINGS).write_text('{"format": "something else"}', encoding="utf-8")
    assert refusal(folder) == (SETTINGS, "foreign_model")
    (folder / SETTINGS).write_text("{", encoding="utf-8")
    assert refusal(folder) == (SETTINGS, "not_json")


@pytest.mark.parametrize("labels", [["open_ticket", "a city's own"], ["consult", "consult"]])
def test_what_the_conversation_acts_on_has_no_labels_of_a_citys_own(folder: Path, labels: list[str]) -> None:
    settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    settings["heads"]["disposition"] = settings["heads"][MATTER_TYPE] | {"labels": labels}
    (folder / SETTINGS).write_text(json.dumps(settings), encoding="utf-8")
    assert refusal(folder) == (SETTINGS, "broken_model")


@pytest.mark.parametrize(
    ("head", "labels"),
    [
        ("emergency", ["yes"]),
        ("emergency", ["yes", "maybe"]),
        ("danger", ["110", "911"]),
        ("category", ["照明", ""]),
        ("unit", ["公安", 7]),
        ("mood", ["angry", "calm"]),
    ],
)
def test_a_foreign_folder_is_refused_with_the_head_and_what_is_wrong(
    folder: Path, head: str, labels: list[object]
) -> None:
    settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    settings["heads"][head] = settings["heads"][MATTER_TYPE] | {"labels": labels}
    (folder / SETTINGS).write_text(json.dumps(settings), encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_model(folder)
    assert caught.value.reason == "broken_model"
    assert head in str(caught.value)


@pytest.mark.parametrize(
    ("where", "name", "value"),
    [
        ((), "threshold", "high"),
        ((), "threshold", None),
        ((), "threshold", 3),
        ((), "coverage", float("nan")),
        (("scale",), "temperature", 0),
        (("upper",), "temperature", -1),
        (("scale",), "doubt", True),
        (("likely",), "least", "some"),
    ],
)
def test_a_figure_that_can_be_none_is_refused_before_a_message_meets_it(
    folder: Path, where: tuple[str, ...], name: str, value: object
) -> None:
    settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    place = settings["heads"][CATEGORY]
    for step in where:
        place = place[step]
    place[name] = value
    (folder / SETTINGS).write_text(json.dumps(settings), encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_model(folder)
    assert caught.value.reason == "broken_model"
    assert name in str(caught.value)


@pytest.mark.parametrize("version", [7, None, " ", ["x"]])
def test_a_model_without_a_version_is_refused(folder: Path, version: object) -> None:
    settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8")) | {"version": version}
    (folder / SETTINGS).write_text(json.dumps(settings), encoding="utf-8")
    assert refusal(folder) == (SETTINGS, "broken_model")


def test_labels_that_do_not_fit_the_weights_are_refused(folder: Path) -> None:
    settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    settings["heads"][MATTER_TYPE]["labels"].pop()
    (folder / SETTINGS).write_text(json.dumps(settings), encoding="utf-8")
    assert refusal(folder) == (SETTINGS, "broken_model")
    del settings["heads"]
    (folder / SETTINGS).write_text(json.dumps(settings), encoding="utf-8")
    assert refusal(folder) == (SETTINGS, "broken_model")


def refusal(folder: Path) -> tuple[str, str]:
    with pytest.raises(DataFileError) as caught:
        load_model(folder)
    assert WORDING.error(caught.value)
    return caught.value.path.name, caught.value.reason


def test_the_shipped_model_knows_the_labels_of_the_field_and_no_others(shipped: Model) -> None:
    assert set(shipped.heads) == set(HEADS)
    assert set(shipped.heads[MATTER_TYPE].labels) == set(MatterType)
    assert set(shipped.heads[DISPOSITION].labels) == set(Disposition) - {Disposition.EMERGENCY}
    assert set(shipped.heads[UNIT].labels) == set(load_units(DATA / "units.csv").types())
    seconds = load_taxonomy(DATA / "taxonomy.csv").second_levels()
    assert set(shipped.heads[CATEGORY].labels) == {place.path for place in seconds}


def test_the_shipped_model_was_trained_on_the_shipped_corpus(shipped: Model) -> None:
    assert not is_stale(shipped), "the corpus has changed: train the shipped model again"


def test_the_shipped_folder_stays_small() -> None:
    assert sum(path.stat().st_size for path in default_folder().iterdir()) < 12_000_000


def test_a_third_level_lies_below_its_second(shipped: Model) -> None:
    taxonomy = load_taxonomy(DATA / "taxonomy.csv")
    for text in (NOISE, "公交车半小时不来一趟", "老板欠薪跑了", "低保怎么申请"):
        category = shipped.read(text).category().category
        assert category.l3
        assert category in taxonomy


def test_a_folder_can_be_moved(folder: Path, tmp_path: Path) -> None:
    moved = Path(shutil.move(folder, tmp_path / "elsewhere"))
    assert load_model(moved).has(CATEGORY)
