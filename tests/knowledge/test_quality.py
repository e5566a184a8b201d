"""What was measured stays true: hit rate, wrong answers, refusals, and the time a question takes."""

import csv
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.answer import AnswerDecision
from knowledge.decide import Answerer, answerers
from knowledge.load import open_base

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return answerers()(open_base(ROOT / "knowledge/base"))


@pytest.fixture(scope="module")
def questions() -> list[tuple[str, str]]:
    """The odd rows: thresholds and weights were chosen on the even ones."""
    with (ROOT / "tests/data/knowledge_questions.csv").open(encoding="utf-8") as stream:
        return [(row["query"], row["entry"]) for row in csv.DictReader(stream)][1::2]


def test_the_right_entry_comes_first_for_three_of_four_colloquial_questions(
    answerer: Answerer, questions: list[tuple[str, str]]
) -> None:
    known = [(answerer.answer(query, NOW), gold) for query, gold in questions if gold]
    first = [bool(answer.candidates) and answer.candidates[0].entry.id == gold for answer, gold in known]
    assert sum(first) / len(first) >= 0.75


def test_answers_given_are_nearly_always_right(answerer: Answerer, questions: list[tuple[str, str]]) -> None:
    answers = [(answerer.answer(query, NOW), gold) for query, gold in questions]
    given = [answer.entry.id == gold for answer, gold in answers if answer.entry]
    assert len(given) >= 10
    assert sum(given) / len(given) >= 0.9


def test_what_the_base_does_not_know_is_rarely_answered(answerer: Answerer, questions: list[tuple[str, str]]) -> None:
    unknown = [answerer.answer(query, NOW).decision for query, gold in questions if not gold]
    assert unknown.count(AnswerDecision.ANSWER) <= 1
    assert unknown.count(AnswerDecision.HANDOVER) >= len(unknown) * 0.7


def test_a_question_takes_milliseconds(answerer: Answerer, questions: list[tuple[str, str]]) -> None:
    started = time.process_time()
    for query, _ in questions:
        answerer.answer(query, NOW)
    assert (time.process_time() - started) / len(questions) < 0.005
