"""From acceptance to closing, and what the citizen reads at each step."""

from datetime import timedelta

import pytest

from casework.accept import Intake, accept
from casework.follow_up import AlreadyRatedError
from casework.ports import AttentionKind
from casework.redo import ReopenTooLateError
from casework.remind import RemindedLatelyError
from hotline.clock import local
from hotline.errors import InvalidInputError, NotAllowedError, NotFoundError
from hotline.events import CALENDAR_MISSING
from hotline.matter import Grade, MatterType, Solved, Urgency
from hotline.people import Actor
from hotline.taxonomy import Category
from hotline.workflow import HandlerMayNotCloseError, MoveRefusedError, RoleRefusedError, State
from tests.casework.steps import Steps, refused, started
from tests.house import ADDRESS, CHANNEL, CLERK, OPERATOR, STRANGER, SUPERVISOR, Desk, decision, noise

DUE = "2026年3月11日 17:30 前"


def test_a_sure_matter_goes_out_at_once_and_the_citizen_gets_number_code_date_and_unit(desk: Desk) -> None:
    ticket = desk.accepted()
    stored = desk.ticket(ticket.number)
    assert (stored.state, stored.lead, stored.dispatches, stored.ground.auto) == (State.DISPATCHED, "CG", 1, True)
    assert [event.move for event in stored.history] == ["received", "accept", "dispatch"]
    [said] = desk.told(ticket.number)
    for part in (ticket.number, desk.office.codes.code(ticket.number), DUE, "望澜市城市管理和综合执法局", "楼下烧烤店"):
        assert part in said


def test_an_unsure_matter_waits_for_a_dispatcher_and_no_unit_is_named(desk: Desk) -> None:
    steps = started(desk, sure=False)
    assert (steps.ticket.state, steps.ticket.lead, steps.ticket.ground.auto) == (State.ACCEPTED, "", False)
    assert "望澜市" not in steps.told[0]
    assert "核对由哪个单位办理" in steps.told[0]


def test_a_sure_decision_without_a_unit_of_this_city_waits_for_a_dispatcher(desk: Desk) -> None:
    with desk.database.units_of_work() as uow:
        citizen = uow.people.find_or_add(CHANNEL, ADDRESS, desk.clock.now())
        ticket = accept(desk.office, uow, intake=Intake(citizen), appeal=noise(), decision=decision(lead_unit=""))
        uow.commit()
    assert (ticket.state, ticket.ground.auto) == (State.ACCEPTED, False)


def test_the_whole_road_to_a_solved_ticket(desk: Desk) -> None:
    steps = started(desk, sure=False)
    steps.review()
    steps.sign()
    steps.answer()
    assert steps.ticket.state is State.UNDER_REVIEW
    assert len(steps.told) == 3, "the answer is not out before somebody else has let it out"
    steps.approve()
    steps.say(Solved.YES)
    steps.rate(Grade.VERY_GOOD)
    ticket = steps.ticket
    assert (ticket.state, ticket.solved, ticket.grade) == (State.CLOSED, Solved.YES, Grade.VERY_GOOD)
    accepted, dispatched, signed, answered, graded, closed = steps.told
    assert "已派给望澜市城市管理和综合执法局" in dispatched
    assert DUE in dispatched
    assert "开始办理" in signed
    assert "已责令停止夜间经营" in answered
    assert "店主态度差" not in "".join(steps.told), "the internal note never leaves the house"
    assert "打个分" in graded
    assert "已办结" in closed
    assert ticket.number in accepted


def test_the_taps_below_an_answer_fit_any_channel(desk: Desk) -> None:
    steps = started(desk).answered()
    with desk.database.units_of_work(write=False) as uow:
        last = uow.outbox.after(steps.ticket.person, 0)[-1].message
    actions = [button.action for row in last.buttons for button in row]
    assert actions == [f"solved:{steps.number}:{word}" for word in ("yes", "partly", "no")]


def test_an_unsolved_matter_is_handled_again_with_a_new_date_and_the_second_time_supervised(desk: Desk) -> None:
    steps = started(desk).answered()
    desk.clock.pass_time(timedelta(days=2))
    steps.say(Solved.NO)
    assert (steps.ticket.state, steps.ticket.redos, steps.ticket.solved) == (State.REDO, 1, None)
    assert "2026年3月13日 17:30 前" in steps.told[-1]
    assert desk.calls() == []
    steps.answer()
    steps.approve()
    steps.say(Solved.NO)
    assert "督办" in steps.told[-1]
    [call] = desk.calls()
    assert (call.kind, call.ticket) == (AttentionKind.ESCALATION, steps.number)
    assert steps.ticket.first_solved is Solved.NO, "what was said first is kept"


