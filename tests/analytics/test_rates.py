"""The three rates, checked by hand and as laws."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.rates import Rate, three_rates
from analytics.rows import ClosedTicket
from hotline.assessment import Weights
from hotline.matter import Grade, Solved
from hotline.taxonomy import Category

CLOSED = datetime(2026, 3, 2, tzinfo=UTC)
GOOD = ClosedTicket("1", "cg", Category("城乡建设"), Solved.YES, Grade.VERY_GOOD, CLOSED, CLOSED, contacted=True)
BAD = replace(GOOD, number="2", solved=Solved.NO, grade=Grade.BAD, contacted=False)
PARTLY = replace(GOOD, number="3", lead="hb", solved=Solved.PARTLY, grade=Grade.FAIR)
SILENT = replace(GOOD, number="4", solved=None, grade=None)
HIDDEN = replace(BAD, number="5", anonymous=True)
FIVE = (GOOD, BAD, PARTLY, SILENT, HIDDEN)


def test_a_month_of_five_tickets_comes_out_as_counted_by_hand() -> None:
    rates = three_rates(FIVE)
    assert rates.closed == 5
    assert (rates.response, rates.solution, rates.satisfaction) == (Rate(3, 4), Rate(1, 4), Rate(2, 4))
    assert rates.score == pytest.approx(30 * 0.75 + 35 * 0.25 + 35 * 0.5)


def test_partly_solved_counts_half_where_the_city_says_so() -> None:
    assert three_rates(FIVE, partly=0.5).solution == Rate(1.5, 4)


def test_excluded_tickets_are_left_out_of_all_three() -> None:
    rates = three_rates(FIVE, excluded={"2"})
    assert (rates.closed, rates.response, rates.solution, rates.satisfaction) == (5, Rate(3, 3), Rate(1, 3), Rate(2, 3))


@pytest.mark.parametrize("tickets", [(), (HIDDEN,)])
def test_without_a_valid_ticket_there_is_no_rate(tickets: tuple[ClosedTicket, ...]) -> None:
    rates = three_rates(tickets)
    assert rates.score is None
    assert rates.response.value is None


@pytest.mark.parametrize("weights", [(30, 35, 36), (-10, 55, 55)])
def test_weights_that_do_not_add_up_are_refused(weights: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="add up to 100"):
        Weights(*weights)


@given(st.lists(st.sampled_from(FIVE)), st.integers(0, 100), st.floats(0, 1))
def test_the_score_never_leaves_its_scale(tickets: list[ClosedTicket], response: int, partly: float) -> None:
    score = three_rates(tickets, weights=Weights(response, 100 - response, 0), partly=partly).score
    assert score is None or 0 <= score <= 100
