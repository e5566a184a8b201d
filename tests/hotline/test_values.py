"""Small values that check themselves when they are made."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.appeal import Appeal
from hotline.clock import SetClock, local, local_day, utc
from hotline.duration import Limit, Measure
from hotline.events import NOTES
from hotline.matter import MatterType
from hotline.message import Attachment, Button, Inbound, Message
from hotline.people import Account, Actor, Contact, Role
from hotline.taxonomy import Category
from hotline.ticket import Ticket, ticket_number
from hotline.workflow import Move, MoveRefusedError, State
from tests.house import CLERK, MONDAY, OPERATOR, PHONE, moments, noise

LABELS = st.text(min_size=1, max_size=20)
ACTIONS = st.text(st.characters(max_codepoint=127, exclude_categories=["C"]), min_size=1, max_size=64)
BUTTONS = st.builds(Button, LABELS, ACTIONS)


@given(st.builds(Message, st.text(), st.lists(st.lists(BUTTONS, max_size=3).map(tuple), max_size=3).map(tuple)))
def test_a_message_comes_back_from_json_as_it_was(message: Message) -> None:
    assert Message.from_json(message.as_json()) == message


@pytest.mark.parametrize(("label", "action"), [("", "x"), ("是", ""), ("是", "x" * 65), ("是", "是" * 22)])
def test_a_button_that_telegram_would_refuse_is_not_made(label: str, action: str) -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        Button(label, action)


@given(st.integers(1, 999), st.sampled_from(Measure))
def test_a_limit_reads_as_it_is_written(amount: int, measure: Measure) -> None:
    assert Limit.parse(str(Limit(amount, measure))) == Limit(amount, measure)


@pytest.mark.parametrize("text", ["", "5", "wd", "5 weeks", "-1d", "0d", "1.5h", "5wdx"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="limit"):
        Limit.parse(text)


def test_a_ticket_number_is_the_local_second_and_six_digits() -> None:
    assert ticket_number(datetime(2026, 3, 1, 16, 0, 1, tzinfo=UTC), 42) == "260302000001000042"
    assert ticket_number(MONDAY, 1_000_007) == "260302093000000007"


@given(moments("2000-01-01", "2099-01-01"), st.integers(0))
def test_a_ticket_number_always_has_eighteen_digits(at: datetime, serial: int) -> None:
    number = ticket_number(at, serial)
    assert len(number) == 18
    assert number.isascii()
    assert number.isdigit()


@given(moments("2000-01-01", "2098-11-01"), st.timedeltas(timedelta(seconds=1), timedelta(days=400)))
def test_later_tickets_sort_behind_earlier_ones(first: datetime, later: timedelta) -> None:
    assert ticket_number(first, 999_999) < ticket_number(first + later, 0)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        utc(datetime(2026, 3, 2))  # noqa: DTZ001 - the naive moment is the point


def test_people_see_the_citys_time_and_storage_utc() -> None:
    late = datetime(2026, 3, 1, 17, tzinfo=UTC)
    assert local(late).isoformat() == "2026-03-02T01:00:00+08:00"
    assert str(local_day(late)) == "2026-03-02"
    assert utc(local(late)) == late
    clock = SetClock(local(late))
    clock.pass_time(timedelta(hours=1))
    assert clock.now() == late + timedelta(hours=1)


def test_no_repr_shows_personal_data() -> None:
    shown = [
        Contact("张三", PHONE),
        Inbound("telegram", "openid-1", "m1", MONDAY, text=f"电话{PHONE}"),
        Attachment("image/png", b"secret"),
        Account(1, "wang", "王", Role.DEPARTMENT, "CG", "$argon2id$secret"),
    ]
    text = " ".join(repr(each) for each in shown)
    assert not any(secret in text for secret in ("张三", PHONE, "openid-1", "secret", "argon2"))


def test_an_appeal_without_words_is_none() -> None:
    with pytest.raises(ValueError, match="empty"):
        Appeal("  \n", MatterType.HELP, Category("x"))


@pytest.mark.parametrize(
    ("matter_type", "confidential", "sealed"),
    [
        (MatterType.REPORT, False, True),
        (MatterType.COMPLAINT, True, True),
        (MatterType.COMPLAINT, False, False),
    ],
)
def test_reports_and_confidential_appeals_seal_the_identity(
    matter_type: MatterType,
    confidential: bool,
    sealed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert noise(matter_type, confidential=confidential).sealed_identity is sealed


def ticket() -> Ticket:
    return Ticket("260302093000000001", 1, "webchat", noise(), MONDAY)


def test_a_step_is_written_down_and_a_refused_one_leaves_no_trace() -> None:
    made = ticket()
    made.move(Move.ACCEPT, OPERATOR, MONDAY, reason="在范围内")
    with pytest.raises(MoveRefusedError):
        made.move(Move.CLOSE, OPERATOR, MONDAY)
    assert (made.state, len(made.history)) == (State.ACCEPTED, 1)
    event = made.history[0]
    assert (event.move, event.start, event.end, event.actor) == ("accept", State.RECEIVED, State.ACCEPTED, OPERATOR)
    assert event.at.tzinfo is UTC
    assert made.fresh == made.history


def test_a_note_stands_beside_the_states() -> None:
    made = ticket()
    made.note("reminded", Actor.citizen(1), local(MONDAY))
    assert (made.state, made.history[0].at) == (State.RECEIVED, MONDAY)
    assert NOTES.isdisjoint(Move)


def test_the_lead_comes_first_among_the_units() -> None:
    made = ticket()
    assert not made.units
    made.lead, made.others = "CG", ("HB",)
    assert made.units == (CLERK.unit, "HB")
