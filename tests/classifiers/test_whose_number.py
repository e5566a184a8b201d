"""Whose telephone number it is: the citizen's becomes the contact, that of the one complained of does not."""

import pytest

from classifiers.elements import find_phone
from classifiers.privacy import find_personal


@pytest.mark.parametrize(
    "text",
    [
        "老板电话13812345678，欠我工资跑了",
        "被投诉人张三，电话13912345678",
        "房东让我打他手机：13812340000",
        "物业公司电话0591-87654321，从来没人接",
    ],
)
def test_a_number_of_somebody_else_is_no_contact_and_still_personal(text: str) -> None:
    assert find_phone(text) == ""
    assert find_personal(text)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("他的手机是13900001111一直不接，我叫王建国13512345678", "13512345678"),
        ("被投诉人张三，电话13912345678，我的电话13700000000", "13700000000"),
        ("公司欠薪三个月，电话13812345678", "13812345678"),
        ("我们公司电话0591-87654321", "059187654321"),
        ("我是店主，我的电话13812345678", "13812345678"),
        ("房东不退押金，13812345678", "13812345678"),
    ],
)
def test_the_citizens_own_number_is_the_contact(text: str, own: str) -> None:
    assert find_phone(text) == own


@pytest.mark.parametrize("hyphen", "\u2010\u2011\u2012\u2212")
def test_a_number_is_found_whatever_hyphen_a_program_put_into_it(hyphen: str) -> None:
    number = f"138{hyphen}1234{hyphen}5678"
    (span,) = find_personal(f"打{number}找我")
    assert (span.kind, span.text) == ("mobile", number)
    assert find_phone(f"打{number}找我") == "13812345678"


def test_a_card_named_by_its_bank_is_personal_even_with_a_wrong_digit() -> None:
    assert [span.kind for span in find_personal("建行卡6217001234567890123")] == ["bank_card"]
    assert not find_personal("快递单号6217001234567890123")
