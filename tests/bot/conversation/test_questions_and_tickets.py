"""Questions answered with their source, progress, urging, verdicts, and what a rule refuses."""

from datetime import timedelta

import pytest

from bot.conversation.session import Stage
from casework.notices import deadline_words
from hotline.clock import SetClock
from hotline.matter import Grade, MatterType, Solved
from hotline.workflow import State
from tests.bot.conversation.person import PARTLY, Person
from tests.casework.steps import Steps


def test_a_question_is_answered_with_its_source_and_marked_as_automatic(person: Person) -> None:
    said = person.say("新生儿怎么上户口")
    for part in ("依据：", "业务归口：", "自动回复，仅供参考"):
        assert part in said
    full = next(action for action in person.actions if action.startswith("full:"))
    assert len(person.tap(full)) > 50
    assert "能帮上忙就好" in person.tap("answer:yes")
    assert person.tickets == []


def test_thanks_after_an_answer_are_thanks(person: Person) -> None:
    person.say("新生儿怎么上户口")
    assert "谢谢您" in person.say("谢谢你们，辛苦了")
    assert person.session.stage is Stage.IDLE


def test_where_two_could_be_meant_one_is_asked_for(person: Person) -> None:
    said = person.say("你们能查一下我的社保断缴了怎么补吗")
    assert "哪一个" in said
    assert "依据：" in person.say("1")


@pytest.mark.parametrize("word", ["都不是", "登记"])
def test_none_of_them_leads_to_a_consultation(person: Person, word: str) -> None:
    person.say("你们能查一下我的社保断缴了怎么补吗")
    assert "请管这件事的部门答复" in person.say(word)
    person.tap("start:matter")
    person.tap("confirm")
    assert person.ticket.appeal.matter_type is MatterType.CONSULTATION


def test_an_answer_that_does_not_help_becomes_a_consultation_without_questions(person: Person) -> None:
    person.say("新生儿怎么上户口")
    person.say("没解决")
    assert "请您核对" in person.say("好的")
    person.say("确认")
    assert person.ticket.appeal.text == "新生儿怎么上户口"


def test_progress_shows_the_tickets_in_plain_words(person: Person, handled: Steps) -> None:
    said = person.say("我的工单办到哪了")
    assert handled.number in said
    assert "已派单，等单位签收" in said
    assert deadline_words(person.house.office, handled.ticket.due) in said
    assert person.actions == [f"{verb}:{handled.number}" for verb in ("remind", "withdraw", "add", "seal")]


def test_from_another_channel_a_ticket_needs_its_code(person: Person, clock: SetClock, handled: Steps) -> None:
    other = Person(person.house, clock, "chat-9", "telegram")
    code = person.house.office.codes.code(handled.number)
    assert "查询码" in other.say(handled.number)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert "对不上" in other.say(f"{handled.number} {wrong}")
    assert "已派单" in other.say(f"{handled.number} {code}")
    assert other.actions == [], "who only knows the code may look, not act"
    assert "还没有查到" in other.say("我的工单")


def test_after_a_few_wrong_codes_a_person_waits_an_hour(person: Person, clock: SetClock, handled: Steps) -> None:
    other = Person(person.house, clock, "guesser", "telegram")
    code = person.house.office.codes.code(handled.number)
    assert all("对不上" in other.say(f"{handled.number} {wrong}") for wrong in _wrong(code, 5))
    assert "过一小时" in other.say(f"{handled.number} {code}"), "not even the right one: it would tell who guesses"
    assert "已派单" in person.say(handled.number), "one's own ticket needs no code"
    clock.pass_time(timedelta(hours=1))
    assert all("已派单" in other.say(f"{handled.number} {code}") for _ in range(8)), "right codes are no guesses"


def test_many_persons_do_not_guess_the_code_of_one_ticket(person: Person, clock: SetClock, handled: Steps) -> None:
    code = person.house.office.codes.code(handled.number)
    said = [
        Person(person.house, clock, f"fresh-{each}").say(f"{handled.number} {wrong}")
        for each, wrong in enumerate(_wrong(code, 24))
    ]
    assert sum("对不上" in each for each in said) == 20
    assert "过一小时" in said[-1]
    assert "查询码" in Person(person.house, clock, "kin").say(f"{handled.number} {code}")
    clock.pass_time(timedelta(hours=1))
    assert "已派单" in Person(person.house, clock, "kin").say(f"{handled.number} {code}")


def _wrong(code: str, count: int) -> list[str]:
    return [f"{(int(code) + step) % 1_000_000:06d}" for step in range(1, count + 1)]


def test_an_identity_number_in_a_matter_is_no_ticket_number(person: Person) -> None:
    said = person.say("青石路38号锦绣苑3栋楼下烧烤店昨晚十一点还在吵，我身份证330106195503121234，电话13812345678")
    assert "请您核对" in said


