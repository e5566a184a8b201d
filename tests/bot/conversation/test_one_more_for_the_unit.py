"""A unit asked for words and a photo: whatever comes first, the rest belongs to the same ticket for a while."""

from datetime import timedelta

import pytest

from bot.conversation.session import Session, Stage
from hotline.clock import SetClock
from hotline.workflow import State
from tests.bot.conversation.person import Person
from tests.casework.steps import Steps

ADDED = "已经加进工单"


@pytest.fixture
def asked(handled: Steps) -> Steps:
    """The unit waits for words and a photo."""
    handled.sign()
    handled.ask(question="店叫什么名字？请发一张照片")
    return handled


def notes(steps: Steps) -> list[str]:
    return [event.note for event in steps.ticket.history if event.move == "added_facts"]


def test_words_first_and_then_the_photo_and_a_word_about_it(person: Person, asked: Steps) -> None:
    assert ADDED in person.say("招牌上写的是老李烧烤")
    assert asked.ticket.state is State.IN_PROGRESS
    assert ADDED in person.show()
    assert ADDED in person.say("这是刚才说的漏水的照片")
    assert ADDED in person.locate()
    assert len(notes(asked)) == 4
    assert [each.number for each in person.tickets] == [asked.number]


def test_the_photo_first_and_then_the_words(person: Person, asked: Steps) -> None:
    assert ADDED in person.show()
    assert ADDED in person.say("老李烧烤，烧烤炉摆在人行道上，从南门一直摆到公交站")
    assert "公交站" in notes(asked)[-1]
    assert [each.number for each in person.tickets] == [asked.number]


def test_a_number_alone_is_an_answer(person: Person, asked: Steps) -> None:
    assert ADDED in person.say("501")
    assert notes(asked) == ["501"]


def test_what_may_be_a_new_matter_is_asked_about(person: Person, asked: Steps) -> None:
    person.say("招牌上写的是老李烧烤")
    story = "梧桐路12号门口的路灯从上个星期开始一直不亮，晚上黑得看不见路，老人摔了一跤"
    assert "这张工单的吗" in person.say(story)
    assert person.actions == ["same:yes", "same:no"]
    assert ADDED in person.tap("same:yes")
    assert notes(asked)[-1] == story
    assert person.session.stage is Stage.IDLE


@pytest.mark.parametrize("answer", ["tap", "不是"])
def test_a_new_matter_is_registered_as_one(person: Person, asked: Steps, answer: str) -> None:
    person.say("招牌上写的是老李烧烤")
    story = "梧桐路12号门口的路灯从上个星期开始一直不亮，晚上黑得看不见路，请派人来修"
    person.say(story)
    told = person.tap("same:no") if answer == "tap" else person.say(answer)
    assert ADDED not in told
    draft = person.session.draft
    assert draft is not None
    assert draft.texts == [story]
    assert len(notes(asked)) == 1


def test_what_is_announced_as_a_complaint_is_never_added_in_silence(person: Person, asked: Steps) -> None:
    person.say("招牌上写的是老李烧烤")
    assert ADDED not in person.say("我要投诉，梧桐路12号门口的路灯坏了")


def test_a_question_or_a_command_stays_one(person: Person, asked: Steps) -> None:
    person.say("招牌上写的是老李烧烤")
    assert "依据" in person.say("新生儿怎么上户口？")
    assert asked.number in person.say("我的工单")
    assert len(notes(asked)) == 1


def test_after_half_an_hour_a_picture_is_a_new_matter(person: Person, asked: Steps) -> None:
    person.say("招牌上写的是老李烧烤")
    person.clock.pass_time(timedelta(minutes=31))
    assert "照片收到了" in person.show()
    assert len(notes(asked)) == 1


def test_a_ticket_that_has_ended_takes_nothing_more(person: Person, asked: Steps) -> None:
    person.say("招牌上写的是老李烧烤")
    asked.answer()
    asked.approve()
    asked.close()
    assert "照片收到了" in person.show()


def test_what_is_expected_survives_a_restart(clock: SetClock) -> None:
    session = Session()
    session.expect_more("260302093040000001", clock.now(), worded=False)
    again = Session.from_state(session.as_state())
    assert again.expects_more(clock.now() + timedelta(minutes=29), 1800) == "260302093040000001"
    assert again.expects_more(clock.now() + timedelta(minutes=31), 1800) == ""
    assert not again.supplement_worded


@pytest.mark.parametrize("words", ["转人工，我要发照片", "刚才那个工单撤销了吧"])
def test_a_command_that_speaks_of_what_was_sent_is_still_a_command(person: Person, asked: Steps, words: str) -> None:
    person.say("招牌上写的是老李烧烤")
    assert ADDED not in person.say(words)
    assert len(notes(asked)) == 1
