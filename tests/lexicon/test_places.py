# ruff: noqa: RUF001 - full-width signs are what is tested
"""Places of the city, and anything built like one."""

from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hotline
import lexicon
from hotline.errors import DataFileError
from hotline.units import UnitTree, load_units
from lexicon.place_runs import LONGEST_PLACE
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
        ("青石路与东风路交叉口红绿灯不亮", "青石路与东风路交叉口"),
        ("人民路从建设街到解放街这段路灯全灭了", "人民路从建设街到解放街"),
        ("解放路到和平路段天天堵车", "解放路到和平路段"),
        ("建国路128号门面房油烟直排", "建国路128号"),
        ("建国路一百二十八号旁边", "建国路一百二十八号旁边"),
        ("望江路18号楼下油烟大", "望江路18号楼下"),
        ("青石路38号楼道堆杂物", "青石路38号"),
        ("望江路18号楼漏水", "望江路18号楼"),
        ("锦绣江南3-2-501漏水", "锦绣江南3-2-501"),
        ("香樟园小区1期B区7幢2单元", "香樟园小区1期B区7幢2单元"),
        ("张家湾村3组的路一直没修", "张家湾村3组"),
        ("大王庄村第二村民小组没有自来水", "大王庄村第二村民小组"),
        ("人民医院对面有人摆摊", "人民医院对面"),
        ("市二中后门垃圾没人收", "市二中后门"),
        ("光明桥公交站台没有雨棚", "光明桥公交站台"),
        ("G107国道与迎宾大道交叉口", "G107国道与迎宾大道交叉口"),
        ("物业公司把春晖苑的绿化改成停车位", "春晖苑"),
        ("市民张先生反映位于朝阳街45号的饭店排油烟", "朝阳街45号"),
        ("听说解放东路要修地铁", "解放东路"),
        ("请问去新华路派出所怎么办身份证", "新华路派出所"),
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
        "孩子上小学需要什么手续",
        "我妈走路慢",
        "乡镇卫生院的医生不在",
        "我在中心城区工作",
        "超市卖过期食品",
        "手机弄丢了",
        "打了三年没人理",
        "",
    ],
)
def test_a_kind_without_a_name_is_no_place(gazetteer: Gazetteer, text: str) -> None:
    assert not gazetteer.find(text)


def test_an_alias_inside_a_longer_unknown_name_gives_no_code(gazetteer: Gazetteer) -> None:
    place = gazetteer.find("双桥镇那个大弯")
    assert (place.text, place.street) == ("双桥镇", "")


@pytest.mark.parametrize(
    ("text", "words", "street"),
    [
        ("在默池街摔了一跤", "默池街", "D1S4"),
        ("情川花园3栋停水", "情川花园3栋", "D2S2"),
        ("云岭森木公园没有灯", "云岭森木公园", "D3S3"),
        ("铁炉职业技木学校门口", "铁炉职业技木学校门口", "D3S2"),
        ("新潮第1小学门口堵车", "新潮第1小学门口", "D2S3"),
        ("鹭岛1号院3单元", "鹭岛1号院3单元", "D2S4"),
    ],
)
def test_a_mis_written_place_is_known(gazetteer: Gazetteer, text: str, words: str, street: str) -> None:
    place = gazetteer.find(text)
    assert (place.text, place.street) == (words, street)


@pytest.mark.parametrize("text", ["湖滨南路有个坑", "望江大道堵车", "新潮第二小学门口", "听风街没有灯", "白云湾中学"])
def test_another_name_is_not_taken_for_a_mis_written_one(gazetteer: Gazetteer, text: str) -> None:
    place = gazetteer.find(text)
    assert place
    assert place.street == ""


def test_a_place_in_another_city_is_told(gazetteer: Gazetteer) -> None:
    found = gazetteer.elsewhere("我在成都市武侯区被中介骗了")
    assert found is not None
    assert found.division.name == "成都市"
    assert gazetteer.elsewhere("望澜市栖云区望湖大道") is None


@pytest.mark.parametrize("sign", ["路", "望湖路", "一", "3栋", "村小学", "A1-2-"])
def test_twice_the_signs_take_no_more_than_twice_the_time(gazetteer: Gazetteer, sign: str) -> None:
    long, longer = (min(_seconds(gazetteer, (sign * size)[:size]) for _ in range(3)) for size in (10_000, 20_000))
    assert longer < 4 * long + 0.02


@pytest.mark.parametrize("sign", ["路", "望湖路", "3栋", "澄波花园3栋", "青石路到", "村小学", "东门西门"])
def test_a_place_is_never_longer_than_an_address(gazetteer: Gazetteer, sign: str) -> None:
    assert len(gazetteer.find(sign * 5_000).text) <= LONGEST_PLACE


def test_a_sign_that_is_only_repeated_is_no_place(gazetteer: Gazetteer) -> None:
    assert not gazetteer.find("路" * 20_000)
    assert not gazetteer.find("小区小区小区小区")


def test_a_long_address_is_kept_whole(gazetteer: Gazetteer) -> None:
    address = "石渡区铁炉大道和澄波路路口铁炉花园二期12栋3单元1803室"
    assert gazetteer.find(f"我家住{address}，楼上漏水").text == address


def _seconds(gazetteer: Gazetteer, text: str) -> float:
    begin = perf_counter()
    gazetteer.find(text)
    return perf_counter() - begin


@given(st.text(alphabet="望湖大道澄波花园3栋的在路口A７ ，", max_size=40))
def test_the_words_stand_in_the_text(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text).text in text


def test_an_unknown_street_code_is_refused_with_its_line(tmp_path: Path, units: UnitTree) -> None:
    table = tmp_path / "places.csv"
    table.write_text("name,kind,street,aliases\n甲路,road,D1S1,\n乙路,road,D9S9,\n", encoding="utf-8")
    with pytest.raises(DataFileError) as refused:
        load_gazetteer(table, units)
    assert (refused.value.line, refused.value.reason) == (3, "unknown")