def test_urging_twice_is_kindly_refused(person: Person, handled: Steps) -> None:
    assert "催办" in person.say("催一下")
    assert "刚刚已经替您催办过" in person.tap(f"remind:{handled.number}")
    assert handled.ticket.reminders == 1


def test_withdrawing_by_word(person: Person, handled: Steps) -> None:
    assert "确定撤销" in person.say("撤销工单")
    assert handled.ticket.open
    assert "已按您的要求撤销" in person.say("确定撤销")
    assert handled.ticket.state is State.WITHDRAWN


@pytest.mark.parametrize("words", ["谁让你们撤销工单的？", "为什么把我的工单撤了"])
def test_an_angry_question_about_withdrawing_withdraws_nothing(person: Person, handled: Steps, words: str) -> None:
    person.say(words)
    assert handled.ticket.state is State.DISPATCHED


def test_a_refused_step_says_why_and_keeps_the_draft(person: Person, handled: Steps) -> None:
    handled.sign()
    person.say(PARTLY)
    assert "这一步做不了" in person.tap(f"withdraw:{handled.number}")
    assert person.session.stage is Stage.ASKING
    assert person.session.draft is not None
    assert person.session.draft.texts == [PARTLY]


def test_what_a_unit_asks_for_is_answered_in_the_chat(person: Person, handled: Steps) -> None:
    handled.sign()
    handled.ask(question="烧烤店叫什么名字？")
    assert "烧烤店叫什么名字" in person.later()
    assert "已经加进工单" in person.say("招牌上写的是老李烧烤")
    assert handled.ticket.state is State.IN_PROGRESS
    assert handled.ticket.history[-2].note == "招牌上写的是老李烧烤"


def test_a_picture_answers_what_a_unit_asked_for(person: Person, handled: Steps) -> None:
    handled.sign()
    handled.ask(question="请发一张照片")
    assert "已经加进工单" in person.show()
    assert handled.ticket.state is State.IN_PROGRESS


@pytest.mark.parametrize("words", ["没解决", "根本没有解决！！", "还是老样子"])
def test_unsolved_in_words_is_handled_again(person: Person, handled: Steps, words: str) -> None:
    handled.answered()
    assert "重新办理" in person.say(words)
    assert handled.ticket.state is State.REDO


def test_unsolved_by_tap_is_handled_again(person: Person, handled: Steps) -> None:
    handled.answered()
    assert "重新办理" in person.tap(f"solved:{handled.number}:no")


def test_solved_and_graded_in_words_or_by_tap(person: Person, handled: Steps) -> None:
    handled.answered()
    assert "打个分" in person.say("解决了")
    assert "已办结" in person.tap(f"grade:{handled.number}:2")
    assert handled.ticket.grade is Grade.GOOD
    assert "已经评过分" in person.tap(f"grade:{handled.number}:1")
    assert handled.ticket.grade is Grade.GOOD


@pytest.mark.parametrize("words", ["不太满意", "不满意", "很不满意！"])
def test_who_is_dissatisfied_has_not_said_that_it_is_solved(person: Person, handled: Steps, words: str) -> None:
    handled.answered()
    assert "到底解决了没有" in person.say(words)
    assert (handled.ticket.state, handled.ticket.solved) == (State.FOLLOW_UP, None)
    assert person.actions[-1] == f"solved:{handled.number}:no"


def test_satisfied_in_one_word_closes_with_that_grade(person: Person, handled: Steps) -> None:
    handled.answered()
    person.say("非常满意，谢谢！")
    assert (handled.ticket.state, handled.ticket.grade) == (State.CLOSED, Grade.VERY_GOOD)
    assert handled.ticket.solved is Solved.YES


@pytest.mark.parametrize("how", ["问题又出现了", "没解决", "tap", "old tap"])
def test_a_problem_that_is_back_reopens_the_ticket(person: Person, handled: Steps, how: str) -> None:
    handled.answered()
    handled.close()
    taps = {"tap": f"reopen:{handled.number}", "old tap": f"solved:{handled.number}:no"}
    assert "重新打开" in (person.tap(taps[how]) if how in taps else person.say(how))
    assert handled.ticket.state is State.REDO


def test_after_the_set_time_it_is_a_new_matter(person: Person, handled: Steps) -> None:
    handled.answered()
    handled.close()
    person.clock.pass_time(timedelta(days=31))
    assert "重新登记" in person.tap(f"reopen:{handled.number}")
    assert handled.ticket.state is State.CLOSED


def test_who_only_swears_is_asked_what_it_is_and_nothing_they_say_is_lost(person: Person) -> None:
    person.say("你们这帮废物")
    person.say(PARTLY)
    draft = person.session.draft
    assert draft is not None
    assert draft.texts[0] == PARTLY


def test_another_channel_is_named_and_the_door_stays_open(person: Person) -> None:
    said = person.say("我对法院一审判决不服，要求改判")
    assert any(number in said for number in ("12368", "12348"))
    assert person.actions == ["start:matter", "human"]
    assert person.tickets == []
