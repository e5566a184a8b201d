"""What is over its time goes, what is not stays, and what was counted is counted the same afterwards."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from casework.expire import MOST, ROUNDS, Keeping, expire
from casework.ports_follow_up import FollowUp, How, Outcome
from casework.ports_returns import ReturnState
from hotline.matter import Grade
from hotline.message import Attachment, Inbound, InboundKind, Message
from hotline.workflow import State
from tests.casework.steps import Steps, started
from tests.house import ADDRESS, CHANNEL, OPERATOR, PHONE, Desk

KEEPING = Keeping(tickets=1000, chat=100, pictures=200, audit=300)


def said(desk: Desk, text: str, *, ticket: str = "", picture: bool = False) -> int:
    """A message and the answer to it; gives the message's id."""
    at = desk.clock.now()
    with desk.database.units_of_work() as uow:
        citizen = uow.people.find_or_add(CHANNEL, ADDRESS, at)
        photo = Attachment("image/png", b"png") if picture else None
        kind = InboundKind.PHOTO if picture else InboundKind.TEXT
        inbound = uow.inbox.take(Inbound(CHANNEL, ADDRESS, text, at, kind, text, attachment=photo), citizen.id)
        assert inbound is not None
        uow.outbox.add(citizen.id, Message(f"答：{text}"), key=text, at=at, ticket=ticket)
        if ticket:
            uow.inbox.attach([inbound], ticket)
        uow.commit()
    return inbound


def heard(desk: Desk) -> list[str]:
    with desk.database.units_of_work(write=False) as uow:
        citizen = uow.people.find(CHANNEL, ADDRESS)
        assert citizen is not None
        lines = uow.own_data.words(citizen.id)
    return [line.text for line in lines]


def run(desk: Desk) -> dict[str, int]:
    return {kind: count for kind, count in expire(desk.office, desk.database.units_of_work, KEEPING).items() if count}


def clear(desk: Desk) -> str:
    """Everything that stands in the file, as far as it can be read."""
    with closing(sqlite3.connect(desk.file)) as connection:
        return "\n".join(connection.iterdump())


@pytest.fixture
def closed(desk: Desk) -> Steps:
    steps = started(desk)
    said(desk, "青石路38号还在吵", ticket=steps.number)
    steps.answered()
    steps.close(OPERATOR)
    return steps


def test_a_talk_that_led_to_no_ticket_goes_after_its_days_and_not_before(desk: Desk) -> None:
    said(desk, "今天天气怎么样")
    desk.clock.pass_time(timedelta(days=100))
    assert run(desk) == {}
    said(desk, "现在呢")
    desk.clock.pass_time(timedelta(seconds=1))
    assert run(desk) == {"chat": 2}
    assert heard(desk) == ["现在呢", "答：现在呢"]
    assert run(desk) == {}


def test_pictures_go_after_theirs_and_the_message_stays(desk: Desk) -> None:
    ticket = started(desk).number
    inbound = said(desk, "照片在这里", ticket=ticket, picture=True)
    desk.clock.pass_time(timedelta(days=200, seconds=1))
    assert run(desk) == {"pictures": 1}
    with desk.database.units_of_work(write=False) as uow:
        assert uow.inbox.picture(inbound) is None
    assert "照片在这里" in heard(desk)


def test_an_ended_ticket_is_emptied_after_its_time_and_still_counted(desk: Desk, closed: Steps) -> None:
    before = closed.ticket
    desk.clock.pass_time(timedelta(days=999))
    assert "tickets" not in run(desk)
    assert closed.ticket.appeal == before.appeal
    desk.clock.pass_time(timedelta(days=1, seconds=1))
    assert run(desk)["tickets"] == 1
    assert "tickets" not in run(desk), "once is enough"
    after = closed.ticket
    assert (after.appeal.title, after.appeal.place.text, after.appeal.contact.phone) == ("", "", "")
    assert "烧烤" not in after.appeal.text
    assert (after.public_answer, after.internal_note) == ("", "")
    assert (after.state, after.lead, after.grade, after.received_at) == (
        before.state, before.lead, before.grade, before.received_at)  # fmt: skip
    assert [(each.move, each.at) for each in after.history] == [(each.move, each.at) for each in before.history]
    assert not any(each.reason or each.note for each in after.history)
    page = desk.database.views.ticket(closed.number, desk.clock.now())
    assert "烧烤" not in page.row.title + page.text
    assert heard(desk) == []
    assert "烧烤" not in clear(desk)
    assert PHONE not in clear(desk)


