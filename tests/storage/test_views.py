"""What staff see: masked, blurred, coloured, filtered."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from casework.ports import AttentionKind, Correction, Predicted
from casework.views import STAFF_KEY, Colour, TicketFilter
from hotline.errors import NotFoundError
from hotline.matter import MatterType
from hotline.message import Attachment, Button, InboundKind, Message
from hotline.people import MACHINE, Contact
from hotline.workflow import State
from storage.open import Database
from tests.storage.examples import (
    CLERK,
    NAME,
    NOW,
    OPERATOR,
    PHONE,
    inbound,
    new_ticket,
    person,
    stored_ticket,
    with_due,
)

DAY = timedelta(days=1)
ENDS = NOW + 8 * DAY


@pytest.fixture
def three(database: Database) -> Database:
    """Three tickets: 1 in progress with cg and hb, 2 waiting for review, 3 overdue with zj."""
    with database.units_of_work() as uow:
        whose = person(uow)
        for number, state, lead, others, ends in (
            ("1", State.IN_PROGRESS, "cg", ("hb",), ENDS),
            ("2", State.ACCEPTED, "", (), ENDS),
            ("3", State.IN_PROGRESS, "zj", (), NOW + DAY),
        ):
            ticket = with_due(new_ticket(whose, number, NOW + int(number) * timedelta(hours=1)), ends)
            ticket.state, ticket.lead, ticket.others = state, lead, others
            uow.tickets.add(ticket)
        uow.commit()
    return database


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (TicketFilter(), ["3", "2", "1"]),
        (TicketFilter(limit=1, offset=1), ["2"]),
        (TicketFilter(states=[State.ACCEPTED]), ["2"]),
        (TicketFilter(states=[State.ACCEPTED, State.IN_PROGRESS]), ["3", "2", "1"]),
        (TicketFilter(units=["cg"]), ["1"]),
        (TicketFilter(units=["hb", "zj"]), ["3", "1"]),
        (TicketFilter(units=["none"]), []),
        (TicketFilter(number="3"), ["3"]),
        (TicketFilter(number="%"), []),
        (TicketFilter(words="油烟"), ["3", "2", "1"]),
        (TicketFilter(words="油烟 半夜"), ["3", "2", "1"]),
        (TicketFilter(words="油烟 漏水"), []),
        (TicketFilter(words="_"), []),
        (TicketFilter(words=NAME), []),
        (TicketFilter(overdue_at=NOW + 2 * DAY), ["3"]),
        (TicketFilter(person=1), ["3", "2", "1"]),
        (TicketFilter(person=2), []),
    ],
)
def test_lists_show_what_was_asked_for(three: Database, wanted: TicketFilter, numbers: list[str]) -> None:
    assert [row.number for row in three.views.tickets(wanted, NOW)] == numbers
    if wanted.limit == 50:
        assert three.views.count(wanted) == len(numbers)


def test_a_unit_that_was_replaced_no_longer_sees_the_ticket(three: Database) -> None:
    with three.units_of_work() as uow:
        ticket = uow.tickets.get("1")
        ticket.lead, ticket.others = "zj", ("zj", "gs")
        uow.tickets.save(ticket)
        uow.commit()
    assert three.views.count(TicketFilter(units=["cg", "hb"])) == 0
    assert three.views.count(TicketFilter(units=["gs"])) == 1


def test_the_numbers_on_the_navigation(three: Database) -> None:
    with three.units_of_work() as uow:
        uow.attention.call(AttentionKind.EMERGENCY, 1, "燃气", NOW)
        uow.commit()
    counts = three.views.counts(NOW + 2 * DAY)
    assert (counts.review, counts.overdue, counts.attention, counts.returns) == (1, 1, 1, 0)
    assert counts.by_state == {"办理中": 2, "待派单": 1}
    mine = three.views.counts(NOW + 2 * DAY, ["cg"])
    assert (mine.review, mine.overdue, mine.by_state) == (0, 0, {"办理中": 1})


def test_a_page_tells_everything_and_nothing_personal(database: Database) -> None:
    with database.units_of_work() as uow:
        ticket = stored_ticket(uow)
        ticket.public_answer, ticket.internal_note = f"已致电{PHONE}", f"{NAME}态度激动"
        uow.tickets.save(ticket)
        asked = uow.inbox.take(inbound(), ticket.person)
        assert asked
        uow.ledger.add(asked, "m1", {"unit": Predicted("城管执法", 0.9, (("环保", 0.1),), ("油烟",), auto=True)}, NOW)
        uow.ledger.bind(asked, ticket.number)
        uow.commit()
    page = database.views.ticket(ticket.number, NOW)
    shown = repr(page)
    assert not any(secret in shown for secret in (PHONE, NAME, "501", "3栋"))
    assert "油烟扰民" in page.text
    assert (page.row.place, page.contact, page.time) == ("幸福路12号***", "欧** 138****5678", "昨晚")
    assert (page.public_answer, page.internal_note) == ("已致电***", "***态度激动")
    assert page.predictions["unit"] == Predicted("城管执法", 0.9, (("环保", 0.1),), ("油烟",), auto=True)
    assert (page.due, page.others, page.ground_rule, page.version) == (ticket.due, ("hb",), "R7", 2)
    assert page.counts == {"dispatches": 0, "returns": 0, "redos": 0, "reminders": 0}


def test_a_report_shows_no_contact_at_all(database: Database) -> None:
    with database.units_of_work() as uow:
        ticket = new_ticket(person(uow))
        ticket.appeal = replace(ticket.appeal, confidential=True)
        uow.tickets.add(ticket)
        uow.commit()
    page = database.views.ticket(ticket.number, NOW)
    assert (page.row.sealed, page.contact) == (True, "")


def test_a_page_that_is_none_is_not_found(database: Database) -> None:
    with pytest.raises(NotFoundError):
        database.views.ticket("1", NOW)


@pytest.mark.parametrize(
    ("state", "paused", "now", "colour"),
    [
        (State.IN_PROGRESS, False, NOW, Colour.GREEN),
        (State.IN_PROGRESS, False, NOW + 6 * DAY, Colour.GREEN),
        (State.IN_PROGRESS, False, NOW + 6 * DAY + timedelta(seconds=1), Colour.YELLOW),
        (State.IN_PROGRESS, False, ENDS, Colour.YELLOW),
        (State.IN_PROGRESS, False, ENDS + timedelta(seconds=1), Colour.RED),
        (State.IN_PROGRESS, True, ENDS + DAY, Colour.GREY),
        (State.CLOSED, False, ENDS + DAY, Colour.GREY),
        (State.FOLLOW_UP, False, ENDS + DAY, Colour.GREY),
    ],
)
def test_deadlines_have_colours(database: Database, state: State, paused: bool, now: datetime, colour: Colour) -> None:
    with database.units_of_work() as uow:
        ticket = with_due(new_ticket(person(uow)), ENDS, NOW if paused else None)
        ticket.state = state
        uow.tickets.add(ticket)
        uow.commit()
    assert database.views.ticket(ticket.number, now).row.colour is colour


def test_a_conversation_is_masked_and_in_order(database: Database) -> None:
    minute = timedelta(minutes=1)
    with database.units_of_work() as uow:
        whose = person(uow)
        uow.inbox.take(inbound("1", f"电话{PHONE}"), whose)
        uow.outbox.add(whose, Message("在哪里?"), key="a", at=NOW)
        uow.inbox.take(inbound("2", "幸福路", NOW + minute), whose)
        uow.outbox.add(whose, Message(f"回拨{PHONE}"), key=f"{STAFF_KEY}b", at=NOW + 2 * minute)
        uow.commit()
    lines = database.views.conversation(whose)
    assert [(line.who, line.text) for line in lines] == [
        ("citizen", "电话***"), ("machine", "在哪里?"), ("citizen", "幸福路"), ("staff", "回拨***"),
    ]  # fmt: skip
    assert [line.text for line in database.views.conversation(whose, limit=2)] == ["幸福路", "回拨***"]


def test_each_line_has_a_name_of_its_own_and_says_what_was_sent(database: Database) -> None:
    photo = Attachment("image/png", b"png")
    with database.units_of_work() as uow:
        whose = person(uow)
        words = uow.inbox.take(inbound("1", "看这里"), whose)
        picture = uow.inbox.take(replace(inbound("2", ""), kind=InboundKind.PHOTO, attachment=photo), whose)
        uow.outbox.add(whose, Message("收到"), key="a", at=NOW)
        uow.commit()
    lines = database.views.conversation(whose)
    assert len({line.key for line in lines}) == 3
    assert [(line.kind, line.picture) for line in lines] == [("text", None), ("photo", picture), ("text", None)]
    assert words != picture


@pytest.mark.parametrize(
    ("kind", "contact", "shown"),
    [
        (MatterType.REPORT, Contact(NAME, PHONE), ("", True)),
        (MatterType.REPORT, Contact(NAME), ("", True)),
        (MatterType.REPORT, Contact(), ("", False)),
        (MatterType.COMPLAINT, Contact("", PHONE), ("138****5678", False)),
    ],
)
def test_of_a_sealed_ticket_it_is_said_that_a_contact_is_withheld(
    database: Database, kind: MatterType, contact: Contact, shown: tuple[str, bool]
) -> None:
    with database.units_of_work() as uow:
        ticket = new_ticket(person(uow))
        ticket.appeal = replace(ticket.appeal, matter_type=kind, contact=contact)
        uow.tickets.add(ticket)
        uow.commit()
    page = database.views.ticket(ticket.number, NOW)
    assert (page.contact, page.withheld) == shown


def test_misroutes_count_a_ticket_once_from_the_machines_word_to_the_last(three: Database) -> None:
    def judged(ticket: str, was: str, became: str, hours: int, decision: str = "unit") -> Correction:
        return Correction(ticket, decision, was, became, OPERATOR, NOW + timedelta(hours=hours), "review")

    with three.units_of_work() as uow:
        asked = uow.inbox.take(inbound(), 1)
        assert asked
        uow.ledger.add(asked, "m1", {"unit": Predicted("城管", 0.9)}, NOW)
        for correction in (
            judged("1", "城管", "城管", 1),
            judged("2", "城管", "环保", 1),
            judged("2", "环保", "住建", 2),
            judged("3", "城管", "环保", 3),
            judged("3", "环保", "城管", 4),
            judged("3", "a", "b", 4, "category"),
            judged("1", "城管", "公安", 48),
        ):
            uow.ledger.correct(correction)
        uow.commit()
    figures = three.views.misroutes(NOW, NOW + DAY)
    assert [(each.decision, each.predicted, each.became, each.count) for each in figures.counts] == [
        ("category", "a", "b", 1), ("unit", "城管", "城管", 2), ("unit", "城管", "住建", 1),
    ]  # fmt: skip
    assert figures.predicted_messages == 1
    assert three.views.misroutes(NOW - DAY, NOW).counts == ()


def test_attention_is_shown_until_it_is_done(database: Database) -> None:
    with database.units_of_work() as uow:
        item = uow.attention.call(AttentionKind.HANDOVER, 1, "要人工", NOW)
        uow.commit()
    assert [each.id for each in database.views.attention()] == [item]
    with database.units_of_work() as uow:
        uow.attention.finish(item, NOW)
        uow.commit()
    assert database.views.attention() == []


def test_history_on_the_page_is_masked_but_whole(database: Database) -> None:
    with database.units_of_work() as uow:
        ticket = stored_ticket(uow)
        ticket.note("reminded", CLERK, NOW, reason=f"请回电{PHONE}")
        uow.tickets.save(ticket)
        uow.commit()
    first, second = database.views.ticket(ticket.number, NOW).history
    assert (first.actor, first.note) == (MACHINE, "来自***")
    assert (second.actor, second.reason, second.unit) == (CLERK, "请回电***", "cg")


def test_a_tap_reads_as_what_stood_on_the_button(database: Database) -> None:
    with database.units_of_work() as uow:
        whose = person(uow)
        buttons = ((Button("确认提交", "confirm"),),)
        uow.outbox.add(whose, Message("请您核对", buttons), key="a", at=NOW)
        tap = replace(inbound("1", "", NOW + timedelta(minutes=1)), kind=InboundKind.BUTTON, action="confirm")
        uow.inbox.take(tap, whose)
        uow.commit()
    assert [line.text for line in database.views.conversation(whose)] == ["请您核对", "确认提交"]
