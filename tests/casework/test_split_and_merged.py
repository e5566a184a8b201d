"""拆单 and 并单: nobody's words are lost, everybody is told, and a merged ticket that comes back leads somewhere."""

from datetime import timedelta

import pytest

from casework.ports_secrecy import RecusedError
from casework.recuse import recuse
from casework.redispatch import redispatch
from casework.redo import ReopenTooLateError, reopen
from casework.split import MOST, split
from hotline.errors import InvalidInputError, NotFoundError
from hotline.matter import Grade, Solved
from hotline.people import Actor
from hotline.workflow import MoveRefusedError, RoleRefusedError, State
from tests.casework.life import of_patrol, take
from tests.casework.steps import Steps, refused, started
from tests.house import CLERK, OPERATOR, STRANGER, SUPERVISOR, Desk

DAY = timedelta(days=1)


def children(desk: Desk, number: str) -> list[Steps]:
    with desk.database.units_of_work(write=False) as uow:
        return [Steps(desk, child) for child in uow.splits.family(number).children]


def test_each_further_matter_gets_a_ticket_with_the_words_as_they_were_said(desk: Desk) -> None:
    steps = started(desk, sure=False)
    desk.clock.pass_time(DAY)
    take(desk, split, steps.number, OPERATOR, matters=["路灯不亮", " ", "井盖松动"], title="烧烤店噪声")
    first, second = children(desk, steps.number)
    assert [each.ticket.appeal.title for each in (steps, first, second)] == ["烧烤店噪声", "路灯不亮", "井盖松动"]
    for child in (first.ticket, second.ticket):
        assert child.appeal.text == steps.ticket.appeal.text
        assert (child.person, child.due, child.received_at) == (
            steps.ticket.person, steps.ticket.due, steps.ticket.received_at
        )  # fmt: skip
        assert (child.state, child.lead) == (State.ACCEPTED, "")
    assert steps.ticket.state is State.ACCEPTED
    with desk.database.units_of_work(write=False) as uow:
        assert uow.splits.family(first.number).parent == steps.number
    [told] = [each for each in steps.told if "3 张工单" in each]
    assert all(each.number in told for each in (steps, first, second))
    first.review(lead="HB")
    first.sign(STRANGER)


def test_only_several_matters_are_split_by_the_desk_before_they_go_out(desk: Desk) -> None:
    steps = started(desk, sure=False)
    for matters in ([], ["  "], ["同一件", "同一件"], [str(each) for each in range(MOST + 1)]):
        refused(InvalidInputError, lambda: take(desk, split, steps.number, OPERATOR, matters=matters))  # noqa: B023 - called at once
    refused(RoleRefusedError, lambda: take(desk, split, steps.number, CLERK, matters=["x"]))
    steps.review()
    refused(MoveRefusedError, lambda: take(desk, split, steps.number, OPERATOR, matters=["x"]))
    assert children(desk, steps.number) == []


def test_what_was_found_on_patrol_stays_so_when_it_is_split(desk: Desk) -> None:
    steps = of_patrol(desk)
    steps.send_back()
    steps.uphold()
    take(desk, split, steps.number, OPERATOR, matters=["井盖松动"])
    [child] = children(desk, steps.number)
    assert child.ticket.finder == steps.ticket.finder is not None


def merged(desk: Desk) -> tuple[Steps, Steps]:
    """A ticket that was merged into an earlier one, and that one."""
    kept = started(desk)
    late = Steps(desk, desk.accepted(sure=False, address="visitor-2").number)
    late.merge(into=kept.number)
    return late, kept


def test_while_the_kept_ticket_is_worked_on_the_words_go_there(desk: Desk) -> None:
    late, kept = merged(desk)
    late.reopen()
    assert late.ticket.state is State.MERGED
    assert [event.note for event in kept.ticket.history if event.move == "added_facts"] == ["昨晚又吵了"]
    assert late.number in late.told[-1]
    assert kept.number not in late.told[-1]
    refused(NotFoundError, lambda: late.reopen(Actor.citizen(late.ticket.person + 999)))


def test_when_it_is_answered_or_closed_the_merged_one_lives_again_on_its_own(desk: Desk) -> None:
    late, kept = merged(desk)
    kept.answered()
    kept.say(Solved.YES)
    kept.rate(Grade.GOOD)
    desk.clock.pass_time(3 * DAY)
    late.reopen()
    ticket = late.ticket
    assert ticket.state is State.ACCEPTED
    assert "单独办理" in late.told[-1]
    assert kept.ticket.state is State.CLOSED
    before = len(late.told)
    kept.reopen()
    kept.answer()
    kept.approve()
    assert len(late.told) == before, "what becomes of the other is no longer theirs to hear"
    late.review(lead="HB")
    late.sign(STRANGER)
    assert late.ticket.state is State.IN_PROGRESS


