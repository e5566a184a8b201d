"""The figures of an assessment are what somebody counts by hand over the history of the tickets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.assessment.closings import closed_between, closings
from analytics.assessment.log import LogLine, TicketLog
from analytics.assessment.period import month_bounds, months_back
from analytics.assessment.sheet import By, cells, header, rows, table
from analytics.assessment.table import Findings, line
from analytics.rates import Rate
from app.city import load_words
from hotline.assessment import DATA, AssessmentRules, Figure, Rule, Weights, load_assessment
from hotline.errors import DataFileError, InvalidInputError
from hotline.events import NO_REPLY, OVERDUE, RATED, UNREACHED
from hotline.matter import Grade, Solved
from hotline.people import Role
from hotline.taxonomy import Category
from hotline.workflow import Move, State

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SINCE, UNTIL = START, START + 40 * HOUR
RULE = Rule("1", date(2020, 1, 1))
UNITS = ("CG", "HB")


@dataclass
class Story:
    """A ticket on its way, written down line by line; each line comes an hour or more after the one before."""

    number: str
    anonymous: bool = False
    at: datetime = START
    lead: str = ""
    state: State = State.ACCEPTED

    def __post_init__(self) -> None:
        self.lines: list[LogLine] = []

    def add(self, move: str, end: State, role: Role = Role.OPERATOR, said: str = "", hours: int = 1) -> None:
        self.at += hours * HOUR
        self.lines.append(LogLine(self.at, move, self.state, end, role, self.lead, said))
        self.state = end

    def dispatch(self, unit: str) -> None:
        self.lead = unit
        self.add(Move.DISPATCH, State.DISPATCHED)
        self.sign_by = self.at + 2 * HOUR

    def sent_to(self, unit: str, move: Move) -> None:
        """改派 or 指定: it goes from one unit to another without waiting for a dispatcher in between."""
        self.lead = unit
        self.add(move, State.DISPATCHED)
        self.sign_by = self.at + 2 * HOUR

    def log(self) -> TicketLog:
        """The limits: two hours to sign after the last dispatch, ten to the first contact, twenty to the answer."""
        return TicketLog(self.number, Category("城乡建设", "市容"), "D1S1", self.anonymous, self.sign_by,
                         START + 10 * HOUR, START + 20 * HOUR, tuple(self.lines))  # fmt: skip


@st.composite
def stories(draw: st.DrawFn) -> list[Story]:
    return [_story(draw, str(number)) for number in range(draw(st.integers(0, 6)))]


def _story(draw: st.DrawFn, number: str) -> Story:
    """Returned up to twice, answered, asked back, redone, closed, sometimes opened again."""
    story = Story(number, draw(st.booleans()))
    for _ in range(draw(st.integers(0, 2))):
        story.dispatch(draw(st.sampled_from(UNITS)))
        story.add(Move.REQUEST_RETURN, State.RETURN_REQUESTED, Role.DEPARTMENT)
        story.add(Move.UPHOLD_RETURN, State.ACCEPTED)
    story.dispatch(draw(st.sampled_from(UNITS)))
    story.add(Move.SIGN, State.IN_PROGRESS, Role.DEPARTMENT, hours=draw(st.integers(1, 4)))
    for rounds in range(draw(st.integers(1, 3))):
        if rounds:
            back = Move.REOPEN if story.state is State.CLOSED else Move.REDO
            story.add(back, State.REDO)
        story.add(Move.ANSWER, State.UNDER_REVIEW, Role.DEPARTMENT, hours=draw(st.integers(1, 12)))
        story.add(Move.APPROVE_ANSWER, State.FOLLOW_UP)
        _asked_back(draw, story)
        if draw(st.booleans()):
            story.add(Move.CLOSE, State.CLOSED)
            if draw(st.booleans()):
                story.add(RATED, State.CLOSED, Role.CITIZEN, draw(st.sampled_from(Grade)).value)
    return story


def _asked_back(draw: st.DrawFn, story: Story) -> None:
    for _ in range(draw(st.integers(0, 3))):
        story.add(UNREACHED, State.FOLLOW_UP)
    if draw(st.booleans()):
        story.add(NO_REPLY, State.FOLLOW_UP)
    for words in (Solved, Grade):
        if draw(st.booleans()):
            story.add(RATED, State.FOLLOW_UP, Role.CITIZEN, draw(st.sampled_from(words)).value)


@dataclass
class Tally:
    """The counts of somebody with a pencil: walk the lines once and remember what was said last."""

    closed: int = 0
    excluded: int = 0
    valid: int = 0
    contacted: int = 0
    solved: float = 0
    satisfied: int = 0
    first_solved: float = 0
    first_satisfied: int = 0
    redone: int = 0


HAPPY = ("非常满意", "满意", "基本满意")


def by_hand(told: Sequence[Story], excluded: set[str], partly: float, unreached: int) -> Tally:
    tally = Tally()
    for story in told:
        kept = _last_closing(story, unreached)
        if kept is None:
            continue
        tally.closed += 1
        if story.number in excluded:
            tally.excluded += 1
            continue
        words, first, contacted, redone, askable = kept
        tally.redone += redone
        if story.anonymous or not askable:
            continue
        tally.valid += 1
        tally.contacted += contacted
        worth = {"已解决": 1.0, "部分解决": partly}
        tally.solved += worth.get(words.get("solved", ""), 0)
        tally.satisfied += words.get("grade") in HAPPY
        tally.first_solved += worth.get(first.get("solved", ""), 0)
        tally.first_satisfied += first.get("grade") in HAPPY
    return tally


def _last_closing(story: Story, unreached: int) -> tuple[dict[str, str], dict[str, str], bool, bool, bool] | None:
    """What was known at the last closing inside the time: go through the lines and start anew where it is redone."""
    words: dict[str, str] = {}
    first: dict[str, str] = {}
    contacted = redone = silent = False
    calls, inside, kept = 0, False, None
    for each in story.lines:
        if each.move in ("redo", "reopen"):
            words, redone, inside = {}, True, False
        elif each.move == "close":
            inside = SINCE <= each.at < UNTIL
        elif each.move == "rated":
            kind = "solved" if "解决" in each.said else "grade"
            words[kind] = each.said
            first.setdefault(kind, each.said)
        calls += each.move == "unreached"
        silent = silent or each.move == "no_reply"
        contacted = contacted or (each.move == "answer" and each.at <= START + 10 * HOUR)
        if inside:
            kept = (dict(words), dict(first), contacted, redone, bool(words) or not (silent or calls >= unreached))
    return kept


@settings(max_examples=300, deadline=None)
@given(stories(), st.sets(st.sampled_from("0123456")), st.sampled_from((0.0, 0.5)), st.integers(1, 4))
def test_rates_from_the_log_are_what_is_counted_by_hand(
    told: list[Story], excluded: set[str], partly: float, unreached: int
) -> None:
    closed = closed_between([story.log() for story in told], SINCE, UNTIL, unreached=unreached)
    rule = Rule("1", date(2020, 1, 1), partly=partly, unreached=unreached)
    found, hand = line("", closed, rule, Findings(excluded)), by_hand(told, excluded, partly, unreached)
    assert (found.closed, found.excluded, found.valid) == (hand.closed, hand.excluded, hand.valid)
    assert found.final.response == Rate(hand.contacted, hand.valid)
    assert found.final.solution == Rate(hand.solved, hand.valid)
    assert found.final.satisfaction == Rate(hand.satisfied, hand.valid)
    assert found.first.solution == Rate(hand.first_solved, hand.valid)
    assert found.first.satisfaction == Rate(hand.first_satisfied, hand.valid)
    assert found.redone == Rate(hand.redone, hand.closed - hand.excluded)


@settings(max_examples=100, deadline=None)
@given(stories())
def test_the_lines_of_a_table_add_up_to_its_sum(told: list[Story]) -> None:
    closed = closed_between([story.log() for story in told], SINCE, UNTIL, unreached=3)
    for by in By:
        shown = table(by, closed, RULE, Findings(), str)
        assert sum(each.closed for _, each in shown.lines) == shown.total.closed
        assert sum(each.final.solution.whole for _, each in shown.lines) == shown.total.final.solution.whole
        assert sum(each.returns.part for _, each in shown.lines) == shown.total.returns.part
        width = len(header(by, load_words()))
        assert {len(cells) for cells in rows(shown, load_words())} == {width}


def _closed_story(number: str = "1", solved: Solved = Solved.NO, grade: Grade = Grade.BAD) -> Story:
    story = Story(number)
    story.dispatch("CG")
    story.add(Move.SIGN, State.IN_PROGRESS, Role.DEPARTMENT)
    story.add(Move.ANSWER, State.UNDER_REVIEW, Role.DEPARTMENT)
    story.add(Move.APPROVE_ANSWER, State.FOLLOW_UP)
    for word in (solved.value, grade.value):
        story.add(RATED, State.FOLLOW_UP, Role.CITIZEN, word)
    story.add(Move.CLOSE, State.CLOSED)
    return story


def test_a_month_keeps_what_was_said_in_it_though_the_ticket_is_opened_again_later() -> None:
    story = _closed_story(solved=Solved.YES, grade=Grade.GOOD)
    before = closings(story.log(), unreached=3)
    story.add(Move.REOPEN, State.REDO, Role.CITIZEN, hours=200)
    story.add(Move.ANSWER, State.UNDER_REVIEW, Role.DEPARTMENT)
    story.add(RATED, State.FOLLOW_UP, Role.CITIZEN, Solved.PARTLY.value)
    story.add(Move.CLOSE, State.CLOSED)
    first, second = closings(story.log(), unreached=3)
    assert (first.solved, first.grade) == (before[0].solved, before[0].grade) == (Solved.YES, Grade.GOOD)
    assert (second.solved, second.grade, second.first_solved) == (Solved.PARTLY, None, Solved.YES)
    assert (first.redone, second.redone) == (False, True)


def test_a_unit_answers_for_what_it_sent_back_although_another_led_in_the_end() -> None:
    story = Story("1")
    story.dispatch("HB")
    story.add(Move.REQUEST_RETURN, State.RETURN_REQUESTED, Role.DEPARTMENT)
    story.add(Move.UPHOLD_RETURN, State.ACCEPTED)
    story.dispatch("CG")
    story.add(Move.SIGN, State.IN_PROGRESS, Role.DEPARTMENT, hours=3)
    story.add(Move.ANSWER, State.UNDER_REVIEW, Role.DEPARTMENT)
    story.add(Move.CLOSE, State.CLOSED)
    shown = table(By.UNIT, closings(story.log(), unreached=3), RULE, Findings(), str)
    lines = dict(shown.lines)
    assert (lines["HB"].closed, lines["HB"].returns, lines["HB"].signing) == (0, Rate(1, 1), Rate(0, 0))
    assert (lines["CG"].closed, lines["CG"].returns, lines["CG"].signing) == (1, Rate(0, 1), Rate(0, 1))


def test_what_is_excluded_leaves_every_figure_and_what_is_spared_leaves_one() -> None:
    closed = [*closings(_closed_story("1").log(), unreached=3), *closings(_closed_story("2").log(), unreached=3)]
    excluded = line("", closed, RULE, Findings({"1"}))
    wholes = (excluded.final.response, excluded.final.solution, excluded.final.satisfaction, excluded.signing,
              excluded.returns, excluded.redone, excluded.late)  # fmt: skip
    assert {rate.whole for rate in wholes} == {1}
    spared = line("", closed, RULE, Findings(spared={Figure.SATISFACTION: {"2"}}))
    assert (spared.final.satisfaction.whole, spared.final.solution.whole, spared.closed) == (1, 2, 2)


def test_an_answer_beyond_its_limit_is_late_and_without_any_ticket_a_cell_is_empty() -> None:
    story = Story("1")
    story.dispatch("CG")
    story.add(Move.SIGN, State.IN_PROGRESS, Role.DEPARTMENT)
    story.add(Move.ANSWER, State.UNDER_REVIEW, Role.DEPARTMENT, hours=30)
    story.add(Move.CLOSE, State.CLOSED)
    (closed,) = closings(story.log(), unreached=3)
    assert (closed.late, closed.contacted) == (True, False)
    empty = cells("", line("", [], RULE, Findings()), load_words())
    assert empty[:6] == ["未写明", "0", "0", "0", "0", ""]


def test_the_rules_of_a_month_are_those_of_its_last_day() -> None:
    new = Rule("2", date(2026, 3, 31), Weights(40, 30, 30), partly=0.5)
    rules = AssessmentRules([new, RULE])
    assert rules.on(date(2026, 3, 30)) is RULE
    assert rules.on(date(2026, 3, 31)) is new
    assert rules.on(date(2019, 1, 1)) is RULE


def test_the_default_rules_are_read_and_name_their_ground() -> None:
    rules = load_assessment(DATA / "assessment.csv", DATA / "exclusions.csv")
    assert (rules.versions[0].weights, rules.versions[0].partly) == (Weights(30, 35, 35), 0.0)
    assert rules.versions[0].ground
    assert len(rules.reasons) > 5


HEADER = "version,effective,response,solution,satisfaction,partly,unreached,appeal_days,ground\n"


@pytest.mark.parametrize(
    ("row", "line_number", "reason"),
    [
        ("1,2020-01-01,30,35,36,0,3,5,x", 2, "not_a_hundred"),
        ("1,2020-01-01,30,35,35,0.7,3,5,x", 2, "not_allowed"),
        ("1,2020-13-01,30,35,35,0,3,5,x", 2, "not_a_date"),
        ("1,2020-01-01,30,35,35,0,0,5,x", 2, "not_a_number"),
        ("1,2020-01-01,30,35,35,0,3,5,", 2, "empty"),
        ("1,2020-01-01,30,35,35,0,3,5,x\n1,2021-01-01,30,35,35,0,3,5,x", 3, "twice"),
        ("", 1, "empty"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_line(tmp_path: Path, row: str, line_number: int, reason: str) -> None:
    path = tmp_path / "assessment.csv"
    path.write_text(HEADER + row, encoding="utf-8")
    with pytest.raises(DataFileError) as refused:
        load_assessment(path, DATA / "exclusions.csv")
    assert (refused.value.line, refused.value.reason) == (line_number, reason)
    assert load_words().error(refused.value)


def test_a_month_begins_and_ends_at_midnight_in_the_city() -> None:
    assert month_bounds("2025-12") == (
        datetime(2025, 11, 30, 16, 0, tzinfo=UTC),
        datetime(2025, 12, 31, 16, 0, tzinfo=UTC),
    )
    assert months_back("2026-03", 12) == month_bounds("2025-04")[0]
    assert months_back("2026-12", 12) == month_bounds("2026-01")[0]


@pytest.mark.parametrize("word", ["2026", "2026-13", "三月", "", "2026-03-01"])
def test_what_is_no_month_is_refused(word: str) -> None:
    with pytest.raises(InvalidInputError):
        month_bounds(word)


@pytest.mark.parametrize("move", [Move.REDISPATCH, Move.DESIGNATE])
def test_what_the_next_unit_does_is_not_counted_for_the_one_before(move: Move) -> None:
    story = Story("1")
    story.dispatch("CG")
    if move is Move.DESIGNATE:
        story.add(Move.REQUEST_RETURN, State.RETURN_REQUESTED, Role.DEPARTMENT)
    story.sent_to("HB", move)
    story.add(Move.SIGN, State.IN_PROGRESS, Role.DEPARTMENT)
    story.add(Move.ANSWER, State.UNDER_REVIEW, Role.DEPARTMENT)
    story.add(Move.APPROVE_ANSWER, State.FOLLOW_UP)
    story.add(Move.CLOSE, State.CLOSED)
    [closing] = closings(story.log(), unreached=3)
    first, second = closing.passages
    assert (first.unit, first.signed, first.returned) == ("CG", False, move is Move.DESIGNATE)
    assert (second.unit, second.signed, second.in_time, second.returned) == ("HB", True, True, False)


@pytest.mark.parametrize(("late_before", "hours", "in_time"), [(True, 1, True), (False, 3, False), (True, 3, False)])
def test_a_refused_return_starts_the_signing_anew(late_before: bool, hours: int, in_time: bool) -> None:
    story = Story("1")
    story.dispatch("CG")
    if late_before:
        story.add(OVERDUE, State.DISPATCHED)
    story.add(Move.SIGN, State.IN_PROGRESS, Role.DEPARTMENT)
    story.add(Move.REQUEST_RETURN, State.RETURN_REQUESTED, Role.DEPARTMENT)
    story.add(Move.REFUSE_RETURN, State.DISPATCHED)
    story.sign_by = story.at + 2 * HOUR
    story.add(Move.SIGN, State.IN_PROGRESS, Role.DEPARTMENT, hours=hours)
    story.add(Move.ANSWER, State.UNDER_REVIEW, Role.DEPARTMENT)
    story.add(Move.CLOSE, State.CLOSED)
    [closing] = closings(story.log(), unreached=3)
    [passage] = closing.passages
    assert (passage.signed, passage.in_time, passage.returned) == (True, in_time, True)


def test_who_does_not_sign_again_after_a_refused_return_has_not_signed() -> None:
    story = Story("1")
    story.dispatch("CG")
    story.add(Move.SIGN, State.IN_PROGRESS, Role.DEPARTMENT)
    story.add(Move.REQUEST_RETURN, State.RETURN_REQUESTED, Role.DEPARTMENT)
    story.add(Move.REFUSE_RETURN, State.DISPATCHED)
    story.sent_to("HB", Move.REDISPATCH)
    story.add(Move.SIGN, State.IN_PROGRESS, Role.DEPARTMENT)
    story.add(Move.ANSWER, State.UNDER_REVIEW, Role.DEPARTMENT)
    story.add(Move.CLOSE, State.CLOSED)
    [closing] = closings(story.log(), unreached=3)
    first, second = closing.passages
    assert (first.signed, first.in_time, first.returned) == (False, False, True)
    assert (second.signed, second.in_time) == (True, True)
