"""我的工单: every ticket of a citizen, page by page, and what may be done with the one they choose."""

from datetime import timedelta

import pytest

from app.assembly import House
from casework.notices import deadline_words
from hotline.clock import SetClock
from hotline.events import ADDED_FACTS
from hotline.matter import Grade, Solved
from hotline.workflow import State
from tests.bot.conversation.person import Person
from tests.casework.steps import Steps
from tests.house import OPERATOR, Desk

_PLACES = ("青石路38号锦绣苑", "青石路40号", "青石路42号", "青石路44号", "青石路46号", "青石路48号", "青石路50号")


def many(person: Person, count: int) -> list[str]:
    """Numbers of so many tickets, newest first."""
    for place in _PLACES[:count]:
        person.submitted(f"{place}楼下烧烤店昨晚十一点还在吵，我姓张，电话13812345678")
    return [each.number for each in person.tickets]


def notes(steps: Steps) -> list[str]:
    return [event.note for event in steps.ticket.history if event.move == ADDED_FACTS]


def test_many_tickets_are_listed_page_by_page_with_state_deadline_and_next_step(person: Person, desk: Desk) -> None:
    numbers = many(person, 7)
    said = person.say("我的工单")
    assert "7 张工单，第 1/2 页" in said
    assert said.count("下一步：") == 5
    assert deadline_words(person.house.office, person.tickets[0].due) in said
    assert person.actions == [*(f"ticket:{number}" for number in numbers[:5]), "mine:2"]
    assert "第 2/2 页" in person.tap("mine:2")
    assert person.actions == [*(f"ticket:{number}" for number in numbers[5:]), "mine:1"]
    assert numbers[6] in person.tap(f"ticket:{numbers[6]}")


def test_closed_ones_are_listed_too(person: Person, desk: Desk) -> None:
    numbers = many(person, 4)
    person.tap(f"withdraw:{numbers[3]}")
    person.tap(f"withdrawn:{numbers[3]}")
    said = person.say("我的工单")
    assert "已撤销" in said
    assert "下一步：没有了" in said
    person.tap(f"ticket:{numbers[3]}")
    assert person.actions == []


@pytest.mark.parametrize("action", ["mine:0", "mine:999", "mine:x", "mine:-1", "mine:"])
def test_a_page_that_there_is_not_shows_one_that_there_is_or_is_stale(person: Person, action: str) -> None:
    many(person, 4)
    said = person.tap(action)
    assert "张工单，第 1/1 页" in said or "过时" in said


def test_somebody_elses_ticket_opens_for_no_button(person: Person, clock: SetClock, handled: Steps) -> None:
    other = Person(person.house, clock, "visitor-2")
    other.say("你好")
    for verb in ("ticket", "add", "again", "seal"):
        assert "过时" in other.tap(f"{verb}:{handled.number}")
    assert not handled.ticket.appeal.confidential


def test_facts_go_to_the_ticket_that_was_chosen_however_long_they_are(person: Person, handled: Steps) -> None:
    person.submitted("青石路44号门口的路灯从上周开始不亮了，我姓张，电话13812345678")
    person.say("我要补充情况")
    assert f"add:{handled.number}" in person.actions
    assert "文字、照片都行" in person.tap(f"add:{handled.number}")
    facts = "昨天半夜又吵到两点，楼上楼下好几户都没法睡觉，我们已经找过店主三次，" * 3
    person.say(facts)
    assert notes(handled) == [facts]
    assert person.session.telling == ""


def test_a_picture_goes_there_too(person: Person, house: House, handled: Steps) -> None:
    person.tap(f"add:{handled.number}")
    person.show()
    assert notes(handled) == ["（照片一张）"]
    page = house.database.views.ticket(handled.number, house.office.clock.now())
    assert len(page.pictures) == 1


@pytest.mark.parametrize("word", ["算了", "不用"])
def test_never_mind_adds_nothing(person: Person, handled: Steps, word: str) -> None:
    person.tap(f"add:{handled.number}")
    assert "先不补充" in person.say(word)
    assert notes(handled) == []
    person.tap(f"add:{handled.number}")
    assert "先不补充" in person.tap("untell")
    assert "过时" in person.tap("untell")