def test_an_answer_that_solved_the_other_need_not_have_solved_this(desk: Desk) -> None:
    late, kept = merged(desk)
    kept.answered()
    with desk.database.units_of_work(write=False) as uow:
        answered = uow.outbox.after(late.ticket.person, 0)[-1].message
    assert [button.action for row in answered.buttons for button in row] == [f"reopen:{late.number}"]
    late.reopen()
    assert (late.ticket.state, kept.ticket.state) == (State.ACCEPTED, State.FOLLOW_UP)


def test_a_chain_of_merged_tickets_leads_to_its_end(desk: Desk) -> None:
    first = started(desk, sure=False)
    second = Steps(desk, desk.accepted(sure=False, address="visitor-2").number)
    third = Steps(desk, desk.accepted(sure=False, address="visitor-3").number)
    third.merge(into=second.number)
    second.merge(into=first.number)
    third.reopen()
    assert [event.note for event in first.ticket.history if event.move == "added_facts"] == ["昨晚又吵了"]


def test_too_late_is_said_with_the_number_that_the_citizen_knows(desk: Desk) -> None:
    late, kept = merged(desk)
    kept.answered()
    kept.say(Solved.YES)
    kept.rate(Grade.GOOD)
    desk.clock.pass_time(31 * DAY)
    with pytest.raises(ReopenTooLateError) as refusal:
        late.reopen()
    assert refusal.value.params["number"] == late.number
    assert late.ticket.state is State.MERGED


def test_it_can_be_merged_again_and_then_hears_again(desk: Desk) -> None:
    late, kept = merged(desk)
    kept.answered()
    late.reopen()
    other = started(desk)
    late.merge(into=other.number)
    other.sign()
    assert "签收" in late.told[-1]


def test_staff_reopen_with_a_new_fact_and_nobody_reopens_what_is_not_theirs(desk: Desk) -> None:
    steps = started(desk).answered()
    steps.say(Solved.YES)
    steps.rate(Grade.GOOD)
    refused(InvalidInputError, lambda: take(desk, reopen, steps.number, SUPERVISOR, facts=" "))
    refused(RoleRefusedError, lambda: take(desk, reopen, steps.number, CLERK, facts="又来了"))
    refused(NotFoundError, lambda: take(desk, reopen, steps.number, Actor.citizen(424242), facts="又来了"))
    take(desk, reopen, steps.number, SUPERVISOR, facts="市民来电：又吵了")
    assert steps.ticket.state is State.REDO


def keep_out(desk: Desk, number: str, **whom: str) -> None:
    take(desk, recuse, number, OPERATOR, ground="被投诉", **whom)


def barred(desk: Desk, number: str, actor: Actor) -> bool:
    with desk.database.units_of_work(write=False) as uow:
        return uow.recusals.bars(number, actor)


def test_who_keeps_out_of_the_whole_keeps_out_of_each_part(desk: Desk) -> None:
    steps = started(desk, sure=False)
    keep_out(desk, steps.number, unit="HB")
    take(desk, split, steps.number, OPERATOR, matters=["路灯不亮"])
    [child] = children(desk, steps.number)
    assert barred(desk, child.number, STRANGER)
    assert not barred(desk, child.number, CLERK)
    refused(RecusedError, lambda: child.review(lead="HB"))
    child.review(lead="CG")


def test_a_matter_is_not_merged_into_one_that_the_unit_handles_which_keeps_out_of_it(desk: Desk) -> None:
    kept = started(desk)
    late = Steps(desk, desk.accepted(sure=False, address="visitor-2").number)
    keep_out(desk, late.number, unit="CG")
    refused(RecusedError, lambda: late.merge(into=kept.number))
    assert late.ticket.state is State.ACCEPTED


def test_who_keeps_out_of_a_matter_keeps_out_of_what_it_is_merged_into(desk: Desk) -> None:
    kept = started(desk)
    late = Steps(desk, desk.accepted(sure=False, address="visitor-2").number)
    keep_out(desk, late.number, unit="HB")
    late.merge(into=kept.number)
    assert barred(desk, kept.number, STRANGER)
    refused(RecusedError, lambda: take(desk, redispatch, kept.number, OPERATOR, lead="HB", reason="归环保"))
    third = Steps(desk, desk.accepted(sure=False, address="visitor-3").number)
    keep_out(desk, third.number, unit="HB")
    third.merge(into=kept.number)


def test_a_merged_ticket_comes_back_though_the_other_was_once_closed_long_ago(desk: Desk) -> None:
    late, kept = merged(desk)
    kept.answered()
    kept.say(Solved.YES)
    kept.rate(Grade.GOOD)
    desk.clock.pass_time(25 * DAY)
    kept.reopen()
    desk.clock.pass_time(8 * DAY)
    kept.answer()
    kept.approve()
    late.reopen()
    assert (late.ticket.state, kept.ticket.state) == (State.ACCEPTED, State.FOLLOW_UP)
