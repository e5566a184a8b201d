"""Danger, a wish for a human, floods, nonsense and faults: nothing is lost and somebody is called."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.conversation.conversation import Conversation
from bot.conversation.session import Stage
from casework.ports import AttentionKind
from classifiers.splitting import MatterSpan
from classifiers.verdict import Understanding
from hotline.clock import SetClock
from hotline.message import InboundKind
from tests.bot.conversation.person import PARTLY, WHOLE, Person

FIRE = "我家厨房着火了快来人"
STAGES = {"idle": [], "asking": [PARTLY], "confirming": [WHOLE], "answered": ["新生儿怎么上户口"], "person": ["转人工"]}


@pytest.mark.parametrize("before", STAGES.values(), ids=STAGES.keys())
def test_danger_comes_first_at_any_moment_with_the_number_in_the_first_line(person: Person, before: list[str]) -> None:
    for words in before:
        person.say(words)
    assert "119" in person.say(FIRE).splitlines()[0]
    assert person.actions[0] == "start:matter"
    assert len(person.calls(AttentionKind.EMERGENCY)) == 1
    assert person.tickets == []


def test_danger_under_a_picture_is_danger(person: Person) -> None:
    assert "119" in person.show(FIRE).splitlines()[0]


def test_after_the_number_the_rest_is_taken_as_an_urgent_matter(person: Person) -> None:
    said = person.say("家里煤气味很重，这根管子漏了半年报修都没人管，我要投诉")
    assert "119" in said
    person.tap("start:matter")
    for word in ("青石路38号锦绣苑3栋", "今天早上", "不留"):
        if person.session.stage is Stage.ASKING:
            person.say(word)
    person.say("确认")
    assert person.ticket.due is not None
    assert person.ticket.due.always


def test_danger_in_the_middle_of_a_matter_does_not_lose_it(person: Person) -> None:
    person.say(PARTLY)
    assert "119" in person.say(FIRE)
    person.say("青石路38号锦绣苑3栋")
    draft = person.session.draft
    assert draft is not None
    assert draft.texts[:2] == [PARTLY, FIRE]
    assert "青石路38号" in draft.place["text"]


def test_someone_who_wants_to_die_is_not_registered_but_held(person: Person) -> None:
    said = person.say("我不想活了，活着没意思")
    assert "12356" in said
    assert "您不是一个人" in said
    assert person.calls(AttentionKind.EMERGENCY)


@pytest.mark.parametrize("before", [each for name, each in STAGES.items() if name != "person"])
def test_a_human_at_any_moment_and_the_matter_is_still_there_afterwards(person: Person, before: list[str]) -> None:
    for words in before:
        person.say(words)
    draft = person.session.draft if before else None
    assert "工作人员" in person.say("转人工")
    assert "正在排队" in person.say("在吗？我等了好久")
    assert person.say("还没有人吗") == "", "it was said, and is not said to every message"
    assert len(person.calls(AttentionKind.HANDOVER)) == 1
    assert "接着为您服务" in person.say("不用人工了")
    assert person.calls(AttentionKind.HANDOVER) == []
    after = person.session.draft
    assert (after is None) if draft is None else (after is not None and after.texts == draft.texts)


def test_when_staff_end_it_the_machine_takes_over_again(person: Person) -> None:
    person.say("转人工")
    with person.house.database.units_of_work() as uow:
        uow.attention.finish_for(person.heard[-1].person, AttentionKind.HANDOVER, person.clock.now())
        uow.commit()
    assert "在哪里" in person.say(PARTLY)


def test_two_hundred_messages_are_all_stored_and_a_person_looks(person: Person) -> None:
    replies = 0
    for place in range(200):
        person.clock.pass_time(timedelta(milliseconds=100))
        replies += len(person.handle(person.inbound(InboundKind.TEXT, text=f"快点{place}")))
    assert len(person.stored) == 200
    assert replies <= 40
    assert len(person.calls(AttentionKind.TROUBLE)) == 1
    person.clock.pass_time(timedelta(minutes=2))
    assert "请您核对" in person.say(WHOLE)


def test_an_empty_message_is_answered(person: Person) -> None:
    assert "没有收到文字" in person.say(" \u200b\x00 ")
    assert "看不懂" in "".join(each.text for each in person.handle(person.inbound(InboundKind.OTHER)))


def test_a_very_long_story_is_taken_and_a_longer_one_asked_for_in_parts(person: Person) -> None:
    assert "请您核对" in person.say(WHOLE + "吵" * (20_000 - len(WHOLE)))
    assert "25000 个字" in person.say("吵" * 25_000)
    assert person.session.stage is Stage.CONFIRMING
    assert len(person.stored[-1]) == 25_000


def test_signs_that_no_database_carries_do_no_harm(person: Person) -> None:
    assert "请您核对" in person.say(f"\ud800{WHOLE}\x00\u202e")
    person.tap("confirm")
    assert person.ticket.appeal.text == WHOLE


class Stumbling:
    """An understanding that fails: the one thing that cannot be provoked with words."""

    def understand(
        self, text: str, *, title: str = "", at: datetime | None = None, vectors: bool = False
    ) -> Understanding:
        raise RuntimeError("broken")

    def matters_in(self, text: str) -> tuple[MatterSpan, ...]:
        raise RuntimeError("broken")


def test_a_fault_while_thinking_loses_nothing_and_calls_a_person(person: Person) -> None:
    person.say(PARTLY)
    draft = person.session.draft
    person.talk = Conversation(replace(person.house.tools, understander=Stumbling()))
    assert "没处理好" in person.say("青石路38号，电话13812345678")
    assert person.stored[-1] == "青石路38号，电话13812345678"
    [summary] = person.calls(AttentionKind.TROUBLE)
    assert "13812345678" not in summary
    assert draft is not None
    assert person.session.draft is not None
    assert person.session.draft.texts == draft.texts
    person.talk = None
    assert "什么时候" in person.say("青石路38号锦绣苑3栋")


@pytest.mark.parametrize(
    "action",
    ["", "x", "confirm", "edit", "skip:place", "skip:../etc", "choose:1", "choose:²", "grade:1:9", "solved:1:maybe",
     "full:none", "start:", "confirm:confirm", "answer:no", "' or 1=1 --"],
)  # fmt: skip
def test_a_tap_that_fits_nothing_gets_a_friendly_word_and_changes_nothing(person: Person, action: str) -> None:
    person.say("你好")
    assert person.tap(action)
    assert person.tickets == []
    assert person.calls(AttentionKind.TROUBLE) == []


@pytest.mark.parametrize("action", ["solved:{}:yes", "grade:{}:1", "reopen:{}", "remind:{}", "withdraw:{}"])
def test_a_tap_on_somebody_elses_ticket_finds_nothing(person: Person, clock: SetClock, action: str) -> None:
    ticket = person.submitted()
    other = Person(person.house, clock, "visitor-2")
    assert "没有找到" in other.tap(action.format(ticket.number))
    assert person.ticket == ticket


@pytest.mark.parametrize("words", ["Help! fire! my house is on fire", "ياردەم قىلىڭلار", "🆘🆘"])
def test_what_cannot_be_read_is_answered_with_the_emergency_numbers(person: Person, words: str) -> None:
    reply = person.say(words)
    assert all(number in reply for number in ("110", "119", "120"))
    assert "In danger?" in reply
