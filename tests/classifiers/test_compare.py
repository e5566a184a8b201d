"""A new model beside the old one: what decides, what is only shown, and how noise is told from loss."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.adapt import lessons
from classifiers.compare import LEAST_ROWS, SeenRowsError, Served, compare, f1_change, sign_test
from classifiers.corpus_rows import corpus_folder, read_corpus
from classifiers.evaluate import Answers
from classifiers.examples import Example, examples_hash
from classifiers.model import CATEGORY, MATTER_TYPE, UNIT, Model
from classifiers.train import TrainSettings, train
from tests.classifiers.conftest import AT, SMALL


@pytest.fixture(scope="module")
def halves(some: list[Example]) -> tuple[list[Example], list[Example]]:
    """Rows to learn from, and rows that no model here has seen."""
    matters = [each for each in some if each.label(CATEGORY)]
    return matters[::2], matters[1::2]


@pytest.fixture(scope="module")
def good(halves: tuple[list[Example], list[Example]]) -> Model:
    return train(halves[0], at=AT, settings=SMALL)


@pytest.fixture(scope="module")
def poor(halves: tuple[list[Example], list[Example]]) -> Model:
    """Learned from a twelfth of the rows."""
    return train(halves[0][::12], at=AT + timedelta(days=1), settings=TrainSettings(most=400))


def served(model: Model, shipped: Model) -> Served:
    return Served(model, shipped)


def test_a_model_may_replace_one_that_knows_less_and_not_the_other_way_round(
    good: Model, poor: Model, shipped: Model, halves: tuple[list[Example], list[Example]]
) -> None:
    unseen = halves[1]
    better = compare(served(poor, shipped), served(good, shipped), unseen)
    worse = compare(served(good, shipped), served(poor, shipped), unseen)
    against = {reason for head in better.heads.values() for reason in head.reasons}
    assert against <= {"promise"}, "a promise may be broken by chance where so few rows were learned from"
    assert not worse.may_replace
    unit = worse.heads[UNIT]
    assert "accuracy" in unit.reasons
    assert unit.new.accuracy < unit.old.accuracy
    assert (unit.only_old, unit.only_new) == (better.heads[UNIT].only_new, better.heads[UNIT].only_old)


def test_a_model_may_replace_itself(good: Model, shipped: Model, halves: tuple[list[Example], list[Example]]) -> None:
    same = compare(served(good, shipped), served(good, shipped), halves[1])
    assert same.may_replace
    assert set(same.heads) == {CATEGORY, MATTER_TYPE, UNIT}
    for head in same.heads.values():
        assert (head.only_old, head.only_new, head.chance, head.f1_change, head.worse) == (0, 0, 1.0, (0.0, 0.0), ())


def test_a_few_rows_prove_nothing(
    good: Model, poor: Model, shipped: Model, halves: tuple[list[Example], list[Example]]
) -> None:
    few = compare(served(poor, shipped), served(good, shipped), halves[1][: LEAST_ROWS - 1])
    assert not few.may_replace
    assert all("too_few" in head.reasons for head in few.heads.values())


def test_no_rows_are_no_ground_either(good: Model, shipped: Model) -> None:
    assert not compare(served(shipped, shipped), served(good, shipped), []).may_replace


def test_rows_that_a_model_has_learned_from_are_refused(
    good: Model, shipped: Model, halves: tuple[list[Example], list[Example]]
) -> None:
    with pytest.raises(SeenRowsError):
        compare(served(shipped, shipped), served(good, shipped), halves[0])


def test_a_head_that_a_model_lacks_is_answered_by_the_shipped_one_as_in_service(
    shipped: Model, halves: tuple[list[Example], list[Example]]
) -> None:
    rows = [Example(each.text, {MATTER_TYPE: each.labels[MATTER_TYPE]}) for each in halves[0]]
    narrow = train(rows, at=AT, settings=SMALL)
    found = compare(served(shipped, shipped), served(narrow, shipped), halves[1])
    assert (found.heads[UNIT].only_old, found.heads[UNIT].only_new) == (0, 0)
    assert found.heads[MATTER_TYPE].only_old > 0


def test_it_is_noticed_too_where_the_corpus_was_learned_beside_them(shipped: Model) -> None:
    buses = [Example(f"第{n}路公交车等了半小时不来", {UNIT: "交通运输"}) for n in range(20)]
    rows = [*buses, *(Example(f"第{n}户楼上装修太吵", {UNIT: "城管执法"}) for n in range(20))]
    beside = lessons(rows, read_corpus(corpus_folder()))
    assert beside
    learned = train([*rows, *beside[:: len(beside) // 200]], at=AT, settings=SMALL)
    whole = Model(learned.features, learned.weights, learned.bias, learned.heads, thirds=learned.thirds,
                  card=replace(learned.card, data_hash=examples_hash([*rows, *beside])))  # fmt: skip
    with pytest.raises(SeenRowsError):
        compare(served(shipped, shipped), served(whole, shipped), rows)


@pytest.mark.parametrize(
    ("losses", "wins", "chance"),
    [(0, 0, 1.0), (0, 5, 1.0), (5, 0, 1 / 32), (4, 1, 6 / 32), (10, 10, 0.5881), (60, 40, 0.0284)],
)
def test_the_chance_of_losses_is_that_of_a_coin(losses: int, wins: int, chance: float) -> None:
    assert sign_test(losses, wins) == pytest.approx(chance, abs=1e-4)


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_a_chance_lies_between_none_and_certainty_and_falls_with_every_loss(losses: int, wins: int) -> None:
    chance = sign_test(losses, wins)
    assert 0 <= chance <= 1
    assert sign_test(losses + 1, wins) <= chance + 1e-9


def test_giving_up_a_rare_class_is_a_loss_of_macro_f1_though_accuracy_gains() -> None:
    truth = ["水"] * 180 + ["电"] * 20
    before = ["水"] * 165 + ["电"] * 15 + ["电"] * 20
    after = ["水"] * 180 + ["水"] * 20
    answers = [Answers(said, truth, np.ones(200), 0.5) for said in (before, after)]
    assert answers[1].right.sum() >= answers[0].right.sum() - 5
    assert f1_change(answers[0], answers[1])[1] < 0
