"""The one fact on which the unit turns is asked for, in plain words, once; its answer decides."""

from datetime import timedelta

import pytest

from bot.conversation.conversation import Conversation
from bot.conversation.session import Stage
from bot.conversation.silence import take_silent_matters
from tests.bot.conversation.person import WHOLE, Person

COVER = "青石路38号路面上有个井盖松了，车一压就响，昨天开始的，我姓张，电话13812345678"
ASKED = "这个井盖上写着什么字"
LAMP = "锦绣苑的路灯从昨天晚上起不亮，请来修一下，电话13812345678"


def lead(person: Person) -> str:
    """The type of unit that the machine holds competent for the only ticket."""
    with person.house.database.units_of_work(write=False) as uow:
        return uow.ledger.of_ticket(person.ticket.number)["unit"].label


def test_what_is_written_on_the_cover_is_asked_before_the_summary_and_decides(person: Person) -> None:
    told = person.say(COVER)
    assert ASKED in told
    assert "请您核对" not in told
    assert {"fact:cover:雨水", "fact:cover:电力", "fact:cover:?"} <= set(person.actions)
    summary = person.tap("fact:cover:电力")
    assert "核实：井盖上写着电力" in summary
    person.tap("confirm")
    assert "井盖上写着电力。" in person.ticket.appeal.text
    assert lead(person) == "供电"


@pytest.mark.parametrize(
    ("reply", "unit"), [("雨", "水务水利"), ("写着自来水", "供水"), ("上面印着燃气字样的那种老井盖", "燃气")]
)
def test_the_answer_may_be_typed(person: Person, reply: str, unit: str) -> None:
    person.say(COVER)
    assert "请您核对" in person.say(reply)
    person.say("确认提交")
    assert lead(person) == unit


@pytest.mark.parametrize("reply", ["不清楚", "没注意", None])
def test_who_does_not_know_goes_on_as_before(person: Person, reply: str | None) -> None:
    person.say(COVER)
    assert "请您核对" in (person.say(reply) if reply else person.tap("fact:cover:?"))
    person.tap("confirm")
    assert person.ticket.appeal.text == COVER
    assert lead(person) == "城管执法"


def test_a_reply_that_is_no_answer_is_kept_and_nothing_is_asked_again(person: Person) -> None:
    person.say(COVER)
    summary = person.say("晚上骑车特别危险，已经有人摔过了")
    assert ASKED not in summary
    assert "请您核对" in summary
    person.tap("confirm")
    assert "摔过" in person.ticket.appeal.text


def test_the_answer_is_put_right_at_the_summary_by_words_and_by_button(person: Person) -> None:
    person.say(COVER)
    person.tap("fact:cover:雨水")
    summary = person.say("看错了，井盖上写着电力")
    assert "核实：井盖上写着电力" in summary
    assert "雨" not in summary
    assert "核实：井盖上写着通信" in person.tap("fact:cover:通讯")
    person.tap("confirm")
    assert lead(person) == "通信"


def test_what_a_short_answer_says_besides_is_kept(person: Person) -> None:
    person.say(LAMP)
    assert "核实：地点在小区里面" in person.say("小区里，在3栋东边")
    person.tap("confirm")
    assert "在3栋东边" in person.ticket.appeal.text


def test_a_place_is_put_right_though_the_words_say_the_fact_too(person: Person) -> None:
    person.say(LAMP)
    person.tap("fact:inside_estate:yes")
    summary = person.say("地点写错了，是青石路路口")
    assert "地点：青石路路口" in summary
    assert "核实：地点在小区外面" in summary


@pytest.mark.parametrize("words", ["已经修好了", "不用了，已经好了"])
def test_what_is_mended_before_it_was_submitted_is_not_registered(person: Person, words: str) -> None:
    person.say(LAMP)
    assert "先不登记" in person.say(words)
    person.clock.pass_time(timedelta(minutes=40))
    assert take_silent_matters(person.house.tools) == 0


def test_a_thank_you_in_between_asks_the_same_again(person: Person) -> None:
    person.say(COVER)
    assert ASKED in person.say("谢谢")
    assert "请您核对" in person.say("污水")


def test_a_restart_in_the_middle_loses_nothing(person: Person) -> None:
    person.say(COVER)
    person.talk = Conversation(person.house.tools)
    assert person.session.draft is not None
    assert person.session.draft.fact == "cover"
    assert "核实" in person.say("污")


def test_the_answer_changes_whose_it_is_and_not_what_it_is(person: Person) -> None:
    person.say(LAMP)
    person.tap("fact:inside_estate:yes")
    person.tap("confirm")
    plain = person.house.mind.understander.understand(LAMP)
    assert (person.ticket.appeal.category, person.ticket.appeal.matter_type) == (plain.category.category, plain.kind)


def test_inside_or_outside_is_asked_where_an_estate_is_named(person: Person) -> None:
    assert "小区里面，还是在外面" in person.say(LAMP)
    person.say("里面")
    person.tap("confirm")
    assert lead(person) == "住建房管"


@pytest.mark.parametrize(
    "words",
    [
        WHOLE,
        "锦绣苑小区里面的路灯从昨天晚上起不亮，请来修一下，电话13812345678",
        "青石路的路灯从昨天晚上起不亮，请来修一下，电话13812345678",
        "青石路38号的雨水井盖从昨天起松了，请来修一下，电话13812345678",
        "锦绣苑3栋电梯从昨天起坏了，一直没人修，电话13812345678",
    ],
)
def test_nothing_is_asked_that_was_said_or_would_change_nothing(person: Person, words: str) -> None:
    assert "请您核对" in person.say(words)


def test_who_is_in_danger_is_not_asked(person: Person) -> None:
    person.say("青石路38号井盖没了，有人掉进井里了，救命，电话13812345678")
    assert person.session.stage is Stage.AFTER_DANGER
    assert ASKED not in person.tap("start:matter")
    assert person.session.draft is not None
    assert person.session.draft.fact == ""


def test_danger_beside_the_question_ends_it(person: Person) -> None:
    person.say(COVER)
    assert "119" in person.say("有人掉进井里了，快来救人")
    assert ASKED not in person.say("谢谢")


def test_silence_takes_the_matter_without_the_answer(person: Person) -> None:
    person.say(COVER)
    person.clock.pass_time(person.house.tools.manners.silence + timedelta(minutes=1))
    assert take_silent_matters(person.house.tools) == 1
    assert person.ticket.appeal.text == COVER


def test_a_button_of_a_matter_that_is_done_with_is_stale(person: Person) -> None:
    person.say(COVER)
    person.tap("fact:cover:污水")
    person.tap("confirm")
    assert "过时" in person.tap("fact:cover:电力")
    assert "污" in person.ticket.appeal.text


@pytest.mark.parametrize("action", ["fact:cover:金子", "fact:road:city", "fact:", "fact:cover"])
def test_a_button_that_nobody_made_is_stale(person: Person, action: str) -> None:
    person.say(COVER)
    assert "过时" in person.tap(action)
    assert "请您核对" in person.say("污")
