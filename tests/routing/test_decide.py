"""Who handles, on what ground, and when a person decides."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.appeal import Place
from hotline.units import UnitTree
from routing.catalogue import load_catalogue
from routing.confidence import DispatchConfidence, load_confidence
from routing.decide import Router
from routing.decision import Decision, Suggestion
from routing.features import NAMES
from tests.routing.examples import NOON, ROOT, STREET, city, line, load, matter, units

SURE = Suggestion((("生态环境", 0.9), ("公安", 0.05)), 0.9)
WEIGHTS = {"first_rule": 2.0, "lead_over_other_rules": 2.0, "model_log_odds": 2.0, "model_first": 1.0}
CONFIDENCE = DispatchConfidence(tuple(WEIGHTS.get(name, 0.0) for name in NAMES), 0.0, 0.9, 0.97)


def decide(
    folder: Path,
    text: str,
    *lines: str,
    suggestion: Suggestion = SURE,
    place: Place = STREET,
    city: UnitTree | None = None,
    confidence: DispatchConfidence = CONFIDENCE,
) -> Decision:
    router = Router(load(folder, *lines), city or units(), confidence)
    return router.decide(matter(text, place=place), suggestion, NOON)


def test_rule_and_model_that_agree_dispatch_without_a_person(tmp_path: Path) -> None:
    found = decide(tmp_path, "工厂噪声", line("A", words="噪声", others="公安|街道乡镇", ground="《噪声法》第七十五条"))
    assert (found.lead, found.lead_unit, found.auto, found.rule) == ("生态环境", "HB", True, "A")
    assert (found.others, found.other_units) == (("公安", "街道乡镇"), ("GA", "D1S1"))
    assert "A" in found.ground
    assert "《噪声法》第七十五条" in found.ground


def test_what_is_not_sure_enough_goes_to_a_person(tmp_path: Path) -> None:
    strict = replace(CONFIDENCE, threshold=1.0)
    found = decide(tmp_path, "工厂噪声", line("A", words="噪声"), confidence=strict)
    assert (found.lead, found.auto) == ("生态环境", False)


def test_a_rule_against_a_sure_model_goes_to_a_person_with_both(tmp_path: Path) -> None:
    found = decide(tmp_path, "工厂噪声", line("A", words="噪声", lead="城管执法"))
    assert not found.auto
    assert {found.lead, found.alternatives[0][0]} == {"生态环境", "城管执法"}


def test_a_rule_speaks_where_the_model_does_not_know(tmp_path: Path) -> None:
    unsure = Suggestion((("生态环境", 0.1), ("公安", 0.1)), 0.1)
    found = decide(tmp_path, "工厂噪声", line("A", words="噪声", lead="城管执法"), suggestion=unsure)
    assert (found.lead, found.rule) == ("城管执法", "A")


def test_without_a_rule_the_models_unit_is_proposed_and_a_person_decides(tmp_path: Path) -> None:
    found = decide(tmp_path, "气味难闻", line("A", words="停水", lead="供水"))
    assert (found.lead, found.lead_unit, found.rule, found.auto) == ("生态环境", "HB", "", False)
    assert "生态环境" in found.ground
    assert (found.tried, found.others) == ((), ())


def test_with_neither_rule_nor_model_nobody_is_named(tmp_path: Path) -> None:
    found = decide(tmp_path, "气味难闻", line("A", words="停水", lead="供水"), suggestion=Suggestion())
    assert (found.lead, found.lead_unit, found.confidence, found.auto) == ("", "", 0.0, False)
    assert found.ground


def test_a_dispute_between_rules_of_one_rank_goes_to_a_person(tmp_path: Path) -> None:
    rows = line("A", words="噪声"), line("B", words="噪声", lead="公安", disputed="A")
    lax = replace(CONFIDENCE, threshold=0.01)
    found = decide(tmp_path, "工厂噪声", *rows, confidence=lax)
    assert not found.auto
    assert {found.lead, *dict(found.alternatives)} == {"生态环境", "公安"}
    assert found.tried == ("A", "B")
    assert decide(tmp_path, "工厂噪声", rows[0], confidence=lax).auto


@pytest.mark.parametrize(
    ("place", "unit", "auto"),
    [(STREET, "D1S1", True), (Place("不知道哪条街"), "", False), (Place("x", street="没有这个街道"), "", False)],
)
def test_what_the_street_handles_goes_to_the_street_of_the_place(
    tmp_path: Path, place: Place, unit: str, auto: bool
) -> None:
    street = Suggestion((("街道乡镇", 0.9),), 0.9)
    row = line("A", words="邻居吵", lead="街道乡镇", level="street")
    found = decide(tmp_path, "邻居吵架", row, place=place, suggestion=street)
    assert (found.lead, found.lead_unit, found.auto) == ("街道乡镇", unit, auto)


def test_a_rule_at_street_level_goes_to_the_street_whatever_its_type(tmp_path: Path) -> None:
    found = decide(tmp_path, "工厂噪声", line("A", words="噪声", level="street"))
    assert (found.lead, found.lead_unit) == ("生态环境", "D1S1")


def test_a_unit_that_this_city_does_not_have_is_not_dispatched_to(tmp_path: Path) -> None:
    small = UnitTree(unit for unit in units().all() if unit.type != "生态环境")
    found = decide(tmp_path, "工厂噪声", line("A", words="噪声"), city=small)
    assert (found.lead, found.lead_unit, found.auto) == ("生态环境", "", False)


def test_the_rules_of_the_citys_day_decide(tmp_path: Path) -> None:
    router = Router(load(tmp_path, line("A", words="噪声", begins="2026-07-02")), units(), CONFIDENCE)
    evening = datetime(2026, 7, 1, 16, 30, tzinfo=UTC)
    assert router.decide(matter("噪声"), SURE, evening).rule == "A"
    assert router.decide(matter("噪声"), SURE, NOON).rule == ""


@lru_cache(maxsize=1)
def shipped() -> Router:
    catalogue = load_catalogue(ROOT / "routing/data/catalogue.csv", city())
    return Router(catalogue, units(), load_confidence(ROOT / "routing/data/confidence.json"))


TYPES = ["街道乡镇", "公安", "城管执法", "生态环境", "供水", "其他", "没有这个单位"]
probabilities = st.dictionaries(st.sampled_from(TYPES), st.floats(0, 1), max_size=6)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(st.text(max_size=80), probabilities, st.floats(0, 1))
def test_whatever_comes_in_the_decision_holds_together(text: str, units_: dict[str, float], sure: float) -> None:
    found = shipped().decide(matter(text), Suggestion(tuple(units_.items()), sure), NOON)
    shares = [share for _, share in found.alternatives]
    assert 0 <= found.confidence <= 1
    assert shares == sorted(shares, reverse=True)
    assert found.confidence + sum(shares) <= 1 + 1e-9
    assert found.lead not in dict(found.alternatives)
    assert len(shares) <= 3
    assert not found.auto or (found.lead_unit and found.rule in found.tried)
    assert found.ground


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("饭店油烟直排熏得开不了窗", "城管执法"),
        ("老板拖欠农民工工资三个月", "人社"),
        ("家里停水两天了", "供水"),
        ("小区消防通道被占用", "消防救援"),
        ("电瓶车在楼道充电", "消防救援"),
        ("暖气不热只有十四度", "供热"),
        ("网约车司机绕路", "交通运输"),
        ("公积金提取不了", "公积金"),
    ],
)
def test_the_shipped_catalogue_knows_everyday_matters_by_their_words(text: str, lead: str) -> None:
    found = shipped().decide(matter(text), Suggestion(), NOON)
    assert (found.lead, bool(found.rule)) == (lead, True)
