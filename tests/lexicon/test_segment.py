"""Words, by either segmenter."""

import pytest

from lexicon.segment import jieba_cutter, jieba_tagger, known_words, own_words, rjieba_cutter, tagged, words

MESSAGES = [
    "楼上漏水把我家吊顶泡了，物业电话打不通",
    "业委会和物业费的事，加装电梯三楼不同意",
    "梧桐苑3-2-501没暖气，打了三天热线没人上门",
    "渣土车半夜成队地跑，喇叭按得震天响",
    "异地就医备案怎么办？居住证到期能不能网上签注",
    "飞线充电 消防通道 井盖 斑马线",
    "KTV低音炮吵到凌晨2点，13800000000",
]


def test_both_segmenters_cut_alike() -> None:
    fast, plain = rjieba_cutter(), jieba_cutter()
    assert [list(fast(text)) for text in MESSAGES] == [list(plain(text)) for text in MESSAGES]


def test_both_taggers_know_a_verb() -> None:
    assert ("投诉", "v") in jieba_tagger()("我要投诉")
    assert "v" in {tag for _, tag in tagged("我要投诉")}


@pytest.mark.parametrize("word", [word for word, _, _ in own_words()])
def test_the_hotlines_own_words_stay_whole(word: str) -> None:
    assert words(word) == [word]


def test_blanks_are_no_words_and_nothing_else_is_lost() -> None:
    assert words("停水 了\n吗") == ["停水", "了", "吗"]
    assert words("") == []


def test_what_the_dictionary_does_not_know_falls_apart() -> None:
    text = "包工头覃有福欠我们工资"
    assert [word for word, _ in known_words(text)] == ["包工头", "覃", "有", "福", "欠", "我们", "工资"]
    assert [word for word, _ in jieba_tagger(guess=False)(text)] == [word for word, _ in known_words(text)]