def test_danger_is_heard_first_while_facts_are_waited_for(person: Person, handled: Steps) -> None:
    person.tap(f"add:{handled.number}")
    assert "119" in person.say("着火了，楼道里全是烟，有人被困")


def test_confidentiality_asked_later_seals_the_ticket(person: Person, handled: Steps) -> None:
    assert "保密" in person.say("要求保密")
    assert handled.ticket.appeal.sealed_identity
    person.say("我的工单")
    assert person.actions == [f"{verb}:{handled.number}" for verb in ("remind", "withdraw", "add")]


def test_urging_again_at_once_is_refused_in_plain_words(person: Person, handled: Steps) -> None:
    person.tap(f"remind:{handled.number}")
    assert "催办" in person.tap(f"remind:{handled.number}")
    assert handled.ticket.reminders == 1


def closed(person: Person, handled: Steps) -> None:
    handled.sign()
    handled.answer()
    handled.approve(OPERATOR)


def test_what_waits_for_a_verdict_offers_it_and_what_is_closed_the_way_back(person: Person, handled: Steps) -> None:
    closed(person, handled)
    person.say("我的工单")
    assert [each.split(":")[0] for each in person.actions] == ["solved"] * 3
    person.tap(f"solved:{handled.number}:yes")
    person.say("我的工单")
    assert {each.split(":")[0] for each in person.actions} == {"grade"}
    person.tap(f"grade:{handled.number}:1")
    assert (handled.ticket.state, handled.ticket.grade, handled.ticket.solved) == (
        State.CLOSED, Grade.VERY_GOOD, Solved.YES)  # fmt: skip
    assert "可以接着办" in person.say("我的工单")
    assert person.actions == [f"again:{handled.number}"]
    assert "新情况" in person.tap(f"again:{handled.number}")
    person.say("昨晚又开始吵了，还多了一家")
    assert handled.ticket.state is State.REDO
    assert handled.ticket.history[-1].note == "昨晚又开始吵了，还多了一家"


def test_after_thirty_days_no_way_back_is_offered(person: Person, clock: SetClock, handled: Steps) -> None:
    closed(person, handled)
    person.tap(f"solved:{handled.number}:yes")
    person.tap(f"grade:{handled.number}:1")
    clock.pass_time(timedelta(days=31))
    assert "下一步：没有了" in person.say("我的工单")
    assert person.actions == []


def test_each_state_has_a_next_step(house: House) -> None:
    told = house.office.wording
    for state in State:
        if state in (State.EMERGENCY, State.REFERRED, State.MERGED, State.ANSWERED, State.WITHDRAWN, State.TERMINATED):
            continue
        assert f"next.{state.name.lower()}" in told, state


@pytest.fixture
def joined(person: Person, desk: Desk) -> tuple[Steps, Steps]:
    """The person's ticket that was merged into a neighbour's, and that one."""
    kept = Steps(desk, desk.accepted(address="neighbour").number)
    [number] = many(person, 1)
    late = Steps(desk, number)
    late.merge(into=kept.number)
    return late, kept


def test_a_merged_ticket_says_what_comes_next_and_what_is_still_wrong_goes_there(
    person: Person, joined: tuple[Steps, Steps]
) -> None:
    late, kept = joined
    assert "下一步：和合并的那件事一起办" in person.say("我的工单")
    assert kept.number not in person.tap(f"ticket:{late.number}")
    assert person.actions == [f"again:{late.number}"]
    person.say("还是没解决")
    assert notes(kept) == notes(late) == ["还是没解决"]


def test_unsolved_said_of_a_merged_ticket_takes_it_up_when_the_other_is_over(
    person: Person, clock: SetClock, joined: tuple[Steps, Steps]
) -> None:
    late, kept = joined
    kept.answered()
    kept.say(Solved.YES)
    kept.rate(Grade.GOOD)
    assert "单独办理" in person.say("没解决")
    assert late.ticket.state is State.ACCEPTED


def test_long_after_the_other_is_over_the_words_are_no_verdict_on_it(
    person: Person, clock: SetClock, joined: tuple[Steps, Steps]
) -> None:
    late, kept = joined
    kept.answered()
    kept.say(Solved.YES)
    kept.rate(Grade.GOOD)
    clock.pass_time(timedelta(days=40))
    person.say("没解决")
    assert late.ticket.state is State.MERGED
    person.tap(f"ticket:{late.number}")
    assert person.actions == []
