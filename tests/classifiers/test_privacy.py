# ruff: noqa: RUF001 - full-width digits are what is tested
"""Personal data: where it stands, what is left alone, and that a mask never leaks."""

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from classifiers.masking import masked_phone
from classifiers.privacy import find_personal, mask

DIGITS = "0123456789"


@pytest.mark.parametrize(
    ("text", "kind", "piece"),
    [
        ("电话138-1234-5678", "mobile", "138-1234-5678"),
        ("打139 0000 1234找我", "mobile", "139 0000 1234"),
        ("我号码幺三八零零幺三八零零零", "mobile", "幺三八零零幺三八零零零"),
        ("手机１３９００００１２３４", "mobile", "１３９００００１２３４"),
        ("座机010-65123456", "landline", "010-65123456"),
        ("电话：65123456", "landline", "65123456"),
        ("身份证11010519491231002X", "id_card", "11010519491231002X"),
        ("工资卡6222021234567890128", "bank_card", "6222021234567890128"),
        ("车牌京A·12345堵门", "plate", "京A·12345"),
        ("那辆粤BD12345", "plate", "粤BD12345"),
        ("护照E12345678丢了", "passport", "E12345678"),
        ("发到a.b@example.com吧", "email", "a.b@example.com"),
        ("微信号zhang_san88", "wechat", "zhang_san88"),
        ("QQ 12345678", "qq", "12345678"),
        ("我叫王小明住在这里", "name", "王小明"),
        ("联系人：李大伟", "name", "李大伟"),
        ("找张建国先生", "name", "张建国"),
        ("住在阳光花园3栋2单元501室", "address", "阳光花园3栋2单元501室"),
        ("家住幸福路12号", "address", "幸福路12号"),
        ("他确诊乙肝后被辞退", "health", "乙肝"),
        ("孩子在育才小学三年级2班", "minor", "育才小学三年级2班"),
        ("（2023）京0105民初12345号", "case_number", "（2023）京0105民初12345号"),
    ],
)
def test_each_kind_is_found_where_it_stands(text: str, kind: str, piece: str) -> None:
    found = [(span.kind, span.text, text[span.start : span.end]) for span in find_personal(text)]
    assert (kind, piece, piece) in found


@pytest.mark.parametrize(
    "text",
    [
        "工单260315104512123456什么时候有答复",
        "订单号 2024031512345678901 没退款",
        "120路公交改线",
        "一共13812元，2024-03-05 12:30付的",
        "我姓王，王师傅说的",
        "拨打12345和95598都没人接",
        "3号楼2单元的电梯坏了",
        "高血压的药医保报不报",
        "",
    ],
)
def test_tickets_orders_buses_and_prices_are_left_alone(text: str) -> None:
    assert find_personal(text) == ()
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13812345678", "电话138****5678"),
        ("身份证11010519491231002X", "身份证110*************2X"),
        ("我叫王小明", "我叫王**"),
        ("澄波花园3栋2单元501室漏水", "澄波花园**漏水"),
        ("卡号6222021234567890128", "卡号**** 0128"),
        ("发a.b@example.com", "发a***@example.com"),
    ],
)
def test_a_mask_shows_what_stood_there_and_not_whose_it_is(text: str, shown: str) -> None:
    assert mask(text) == shown


def test_offsets_count_code_points_behind_emoji_and_invisible_signs() -> None:
    text = "😡😡\u200b投诉\u200b，打１３８ 1234 5678"
    (span,) = find_personal(text)
    assert text[span.start : span.end] == span.text == "１３８ 1234 5678"


def test_a_landline_shows_its_end_only() -> None:
    assert masked_phone("010-65123456") == "****56"


WORDS = st.text(alphabet="我家楼下漏水的路，。 ！a中X\n不啊", max_size=20)
PHONES = st.builds("1{}{}".format, st.sampled_from("3456789"), st.text(DIGITS, min_size=9, max_size=9))
SEPARATORS = st.sampled_from(["", " ", "-"])
IDENTITIES = st.dates(min_value=date(1950, 1, 1), max_value=date(2019, 12, 31))


@given(before=WORDS, phone=PHONES, gap=SEPARATORS, after=WORDS)
def test_no_generated_phone_survives_a_mask(before: str, phone: str, gap: str, after: str) -> None:
    written = gap.join((phone[:3], phone[3:7], phone[7:]))
    shown = re.sub(r"[\s-]", "", mask(f"{before}{written}{after}"))
    assert phone not in shown
    assert phone[3:7] + phone[7:] not in shown


@given(before=WORDS, day=IDENTITIES, order=st.integers(0, 999), after=WORDS)
def test_no_generated_identity_number_survives_a_mask(before: str, day: date, order: int, after: str) -> None:
    body = f"110105{str(day).replace('-', '')}{order:03d}"
    number = body + mod_11_2.calc_check_digit(body)
    shown = mask(f"{before.rstrip('aX')}{number}{after.lstrip('aX')}")
    assert number[3:16] not in shown


@given(before=WORDS, body=st.text(DIGITS, min_size=14, max_size=14), after=WORDS)
def test_no_generated_bank_card_survives_a_mask(before: str, body: str, after: str) -> None:
    number = "62" + body
    number += luhn.calc_check_digit(number)
    assert number[:13] not in mask(f"{before.rstrip('aX')}，卡号{number}，{after}")


@given(st.text(max_size=80))
def test_spans_stand_in_order_and_never_overlap(text: str) -> None:
    spans = find_personal(text)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    assert all(text[span.start : span.end] == span.text != "" for span in spans)
