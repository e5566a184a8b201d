"""How far the first unit is believed beside the others."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hotline.errors import DataFileError
from routing.certainty import NAMES, certainty
from routing.confidence import Certainty, DispatchConfidence, load_confidence
from routing.decision import Suggestion
from routing.features import NAMES as FEATURES
from routing.match import Hit, Matcher
from tests.routing.examples import line, load, matter

DAY = date(2026, 3, 2)
MODEL = Suggestion((("生态环境", 0.7), ("公安", 0.2)), 0.6)
FLAT = DispatchConfidence((0.0,) * len(FEATURES), 0.0, 0.9, 0.97)
TRUSTING = replace(FLAT, certainty=Certainty(tuple(float(name == "lead_over_next") for name in NAMES), 0.0))


def hits_of(folder: Path, text: str, *lines: str) -> list[Hit]:
    return Matcher(load(folder, *lines)).hits(matter(text), DAY)


def value(values: list[float], name: str) -> float:
    return values[NAMES.index(name)]


def test_a_runner_up_close_behind_takes_belief_away(tmp_path: Path) -> None:
    hits = hits_of(tmp_path, "噪声", line("A", words="噪声"))
    far = TRUSTING.believed(hits, MODEL, [("生态环境", 0.9), ("公安", 0.1)], 2)
    near = TRUSTING.believed(hits, MODEL, [("生态环境", 0.9), ("公安", 0.85)], 2)
    assert near < far
    assert TRUSTING.believed(hits, MODEL, [("生态环境", 0.9)], 2) > near


def test_without_a_certainty_the_score_has_to_do() -> None:
    assert FLAT.believed([], MODEL, [("生态环境", 0.42), ("公安", 0.1)], 2) == 0.42


def test_the_title_says_for_whom_it_speaks(tmp_path: Path) -> None:
    own = hits_of(tmp_path, "噪声", line("A", words="噪声"))
    late = hits_of(tmp_path, "很" * 60 + "噪声", line("A", words="噪声"))
    scored = [("生态环境", 0.9), ("公安", 0.1)]
    assert value(certainty(own, MODEL, scored, 2), "opens") == 1.0
    assert value(certainty(own, MODEL, list(reversed(scored)), 2), "opens") == 0.0
    assert value(certainty(late, MODEL, scored, 2), "nothing_opens") == 1.0


def test_a_letter_is_told_from_a_message() -> None:
    scored = [("生态环境", 0.9)]
    assert value(certainty([], MODEL, scored, 15), "length") == pytest.approx(0.1)
    assert value(certainty([], MODEL, scored, 3000), "length") == 1.0


def test_nothing_at_all_is_still_a_number() -> None:
    values = certainty([], Suggestion(), [("公安", 1.0)], 0)
    assert len(values) == len(NAMES)
    assert all(abs(each) < 20 for each in values)


def test_weights_that_do_not_fit_the_names_are_refused() -> None:
    with pytest.raises(ValueError):
        Certainty((1.0,), 0.0)


def test_it_is_saved_and_read_with_the_confidence(tmp_path: Path) -> None:
    path = tmp_path / "confidence.json"
    TRUSTING.save(path)
    assert load_confidence(path) == TRUSTING


def test_a_file_that_lacks_one_of_its_weights_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "confidence.json"
    TRUSTING.save(path)
    tree = json.loads(path.read_text(encoding="utf-8"))
    del tree["certainty"]["weights"]["opens"]
    path.write_text(json.dumps(tree), encoding="utf-8")
    with pytest.raises(DataFileError) as refused:
        load_confidence(path)
    assert refused.value.reason == "bad_confidence"
