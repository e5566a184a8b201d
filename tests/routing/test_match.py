"""Which rules fit, and which of them comes first."""

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.matter import MatterType
from hotline.taxonomy import Category
from routing.catalogue import load_catalogue
from routing.match import Matcher, WordIndex, disputed
from tests.routing.examples import ROOT, city, line, load, matter

DAY = date(2026, 7, 1)


def fitting(folder: Path, text: str, *lines: str, **of: object) -> list[str]:
    asked = matter(text, **of)  # type: ignore[arg-type]  # the keywords of `matter`, passed on
    return [hit.rule.id for hit in Matcher(load(folder, *lines)).hits(asked, DAY)]


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("工地打桩吵", True),
        ("工地电钻吵", True),
        ("工地吵", False),
        ("马路打桩吵", False),
        ("工地打桩，装修也吵", False),
        ("工地打樁吵", True),
        ("", False),
    ],
)
def test_any_all_and_none_words_hold_together(tmp_path: Path, text: str, fits: bool) -> None:
    row = line("A", words="打桩|电钻", both="工地", none="装修")
    assert fitting(tmp_path, text, row) == (["A"] if fits else [])


@pytest.mark.parametrize(
    ("path", "fits"),
    [
        ("环境保护", True),
        ("环境保护/环境污染", True),
        ("环境保护/环境污染/噪音污染", True),
        ("环境保护/环境污染/水污染", False),
        ("政法", False),
        ("政法|环境保护", True),
    ],
)
def test_a_category_holds_what_lies_below_it(tmp_path: Path, path: str, fits: bool) -> None:
    assert fitting(tmp_path, "吵", line("A", category=path)) == (["A"] if fits else [])


def test_a_matter_whose_third_level_is_not_known_still_finds_the_rule_of_the_second(tmp_path: Path) -> None:
    category = Category("环境保护", "环境污染")
    assert fitting(tmp_path, "吵", line("A", category="环境保护/环境污染"), category=category) == ["A"]


def test_a_rule_for_one_matter_type_fits_no_other(tmp_path: Path) -> None:
    rows = line("A", kind="举报"), line("B", kind="举报", words="偷排")
    assert fitting(tmp_path, "偷排污水", *rows, kind=MatterType.REPORT) == ["B", "A"]
    assert fitting(tmp_path, "偷排污水", *rows, kind=MatterType.COMPLAINT) == []


@pytest.mark.parametrize(
    ("begins", "ends", "fits"),
    [
        ("2026-07-01", "", True),
        ("2026-07-02", "", False),
        ("2026-01-01", "2026-07-02", True),
        ("2026-01-01", "2026-07-01", False),
    ],
)
def test_only_rules_in_force_that_day_fit(tmp_path: Path, begins: str, ends: str, fits: bool) -> None:
    assert bool(fitting(tmp_path, "停水", line("A", words="停水", begins=begins, ends=ends))) is fits


def test_priority_comes_before_depth_and_depth_before_words_and_type(tmp_path: Path) -> None:
    rows = (
        line("type", words="吵", kind="投诉"),
        line("one", words="吵|闹"),
        line("two", words="吵|打桩"),
        line("deep", words="吵", category="环境保护/环境污染"),
        line("high", words="吵", none="闹", priority=50),
    )
    assert fitting(tmp_path, "打桩吵", *rows) == ["high", "deep", "two", "type", "one"]


def test_two_rules_of_the_same_rank_with_different_leads_are_a_dispute(tmp_path: Path) -> None:
    rows = line("A", words="吵", lead="公安"), line("B", words="吵", lead="城管执法", disputed="A")
    hits = Matcher(load(tmp_path, *rows)).hits(matter("吵"), DAY)
    assert disputed(hits)
    assert not disputed(hits[:1])
    assert not disputed([])


@given(
    st.lists(st.text("工地施吵ab", min_size=1, max_size=4), min_size=1, max_size=12), st.text("工地施吵ab", max_size=30)
)
def test_the_index_finds_exactly_the_words_that_occur(words: list[str], text: str) -> None:
    assert WordIndex(words).find(text) == {word: text.index(word) for word in words if word in text}


def test_a_look_up_in_the_whole_catalogue_takes_less_than_a_millisecond() -> None:
    matcher = Matcher(load_catalogue(ROOT / "routing/data/catalogue.csv", city()))
    asked = matter("小区楼下工地半夜打桩，吵得睡不着，打过电话没有人管，物业也不管，孩子还要高考，请尽快处理" * 2)
    started = time.process_time()
    for _ in range(200):
        matcher.hits(asked, DAY)
    assert (time.process_time() - started) / 200 < 0.001