def test_what_units_and_staff_wrote_beside_it_goes_with_it_and_what_was_counted_stays(desk: Desk) -> None:
    steps = started(desk)
    steps.send_back(reason="投诉人老李住在隔壁")
    steps.refuse(reason="老李说的就是你单位")
    steps.answered()
    steps.close(OPERATOR)
    with desk.database.units_of_work() as uow:
        at = desk.clock.now()
        uow.long_cases.open(steps.number, "找老李当面谈", "王局长", at.date(), OPERATOR, at)
        uow.follow_ups.add(
            FollowUp(steps.number, at, "li", How.PHONE, Outcome.REACHED, grade=Grade.GOOD, words="老李说的")
        )
        uow.commit()
    desk.clock.pass_time(timedelta(days=1000, seconds=1))
    assert run(desk)["tickets"] == 1
    with desk.database.units_of_work(write=False) as uow:
        [asked] = uow.returns.of_ticket(steps.number)
        parts = uow.assignments.of_ticket(steps.number)
        kept = uow.long_cases.of_ticket(steps.number)
        called = uow.follow_ups.of_ticket(steps.number)[-1]
    assert (called.words, called.grade, called.outcome) == ("", Grade.GOOD, Outcome.REACHED)
    assert (asked.reason, asked.ground, asked.ruling, asked.state) == ("", "", "", ReturnState.REFUSED)
    assert parts
    assert not any(part.reason or part.report for part in parts)
    assert kept is not None
    assert (kept.plan, kept.leader) == ("", "王局长")


def test_an_open_ticket_is_kept_however_old_it_is(desk: Desk) -> None:
    steps = started(desk)
    desk.clock.pass_time(timedelta(days=4000))
    assert "tickets" not in run(desk)
    assert steps.ticket.state is State.DISPATCHED
    assert "烧烤" in steps.ticket.appeal.title


def audited(desk: Desk, action: str) -> None:
    with desk.database.units_of_work() as uow:
        uow.audit.write(OPERATOR, action, "x", "", desk.clock.now())
        uow.commit()


def actions(desk: Desk) -> list[str]:
    with closing(sqlite3.connect(desk.file)) as connection:
        return [row[0] for row in connection.execute("SELECT action FROM audit ORDER BY id")]


def test_old_lines_of_the_audit_go_and_younger_ones_cannot_be_taken_out(desk: Desk) -> None:
    audited(desk, "old")
    desk.clock.pass_time(timedelta(days=150))
    audited(desk, "young")
    desk.clock.pass_time(timedelta(days=150, seconds=1))
    assert run(desk) == {"audit": 1}
    assert actions(desk) == ["young"]
    with closing(sqlite3.connect(desk.file)) as connection:
        for change in ("DELETE FROM audit", "UPDATE audit SET reason = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(change)


def test_the_history_can_be_emptied_and_neither_changed_nor_shortened(desk: Desk, closed: Steps) -> None:
    desk.clock.pass_time(timedelta(days=1001))
    run(desk)
    with closing(sqlite3.connect(desk.file)) as connection:
        for change in ("DELETE FROM history", "UPDATE history SET words = x'00'"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(change)


def test_a_round_is_bounded_and_the_next_takes_the_rest(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST * ROUNDS == 2000
    monkeypatch.setattr("casework.expire.MOST", 2)
    monkeypatch.setattr("casework.expire.ROUNDS", 2)
    for number in range(6):
        audited(desk, f"a{number}")
    desk.clock.pass_time(timedelta(days=301))
    assert [run(desk).get("audit", 0) for _ in range(3)] == [4, 2, 0]


def test_a_clock_that_jumps_back_deletes_nothing(desk: Desk, closed: Steps) -> None:
    desk.clock.pass_time(timedelta(days=-2000))
    assert run(desk) == {}
    assert closed.ticket.appeal.title
