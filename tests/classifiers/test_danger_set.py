"""Danger and what only looks like it, written apart from rules and corpus: how much is heard, how much cried in vain.

The rows marked `late` were written with the others and never read, only counted, after rules and corpus had been
mended on the others: what stands for them is what an unseen message may expect. Of the second set the rules have been
mended on the rows that are not `late`, their sisters stand in the corpus, and the `late` ones were again only counted.
"""

import json
from functools import cache
from pathlib import Path

import pytest

import hotline
import lexicon
from classifiers.elements import ElementFinder
from classifiers.emergency import EmergencyScreen
from classifiers.model import Model
from classifiers.understand import Understander
from hotline.matter import EmergencyKind
from hotline.units import load_units
from lexicon.places import load_gazetteer

_DATA = Path(__file__).parent / "data"
_FIRST, _SECOND = "danger_dev.jsonl", "danger_second.jsonl"


@pytest.fixture(scope="module")
def shipped_understander(shipped: Model) -> Understander:
    units = load_units(Path(hotline.__file__).parent / "data" / "units.csv")
    places = load_gazetteer(Path(lexicon.__file__).parent / "data" / "places.csv", units)
    return Understander(shipped, EmergencyScreen(), ElementFinder(places))


@cache
def _texts(name: str, *, late: bool, danger: bool) -> tuple[str, ...]:
    rows = [json.loads(line) for line in (_DATA / name).read_text(encoding="utf-8").splitlines()]
    assert {row["emergency"] for row in rows} <= {None, *EmergencyKind}
    mine = [row for row in rows if bool(row.get("late")) is late and (row["emergency"] is not None) is danger]
    return tuple(row["text"] for row in mine)


@pytest.mark.parametrize(
    ("name", "late", "heard", "in_vain"),
    [(_FIRST, False, 0.98, 0.03), (_FIRST, True, 0.9, 0.09), (_SECOND, False, 0.95, 0.03), (_SECOND, True, 0.85, 0.06)],
)
def test_danger_is_heard_and_look_alikes_are_left_alone(
    shipped_understander: Understander, name: str, late: bool, heard: float, in_vain: float
) -> None:
    danger, harmless = _texts(name, late=late, danger=True), _texts(name, late=late, danger=False)
    assert len(danger) > 50
    assert len(harmless) > 50
    missed = [text for text in danger if shipped_understander.understand(text).alarm is None]
    cried = [text for text in harmless if shipped_understander.understand(text).alarm is not None]
    assert len(missed) <= (1 - heard) * len(danger), missed
    assert len(cried) <= in_vain * len(harmless), cried


@pytest.mark.parametrize("name", [_FIRST, _SECOND])
def test_rules_alone_hear_most_of_it(name: str) -> None:
    screen = EmergencyScreen()
    danger, harmless = _texts(name, late=False, danger=True), _texts(name, late=False, danger=False)
    assert sum(screen.screen(text) is None for text in danger) <= 0.22 * len(danger)
    assert sum(screen.screen(text) is not None for text in harmless) <= 0.05 * len(harmless)


@pytest.mark.parametrize(
    "text",
    [
        "我家厨房闻到煤气味，另外小区电梯坏了一个星期没人修",
        "我家厨房闻到煤气味，小区电梯坏了一个星期没人修",
        "小区电梯坏了半年了。我家厨房闻到煤气味",
        "我家厨房闻到煤气味，一个星期了",
    ],
)
def test_a_danger_beside_something_old_is_heard_by_rules_and_model_together(
    shipped_understander: Understander, text: str
) -> None:
    alarm = shipped_understander.understand(text).alarm
    assert alarm is not None
    assert alarm.kind is EmergencyKind.GAS
