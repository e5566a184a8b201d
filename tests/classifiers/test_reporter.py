"""What gives a reporter away is cut; what they report is left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.reporter import HIDDEN, to_the_street, without_reporter


@pytest.mark.parametrize(
    "clause",
    [
        "我是他们厂里的会计", "我叫***", "我姓欧阳", "我家住望湖小区***", "我家就在店楼上", "我在这家店打工三年",
        "我就住在隔壁", "我的电话是138****5678", "作为该公司的员工", "我和老板是亲戚", "本人是三号楼的业主",
        "我老公在厂里上班", "举报人为住户", "欧阳**", "***5678",
    ],
)  # fmt: skip
def test_a_clause_that_says_who_speaks_is_cut(clause: str) -> None:
    assert without_reporter(f"机修路有个黑作坊，{clause}，半夜开工。") == f"机修路有个黑作坊，{HIDDEN}，半夜开工。"


@pytest.mark.parametrize(
    "text",
    [
        "我是来举报的，机修路有个黑作坊",
        "我要举报机修路的黑作坊，每天半夜做豆制品",
        "我是昨天晚上看见的",
        "店主姓王，没有执照",
        "我们希望尽快查处",
    ],
)
def test_the_matter_itself_is_left(text: str) -> None:
    assert without_reporter(text) == text


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("机修路机修厂宿舍后面", "机修路***"), ("青石路38号", "青石路***"), ("望湖小区3栋", "***"),
        ("城南街道望湖路12号", "城南街道望湖路***"),
        ("青石路", "青石路"), ("", ""),
    ],
)  # fmt: skip
def test_a_place_goes_to_its_street(place: str, kept: str) -> None:
    assert to_the_street(place) == kept


@given(st.text(max_size=80))
def test_cutting_twice_is_cutting_once_and_never_adds_a_word(text: str) -> None:
    once = without_reporter(text)
    assert without_reporter(once) == once
    assert set(once) <= set(text) | {"*"}
