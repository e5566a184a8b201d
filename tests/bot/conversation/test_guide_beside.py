"""A matter to which the base has a guide: the citizen reads it at once, and the matter goes on all the same."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.assembly import House
from bot.conversation.conversation import Conversation
from bot.conversation.session import Stage
from hotline.clock import SetClock
from hotline.matter import MatterType
from hotline.message import InboundKind
from tests.bot.conversation.person import Person

WAGES = "包工头跑了工钱要不回来"
_LEAD = "另外有一条办事说明"


def test_who_did_not_get_their_wages_reads_how_to_claim_them_and_is_asked_where(person: Person) -> None:
    said = person.say(WAGES)
    assert _LEAD in said
    assert "农民工工资" in said
    assert "依据：" in said
    assert said.index("依据：") < said.index("在哪里"), "what is asked stands last"
    assert person.session.stage is Stage.ASKING


def test_the_whole_guide_can_be_read_and_the_matter_becomes_a_ticket(person: Person) -> None:
    person.say(WAGES)
    with person.house.database.units_of_work(write=False) as uow:
        stored = uow.outbox.after(person.heard[-1].person, 0)
    full = next(
        button.action
        for item in stored
        for row in item.message.buttons
        for button in row
        if button.action.startswith("full:")
    )
    assert "依据：" in person.tap(full)
    said = person.say("青石路38号的工地，上个月的事，我姓张，电话13812345678")
    assert _LEAD not in said, "once for a matter"
    person.tap("confirm")
    assert person.ticket.appeal.text.startswith(WAGES)
    assert person.ticket.appeal.matter_type is not MatterType.CONSULTATION


def test_no_question_is_counted_that_nobody_asked(person: Person) -> None:
    person.say(WAGES)
    now = person.clock.now()
    assert person.house.database.views.question_counts(now - timedelta(days=1), now + timedelta(days=1)) == []


@pytest.mark.parametrize(
    "words",
    [
        "楼下烧烤店半夜还在吵",
        "路灯坏了好几天没人修",
        "我举报包工头跑了工钱要不回来",
        "包工头跑了工钱要不回来，别让他知道是我说的",
    ],
)
def test_what_is_no_such_matter_gets_no_guide(person: Person, words: str) -> None:
    assert _LEAD not in person.say(words)


def test_danger_gets_no_guide(person: Person) -> None:
    assert _LEAD not in person.say("包工头跑了工钱要不回来，我不想活了")
    assert _LEAD not in Person(person.house, person.clock, "a-2").say("工地讨工钱打起来了，有人拿着刀砍人")


def test_in_a_rush_the_matter_is_taken_without_it(house: House, clock: SetClock) -> None:
    hasty = replace(house.tools.manners, patience=timedelta(seconds=-1))
    talk = Conversation(replace(house.tools, manners=hasty))
    hurried = Person(house, clock, talk=talk)
    inbound = hurried.inbound(InboundKind.TEXT, text=WAGES)
    prepare = talk.foresee(inbound)
    assert prepare is not None
    prepare()
    assert all(_LEAD not in each.text for each in hurried.handle(inbound))
    assert hurried.session.stage is Stage.ASKING


def test_what_was_foreseen_is_shown(house: House, clock: SetClock) -> None:
    patient = Person(house, clock)
    inbound = patient.inbound(InboundKind.TEXT, text=WAGES)
    prepare = house.conversation.foresee(inbound)
    assert prepare is not None
    prepare()
    assert any(_LEAD in each.text for each in patient.handle(inbound))
