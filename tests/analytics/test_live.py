"""The live misroute rate: who has judged, when silence counts, and when figures contradict a promise."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.live import Tally, live_scores, right, tally, week_of
from analytics.promise import Finding, look
from analytics.rows import LiveDecision
from classifiers.wilson import BOTH_SIDES, ONE_SIDE, wilson

NOW = datetime(2026, 3, 30, 4, tzinfo=UTC)
DAY = timedelta(days=1)


def decided(*, decision: str = "unit", label: str = "城管执法", at: datetime = NOW - DAY, at_once: bool = True,
            over: bool = True, handled: bool = True, became: str | None = None,
            changed: bool = False) -> LiveDecision:  # fmt: skip
    return LiveDecision(decision, label, "城管执法", at, at_once, over, handled, became, changed)


def sent(right_ones: int, wrong_ones: int, at: datetime = NOW - DAY) -> list[LiveDecision]:
    return [decided(at=at)] * right_ones + [decided(at=at, became="", changed=True)] * wrong_ones


@pytest.mark.parametrize(
    ("row", "known"),
    [
        (decided(), True),
        (decided(over=False), None),
        (decided(over=False, became="", changed=True), None),
        (decided(became="", changed=True), False),
        (decided(became="城管执法", changed=True), False),
        (decided(became="城管执法"), True),
        (decided(handled=False), None),
        (decided(handled=False, became="", changed=True), False),
        (decided(at_once=False), None),
        (decided(at_once=False, became="生态环境", changed=True), False),
        (decided(at_once=False, became="城管执法", changed=True), True),
        (decided(decision="category"), None),
        (decided(decision="category", label="a", became="b", changed=True), False),
        (decided(decision="category", label="a", became="a", over=False), True),
    ],
    ids=["kept by the unit", "may still come back", "came back early", "came back", "came back and sent there again",
         "confirmed by a consultation", "withdrawn before a unit took it", "came back and was then withdrawn",
         "waits for a dispatcher", "a dispatcher changed it", "the last word agrees", "nobody looked at the category",
         "the category was changed", "the category was confirmed"],
)  # fmt: skip
def test_who_has_judged_a_decision(row: LiveDecision, known: bool | None) -> None:
    assert right(row) is known


def test_counts_keep_people_and_silence_apart() -> None:
    rows = [*sent(6, 2), decided(over=False), decided(at_once=False, became="城管执法")]
    assert tally(rows) == Tally(decided=10, reviewed=3, judged=9, misrouted=2)
    assert tally(rows).confirmed == 7
    assert tally(rows).rate == pytest.approx(2 / 9)
    assert tally([decided(over=False)]).rate is None


def test_parts_stand_in_the_order_of_harm_and_weeks_in_times() -> None:
    rows = [
        *sent(3, 1),
        *[decided(label="供水", at=NOW - 8 * DAY, became="", changed=True)] * 2,
        decided(label="公安"),
    ]
    scores = live_scores(rows)
    assert list(scores.by_class) == ["供水", "城管执法", "公安"]
    assert scores.by_class["供水"] == Tally(2, 2, 2, 2)
    assert list(scores.by_week) == ["2026-W12", "2026-W13"]
    assert sum(each.decided for each in scores.by_unit.values()) == len(rows)


@pytest.mark.parametrize(
    ("at", "week"),
    [
        (datetime(2026, 3, 1, 15, 59, tzinfo=UTC), "2026-W09"),
        (datetime(2026, 3, 1, 16, 0, tzinfo=UTC), "2026-W10"),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), "2026-W53"),
        (datetime(2027, 1, 3, 16, 0, tzinfo=UTC), "2027-W01"),
    ],
)
def test_a_week_begins_on_monday_at_midnight_in_the_city(at: datetime, week: str) -> None:
    assert week_of(decided(at=at)) == week


@pytest.mark.parametrize(
    ("judged", "wrong", "broken"),
    [
        (29, 29, False),
        (30, 2, False),
        (30, 3, True),
        (100, 5, False),
        (100, 6, True),
        (1000, 38, False),
        (1000, 39, True),
        (1000, 30, False),
        (0, 0, False),
    ],
)
def test_the_promise_is_broken_when_it_can_no_longer_be_true(judged: int, wrong: int, broken: bool) -> None:
    """By hand: 0.03 n + 1.645 sqrt(0.03 * 0.97 n) wrong ones are as many as chance explains: 2.4, 5.8 and 38.9."""
    finding = Finding(NOW, Tally(judged, wrong, judged, wrong), 0.97)
    assert finding.broken is broken


def test_a_rule_that_broke_yesterday_does_not_drown_in_four_good_weeks() -> None:
    rows = sent(5000, 50, NOW - 20 * DAY) + sent(80, 20)
    finding = look(lambda _: rows, NOW, 0.97)
    assert (finding.tally.judged, finding.tally.misrouted, finding.broken) == (100, 20, True)


def test_a_small_city_is_looked_at_over_four_weeks() -> None:
    rows = sent(20, 4, NOW - 20 * DAY) + sent(10, 1) + sent(100, 0, NOW - 40 * DAY)
    finding = look(lambda _: rows, NOW, 0.97)
    assert (finding.tally.judged, finding.tally.misrouted, finding.broken) == (35, 5, True)


def test_what_an_administrator_has_seen_is_not_held_against_the_machine_again() -> None:
    rows = sent(20, 20, NOW - 3 * DAY) + sent(40, 0)
    assert look(lambda _: rows, NOW, 0.97).broken
    again = look(lambda _: rows, NOW, 0.97, after=NOW - 2 * DAY)
    assert (again.since, again.tally.judged, again.broken) == (NOW - 2 * DAY, 40, False)


def test_what_a_person_dispatched_is_no_part_of_the_promise() -> None:
    rows = [decided(at_once=False, became="生态环境", changed=True)] * 100 + sent(40, 0)
    assert look(lambda _: rows, NOW, 0.97).tally == Tally(40, 0, 40, 0)


def test_the_interval_is_that_of_the_textbook() -> None:
    assert wilson(9, 100) == pytest.approx((0.0481, 0.1623), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(1, 10_000), st.data(), st.sampled_from([BOTH_SIDES, ONE_SIDE]))
def test_a_share_lies_inside_its_interval_which_more_cases_narrow(whole: int, data: st.DataObject, z: float) -> None:
    part = data.draw(st.integers(0, whole))
    low, high = wilson(part, whole, z)
    assert 0 <= low <= part / whole + 1e-12
    assert part / whole - 1e-12 <= high <= 1
    wider = wilson(part * 4, whole * 4, z)
    assert wider[1] - wider[0] <= high - low + 1e-12
