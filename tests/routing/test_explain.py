"""A decision tells every rule it tried, what each lacked, which fact to ask for, and who gets a copy."""

from datetime import date
from pathlib import Path

import pytest

from hotline.appeal import Place
from hotline.matter import MatterType
from hotline.units import Unit, UnitKind, UnitTree
from routing.confidence import DispatchConfidence
from routing.decide import Router
from routing.decision import Decision, Lack, Suggestion
from routing.features import NAMES
from routing.jurisdiction import competent_unit, district_of
from routing.match import NEAR, Matcher
from tests.routing.examples import NOON, STREET, line, load, matter, units

WEIGHTS = {"first_rule": 3.0, "lead_over_other_rules": 2.0}
SURE = DispatchConfidence(tuple(WEIGHTS.get(name, 0.0) for name in NAMES), 0.0, 0.6, 0.97)
PERMIT = (
    line("NO", words="违建", lead="城管执法", facts="permit!=yes"),
    line("YES", words="违建", lead="自然资源规划", facts="permit=yes", priority=60),
)
COVER = (
    line("ANY", words="井盖", lead="城管执法", facts="cover=?/无主"),
    line("RAIN", words="井盖", lead="水务水利", facts="cover=雨水", priority=60),
)


def decide(folder: Path, text: str, *rows: str, place: Place = STREET) -> Decision:
    return Router(load(folder, *rows), units(), SURE).decide(matter(text, place=place), Suggestion(), NOON)


@pytest.mark.parametrize(
    ("text", "rule", "asked", "auto"),
    [
        ("邻居违建，没有规划许可证", "NO", [], True),
        ("邻居违建，他有规划许可证，但超出了", "YES", [], True),
        ("邻居违建", "NO", [("permit", "no")], True),
        ("邻居违建，不知道有没有规划许可证", "NO", [("permit", "")], False),
    ],
)
def test_a_permit_decides_and_a_doubt_about_it_is_for_a_person(
    tmp_path: Path, text: str, rule: str, asked: list[tuple[str, str]], auto: bool
) -> None:
    found = decide(tmp_path, text, *PERMIT)
    assert (found.rule, [(each.fact, each.assumed) for each in found.asks], found.auto) == (rule, asked, auto)
    assert ("尚需核实" in found.ground) is not auto
    assert all(each.question.endswith("？") and each.lead == "自然资源规划" for each in found.asks)


@pytest.mark.parametrize(
    ("text", "rule", "asked"),
    [
        ("井盖坏了", "ANY", ["?"]),
        ("井盖坏了，写着雨水", "RAIN", []),
        ("不知道是雨水井盖还是电力井盖", "ANY", ["?"]),
        ("没人认领的井盖", "ANY", []),
    ],
)
def test_a_rule_for_the_unknown_leads_until_it_is_known(tmp_path: Path, text: str, rule: str, asked: list[str]) -> None:
    found = decide(tmp_path, text, *COVER)
    assert (found.rule, [each.assumed for each in found.asks], found.auto) == (rule, asked, True)


def test_a_fact_that_changes_nothing_is_not_asked(tmp_path: Path) -> None:
    rows = (line("A", words="违建"), line("B", words="违建", facts="permit=yes", priority=60))
    assert decide(tmp_path, "违建，不知道有没有规划许可证", *rows).asks == ()


def test_every_rule_that_was_tried_is_told_with_what_it_lacks(tmp_path: Path) -> None:
    rows = (
        line("FITS", words="油烟"),
        line("WORD", words="早上|晚上", both="油烟"),
        line("CATEGORY", words="油烟", category="政法"),
        line("EXCLUDED", words="油烟|烟味", none="饭店", priority=30, lead="公安"),
        line("TYPE", words="油烟", kind="举报"),
        line("AREA", words="油烟", area="D1S2"),
        line("DATE", words="油烟", begins="2027-01-01", lead="公安", priority=50),
        line("FACT", words="油烟", facts="permit=yes"),
        line("FAR", words="停水"),
    )
    found = decide(tmp_path, "饭店油烟", *rows)
    told = {each.rule: [lacking.lack for lacking in each.lacking] for each in found.trials}
    assert told == {
        "FITS": [], "WORD": [Lack.WORDS], "CATEGORY": [Lack.CATEGORY], "EXCLUDED": [Lack.EXCLUDED],
        "TYPE": [Lack.MATTER_TYPE], "AREA": [Lack.AREA], "DATE": [Lack.DATE], "FACT": [Lack.FACT],
    }  # fmt: skip
    assert [each.rule for each in found.trials if each.fitted] == list(found.tried) == ["FITS"]
    assert found.trials[0].words == ("油烟",)
    missed = next(each for each in found.trials if each.rule == "WORD").lacking[0]
    assert missed.wanted == ("早上", "晚上")


def test_a_channel_is_named_and_never_dispatched_to(tmp_path: Path) -> None:
    found = decide(tmp_path, "科长受贿", line("C", words="受贿", lead="", channel="纪检监察"))
    assert (found.channel, found.lead_unit, found.auto, found.others) == ("纪检监察", "", False, ())
    assert "12388" in found.advice
    assert "不派单" in found.ground


