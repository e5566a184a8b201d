# ruff: noqa: RUF001 - full-width signs are what is tested
"""Places of the city, and anything built like one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hotline
import lexicon
from hotline.errors import DataFileError
from hotline.units import UnitTree, load_units
from lexicon.places import Gazetteer, load_gazetteer


@pytest.fixture(scope="module")
def units() -> UnitTree:
    return load_units(Path(hotline.__file__).parent / "data" / "units.csv")


@pytest.fixture(scope="module")
def gazetteer(units: UnitTree) -> Gazetteer:
    return load_gazetteer(Path(lexicon.__file__).parent / "data" / "places.csv", units)


@pytest.mark.parametrize(
    ("text", "words", "street", "district"),
    [
        ("澄波花园3栋2单元501室漏水", "澄波花园3栋2单元501室", "D1S1", "D1"),
        ("望湖大道和澄波路路口红绿灯坏了", "望湖大道和澄波路路口", "D1S1", "D1"),
        ("望湖大道88号路灯坏了", "望湖大道88号", "", "D1"),
        ("石渡区铁炉大道路面塌了", "石渡区铁炉大道", "D3S2", "D3"),
    ],
)
def test_known_places_give_codes(gazetteer: Gazetteer, text: str, words: str, street: str, district: str) -> None:
    place = gazetteer.find(text)
    assert (place.text, place.street, place.district) == (words, street, district)


def test_a_community_is_named_with_its_street(gazetteer: Gazetteer) -> None:
    place = gazetteer.find("栖云区望湖社区旁边有人占道")
    assert (place.text, place.district, place.street, place.community) == ("栖云区望湖社区旁边", "D1", "D1S1", "D1S1C1")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我家住在阳光花园三栋二单元501", "阳光花园三栋二单元501"),
        ("路过中山路的时候摔了", "中山路"),
        ("A7县泉塘街道星沙大道88号在施工", "A7县泉塘街道星沙大道88号"),
        ("火炬路小学门口那个斑马线磨没了", "火炬路小学门口"),
        ("在和平路与建设街交叉口", "和平路与建设街交叉口"),
        ("新河里二期地下车库进水", "新河里二期地下车库"),
        ("幸福里南门有人摆摊", "幸福里南门"),
    ],
)
def test_unknown_places_are_known_by_their_build(gazetteer: Gazetteer, text: str, words: str) -> None:
    place = gazetteer.find(text)
    assert (place.text, place.street) == (words, "")


@pytest.mark.parametrize(
    "text",
    [
        "我家楼下很吵",
        "我们小区没人管",
        "这条路坑坑洼洼",
        "学校门口堵车",
        "广场舞太吵",
        "路灯坏了三盏",
        "12路公交不来",
        "没有别的出路",
        "",
    ],
)
def test_a_kind_without_a_name_is_no_place(gazetteer: Gazetteer, text: str) -> None:
    assert not gazetteer.find(text)


def test_an_alias_inside_a_longer_unknown_name_gives_no_code(gazetteer: Gazetteer) -> None:
    place = gazetteer.find("双桥镇那个大弯")
    assert (place.text, place.street) == ("双桥镇", "")


@given(st.text(alphabet="望湖大道澄波花园3栋的在路口A７ ，", max_size=40))
def test_the_words_stand_in_the_text(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text).text in text


def test_an_unknown_street_code_is_refused_with_its_line(tmp_path: Path, units: UnitTree) -> None:
    table = tmp_path / "places.csv"
    table.write_text("name,kind,street,aliases\n甲路,road,D1S1,\n乙路,road,D9S9,\n", encoding="utf-8")
    with pytest.raises(DataFileError) as refused:
        load_gazetteer(table, units)
    assert (refused.value.line, refused.value.reason) == (3, "unknown")
