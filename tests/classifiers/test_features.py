"""The sparse vector of a text."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from classifiers.features import TextFeatures
from classifiers.pieces import BEGIN, END, END_OF_TITLE, HEAD, TAIL, excerpt, pieces, plain

TEXTS = ["路灯不亮了", "路灯坏了没人修", "公交车不来", "公交车太挤了"]


def fitted(**settings: int) -> TextFeatures:
    return TextFeatures(**settings).fit([pieces(text) for text in TEXTS])


def test_a_vector_has_length_one() -> None:
    vector = fitted().vector("路灯和公交车")
    assert abs(float(np.linalg.norm(vector.values)) - 1) < 1e-6


def test_a_text_of_unknown_characters_has_an_empty_vector() -> None:
    assert len(fitted().vector("qwz").places) == 0


def test_a_rare_piece_weighs_more_than_a_frequent_one() -> None:
    features = fitted(min_documents=1)
    weight = dict(zip(features.names_, features.idf_, strict=True))
    assert weight["挤"] > weight["路灯"] > weight["了"]


def test_repetition_counts_less_than_proportionally() -> None:
    features = fitted()
    once, thrice = features.of_pieces(["路灯", "公交"]), features.of_pieces(["路灯"] * 3 + ["公交"])
    ratio = thrice.values[0] / thrice.values[1] / (once.values[0] / once.values[1])
    assert 1 < ratio < 3


def test_rare_pieces_are_left_out_and_the_number_is_bounded() -> None:
    assert "挤" not in fitted(min_documents=2).names_
    assert len(fitted(most=3).names_) == 3


def test_numbers_and_widths_and_spaces_do_not_tell_texts_apart() -> None:
    assert plain("工单１２３ 号") == plain("工单45号") == "工单0号"


def test_the_title_stands_before_the_body() -> None:
    assert plain("没人修", "路灯坏了") == "路灯坏了没人修"


def test_a_word_is_counted_apart_from_its_characters() -> None:
    assert " 公交车" in pieces("公交车不来")
    assert "公交车" in pieces("公交车不来")


def test_how_a_title_and_a_body_begin_and_end_is_counted_apart() -> None:
    found = pieces("结婚证丢了咋补办。", "补办结婚证")
    assert {BEGIN + "补办", BEGIN + "结婚证", END_OF_TITLE + "结婚证", END + "办", END + "咋补办"} <= set(found)
    assert END + "结婚证" not in found
    assert BEGIN + "丢了" not in found


def test_a_question_mark_is_part_of_the_end_and_a_full_stop_is_not() -> None:
    assert END + "了?" in pieces("路灯修好了？")
    assert END + "好了" in pieces("路灯修好了。")


@given(st.text(max_size=6000))
def test_any_text_gives_a_bounded_vector(text: str) -> None:
    assert len(excerpt(text)) <= HEAD + TAIL + 1
    vector = fitted().vector(text)
    assert np.isfinite(vector.values).all()
    assert len(set(vector.places.tolist())) == len(vector.places)
