"""Time words as the citizen wrote them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexicon.times import find_time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("昨晚十一点半楼下还在施工", "昨晚十一点半"),
        ("这半个月每天凌晨有人打桩", "这半个月每天凌晨"),
        ("上周五下的单", "上周五"),
        ("3月5号下午去的", "3月5号下午"),
        ("今天早上六点多停水", "今天早上六点多"),
        ("从去年冬天开始暖气就不热", "从去年冬天开始"),
        ("每天晚上10点到凌晨2点唱歌", "每天晚上10点到凌晨2点"),
        ("楼上漏水三个月了", "三个月了"),
        ("2024年3月5日上午9点半左右", "2024年3月5日上午9点半左右"),
        ("凌晨1:30还在放音乐", "凌晨1:30"),
        ("２０２４年５月路就坏了", "２０２４年５月"),
        ("2024-03-05去过窗口", "2024-03-05"),
    ],
)
def test_time_words_come_back_as_they_stand(text: str, time: str) -> None:
    assert find_time(text) == time


@pytest.mark.parametrize(
    "text",
    [
        "孩子上三年级了",
        "收费三点五元",
        "电话13812345678",
        "我有三点建议",
        "有一点吵",
        "3号楼漏水",
        "120路公交改线",
        "一共15元",
        "他五十多岁",
        "有时候停水",
        "",
    ],
)
def test_prices_phones_and_grades_are_no_times(text: str) -> None:
    assert find_time(text) == ""


@given(st.text(max_size=80))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    assert find_time(text) in text