def test_only_one_who_waits_for_a_verdict_gets_one(desk: Desk) -> None:
    steps = started(desk)
    refused(MoveRefusedError, lambda: steps.say(Solved.YES), steps.rate, steps.close, steps.reopen)
    steps.answered()
    with pytest.raises(MoveRefusedError):
        steps.rate()
    assert steps.ticket.state is State.FOLLOW_UP


@pytest.mark.parametrize("clerk", [CLERK, Actor(SUPERVISOR.role, id="x", unit="CG"), STRANGER])
def test_no_handler_closes_approves_or_speaks_for_the_citizen(desk: Desk, clerk: Actor) -> None:
    steps = started(desk)
    steps.sign()
    steps.answer()
    no = (HandlerMayNotCloseError, RoleRefusedError)
    refused(no, lambda: steps.approve(clerk))
    steps.approve()
    before = len(steps.ticket.history)
    refused(no, lambda: steps.say(Solved.YES, clerk), lambda: steps.say(Solved.NO, clerk), lambda: steps.close(clerk))
    steps.say(Solved.YES)
    refused(no, lambda: steps.rate(Grade.VERY_GOOD, clerk))
    assert (steps.ticket.state, len(steps.ticket.history)) == (State.FOLLOW_UP, before + 1)


def test_a_grade_is_given_once_and_never_edited(desk: Desk) -> None:
    steps = started(desk).answered()
    steps.say(Solved.YES)
    steps.rate(Grade.BAD)
    with pytest.raises(AlreadyRatedError):
        steps.rate(Grade.VERY_GOOD)
    assert steps.ticket.grade is Grade.BAD


def test_what_was_closed_for_the_citizen_may_still_be_graded_once(desk: Desk) -> None:
    steps = started(desk).answered()
    steps.close()
    assert "经回访已办结" in steps.told[-1]
    steps.rate(Grade.FAIR)
    assert (steps.ticket.state, steps.ticket.grade) == (State.CLOSED, Grade.FAIR)
    with pytest.raises(AlreadyRatedError):
        steps.rate(Grade.GOOD)


def test_a_closed_ticket_is_reopened_within_its_time_and_not_later(desk: Desk) -> None:
    steps = started(desk).answered()
    steps.close()
    desk.clock.pass_time(timedelta(days=30))
    steps.reopen()
    assert (steps.ticket.state, steps.ticket.history[-1].note) == (State.REDO, "昨晚又吵了")
    assert "重新打开" in steps.told[-1]
    steps.answer()
    steps.approve()
    steps.close()
    desk.clock.pass_time(timedelta(days=30, seconds=1))
    with pytest.raises(ReopenTooLateError):
        steps.reopen()


def test_only_the_lead_unit_signs_and_answers(desk: Desk) -> None:
    steps = started(desk)
    refused((NotAllowedError, RoleRefusedError), lambda: steps.sign(STRANGER), lambda: steps.sign(OPERATOR))
    steps.sign()
    assert (steps.ticket.state, steps.ticket.signed_at) == (State.IN_PROGRESS, desk.clock.now())
    with pytest.raises(NotAllowedError):
        steps.answer(STRANGER)
    with pytest.raises(InvalidInputError):
        steps.answer(public="  ")
    with pytest.raises(MoveRefusedError):
        steps.sign()


def test_a_rejected_answer_goes_back_with_the_reason_and_the_citizen_never_saw_it(desk: Desk) -> None:
    steps = started(desk)
    steps.sign()
    steps.answer(public="我们会研究的。")
    with pytest.raises(InvalidInputError):
        steps.reject(reason=" ")
    steps.reject()
    assert (steps.ticket.state, steps.ticket.history[-1].reason) == (State.IN_PROGRESS, "没有回答问题")
    steps.answer()
    steps.approve()
    assert "研究" not in "".join(steps.told)


def test_a_citizen_touches_only_their_own_ticket(desk: Desk) -> None:
    steps = started(desk).answered()
    other = Actor.citizen(steps.ticket.person + 1)
    refused(
        NotFoundError,
        lambda: steps.say(Solved.YES, other),
        lambda: steps.rate(Grade.GOOD, other),
        lambda: steps.remind(other),
        lambda: steps.withdraw(other),
        lambda: steps.add(other),
        lambda: steps.reopen(other),
    )
    assert steps.ticket.state is State.FOLLOW_UP


