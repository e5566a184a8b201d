"""Small rules: how moments and spans are said, how steps are drawn, how statuses are chosen, who is believed."""

import re
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pkgutil import iter_modules

import pytest
from aiohttp.test_utils import make_mocked_request
from hypothesis import given
from hypothesis import strategies as st

import casework
from casework.ports import AttentionKind, SaidOfAnswer
from casework.views import Colour, DeskCounts
from classifiers.situation import LIFT, LOST, RESCUE
from console.actions import ACTIONS
from console.faults import STATUS, explain, status_of
from console.limiter import REMEMBERED, AttemptLimit
from console.menu import QUEUES, menu
from console.pages.gaps import TABS as GAP_TABS
from console.pages.inbox import TABS
from console.render import FOLDER, percent
from console.steps import steps
from console.times import day_words, left_words, limit_words, moment_words, span_words
from console.visits import sender_address
from hotline.duration import Limit
from hotline.errors import ConflictError, HotlineError, InvalidInputError, NotFoundError
from hotline.events import NOTES
from hotline.matter import EmergencyKind
from hotline.message import InboundKind
from hotline.people import Role
from hotline.units import UnitKind
from hotline.workflow import Move, State
from knowledge.answer import AnswerDecision
from storage.views_desk import CITIZEN, MACHINE, STAFF
from tests.console.city import NOW, City

VERBS = tuple(f"casework.{found.name}" for found in iter_modules(casework.__path__))
KEEPING = ("knowledge.keeping.errors", "console.entry_forms")
MODULES = (*VERBS, *KEEPING, "hotline.errors", "hotline.workflow", "storage.errors")


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (timedelta(days=2, hours=3, minutes=40), "还剩2天3小时"),
        (timedelta(hours=5, minutes=9), "还剩5小时9分"),
        (timedelta(minutes=7), "还剩7分钟"),
        (timedelta(), "还剩0分钟"),
        (timedelta(minutes=-1), "已超期1分钟"),
        (timedelta(hours=-29), "已超期1天5小时"),
    ],
)
def test_what_is_left_is_said_in_the_two_largest_parts(until: timedelta, words: str, city: City) -> None:
    assert left_words(city.parts.wording, NOW + until, NOW) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 2, 15, 59, tzinfo=UTC), "今天 23:59"),
        (datetime(2026, 3, 2, 16, 0, tzinfo=UTC), "3月3日 00:00"),
        (datetime(2025, 12, 31, 15, 0, tzinfo=UTC), "2025年12月31日 23:00"),
        (None, ""),
    ],
)
def test_a_moment_is_said_in_the_citys_time(moment: datetime | None, words: str, city: City) -> None:
    assert moment_words(city.parts.wording, moment, NOW) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [("15min", "15分钟"), ("2h", "2小时"), ("60d", "60天"), ("7wd", "7个工作日"), ("4wh", "4个工作小时")],
)
def test_a_limit_is_said_in_words(written: str, words: str, city: City) -> None:
    assert limit_words(city.parts.wording, Limit.parse(written)) == words


@pytest.mark.parametrize(("day", "words"), [(date(2026, 12, 17), "12月17日"), (date(2027, 1, 4), "2027年1月4日")])
def test_a_day_names_its_year_only_where_it_is_another_one(day: date, words: str, city: City) -> None:
    assert day_words(city.parts.wording, day, NOW) == words


def test_a_negative_span_is_no_span(city: City) -> None:
    assert span_words(city.parts.wording, timedelta(days=-1)) == "0分钟"


@given(st.floats(min_value=0, max_value=1))
def test_only_certainty_is_a_hundred_percent(share: float) -> None:
    assert (percent(share) == "100%") == (share == 1)


def _needed() -> set[str]:
    """Every key that code or templates build from a name of the field."""
    fields = {f"field.{each.name}" for action in ACTIONS.values() for each in action.fields}
    return (
        fields
        | {f"console.{kind}.{name}" for name in ACTIONS for kind in ("action", "hint", "done")}
        | {f"move.{name}" for name in (*Move, *NOTES)}
        | {f"console.menu.{entry.name}" for role in Role for entry in menu(role, DeskCounts())}
        | {f"console.empty.{name}" for name in (*QUEUES, *TABS)}
        | {f"console.tab.{name}" for name in TABS}
        | {f"console.attention.{kind}" for kind in AttentionKind}
        | {f"console.alarm.{kind}" for kind in EmergencyKind}
        | {f"console.role.{role}" for role in Role}
        | {f"console.gaps.{prefix}{tab}" for tab in GAP_TABS for prefix in ("", "none_")}
        | {f"console.gaps.said_{said.value}" for said in SaidOfAnswer}
        | {f"console.gaps.decision_{decision.value}" for decision in AnswerDecision}
        | {f"console.kind.{kind}" for kind in UnitKind}
        | {f"console.colour.{colour}" for colour in Colour}
    )


