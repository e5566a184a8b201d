"""A catalogue is read whole, or refused with its line."""

from datetime import date
from pathlib import Path

import pytest

from hotline.errors import DataFileError
from hotline.wording import load_wording
from routing.catalogue import Level, load_catalogue
from tests.routing.examples import ROOT, city, line, load, taxonomy, units

NOISE_PATH = "环境保护/环境污染/噪音污染"


def test_a_rule_is_read_with_all_its_conditions(tmp_path: Path) -> None:
    row = line(
        "A", category=f"{NOISE_PATH}|政法", words="打桩|电钻", both="工地", none="装修", kind="投诉", others="公安"
    )
    rule = load(tmp_path, row).rules[0]
    assert [each.path for each in rule.categories] == [NOISE_PATH, "政法"]
    assert (rule.any_words, rule.all_words, rule.none_words) == (("打桩", "电钻"), ("工地",), ("装修",))
    assert (rule.level, rule.priority, rule.effective_from, rule.line) == (Level.CITY, 40, date(2026, 1, 1), 2)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (line("B", category="环境保护/没有这类"), "unknown"),
        (line("B", category=f"{NOISE_PATH}/四级"), "unknown"),
        (line("B", words="停水", lead="水管所"), "unknown"),
        (line("B", words="停水", others="水管所"), "unknown"),
        (line("B", words="停水", kind="抱怨"), "not_allowed"),
        (line("B", words="停水", level="province"), "not_allowed"),
        (line("B", words="停水", priority="高"), "not_a_number"),
        (line("B", words="停水", begins="今年"), "not_a_date"),
        (line("B", words="停水", begins=""), "empty"),
        (line("B", words="停水", ends="2025-12-31"), "rule_ends_before"),
        (line("B", words="停水", ground=""), "empty"),
        (line("B"), "no_condition"),
        (line("B", none="停水"), "no_condition"),
        (line("B", words="停水|断水", none="断水"), "wanted_and_excluded"),
        (line("B", both="停水", none="停水"), "wanted_and_excluded"),
        (line("B", words="停水", lead="供水", others="供水"), "lead_among_others"),
        (line("A", words="停水"), "twice"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_line(tmp_path: Path, row: str, reason: str) -> None:
    with pytest.raises(DataFileError) as refused:
        load(tmp_path, line("A", words="停电"), row)
    assert (refused.value.line, refused.value.reason) == (3, reason)


@pytest.mark.parametrize(
    "shadowed",
    [
        line("B", words="断水|停水", priority=30),
        line("B", words="停水|断水"),
        line("B", words="停水", none="停车", priority=30),
        line("B", words="小区停水", priority=30),
        line("B", words="停水", category=NOISE_PATH, facts="permit=no", kind="投诉", priority=30),
        line("B", both="停水|小区", priority=30, area="D1S1"),
    ],
)
def test_a_rule_that_can_never_win_is_refused(tmp_path: Path, shadowed: str) -> None:
    with pytest.raises(DataFileError) as refused:
        load(tmp_path, line("A", words="停水|断水", priority=40), shadowed)
    assert (refused.value.line, refused.value.reason) == (3, "shadowed")


def test_a_shadowed_rule_is_found_whatever_the_order_of_the_lines(tmp_path: Path) -> None:
    with pytest.raises(DataFileError) as refused:
        load(tmp_path, line("A", words="停水", priority=30), line("B", words="停水", priority=40))
    assert refused.value.line == 2


@pytest.mark.parametrize(
    "other",
    [
        line("B", words="停水|停车", priority=30),
        line("B", words="停水", priority=30, begins="2025-01-01"),
        line("B", words="停水", lead="供水", disputed="A"),
        line("B", words="停水", both="工地", lead="供水"),
        line("B", words="停水", facts="permit=no", lead="供水"),
    ],
)
def test_rules_that_differ_or_dispute_or_came_earlier_stay(tmp_path: Path, other: str) -> None:
    assert len(load(tmp_path, line("A", words="停水", priority=40), other)) == 2


def test_the_shipped_catalogue_is_right() -> None:
    catalogue = load_catalogue(ROOT / "routing/data/catalogue.csv", city())
    assert len(catalogue) > 500
    assert {rule.lead for rule in catalogue.rules} == set(units().types())
    assert catalogue.find("R001") is catalogue.rules[0]
    assert catalogue.find("nothing") is None


def test_every_second_level_category_has_a_rule_to_fall_back_on() -> None:
    catalogue = load_catalogue(ROOT / "routing/data/catalogue.csv", city())
    covered = {each for rule in catalogue.rules if not rule.has_words for each in rule.categories}
    assert set(taxonomy().second_levels()) <= covered


def test_every_refusal_has_its_sentence(tmp_path: Path) -> None:
    wording = load_wording(ROOT / "hotline/data/errors.toml", ROOT / "routing/data/wording.toml")
    for row in (line("B"), line("B", words="水", none="水"), line("A", words="停电", priority=1)):
        with pytest.raises(DataFileError) as refused:
            load(tmp_path, line("A1", words="停电"), row.replace("A,规则A", "A2,规则A"))
        assert "第 3 行" in wording.error(refused.value)
