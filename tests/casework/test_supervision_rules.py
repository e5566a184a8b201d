"""The tables of supervision and follow-up are data: what is wrong in them is refused with its line and reason."""

from pathlib import Path

import pytest

from app.city import load_words
from casework.aftercare import load_aftercare
from casework.supervision_rules import load_supervision
from casework.supervision_steps import Step
from hotline.duration import Limit
from hotline.errors import DataFileError
from hotline.units import load_units
from tests.house import DATA, MONDAY, ROOT

SHIPPED = ROOT / "casework" / "data" / "supervision.csv"
NUMBERS = ROOT / "casework" / "data" / "follow_up.csv"


def changed(tmp_path: Path, shipped: Path, old: str, new: str) -> Path:
    text = shipped.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / shipped.name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_shipped_tables_load_and_every_step_is_in_them() -> None:
    rules = load_supervision(SHIPPED, load_units(DATA / "units.csv"))
    assert {rule.step for rule in rules.rules} == set(Step)
    assert load_aftercare(NUMBERS).rectify == Limit.parse("15wd")


@pytest.mark.parametrize(("old", "new", "line", "reason"), [
    ("S03,yellow", "S03,blue", 4, "not_allowed"),
    ("overdue,3wd", "whenever,3wd", 5, "not_allowed"),
    ("S04,red", "S03,red", 5, "twice"),
    ("yellow,overdue,,2wd", "yellow,overdue,,soon", 4, "not_a_limit"),
    ("red,redo,2", "red,redo,0", 6, "not_a_number"),
    ("red,redo,2", "red,redo,twice", 6, "not_a_number"),
    ("unreplied,red,3wd", "unreplied,blue,3wd", 8, "not_allowed"),
    ("joint,unreplied,red", "joint,unreplied,council", 8, "step_falls"),
    ("red,overdue,3wd", "reminder,overdue,3wd", 5, "step_falls"),
    ("2wd,HOTLINE", "2wd,NOWHERE", 9, "unknown"),
    ("lead,2026.1,2025-01-01", "lead,2026.1,soon", 2, "not_a_date"),
])  # fmt: skip
def test_a_wrong_rule_is_named_by_line_and_reason(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    path = changed(tmp_path, SHIPPED, old, new)
    with pytest.raises(DataFileError) as refusal:
        load_supervision(path, load_units(DATA / "units.csv"))
    assert (refusal.value.line, refusal.value.reason) == (line, reason)
    assert path.name in load_words().error(refusal.value)


@pytest.mark.parametrize(("old", "new", "reason"), [
    ("urge_every", "urge_never", "not_allowed"),
    ("attempts,3", "attempts,0", "not_allowed"),
    ("sample_percent,10", "sample_percent,101", "not_allowed"),
    ("urge_every,24h", "urge_every,1wd", "not_allowed"),
    ("rectify,15wd", "rectify,long", "not_a_limit"),
    ("rectify,15wd", "call_after,15wd", "twice"),
])  # fmt: skip
def test_a_wrong_number_is_named(tmp_path: Path, old: str, new: str, reason: str) -> None:
    with pytest.raises(DataFileError) as refusal:
        load_aftercare(changed(tmp_path, NUMBERS, old, new))
    assert refusal.value.reason == reason


def test_a_number_that_is_missing_is_named(tmp_path: Path) -> None:
    lines = NUMBERS.read_text(encoding="utf-8").splitlines()
    path = tmp_path / "follow_up.csv"
    path.write_text("\n".join(line for line in lines if not line.startswith("rectify")), encoding="utf-8")
    with pytest.raises(DataFileError) as refusal:
        load_aftercare(path)
    assert "rectify" in load_words().error(refusal.value)


def test_a_rule_counts_from_its_day_on(tmp_path: Path) -> None:
    path = changed(tmp_path, SHIPPED, "2wd,lead,2026.1,2025-01-01", "2wd,lead,2026.1,2099-01-01")
    assert {rule.id for rule in load_supervision(SHIPPED).rules} - {
        rule.id for rule in load_supervision(path).effective(MONDAY)
    } == {"S03"}