def test_everything_that_the_screens_call_by_name_has_a_word(city: City) -> None:
    assert _needed() - set(city.parts.wording.keys()) == set()


def test_every_sentence_that_a_template_names_exists(city: City) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (FOLDER / "templates").glob("*.html")]
    named = {key for text in texts for key in re.findall(r"say\('([a-z_.]+[a-z_])'\)", text)}
    assert named
    assert named - set(city.parts.wording.keys()) == set()


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_exactly_one_present_step_with_its_name(state: State) -> None:
    drawn = steps(state)
    assert [step.label for step in drawn if step.place == "now"] == [state.value]


def _errors(*modules: str) -> list[type[HotlineError]]:
    found = [value for name in modules or MODULES for value in vars(import_module(name)).values()]
    return [each for each in found if isinstance(each, type) and issubclass(each, HotlineError)]


def test_every_code_of_the_status_table_belongs_to_an_error_that_exists() -> None:
    assert set(STATUS) <= {error.code for error in _errors()}


def test_every_refusal_of_a_verb_has_a_status_of_its_own() -> None:
    codes = {error.code for error in _errors(*VERBS, *KEEPING)} - {HotlineError.code}
    assert len(codes) > 10
    assert codes - set(STATUS) == set()


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (NotFoundError(what="ticket", key="1"), 404, "没有找到"),
        (ConflictError(what="ticket", key="1"), 409, "刚才有人同时改动"),
        (InvalidInputError(field="reason", rule="required"), 422, "“理由”没有填对（必填）"),
        (InvalidInputError(field="strange", rule="odd"), 422, "“strange”没有填对（odd）"),
        (HotlineError(), 400, "这一步现在办不了"),
    ],
)
def test_a_refusal_has_its_status_and_its_sentence(error: HotlineError, status: int, sentence: str, city: City) -> None:
    assert status_of(error) == status
    assert sentence in explain(city.parts.wording, error)


@pytest.mark.parametrize(
    ("header", "proxies", "believed"),
    [
        ("6.6.6.6", 0, None),
        ("6.6.6.6, 10.0.0.9", 1, "10.0.0.9"),
        ("6.6.6.6, 10.0.0.9, 10.0.0.1", 2, "10.0.0.9"),
        ("", 1, None),
        ("10.0.0.9", 2, None),
    ],
)
def test_only_what_our_own_proxies_saw_is_believed(header: str, proxies: int, believed: str | None) -> None:
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": header})
    assert sender_address(request, proxies) == (believed if believed is not None else request.remote or "")


@given(st.lists(st.integers(0, 600), min_size=1, max_size=40).map(sorted))
def test_within_any_window_no_more_attempts_pass_than_are_allowed(moments: list[int]) -> None:
    limit, window = AttemptLimit(3, timedelta(seconds=60)), timedelta(seconds=60)
    passed = [at for at in (NOW + timedelta(seconds=each) for each in moments) if limit.admit("a", at)]
    assert all(sum(start <= at < start + window for at in passed) <= 3 for start in passed)
    assert passed[0] == NOW + timedelta(seconds=moments[0])


def test_invented_names_do_not_fill_the_memory() -> None:
    limit = AttemptLimit(1, timedelta(hours=1))
    for each in range(REMEMBERED + 10):
        limit.admit(str(each), NOW)
    assert limit.admit("0", NOW)
    assert not limit.admit(str(REMEMBERED + 9), NOW)


def test_every_danger_speaker_and_kind_of_message_has_its_words(city: City) -> None:
    dangers = [*(each.value for each in EmergencyKind), LIFT, RESCUE, LOST]
    for table, names in (
        ("console.alarm", dangers),
        ("console.danger", dangers),
        ("console.speaker", [CITIZEN, STAFF, MACHINE]),
        ("console.inbound", [each.value for each in InboundKind]),
    ):
        for name in names:
            assert f"{table}.{name}" in city.parts.wording
