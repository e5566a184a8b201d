"""What cannot be taken back is asked about first; what was announced beside a matter does not harm it."""

import pytest

from bot.conversation.session import Stage
from casework.ports import AttentionKind
from hotline.workflow import State
from tests.bot.conversation.person import PARTLY, WHOLE, Person
from tests.casework.steps import Steps

OTHER = "青石路38号锦绣苑门口的路灯从昨天晚上起不亮，请来修一下，电话13812345678"


def test_withdrawing_is_asked_about_and_no_leaves_the_ticket_alone(person: Person, handled: Steps) -> None:
    assert "确定撤销" in person.tap(f"withdraw:{handled.number}")
    assert person.actions == [f"withdrawn:{handled.number}", f"keep:{handled.number}"]
    assert "没有撤销" in person.say("不撤销")
    person.say("撤销")
    assert "没有撤销" in person.tap(f"keep:{handled.number}")
    assert handled.ticket.open
    assert person.session.stage is Stage.IDLE
    person.tap(f"withdrawn:{handled.number}")
    assert handled.ticket.state is State.WITHDRAWN


def test_another_message_is_no_yes(person: Person, handled: Steps) -> None:
    person.say("撤销")
    person.say("新生儿怎么上户口")
    person.say("好的")
    assert handled.ticket.state is State.DISPATCHED


@pytest.mark.parametrize(("words", "verb"), [("撤销", "withdraw"), ("再催一下", "remind"), ("帮我催催", "remind")])
def test_of_several_open_tickets_one_asks_which(person: Person, handled: Steps, words: str, verb: str) -> None:
    newer = person.submitted(OTHER)
    assert "哪一件" in person.say(words)
    assert person.actions == [f"{verb}:{newer.number}", f"{verb}:{handled.number}"]
    told = person.tap(person.actions[1])
    assert ("确定撤销" if verb == "withdraw" else "已替您催办") in told
    assert handled.number in told
    assert person.tickets[0].state is newer.state


@pytest.mark.parametrize("words", ["再催一下", "再催催", "帮我催催"])
def test_the_only_ticket_is_urged_at_once(person: Person, handled: Steps, words: str) -> None:
    assert "已替您催办" in person.say(words)
    assert handled.ticket.reminders == 1


def test_asking_for_somebody_elses_ticket_finds_nothing(person: Person, handled: Steps) -> None:
    other = Person(person.house, person.clock, "visitor-2")
    assert "没有找到" in other.tap(f"withdraw:{handled.number}")
    assert "没有找到" in other.tap(f"withdrawn:{handled.number}")
    assert handled.ticket.state is State.DISPATCHED


@pytest.mark.parametrize("words", ["我要咨询政策", "我要咨询", "我想问一下"])
def test_the_wish_to_ask_is_no_question(person: Person, words: str) -> None:
    assert "您想了解什么" in person.say(words)
    assert person.session.draft is None


@pytest.mark.parametrize("how", ["tap", "say"])
def test_a_question_announced_while_a_matter_is_told_does_not_lose_it(person: Person, how: str) -> None:
    person.say(PARTLY)
    before = person.session.draft
    told = person.tap("start:question") if how == "tap" else person.say("我要咨询政策")
    assert "答完接着办" in told
    told = person.say("新生儿怎么上户口")
    assert "依据" in told
    assert "在哪里" in told
    after = person.session.draft
    assert before is not None
    assert after is not None
    assert (after.texts, after.asked) == (before.texts, before.asked)


def test_a_question_without_an_answer_waits_for_its_turn(person: Person) -> None:
    person.say(WHOLE)
    person.tap("start:question")
    told = person.say("明天下午湖边适合钓鱼吗")
    assert "我记下了" in told or "依据" in told
    assert "请您核对" in told
    assert person.actions[-3:] == ["confirm", "edit", "cancel"]


@pytest.mark.parametrize("how", ["tap", "say"])
def test_the_wish_to_tell_is_no_part_of_the_matter(person: Person, how: str) -> None:
    person.say(PARTLY)
    told = person.tap("start:matter") if how == "tap" else person.say("我要反映问题")
    assert "请问是在哪里" in told
    draft = person.session.draft
    assert draft is not None
    assert (draft.texts, draft.asked) == ([PARTLY], {"place": 1})


def test_the_buttons_of_the_page_do_not_end_the_wait_for_a_person(person: Person) -> None:
    person.tap("human")
    assert "工作人员" in person.tap("start:matter")
    assert person.session.stage is Stage.WITH_PERSON
    assert len(person.calls(AttentionKind.HANDOVER)) == 1


def test_a_typed_yes_to_withdrawing_submits_no_other_matter(person: Person, handled: Steps) -> None:
    person.say(OTHER)
    assert person.session.stage is Stage.CONFIRMING
    person.tap(f"withdraw:{handled.number}")
    person.say("确定撤销")
    assert handled.ticket.state is State.WITHDRAWN
    assert len(person.tickets) == 1
    assert person.session.draft is not None
