"""An answer is given when it is clear, asked back when it is not, and handed over when there is none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.errors import DataFileError, NotFoundError
from knowledge.answer import Answer, AnswerDecision, Candidate
from knowledge.base import KnowledgeBase
from knowledge.decide import DATA, Answerer, answerers
from knowledge.entry import Entry, EntryKind
from knowledge.fusion import load_fusions
from knowledge.retrieve import Ranked

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


def entry(entry_id: str, title: str, *, expires: date | None = None, review: date | None = None) -> Entry:
    return Entry(
        id=entry_id,
        title=title,
        variants=(),
        short=f"关于{title}",
        full="",
        kind=EntryKind.HOT,
        owner="供水",
        source="",
        source_date=None,
        effective=None,
        expires=expires,
        area="",
        audience="",
        keywords=(),
        review=review,
    )


WATER = entry("water", "自来水停水怎么报修")
POWER = entry("power", "居民停电怎么报修")
MARRIAGE = entry("marriage", "结婚登记需要什么材料")
BASE = KnowledgeBase([WATER, POWER, MARRIAGE])


def by_words(base: KnowledgeBase) -> Answerer:
    return answerers()(base)


class Found:
    """A retriever that gives set scores, so that the rule of decision stands alone."""

    def __init__(self, *scores: float) -> None:
        self._scores = scores

    def foresee(self, query: str) -> None:
        """Nothing takes long here."""

    def rank(self, query: str, day: date, limit: int = 5, *, in_words: bool = False) -> Ranked:
        pairs = zip(BASE, self._scores, strict=False)
        return Ranked(tuple(Candidate(each, score) for each, score in pairs)[:limit])


def decide(*scores: float) -> tuple[AnswerDecision, str | None, Sequence[str]]:
    learned = load_fusions(DATA / "fusion.toml")
    fusions = replace(
        learned, words_only=replace(learned.words_only, answer=0.8, answer_plain=0.8, clarify=0.5, near=0.25)
    )
    answer = Answerer(BASE, Found(*scores), fusions).answer("问", NOW)
    return answer.decision, answer.entry.id if answer.entry else None, [each.entry.id for each in answer.candidates]


@pytest.mark.parametrize(
    ("scores", "decision"),
    [
        ((0.9, 0.1), AnswerDecision.ANSWER),
        ((0.8, 0.7), AnswerDecision.ANSWER),
        ((0.79, 0.1), AnswerDecision.CLARIFY),
        ((0.3, 0.2), AnswerDecision.CLARIFY),
        ((0.3, 0.1), AnswerDecision.HANDOVER),
        ((0.6,), AnswerDecision.HANDOVER),
        ((), AnswerDecision.HANDOVER),
    ],
)
def test_what_is_sure_is_given_and_what_may_be_among_two_is_asked(
    scores: tuple[float, ...], decision: AnswerDecision
) -> None:
    found = decide(*scores)
    assert found[0] is decision
    assert (found[1] == "water") is (decision is AnswerDecision.ANSWER)


def bare_topic(question: str, *seen: tuple[float, float]) -> Answer:
    """Entries that are each as likely as the next, with the coverage and closeness of meaning that each shows."""
    fusions = load_fusions(DATA / "fusion.toml")
    views = [{"coverage": coverage, "question_meaning": like} for coverage, like in seen]
    return Answerer(BASE, Neighbours(views), fusions).answer(question, NOW)


class Neighbours(Found):
    """Gives the same small score to all, and a set of views to each."""

    def __init__(self, views: Sequence[dict[str, float]], *, has_meaning: bool = True) -> None:
        super().__init__()
        self._views, self._has_meaning = views, has_meaning

    def rank(self, query: str, day: date, limit: int = 5, *, in_words: bool = False) -> Ranked:
        pairs = zip(BASE, self._views, strict=False)
        return Ranked(
            tuple(Candidate(each, 0.1, views) for each, views in pairs)[:limit], has_meaning=self._has_meaning
        )


def test_of_a_bare_topic_its_entries_are_offered() -> None:
    found = bare_topic("居住证怎么办", (1.0, 0.73), (1.0, 0.71), (0.2, 0.7))
    assert found.decision is AnswerDecision.CLARIFY
    assert [each.entry.id for each in found.candidates] == ["water", "power"]


@pytest.mark.parametrize(
    ("question", "seen"),
    [
        ("股票怎么买", ((0.7, 0.41), (0.6, 0.4))),
        ("彩票中奖怎么领", ((0.3, 0.6), (0.3, 0.6))),
        ("居住证怎么办", ((1.0, 0.73),)),
        ("我在外地办过一次居住证现在搬家了怎么办", ((1.0, 0.73), (1.0, 0.71))),
        ("居住证怎么办", ()),
    ],
)
def test_what_only_sounds_like_a_topic_of_the_base_is_handed_over(
    question: str, seen: tuple[tuple[float, float], ...]
) -> None:
    assert bare_topic(question, *seen).decision is AnswerDecision.HANDOVER


def test_words_alone_tell_too_little_for_it() -> None:
    fusions = load_fusions(DATA / "fusion.toml")
    views = [{"coverage": 1.0, "question_meaning": 0.0}] * 2
    found = Answerer(BASE, Neighbours(views, has_meaning=False), fusions).answer("居住证怎么办", NOW)
    assert found.decision is AnswerDecision.HANDOVER


def test_a_third_entry_is_offered_only_if_it_is_near() -> None:
    assert decide(0.4, 0.3, 0.2)[2] == ["water", "power", "marriage"]
    assert decide(0.4, 0.3, 0.05)[2] == ["water", "power"]


def test_a_plain_question_gets_its_entry() -> None:
    answer = by_words(BASE).answer("请问结婚登记要带什么材料", NOW)
    assert (answer.decision, answer.entry) == (AnswerDecision.ANSWER, MARRIAGE)


def test_a_question_about_something_else_goes_to_a_person() -> None:
    assert by_words(BASE).answer("明天适合钓鱼吗", NOW).decision is AnswerDecision.HANDOVER


@pytest.mark.parametrize("query", ["", " ", "？？？", "请问", "\x00", "😀"])
def test_a_question_without_words_goes_to_a_person(query: str) -> None:
    answer = by_words(BASE).answer(query, NOW)
    assert (answer.decision, answer.candidates) == (AnswerDecision.HANDOVER, ())


def test_traditional_characters_and_full_width_find_the_same() -> None:
    answerer = by_words(BASE)
    assert answerer.answer("結婚登記需要什麼材料", NOW) == answerer.answer("结婚登记需要什么材料", NOW)


@pytest.mark.parametrize(("days", "given"), [(1, True), (0, False), (-30, False)])
def test_an_expired_entry_is_never_an_answer(days: int, given: bool) -> None:
    today = date(2026, 7, 1)
    base = KnowledgeBase([replace(MARRIAGE, expires=today + timedelta(days)), WATER])
    answer = by_words(base).answer("结婚登记需要什么材料", NOW)
    assert (answer.entry is not None) is given
    assert ("marriage" in [each.entry.id for each in answer.candidates]) is given


def test_many_expired_entries_do_not_hide_the_one_in_force() -> None:
    old = [replace(MARRIAGE, id=f"old{number}", expires=date(2026, 1, 1)) for number in range(50)]
    answer = by_words(KnowledgeBase([*old, replace(MARRIAGE, id="new")])).answer(MARRIAGE.title, NOW)
    assert answer.entry is not None
    assert answer.entry.id == "new"


def test_the_day_is_the_citys_and_not_greenwichs() -> None:
    base = KnowledgeBase([replace(MARRIAGE, expires=date(2026, 7, 2)), WATER])
    late = datetime(2026, 7, 1, 17, tzinfo=UTC)
    assert by_words(base).answer(MARRIAGE.title, late).entry is None


@given(st.text(max_size=60))
def test_whatever_is_asked_scores_lie_between_0_and_1_and_fall(query: str) -> None:
    scores = [each.score for each in by_words(BASE).answer(query, NOW).candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_an_empty_base_hands_over() -> None:
    assert by_words(KnowledgeBase([])).answer("停水", NOW).decision is AnswerDecision.HANDOVER


def test_what_is_due_for_review_is_listed() -> None:
    base = KnowledgeBase([replace(WATER, review=date(2026, 6, 30)), replace(POWER, review=date(2026, 7, 2)), MARRIAGE])
    assert [each.id for each in base.due_for_review(date(2026, 7, 1))] == ["water"]


def test_an_unknown_id_is_refused() -> None:
    assert BASE.get("water") is WATER
    assert BASE.find("nothing") is None
    with pytest.raises(NotFoundError):
        BASE.get("nothing")


@pytest.mark.parametrize(
    ("old", "new"), [("near = ", "near = 9"), ("near = ", "# "), ("spelling = ", "spelling = nan #")]
)
def test_settings_out_of_range_are_refused(tmp_path: Path, old: str, new: str) -> None:
    text = (DATA / "fusion.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "fusion.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataFileError):
        load_fusions(path)
