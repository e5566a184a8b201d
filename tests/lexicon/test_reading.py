"""What models read: typing mistakes, regional words and emoji in the hotline's words, and the way back."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lexicon
from hotline.errors import DataFileError
from lexicon.normalise import Normalised, normalise
from lexicon.reading import _word, reading  # the check of a row, without a second table in the package
from lexicon.rewriting import Change, rewritten

TABLES = Path(lexicon.__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


WRITTEN = [row["written"] for name in ("typos.csv", "regional.csv") for row in rows(name)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("楼下躁音太大，托欠的公资不发", "楼下噪音太大,拖欠的工资不发"),
        ("拉圾堆在楼到里", "垃圾堆在楼道里"),
        ("巴士不来咋办", "公交不来怎么办"),
        ("叫不到的士", "叫不到出租车"),
        ("等了一小时！！！！！！", "等了一小时!!"),
        ("啊啊啊啊啊没人管", "啊啊没人管"),
        ("师傅态度好👍👍👍🏽", "师傅态度好点赞"),
        ("楼下🔥了", "楼下🔥了"),
        ("拜托🙏🏻帮帮忙😡", "拜托拜托帮帮忙生气"),
        ("井该丢了，我去投拆", "井盖丢了,我去投诉"),
        ("給物業反應問題", "给物业反映问题"),
    ],
)
def test_models_read_the_words_of_the_hotline(typed: str, expected: str) -> None:
    assert reading(typed).text == expected


@pytest.mark.parametrize(
    "typed",
    [
        "购物页面打不开",
        "我们的士兵在训练",
        "宠物页面上写着",
        "装休息室的门",
        "环绕民房的水沟",
        "暖汽车的钱",
        "路边的树木有三棵死了",
        "这口井该修了",
        "他把身份正式说明了",
        "111111号",
        "www.某某.com",
        "实施公积金新办法",
    ],
)
def test_other_words_with_the_same_letters_are_left_alone(typed: str) -> None:
    assert reading(typed).text == normalise(typed).text


def test_what_is_stored_does_not_change() -> None:
    assert normalise("巴士没停,物页不管").text == "巴士没停,物页不管"


def test_the_span_of_a_word_is_the_whole_of_what_was_typed() -> None:
    typed = "等的士等了半天👍🏽！！！！"
    read = reading(typed)
    for word, original in (("出租车", "的士"), ("点赞", "👍🏽"), ("!!", "！！！！")):
        start = read.text.index(word)
        first, last = read.original_span(start, start + len(word))
        assert typed[first:last].startswith(original[0])
        assert original.startswith(typed[first:last])


@given(
    st.lists(st.one_of(st.sampled_from([*WRITTEN, "👍", "🏽", "！！！！", "　", "①"]), st.characters()), max_size=12)
)
def test_every_letter_knows_where_it_came_from(pieces: list[str]) -> None:
    typed = "".join(pieces)
    read = reading(typed)
    assert len(read.offsets) == len(read.text)
    assert list(read.offsets) == sorted(read.offsets)
    assert all(0 <= offset < len(typed) for offset in read.offsets)


@given(st.text(alphabet="路灯坏了没人管小区门口的", max_size=40))
def test_letters_that_need_no_change_lead_to_themselves(typed: str) -> None:
    read = reading(typed)
    assert all(typed[offset] == letter for letter, offset in zip(read.text, read.offsets, strict=True))


def test_no_correction_needs_another_one() -> None:
    reads = [row["read"] for name in ("typos.csv", "regional.csv") for row in rows(name)]
    assert [read for read in reads for written in WRITTEN if written in read] == []
    assert len(rows("typos.csv")) >= 150
    assert len(set(WRITTEN)) == len(WRITTEN)


def test_a_word_that_would_lose_its_place_is_refused(tmp_path: Path) -> None:
    from hotline.datafile import read_rows  # noqa: PLC0415 - only here

    table = tmp_path / "typos.csv"
    table.write_text("written,read,unless_before,unless_after\n邋遢,脏,,\n", encoding="utf-8")
    with pytest.raises(DataFileError) as refused:
        _word(next(iter(read_rows(table, ("written",)))))
    assert refused.value.line == 2


def test_several_letters_cannot_become_one() -> None:
    folded = Normalised("停水了", range(3))
    assert rewritten(folded, [Change(0, 2, "断水")]).text == "断水了"
    with pytest.raises(ValueError, match="single letter"):
        rewritten(folded, [Change(0, 2, "干")])
