"""The index follows edits at the price of the edit, and answers alike whichever of its parts holds an entry."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answer import AnswerDecision
from knowledge.base import KnowledgeBase
from knowledge.decide import DATA, MEANING, Answerers, answerers
from knowledge.entry import Entry
from knowledge.fusion import load_fusions
from knowledge.index import VIEWS, Index, Reading
from knowledge.index_cache import kept_index
from knowledge.load import open_base
from knowledge.meanings import load_centres
from knowledge.terms import bare, load_terms
from lexicon.divisions import Divisions
from lexicon.vector_shelf import VectorShelf
from lexicon.vectors import WIDTH, SentenceEncoder, Vectors

ROOT = Path(__file__).parents[2]
NOW, TODAY = datetime(2026, 11, 1, tzinfo=UTC), date(2026, 11, 1)
SOME = list(open_base(ROOT / "knowledge" / "base"))[:40]
CENTRES = load_centres(DATA / MEANING)
WORDS = Reading(load_terms(DATA), Divisions([], []).named)


def views_of(index: Index, question: str) -> dict[str, list[float]]:
    """What each living entry gets, rounded, by id."""
    views, usable = index.views(index.asked(question)), index.usable(TODAY)
    return {
        index.entry(number).id: [round(float(view), 4) for view in views[number]]
        for number in range(index.size)
        if usable[number]
    }


def test_an_edited_entry_is_found_by_its_new_words_and_no_longer_by_the_old() -> None:
    index = Index.of(KnowledgeBase(SOME), WORDS)
    changed = replace(SOME[3], title="晾晒腊肉占用公共晒台怎么协调", variants=())
    after = index.updated(KnowledgeBase([*SOME[:3], changed, *SOME[4:]]))
    assert len(after.segments) == 2
    asked = after.asked("晾晒腊肉占了公共晒台")
    views = after.views(asked)[:, VIEWS.index("question_words")] * after.usable(TODAY)
    assert after.entry(int(np.argmax(views))) == changed
    assert not any(after.entry(int(number)) == SOME[3] for number in np.nonzero(after.usable(TODAY))[0])


def test_a_retired_entry_is_gone_and_one_that_comes_back_is_there_again() -> None:
    index = Index.of(KnowledgeBase(SOME), WORDS)
    without = index.updated(KnowledgeBase(SOME[1:]))
    assert SOME[0].id not in views_of(without, SOME[0].title)
    assert views_of(without.updated(KnowledgeBase(SOME)), "停水") == views_of(index, "停水")


def test_many_edits_build_the_large_part_anew() -> None:
    index = Index.of(KnowledgeBase(SOME[:2]), WORDS)
    many = [replace(SOME[5], id=f"n{number}", title=f"{SOME[5].title}{number}") for number in range(300)]
    after = index.updated(KnowledgeBase([*SOME[:2], *many]))
    assert len(after.segments) == 1
    assert after.size == 302


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 39), max_size=12, unique=True), st.sampled_from(SOME))
def test_whatever_is_edited_everything_else_scores_as_before(edited: list[int], asked: Entry) -> None:
    index = Index.of(KnowledgeBase(SOME), WORDS)
    entries = [replace(each, keywords=("改过",)) if place in edited else each for place, each in enumerate(SOME)]
    before, after = views_of(index, asked.title), views_of(index.updated(KnowledgeBase(entries)), asked.title)
    assert before.keys() == after.keys()
    untouched = {each.id for place, each in enumerate(SOME) if place not in edited}
    assert all(before[entry_id] == after[entry_id] for entry_id in untouched)


class Engine:
    """Points each text a way of its own; breaks when told to."""

    broken = False

    def encode(self, texts: list[str], is_query: bool) -> Vectors:
        if self.broken:
            raise RuntimeError("gone")
        made = np.array([[len(text) + place for place in range(WIDTH)] for text in texts], dtype=np.float32)
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True))


def test_an_engine_that_breaks_in_the_middle_leaves_the_answers_of_words_alone() -> None:
    engine, told = Engine(), list[str]()
    shelf = VectorShelf(SentenceEncoder(lambda: engine, told.append))
    base = KnowledgeBase(SOME)
    shelf.fill([text for entry in SOME for text in (entry.title, *entry.variants, f"{entry.title} {entry.short}")])
    both = Answerers(replace(WORDS, shelf=shelf, centres=CENTRES), load_fusions(DATA / "fusion.toml"))(base)
    question = SOME[7].title
    assert both.answer(question, NOW).candidates[0].views["question_meaning"] > 0
    engine.broken = True
    question = SOME[8].title  # another one: of the one before the vector is remembered
    alone = both.answer(question, NOW)
    assert told == ["RuntimeError"]
    words = Answerers(WORDS, load_fusions(DATA / "fusion.toml"))(base).answer(question, NOW)
    assert (alone.decision, alone.entry) == (words.decision, words.entry)
    assert [each.score for each in alone.candidates] == pytest.approx([each.score for each in words.candidates])


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("另外问一下身份证丢了怎么补办？", "身份证丢了怎么补办？"),
        ("还想问身份证丢了怎么补办", "身份证丢了怎么补办"),
        ("您好，请问一下身份证丢了怎么补办", "身份证丢了怎么补办"),
        ("问下水道堵了归谁管", "下水道堵了归谁管"),
        ("还款逾期怎么办", "还款逾期怎么办"),
        ("问题食品怎么举报", "问题食品怎么举报"),
        ("请问", "请问"),
    ],
)
def test_how_one_comes_to_a_question_says_nothing_of_it(said: str, asked: str) -> None:
    assert bare(said) == asked
    index = Index.of(KnowledgeBase(SOME), WORDS)
    assert views_of(index, said) == views_of(index, asked)


def test_a_base_whose_vectors_are_not_made_yet_answers_by_words() -> None:
    shelf = VectorShelf(SentenceEncoder(Engine, print))
    index = Index.of(KnowledgeBase(SOME), replace(WORDS, shelf=shelf, centres=CENTRES))
    assert len(index.unmade) > 40
    assert index.asked("停水了").meaning is None


def test_an_empty_base_hands_over_with_and_without_an_engine() -> None:
    assert answerers()(KnowledgeBase([])).answer("停水", NOW).decision is AnswerDecision.HANDOVER
    shelf = VectorShelf(SentenceEncoder(Engine, print))
    assert answerers(shelf=shelf)(KnowledgeBase([])).answer("停水", NOW).decision is AnswerDecision.HANDOVER


def test_words_that_were_kept_give_the_same_index_and_are_not_read_again(tmp_path: Path) -> None:
    cache = tmp_path / "words.npz"
    base = KnowledgeBase(
        replace(SOME[place % len(SOME)], id=f"e{place}", title=f"{SOME[place % len(SOME)].title}{place}")
        for place in range(120)
    )
    first = kept_index(base, WORDS, cache)
    (kept,) = tmp_path.iterdir()
    stamp = kept.stat().st_mtime_ns
    again = kept_index(base, WORDS, cache)
    assert kept.stat().st_mtime_ns == stamp
    assert views_of(again, "停水三天了") == views_of(first, "停水三天了")
    kept.write_bytes(b"PK\x03\x04 cut short")
    assert views_of(kept_index(base, WORDS, cache), "停水三天了") == views_of(first, "停水三天了")


def test_words_of_another_base_are_not_taken(tmp_path: Path) -> None:
    cache = tmp_path / "words.npz"
    base = KnowledgeBase(replace(SOME[place % 40], id=f"e{place}", title=f"第{place}条") for place in range(120))
    kept_index(base, WORDS, cache)
    changed = KnowledgeBase([*list(base)[:-1], replace(SOME[0], id="e119", title="泳池开放时间")])
    index = kept_index(changed, WORDS, cache)
    assert index.entry(119).title == "泳池开放时间"
    assert index.views(index.asked("泳池开放时间"))[119, VIEWS.index("question_words")] > 0.9


def test_a_variant_that_became_a_keyword_is_another_base(tmp_path: Path) -> None:
    cache = tmp_path / "words.npz"
    base = [replace(SOME[place % 40], id=f"e{place}", title=f"第{place}条") for place in range(120)]
    kept_index(KnowledgeBase(base), WORDS, cache)
    moved = replace(base[0], variants=base[0].variants[:-1], keywords=(base[0].variants[-1], *base[0].keywords))
    index = kept_index(KnowledgeBase([moved, *base[1:]]), WORDS, cache)
    assert len(views_of(index, "停水三天了")) == 120
