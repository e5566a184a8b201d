"""Words for times as moments, by tables that a supervisor can check; one was opened after the code."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.clock import SHANGHAI, local
from lexicon.moments import resolve
from lexicon.time_span import Precision, TimeSpan
from lexicon.times import find_time

FOLDER = Path(__file__).parent
NOW = datetime(2026, 3, 18, 7, 20, tzinfo=UTC)  # a Wednesday, 15:20 in the city
PIECES = [
    "昨",
    "今",
    "前天",
    "晚上",
    "上周",
    "五",
    "每天",
    "凌晨",
    "3月",
    "5号",
    "到",
    "十一点",
    "半",
    "从",
    "开始",
    "三个月",
]
PIECES += ["了", "去年", "冬天", "前", "31号", "周末", "国庆"]


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


ROWS = [*read("moments_open.csv"), *read("moments_closed.csv")]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['words']} {row['now']}")
def test_what_the_citizen_says_is_a_time(row: dict[str, str]) -> None:
    expected = None
    if row["start"]:
        precision = Precision(row["precision"])
        expected = TimeSpan(moment(row["start"]), moment(row["end"]), row["recurring"] == "yes", precision)
    assert resolve(row["words"], moment(row["now"])) == expected


@given(st.lists(st.sampled_from(PIECES), max_size=6), st.integers(0, 3000))
def test_the_past_never_lies_ahead(pieces: list[str], days: int) -> None:
    now = NOW.astimezone(SHANGHAI) + timedelta(days=days - 1000, hours=days % 24)
    words = "".join(pieces)
    span = resolve(words, now)
    if span is not None:
        assert span.start < span.end
        assert "今" in words or span.start <= now


@given(st.text(max_size=80))
def test_any_text_is_a_time_or_none(text: str) -> None:
    span = resolve(text, NOW)
    assert span is None or span.start < span.end


def test_the_machines_zone_does_not_matter() -> None:
    there = NOW.astimezone(SHANGHAI)
    assert resolve("昨晚十一点半", NOW) == resolve("昨晚十一点半", there)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        resolve("昨天", NOW.replace(tzinfo=None))


def test_a_span_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before"):
        TimeSpan(NOW, NOW - timedelta(1))


@pytest.mark.parametrize(
    ("words", "year", "number"),
    [("08年5月买的房子", 2008, 5), ("98年3月12日入职", 1998, 3), ("24年10月份交的钱", 2024, 10)],
)
def test_a_year_of_two_figures_is_not_lost(words: str, year: int, number: int) -> None:
    span = resolve(find_time(words), NOW)
    assert span is not None
    assert (local(span.start).year, local(span.start).month) == (year, number)


def test_years_that_are_counted_are_no_calendar_year() -> None:
    assert find_time("干了20年5月份退休") == "5月份"
