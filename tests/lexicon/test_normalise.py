# ruff: noqa: RUF001 - full-width signs are what is tested
"""One spelling for many, and the way back to what the citizen typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexicon.normalise import clean, normalise

ANY_TEXT = st.text(alphabet=st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("１３８００", "13800"),
        ("第⑫号①栋", "第12号1栋"),
        ("臺灣後面的馬路", "台湾后面的马路"),
        ("瞭望塔", "瞭望塔"),
        ("路灯\u200b坏\x00了", "路灯坏了"),
        ("  停水\n\n\t三天　了 ", "停水 三天 了"),
        ("㈠、物业", "一、物业"),
        ("1️⃣3️⃣8️⃣", "138"),
        ("𝟏𝟑𝟖", "138"),
        ("⼀⾥ ⒶⒷ", "一里 AB"),
        ("80㎡", "80m2"),
    ],
)
def test_spelling_variants_are_folded(typed: str, expected: str) -> None:
    assert normalise(typed).text == expected


def test_a_span_leads_back_to_the_citizens_own_signs() -> None:
    typed = "我 　住⑫號\u200b樓"
    folded = normalise(typed)
    start = folded.text.index("12号楼")
    first, last = folded.original_span(start, start + 4)
    assert typed[first:last] == "⑫號\u200b樓"


@given(ANY_TEXT)
def test_every_position_maps_back_into_the_input(text: str) -> None:
    folded = normalise(text)
    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(0 <= offset < len(text) for offset in folded.offsets)
    assert folded.original_span(0, len(folded.text))[1] <= len(text)


@given(ANY_TEXT)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=60))
def test_a_cleaned_text_can_be_stored_anywhere(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned


def test_cleaning_keeps_line_breaks_and_emoji() -> None:
    assert clean("第一行\n第二行\t😡") == "第一行\n第二行\t😡"


def test_an_empty_span_stays_empty() -> None:
    assert normalise("停水").original_span(1, 1) == (1, 1)
    assert normalise("停水").original_span(2, 2) == (2, 2)
    assert normalise("").original_span(0, 0) == (0, 0)
