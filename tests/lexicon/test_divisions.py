# ruff: noqa: RUF001 - full-width signs are what is tested
"""Places in another city or province."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexicon.divisions import Divisions, Level, national_divisions, short_name


@pytest.fixture(scope="module")
def here() -> Divisions:
    return Divisions(national_divisions(), ["望澜市", "栖云区"])


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("我在成都市武侯区被中介骗了", "成都市", "成都市"),
        ("人在合肥这边租房，房东不退押金", "合肥市", "合肥"),
        ("深圳那边的厂子欠我工资", "深圳市", "深圳"),
        ("杭州市西湖区的一套房", "杭州市", "杭州市"),
        ("昆山市一家电子厂", "昆山市", "昆山市"),
        ("房子在海南省", "海南省", "海南省"),
        ("事情发生在恩施这边", "恩施土家族苗族自治州", "恩施"),
        ("在内蒙古那边修路没拿到钱", "内蒙古自治区", "内蒙古"),
        ("廣州那邊的廠欠薪", "广州市", "廣州"),
    ],
)
def test_a_place_elsewhere_is_told(here: Divisions, text: str, name: str, words: str) -> None:
    found = here.elsewhere(text)
    assert found is not None
    assert (found.division.name, text[found.start : found.end]) == (name, words)


@pytest.mark.parametrize(
    "text",
    [
        "北京路的路灯坏了",
        "重庆火锅店油烟扰民",
        "兰州拉面后厨太脏",
        "我是安徽人在这边打工",
        "在上海工作，社保怎么转回来",
        "鼓楼区的路不平",
        "望澜市栖云区的公交",
        "南京东路小学门口",
        "我从长沙回来要隔离吗",
        "和县长反映过",
        "",
    ],
)
def test_roads_dishes_and_origins_are_not_elsewhere(here: Divisions, text: str) -> None:
    assert here.elsewhere(text) is None


def test_the_own_city_and_what_is_around_it_are_not_elsewhere() -> None:
    hefei = Divisions(national_divisions(), ["合肥市"])
    assert hefei.elsewhere("安徽省合肥市蜀山区的一条路") is None
    found = hefei.elsewhere("六安市金安区的一条路")
    assert found is not None
    assert found.division.within == "安徽省"


def test_a_county_of_several_cities_counts_behind_its_city() -> None:
    away = Divisions(national_divisions(), ["徐州市"])
    assert away.elsewhere("鼓楼区的菜场") is None
    found = away.elsewhere("福州市鼓楼区的菜场")
    assert found is not None


def test_the_table_holds_the_country() -> None:
    levels = [division.level for division in national_divisions()]
    assert levels.count(Level.PROVINCE) == 34
    assert levels.count(Level.PREFECTURE) >= 333
    shorts = {short_name(division) for division in national_divisions()}
    assert {"广西", "新疆", "香港", "延边", "甘孜", "喀什", "大兴安岭", "兴安", "黔东南"} <= shorts


@given(st.text(alphabet="在成都武侯区北京路和县安徽省的我 ，Ａ", max_size=40))
def test_what_is_told_stands_in_the_text(here: Divisions, text: str) -> None:
    found = here.elsewhere(text)
    assert found is None or 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "我老家在河南，楼上漏水",
        "户口在江苏省南京市，孩子能上学吗",
        "我人在成都，家里漏水",
        "我目前在上海，老人在家",
        "北京市政路桥公司施工扰民",
        "位于淮安大桥下面",
        "新城西区后面的路灯坏了",
        "从成都买的票",
    ],
)
def test_who_comes_from_there_stays_there_or_only_names_it_tells_of_here(here: Divisions, text: str) -> None:
    assert here.elsewhere(text) is None


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("我老家河南的", True),
        ("我是四川人，在这边打工", True),
        ("我是河南人，在郑州买的房子", False),
        ("在深圳打工没拿到钱", False),
        ("路灯坏了", False),
        ("我是望澜市人", False),
    ],
)
def test_other_places_are_named_only_as_an_origin(here: Divisions, text: str, origin: bool) -> None:
    assert here.only_origin(text) is origin