def test_urging_is_counted_told_in_plain_words_and_not_every_minute(desk: Desk) -> None:
    steps = started(desk)
    steps.remind()
    assert "已派单，等单位签收" in steps.told[-1]
    assert "待签收" not in steps.told[-1]
    with pytest.raises(RemindedLatelyError):
        steps.remind()
    steps.remind(SUPERVISOR)
    desk.clock.pass_time(timedelta(hours=24))
    steps.remind()
    assert steps.ticket.reminders == 3


def test_what_is_finished_is_not_urged(desk: Desk) -> None:
    steps = started(desk)
    steps.withdraw()
    with pytest.raises(MoveRefusedError):
        steps.remind()


def test_a_matter_is_withdrawn_before_a_unit_has_signed_and_not_after(desk: Desk) -> None:
    steps = started(desk)
    steps.withdraw()
    assert (steps.ticket.state, "撤销" in steps.told[-1]) == (State.WITHDRAWN, True)
    late = started(desk)
    late.sign()
    with pytest.raises(MoveRefusedError):
        late.withdraw()


def test_another_channel_is_named_or_the_ticket_is_not_referred(desk: Desk) -> None:
    steps = started(desk, sure=False)
    with pytest.raises(InvalidInputError):
        steps.refer(channel=" ")
    with pytest.raises(RoleRefusedError):
        steps.refer(CLERK)
    steps.refer()
    assert (steps.ticket.state, "仲裁委员会" in steps.told[-1]) == (State.REFERRED, True)


def test_the_limit_depends_on_the_matter(desk: Desk) -> None:
    urgent = started(desk, appeal=noise(urgency=Urgency.CRITICAL)).ticket
    ordinary = started(desk, appeal=noise(MatterType.HELP)).ticket
    assert urgent.due is not None
    assert ordinary.due is not None
    assert urgent.due.answer_by - urgent.received_at == timedelta(hours=24)
    assert str(local(ordinary.due.answer_by).date()) == "2026-03-09"


def test_a_date_in_a_year_without_calendar_is_called_provisional_and_somebody_is_told(desk: Desk) -> None:
    desk.clock.pass_time(timedelta(days=302))
    steps = started(desk)
    assert "暂定" in steps.told[0]
    [call] = desk.calls()
    assert (call.kind, "2027" in call.summary) == (AttentionKind.CALENDAR, True)


def test_of_a_missing_year_a_person_is_called_once_and_each_ticket_bears_the_note(desk: Desk) -> None:
    desk.clock.pass_time(timedelta(days=302))
    several = [Steps(desk, desk.accepted(address=f"visitor-{each}").number) for each in range(3)]
    [call] = desk.calls()
    with desk.database.units_of_work() as uow:
        uow.attention.finish(call.id, desk.clock.now())
        uow.commit()
    several[0].answered().say(Solved.NO)
    started(desk)
    assert desk.calls() == []
    for steps in several:
        assert [event.note for event in steps.ticket.history if event.move == CALENDAR_MISSING] == ["2027"]


def test_a_limit_that_reaches_an_uncovered_year_only_after_an_extension_or_a_redo_is_reported_too(desk: Desk) -> None:
    desk.clock.pass_time(timedelta(days=290))
    longer, again = started(desk), started(desk)
    assert desk.calls() == []
    longer.sign()
    longer.ask_longer()
    longer.decide_longer()
    assert "暂定" in longer.told[-1]
    assert [call.kind for call in desk.calls()] == [AttentionKind.CALENDAR]
    again.answered()
    desk.clock.pass_time(timedelta(days=20))
    again.say(Solved.NO)
    assert CALENDAR_MISSING in [event.move for event in again.ticket.history]


def test_review_keeps_the_version_on_the_screen_the_tree_and_the_handling_units(desk: Desk) -> None:
    steps = started(desk, sure=False)
    refused(
        (InvalidInputError, NotFoundError, RoleRefusedError),
        lambda: steps.review(lead="D1S1C1"),
        lambda: steps.review(lead="D1"),
        lambda: steps.review(others=["nobody"]),
        lambda: steps.review(lead="nobody"),
        lambda: steps.review(category=Category("没有", "这个")),
        lambda: steps.review(CLERK),
    )
    steps.review(lead="HB", others=["CG", "HB", "CG"], kind=MatterType.HELP, version=1)
    ticket = steps.ticket
    assert (ticket.lead, ticket.others, ticket.appeal.matter_type) == ("HB", ("CG",), MatterType.HELP)
    with pytest.raises(MoveRefusedError):
        steps.review()


def test_the_road_can_be_walked_twice_by_one_person(desk: Desk) -> None:
    first, second = started(desk), started(desk)
    first.answered()
    assert isinstance(second, Steps)
    assert (first.ticket.state, second.ticket.state) == (State.FOLLOW_UP, State.DISPATCHED)
    assert first.ticket.person == second.ticket.person
