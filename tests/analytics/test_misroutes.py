"""Misroutes by decision and class, with honest bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.misroutes import Misroute, by_class, by_decision
from analytics.rows import MisrouteCount

COUNTS = (
    MisrouteCount("unit", "城管", "城管", 90),
    MisrouteCount("unit", "城管", "环保", 6),
    MisrouteCount("unit", "住建", "城管", 3),
    MisrouteCount("unit", "住建", "住建", 1),
    MisrouteCount("category", "a", "a", 10),
)


def test_each_decision_has_its_rate() -> None:
    figures = by_decision(COUNTS)
    assert (figures["unit"].judged, figures["unit"].changed, figures["unit"].rate) == (100, 9, 0.09)
    assert figures["category"].rate == 0


def test_classes_stand_in_the_order_of_harm() -> None:
    assert by_class(COUNTS, "unit") == [Misroute("unit", "城管", 96, 6), Misroute("unit", "住建", 4, 3)]


def test_nothing_judged_gives_no_figure_instead_of_zero() -> None:
    assert by_decision(()) == {}


def test_the_bounds_are_those_of_the_textbook() -> None:
    """Wilson's interval for 9 of 100."""
    figure = Misroute("unit", "", 100, 9)
    assert figure.low == pytest.approx(0.0481, abs=1e-4)
    assert figure.high == pytest.approx(0.1623, abs=1e-4)


@given(st.integers(1, 10_000), st.data())
def test_the_rate_lies_between_its_bounds(judged: int, data: st.DataObject) -> None:
    figure = Misroute("unit", "", judged, data.draw(st.integers(0, judged)))
    assert 0 <= figure.low <= figure.rate + 1e-12
    assert figure.rate - 1e-12 <= figure.high <= 1
