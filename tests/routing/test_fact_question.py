"""What a citizen is asked about a fact is data of the city, and every answer says the fact."""

from pathlib import Path

import pytest

from hotline.errors import DataFileError
from routing.facts import FACTS, load_facts

BOOK = load_facts()
QUESTIONS = [kind.citizen for kind in BOOK.kinds.values() if kind.citizen]
CITIZEN = """
[fact.x.citizen]
question = "在里面吗？"
[[fact.x.citizen.answer]]
label = "里面"
says = "在里面。"
words = ["里头"]
[[fact.x.citizen.answer]]
label = "外面"
says = "在外面。"
"""
FACT = """
[doubt]
words = []
hedges = []
negations = []
refusals = []
[fact.x]
title = "里外"
ask = "里还是外？"
[fact.x.values]
yes = ["在里面"]
no = ["在外面"]
"""


def load(folder: Path, citizen: str) -> object:
    path = folder / "facts.toml"
    path.write_text(f"{FACT}{citizen}", encoding="utf-8")
    return load_facts(path).kinds["x"].citizen


def test_every_shipped_fact_can_be_asked_of_citizens() -> None:
    assert FACTS.exists()
    assert len(QUESTIONS) == len(BOOK.kinds)


def test_no_button_is_longer_than_telegram_takes() -> None:
    for question in QUESTIONS:
        for answer in question.answers:
            assert len(f"fact:{question.fact}:{answer.value}".encode()) <= 64


def test_an_answer_that_stands_in_the_text_as_a_line_is_known_again() -> None:
    for question in QUESTIONS:
        for answer in question.answers:
            assert question.fact in BOOK.answered(f"路上的事\n{answer.says}")
            assert question.answer_of(answer.value) is answer
            assert question.answer_in(answer.label) is answer
    assert BOOK.answered("井盖坏了") == frozenset()


@pytest.mark.parametrize(
    ("reply", "value"), [("里面", "yes"), ("里头的。", "yes"), ("外面", "no"), ("不知道", None), ("", None)]
)
def test_short_replies_are_answers(tmp_path: Path, reply: str, value: str | None) -> None:
    load(tmp_path, CITIZEN)
    question = load_facts(tmp_path / "facts.toml").kinds["x"].citizen
    assert question is not None
    found = question.answer_in(reply)
    assert (found.value if found else None) == value


def test_a_fact_without_a_question_is_left_to_the_desk(tmp_path: Path) -> None:
    assert load(tmp_path, "") is None


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('question = "在里面吗？"', ""),
        ('says = "在外面。"', 'says = "说不好。"'),
        ('says = "在外面。"', 'says = "在里面。"'),
        ('label = "外面"', ""),
        ('words = ["里头"]', 'words = "里头"'),
        ('words = ["里头"]', "words = [1]"),
    ],
)
def test_a_wrong_question_is_refused(tmp_path: Path, right: str, wrong: str) -> None:
    assert load(tmp_path, CITIZEN) is not None
    with pytest.raises(DataFileError) as refused:
        load(tmp_path, CITIZEN.replace(right, wrong, 1))
    assert refused.value.reason == "bad_facts"
