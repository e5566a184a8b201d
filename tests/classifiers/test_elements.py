"""The elements of an appeal, and what is still to be asked."""

from pathlib import Path

import pytest

import hotline
import lexicon
from classifiers.elements import ElementFinder, find_name, find_phone, wants_anonymity, wants_confidentiality
from hotline.units import load_units
from lexicon.places import load_gazetteer

FULL = "我姓王，昨晚十一点澄波花园3栋楼下施工，电话13812345678"


@pytest.fixture(scope="module")
def finder() -> ElementFinder:
    units = load_units(Path(hotline.__file__).parent / "data" / "units.csv")
    return ElementFinder(load_gazetteer(Path(lexicon.__file__).parent / "data" / "places.csv", units))


def test_a_full_complaint_lacks_nothing(finder: ElementFinder) -> None:
    found = finder.find(FULL, "投诉")
    assert (found.place.text, found.place.street, found.time, found.phone, found.name, found.missing) == (
        "澄波花园3栋楼下", "D1S1", "昨晚十一点", "13812345678", "王", (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "matter_type", "missing"),
    [
        ("广场舞太吵", "投诉", ("place", "time", "contact")),
        ("有人无证行医", "举报", ("place", "time", "contact")),
        ("老人走不动，想找人帮忙", "求助", ("place", "time", "contact")),
        ("现在家里没水，帮帮忙", "求助", ("place", "contact")),
        ("广场舞太吵", None, ("place", "contact")),
        ("居住证怎么办", "咨询", ()),
        ("建议多装路灯", "建议", ()),
        ("谢谢网格员", "表扬", ()),
        ("昨天中山路有人摆摊，不想留电话", "投诉", ()),
    ],
)
def test_what_is_missing_depends_on_the_matter_type(
    finder: ElementFinder, text: str, matter_type: str | None, missing: tuple[str, ...]
) -> None:
    assert finder.find(text, matter_type).missing == missing


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("打138-1234-5678", "13812345678"),
        ("幺三八零零幺三八零零零", "13800138000"),
        ("+86 139 0000 1234", "13900001234"),
        ("010-65123456", "01065123456"),
        ("工单260315104512123456", ""),
        ("收了1380元", ""),
    ],
)
def test_a_phone_is_read_however_it_is_written(text: str, phone: str) -> None:
    assert find_phone(text) == phone


@pytest.mark.parametrize(
    ("text", "name"), [("我姓王", "王"), ("我叫陈晓", "陈晓"), ("联系人：李大伟", "李大伟"), ("你贵姓", "")]
)
def test_a_name_is_what_the_citizen_says(text: str, name: str) -> None:
    assert find_name(text) == name


@pytest.mark.parametrize("text", ["我不想留电话", "匿名举报", "姓名就不说了", "不方便透露个人信息"])
def test_a_wish_to_stay_unknown_is_heard(text: str) -> None:
    assert wants_anonymity(text)


@pytest.mark.parametrize("text", ["别告诉他们是我说的", "请为我保密", "怕被报复", "千万别让物业知道是我"])
def test_a_wish_for_confidence_is_heard(text: str) -> None:
    assert wants_confidentiality(text)


@pytest.mark.parametrize("text", ["我的电话是13812345678", "不要停水", "没人告诉我结果"])
def test_other_words_are_not_taken_for_such_a_wish(text: str) -> None:
    assert not wants_anonymity(text)
    assert not wants_confidentiality(text)
