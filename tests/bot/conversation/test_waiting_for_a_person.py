"""From 转人工 until the machine is back: nobody is left in silence, and staff read what it is about."""

from datetime import timedelta

import pytest

from bot.conversation.session import Stage
from casework.end_call import end_call
from casework.ports import AttentionItem, AttentionKind
from tests.bot.conversation.person import PARTLY, Person


def _call(person: Person) -> AttentionItem:
    with person.house.database.units_of_work(write=False) as uow:
        return uow.attention.open()[0]


def _end(person: Person) -> None:
    item = _call(person)
    with person.house.database.units_of_work() as uow:
        end_call(person.house.office, uow, item)
        uow.commit()


def test_while_nobody_has_come_one_is_told_so_now_and_then(person: Person) -> None:
    person.say("转人工")
    assert "正在排队" in person.say("楼道里的灯不亮")
    assert person.say("就是三楼") == ""
    person.clock.pass_time(timedelta(minutes=10))
    assert "正在排队" in person.say("还没有来吗")


def test_once_somebody_has_come_the_machine_is_silent(person: Person) -> None:
    person.say("转人工")
    with person.house.database.units_of_work() as uow:
        uow.attention.take(_call(person).id, "li")
        uow.commit()
    assert person.say("楼道里的灯不亮") == ""
    assert person.say("算了") == "", "that is for the person who listens"


@pytest.mark.parametrize("words", ["算了", "不用了"])
def test_who_does_not_want_to_wait_goes_back(person: Person, words: str) -> None:
    person.say("转人工")
    assert "接着为您服务" in person.say(words)
    assert person.calls(AttentionKind.HANDOVER) == []


def test_the_end_of_the_talk_is_told_and_the_machine_is_no_stranger(person: Person) -> None:
    person.say("转人工")
    _end(person)
    assert person.later() == "人工服务已结束，您可以继续在这里说。"
    told = person.say(PARTLY)
    assert "在哪里" in told
    assert "智能助手" not in told


def test_one_call_for_somebody_who_wants_to_die_and_its_end_ends_all(person: Person) -> None:
    person.say("转人工")
    person.say("我不想活了，活着没意思")
    assert len(person.calls(AttentionKind.EMERGENCY)) == 1
    assert person.calls(AttentionKind.HANDOVER) == []
    assert "我在" in person.say("没人管我")
    person.say("算了")
    assert person.session.stage.value == "with_person", "no never mind ends this"
    _end(person)
    person.say("你好")
    assert person.session.stage is Stage.IDLE


@pytest.mark.parametrize("how", ["tap", "say"])
def test_staff_read_what_it_is_about(person: Person, how: str) -> None:
    person.say(PARTLY)
    (person.tap if how == "tap" else person.say)("human" if how == "tap" else "转人工")
    [summary] = person.calls(AttentionKind.HANDOVER)
    assert summary == PARTLY


def test_the_question_or_the_last_words_tell_it_too(person: Person) -> None:
    person.say("新生儿怎么上户口")
    person.say("转人工")
    assert person.calls(AttentionKind.HANDOVER) == ["新生儿怎么上户口"]
    other = Person(person.house, person.clock, "visitor-2")
    other.say("你好")
    other.say("转人工")
    assert "没有说是什么事" in other.calls(AttentionKind.HANDOVER)[1]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("电梯坏了困住两个老人，有一个老人喘不上气了", ("119", "120")),
        ("厨房着火了，我妈被烧伤了", ("119", "120")),
    ],
)
def test_two_dangers_have_two_numbers(person: Person, words: str, numbers: tuple[str, str]) -> None:
    told = person.say(words)
    assert all(f"拨打 {number}" in told for number in numbers)


def test_who_is_unharmed_needs_no_ambulance(person: Person) -> None:
    told = person.say("厨房着火了，人都没事，没人受伤")
    assert "119" in told
    assert "拨打 120" not in told


def test_whoever_asks_again_after_a_talk_about_dying_has_ended_gets_a_person_again(person: Person) -> None:
    person.say("我不想活了，活着没意思")
    _end(person)
    assert person.calls(AttentionKind.HANDOVER) == []
    person.tap("human")
    assert len(person.calls(AttentionKind.HANDOVER)) == 1


def test_a_matter_half_told_goes_on_when_staff_end_the_talk(person: Person) -> None:
    person.say(PARTLY)
    person.say("转人工")
    _end(person)
    person.say("锦绣苑3栋")
    draft = person.session.draft
    assert draft is not None
    assert draft.place["text"] == "锦绣苑3栋"


def test_taps_on_old_buttons_do_not_take_anybody_out_of_the_talk(person: Person) -> None:
    number = person.submitted().number
    person.say("转人工")
    person.tap(f"withdraw:{number}")
    person.tap("cancel")
    assert person.session.stage is Stage.WITH_PERSON
