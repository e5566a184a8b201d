# ruff: noqa: RUF001 - full-width signs are what is tested
"""Sentences, with and without signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexicon.sentences import sentences

SPOKEN = (
    "喂你好我住在城东的老机床厂宿舍楼上的邻居每天夜里拖桌子我上去说过两次了他们不听"
    "另外楼道里的灯也坏了一个月请问这两件事归谁管希望你们能派个人来看看谢谢"
)


def told(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("路灯坏了。没人管！！！请处理", ["路灯坏了。", "没人管！！！", "请处理"]),
        ("第一件\n第二件", ["第一件", "第二件"]),
        ("每度1.5元，太贵", ["每度1.5元，太贵"]),
        ("他说：“不管！”我就走了", ["他说：“不管！”", "我就走了"]),
        ("", []),
        (" \n　", []),
        ("？？", ["？？"]),
    ],
)
def test_signs_divide(text: str, parts: list[str]) -> None:
    assert told(text) == parts


def test_speech_without_any_sign_is_divided_too() -> None:
    parts = told(SPOKEN)
    assert "".join(parts) == SPOKEN
    assert 4 <= len(parts) <= 8
    assert any(part.startswith("另外") for part in parts)
    assert any(part.startswith("请问") for part in parts)
    assert max(map(len, parts)) <= 40


def test_a_long_row_of_commas_is_divided_at_them() -> None:
    text = "我家在十二楼，水压一直很低，早晚高峰洗澡都洗不了，物业说是水厂的事，水厂说是物业的事"
    assert all(part.endswith("，") for part in told(text)[:-1])
    assert len(told(text)) > 2


def test_a_short_message_is_one_sentence() -> None:
    assert told("楼下烧烤店太吵了我睡不着") == ["楼下烧烤店太吵了我睡不着"]


@given(st.text(alphabet="路灯坏了但是没人管吗，。！ \n1.5请问", max_size=120))
def test_nothing_but_blanks_lies_between(text: str) -> None:
    done = 0
    for start, end in sentences(text):
        assert done <= start < end <= len(text)
        assert not text[done:start].strip()
        assert text[start:end] == text[start:end].strip()
        done = end
    assert not text[done:].strip()
