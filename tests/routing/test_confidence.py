"""How sure a dispatch is, learned from matters whose unit is known."""

import json
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hotline.errors import DataFileError
from routing.calibrate import PROMISED, LabelledMatter, calibrate
from routing.confidence import DispatchConfidence, load_confidence
from routing.decision import Suggestion
from routing.features import NAMES, candidates, features
from routing.match import Matcher
from tests.routing.examples import ROOT, line, load, matter

DAY = date(2026, 7, 1)
FLAT = DispatchConfidence((0.0,) * len(NAMES), 0.0, 0.9, 0.97)


def test_features_tell_the_unit_that_everything_speaks_for_from_the_one_that_nothing_speaks_for(tmp_path: Path) -> None:
    hits = Matcher(load(tmp_path, line("A", words="噪声"))).hits(matter("噪声"), DAY)
    suggestion = Suggestion((("生态环境", 0.8), ("公安", 0.1)), 0.7)
    for_it = dict(zip(NAMES, features(hits, suggestion, "生态环境"), strict=True))
    against = dict(zip(NAMES, features(hits, suggestion, "公安"), strict=True))
    assert all(for_it[name] >= against[name] for name in NAMES)
    assert (for_it["agreement"], against["agreement"]) == (1.0, 0.0)
    assert candidates(hits, suggestion) == ["生态环境", "公安"]


def test_a_rule_that_speaks_early_is_told_from_one_that_speaks_late(tmp_path: Path) -> None:
    matcher = Matcher(load(tmp_path, line("A", words="噪声")))
    place = NAMES.index("early")
    early = features(matcher.hits(matter("噪声" + "很" * 200), DAY), Suggestion(), "生态环境")[place]
    late = features(matcher.hits(matter("很" * 200 + "噪声"), DAY), Suggestion(), "生态环境")[place]
    assert early == 1.0
    assert late < 0.1


def test_nothing_known_is_one_half_and_scores_stay_between_0_and_1() -> None:
    assert FLAT.score([0.0] * len(NAMES)) == 0.5
    steep = replace(FLAT, weights=(1000.0,) * len(NAMES))
    assert 0 < steep.score([-1.0] * len(NAMES)) < 0.001
    assert 0.999 < steep.score([1.0] * len(NAMES)) < 1


@pytest.mark.parametrize(("weights", "threshold"), [((1.0,), 0.9), ((0.0,) * len(NAMES), 0.0)])
def test_a_confidence_that_makes_no_sense_is_refused(weights: tuple[float, ...], threshold: float) -> None:
    with pytest.raises(ValueError):
        DispatchConfidence(weights, 0.0, threshold, 0.97)


def test_what_is_saved_is_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "confidence.json"
    saved = replace(FLAT, weights=tuple(number / 10 for number in range(len(NAMES))), measured={"data": "x"})
    saved.save(path)
    assert load_confidence(path) == saved


@pytest.mark.parametrize("missing", ["weights", "intercept", "threshold", "promised", "measured"])
def test_a_file_that_lacks_a_number_is_refused(tmp_path: Path, missing: str) -> None:
    path = tmp_path / "confidence.json"
    FLAT.save(path)
    tree = json.loads(path.read_text(encoding="utf-8"))
    del tree[missing]
    path.write_text(json.dumps(tree), encoding="utf-8")
    with pytest.raises(DataFileError) as refused:
        load_confidence(path)
    assert refused.value.reason == "bad_confidence"


@pytest.mark.parametrize(("text", "reason"), [("{", "not_json"), ("[]", "bad_confidence")])
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "confidence.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as refused:
        load_confidence(path)
    assert refused.value.reason == reason


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError):
        load_confidence(tmp_path / "none.json")


def test_the_shipped_confidence_says_where_it_was_measured() -> None:
    confidence = load_confidence(ROOT / "routing/data/confidence.json")
    assert confidence.promised == PROMISED
    assert confidence.measured["data"]


def labelled(count: int, right_when_sure: float) -> list[LabelledMatter]:
    """Matters with a sure or an unsure model; the sure one is right as often as said, the unsure one half the time."""
    chance = random.Random(7)
    rows = []
    for number in range(count):
        sure = number % 4 < 2
        right = chance.random() < (right_when_sure if sure else 0.5)
        suggestion = Suggestion((("生态环境", 0.95 if sure else 0.4), ("公安", 0.03)), 0.9)
        rows.append(LabelledMatter(matter("噪声"), suggestion, ("生态环境",) if right else ("公安",)))
    return rows


def test_the_threshold_lets_the_sure_out_and_keeps_the_unsure(tmp_path: Path) -> None:
    catalogue = load(tmp_path, line("A", words="噪声"))
    found = calibrate(labelled(400, 0.995), catalogue, DAY, data="made up")
    hits = Matcher(catalogue).hits(matter("噪声"), DAY)

    def believed(suggestion: Suggestion) -> float:
        scored = [(lead, found.score(features(hits, suggestion, lead))) for lead in ("生态环境", "公安")]
        return found.believed(hits, suggestion, scored, len("噪声"))

    sure = believed(Suggestion((("生态环境", 0.95), ("公安", 0.03)), 0.9))
    unsure = believed(Suggestion((("生态环境", 0.4), ("公安", 0.03)), 0.9))
    assert unsure < found.threshold <= sure
    assert found.measured["auto_share"] == 0.5
    assert float(str(found.measured["auto_right"])) >= PROMISED


def test_a_promise_that_the_data_do_not_keep_lets_nothing_out(tmp_path: Path) -> None:
    found = calibrate(labelled(400, 0.9), load(tmp_path, line("A", words="噪声")), DAY, data="made up")
    assert found.threshold == 1.0
    assert found.measured["auto_share"] == 0.0


def test_a_lower_promise_can_be_asked_for(tmp_path: Path) -> None:
    catalogue = load(tmp_path, line("A", words="噪声"))
    found = calibrate(labelled(400, 0.9), catalogue, DAY, data="made up", promised=0.8)
    assert (found.promised, found.measured["auto_share"]) == (0.8, 0.5)


def test_too_few_matters_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="100"):
        calibrate(labelled(99, 1.0), load(tmp_path, line("A", words="噪声")), DAY, data="made up")
