# ruff: noqa: RUF001 - full-width signs are what is tested
"""Numbers in characters, and addresses in both writings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexicon.numerals import address_view, number_of, with_figures

SIGNS = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """A number below ten thousand as one says it."""
    said, gap = "", False
    for step, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // step % 10
        if digit:
            said += ("零" if gap and said else "") + SIGNS[digit] + sign
        gap = digit == 0
    return said or SIGNS[0]


@given(st.integers(min_value=0, max_value=9999))
def test_every_number_is_read_as_it_is_said(number: int) -> None:
    assert number_of(spoken(number)) == number


@pytest.mark.parametrize(
    ("written", "number"), [("十一", 11), ("二十", 20), ("两百", 200), ("五〇一", 501), ("一百二十三", 123)]
)
def test_numbers_as_people_write_them(written: str, number: int) -> None:
    assert number_of(written) == number


@pytest.mark.parametrize("written", ["", "十十", "百千", "三四十五", "一" * 5000, "abc"])
def test_what_is_no_number_is_none(written: str) -> None:
    assert number_of(written) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("一百二十三号三栋", "123号3栋"),
        ("阳光里二单元五〇一", "阳光里2单元501"),
        ("张村三组", "张村3组"),
        ("第二中学门口", "第2中学门口"),
        ("二十三楼", "23楼"),
    ],
)
def test_two_writings_of_an_address_look_alike(one: str, other: str) -> None:
    assert address_view(one).text == address_view(other).text == other


@pytest.mark.parametrize("text", ["万一不行", "十分吵", "一直没人管", "三轮车", "十十号", "统一说法"])
def test_numerals_that_count_nothing_of_an_address_stay(text: str) -> None:
    assert address_view(text).text == text


def test_a_time_in_figures() -> None:
    assert with_figures("二〇二四年十一月三号十点半").text == "2024年11月3号10点半"


@given(st.text(alphabet="零〇一二三十百号栋楼路 1Ａ", max_size=40))
def test_the_views_lead_back(text: str) -> None:
    for view in (address_view(text), with_figures(text)):
        assert len(view.text) == len(view.offsets)
        assert list(view.offsets) == sorted(view.offsets)
        assert view.original_span(0, len(view.text))[1] <= len(text)
