"""What a probability is worth: temperature, promised thresholds, calibration error."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.calibration import (
    NEVER,
    Scale,
    calibration_error,
    coverage_at,
    fit_scale,
    fit_temperature,
    promise,
    softmax,
)


def test_an_overconfident_head_is_cooled_and_a_shy_one_sharpened() -> None:
    rng = np.random.default_rng(5)
    scores = rng.normal(size=(4000, 4))
    truth = np.array([rng.choice(4, p=row) for row in softmax(scores)])
    assert fit_temperature(scores, truth) == pytest.approx(1, abs=0.15)
    assert fit_temperature(scores * 3, truth) == pytest.approx(3, rel=0.15)
    assert fit_temperature(scores / 2, truth) == pytest.approx(0.5, rel=0.15)


def test_labels_that_are_wrong_at_random_are_answered_with_doubt() -> None:
    rng = np.random.default_rng(6)
    scores = rng.normal(size=(4000, 4)) * 20
    truth = scores.argmax(axis=1)
    assert fit_scale(scores, truth).doubt == 0.0
    noisy = np.where(rng.random(4000) < 0.2, rng.integers(0, 4, 4000), truth)
    assert fit_scale(scores, noisy).doubt == pytest.approx(0.2, abs=0.05)


def test_a_threshold_keeps_its_promise_on_the_rows_it_was_measured_on() -> None:
    confidence = np.linspace(0, 1, 1000)
    right = confidence > 0.4
    kept = promise(confidence, right, 0.97)
    assert right[confidence >= kept.threshold].mean() >= 0.97
    assert kept.coverage == pytest.approx((confidence >= kept.threshold).mean())


def test_a_promise_that_cannot_be_kept_lets_nothing_through() -> None:
    kept = promise(np.array([0.9, 0.8]), np.array([False, False]), 0.97)
    assert (kept.threshold, kept.coverage) == (NEVER, 0.0)


def test_three_lucky_rows_are_no_ground_for_a_promise() -> None:
    assert promise(np.array([0.9, 0.8, 0.7]), np.array([True] * 3), 0.97).coverage == 0.0


def test_equal_confidences_stand_or_fall_together() -> None:
    confidence = np.array([0.9] * 200)
    right = np.array([True] * 150 + [False] * 50)
    assert promise(confidence, right, 0.97).coverage == 0.0
    assert promise(confidence, right, 0.7).coverage == 1.0


def test_coverage_is_the_largest_share_that_holds_the_precision() -> None:
    right = np.array([True, True, False, True])
    confidence = np.array([0.9, 0.8, 0.7, 0.6])
    assert coverage_at(confidence, right, 1.0) == 0.5
    assert coverage_at(confidence, right, 0.75) == 1.0
    assert coverage_at(confidence, ~right, 0.97) == 0.0


def test_calibration_error_is_the_distance_of_confidence_and_accuracy() -> None:
    assert calibration_error(np.array([0.8] * 10), np.array([True] * 8 + [False] * 2)) == pytest.approx(0)
    assert calibration_error(np.array([0.9] * 10), np.array([True] * 4 + [False] * 6)) == pytest.approx(0.5)


@given(st.lists(st.floats(-30, 30), min_size=2, max_size=6), st.floats(0.05, 20), st.floats(0, 0.5))
def test_temperature_never_changes_the_order_of_labels(scores: list[float], temperature: float, doubt: float) -> None:
    chances = softmax(np.array([scores]), Scale(temperature, doubt))[0]
    assert chances.sum() == pytest.approx(1)
    assert chances[int(np.argmax(scores))] == pytest.approx(chances.max())