def test_a_channel_that_speaks_as_loud_keeps_the_ticket_from_going_out_alone(tmp_path: Path) -> None:
    rows = (line("A", words="欠薪", lead="人社", priority=60), line("C", words="判决", lead="", channel="诉讼"))
    assert decide(tmp_path, "欠薪，判决", *rows).auto
    loud = (rows[0], line("C", words="判决", lead="", channel="诉讼", priority=60))
    assert not decide(tmp_path, "欠薪判决", *loud).auto


def test_an_excluded_word_far_off_belongs_to_something_else(tmp_path: Path) -> None:
    matcher = Matcher(load(tmp_path, line("A", words="油烟", none="公共烟道")))
    for gap, fits in ((5, False), (NEAR - 5, False), (NEAR + 5, True)):
        text = f"饭店油烟{'，' * gap}公共烟道"
        assert bool(matcher.hits(matter(text), date(2026, 7, 1))) is fits
    assert matcher.hits(matter(f"公共烟道{'，' * 50}饭店油烟"), date(2026, 7, 1))[0].first > 50


def test_the_street_gets_it_and_the_district_a_copy(tmp_path: Path) -> None:
    row = line("A", words="楼道堆物", lead="街道乡镇")
    found = decide(tmp_path, "楼道堆物", row)
    assert (found.lead_unit, found.copies) == ("D1S1", ("D1",))
    assert "抄送栖云区" in found.ground
    lost = decide(tmp_path, "楼道堆物", row, place=Place("栖云区某处", district="D1"))
    assert (lost.lead_unit, lost.copies, lost.auto) == ("", ("D1",), False)
    nowhere = decide(tmp_path, "楼道堆物", row, place=Place())
    assert (nowhere.lead_unit, nowhere.copies) == ("", ())


@pytest.mark.parametrize(
    ("place", "street", "district"),
    [
        (Place("x", street="D1S1", district="D1"), "D1S1", "D1"),
        (Place("x", community="D1S1C1"), "D1S1", "D1"),
        (Place("x", district="D1"), None, "D1"),
        (Place("x", street="D9S9"), None, None),
        (Place("x", street="GA"), None, None),
        (Place(), None, None),
    ],
)
def test_a_place_leads_to_its_street_and_district(place: Place, street: str | None, district: str | None) -> None:
    found, above = competent_unit(units(), "街道乡镇", place), district_of(units(), place)
    assert (found.code if found else None, above.code if above else None) == (street, district)


def test_a_bureau_of_the_district_comes_before_the_citys() -> None:
    branch = Unit("D1CG", "栖云区城管局", UnitKind.DEPARTMENT, "城管执法", "D1")
    city = UnitTree([branch, *units().all()])
    assert getattr(competent_unit(city, "城管执法", STREET), "code", "") == "D1CG"
    assert getattr(competent_unit(city, "城管执法", Place("别区", district="D2")), "code", "") == "CG"
    assert getattr(competent_unit(city, "城管执法", Place()), "code", "") == "CG"


def test_a_rule_of_one_area_fits_there_alone(tmp_path: Path) -> None:
    rows = (line("A", words="噪声", area="D1S1", priority=60, lead="公安"), line("B", words="噪声"))
    assert decide(tmp_path, "噪声", *rows).lead == "公安"
    assert decide(tmp_path, "噪声", *rows, place=Place("x", street="D1S2", district="D1")).lead == "生态环境"
    assert decide(tmp_path, "噪声", *rows, place=Place()).lead == "生态环境"


@pytest.mark.parametrize("kind", list(MatterType))
def test_a_community_or_grid_never_leads_and_no_channel_has_a_unit(tmp_path: Path, kind: MatterType) -> None:
    router = Router(load(tmp_path, line("A", words="堆物", lead="街道乡镇")), units(), SURE)
    for street in (unit.code for unit in units().of_kind(UnitKind.COMMUNITY)):
        found = router.decide(matter("堆物", kind=kind, place=Place("x", community=street)), Suggestion(), NOON)
        assert units().get(found.lead_unit).kind is UnitKind.STREET


@pytest.mark.parametrize(("priority", "lead"), [(89, "城管执法"), (90, "公安")])
def test_what_was_settled_has_the_last_word_over_the_machine(tmp_path: Path, priority: int, lead: str) -> None:
    trusting = DispatchConfidence(tuple(float(name == "model_log_odds") * 5 for name in NAMES), 0.0, 0.6, 0.97)
    router = Router(load(tmp_path, line("A", words="油烟", lead="公安", priority=priority)), units(), trusting)
    found = router.decide(matter("油烟", place=STREET), Suggestion((("城管执法", 0.9),), 0.9), NOON)
    assert (found.lead, found.auto) == (lead, False)
    assert found.confidence + sum(share for _, share in found.alternatives) <= 1 + 1e-9
