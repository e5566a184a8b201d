"""Scores of a model on labelled texts, checked by hand."""

import json

import numpy as np
import pytest

from classifiers.calibration import NEVER
from classifiers.evaluate import Answers, evaluate, head_scores
from classifiers.examples import Example
from classifiers.linear import Layout, LinearHead
from classifiers.model import CATEGORY, MATTER_TYPE, UNIT, Model


def test_the_figures_are_those_that_one_gets_by_hand() -> None:
    answers = Answers(
        said=["水", "水", "电", "电"],
        truth=["水", "电", "电", "电"],
        confidence=np.array([0.9, 0.6, 0.8, 0.7]),
        threshold=0.75,
    )
    scores = head_scores(answers)
    assert scores.accuracy == 0.75
    water, power = scores.classes
    assert [water.precision, water.recall] == [0.5, 1.0]
    assert [power.precision, power.recall] == [1.0, pytest.approx(2 / 3)]
    assert scores.macro_f1 == pytest.approx((2 / 3 + 0.8) / 2)
    assert scores.coverage_98 == 0.75
    assert (scores.kept_precision, scores.kept_coverage) == (1.0, 0.5)


def test_a_promise_that_let_nothing_through_has_no_precision() -> None:
    scores = head_scores(Answers(said=["水"], truth=["水"], confidence=np.array([0.9]), threshold=NEVER))
    assert (scores.kept_precision, scores.kept_coverage) == (None, 0.0)
    assert "kept_precision" not in scores.figures()


def test_of_a_tree_the_first_level_is_scored_and_both_levels_beside_it() -> None:
    head = LinearHead(Layout.of(["a/x", "a/y", "b/z"]))
    chances = np.array([[0.3, 0.3, 0.4], [0.7, 0.2, 0.1]])
    answers = Answers.of(head, chances, ["a/y", "a/x"])
    assert list(answers.said) == ["a", "a"]
    assert answers.confidence.tolist() == pytest.approx([0.6, 0.9])
    assert answers.second == 0.5


def test_a_model_with_levels_can_be_scored_against_first_levels_alone(small: Model) -> None:
    rows = [Example("公交车等了四十分钟不来", {CATEGORY: "交通运输"}), Example("工厂排黑烟", {CATEGORY: "环境保护"})]
    scores = evaluate(small, rows).heads[CATEGORY]
    assert scores.accuracy == 1.0
    assert scores.second is None


def test_only_heads_with_labels_are_scored_and_strange_labels_count_as_wrong(small: Model) -> None:
    scores = evaluate(small, [Example("公交车不来", {CATEGORY: "没有这一类"})])
    assert set(scores.heads) == {CATEGORY}
    assert scores.heads[CATEGORY].accuracy == 0.0


def test_the_scores_are_plain_data(small: Model, some: list[Example]) -> None:
    scores = evaluate(small, some[:40])
    told = json.loads(json.dumps(scores.as_json()))
    assert {CATEGORY, MATTER_TYPE, UNIT} <= set(told)
    assert {"accuracy", "macro_f1", "coverage_97", "coverage_98", "calibration_error", "classes"} <= set(told[UNIT])
