"""回访: by chat first, then by a person who had no part in it; what was said is kept and never changed."""

from datetime import timedelta
from typing import Any

import pytest

from casework.answer import OwnAnswerError, answer
from casework.call_citizen import InvolvedError, TooFewAttemptsError, wishes_no_call
from casework.ports_follow_up import AnswerForm, CallKind, How, Outcome, Truth
from casework.visit_marks import note_no_reply
from casework.watch_calls import draw_sample
from hotline.errors import ConflictError, HotlineError, InvalidInputError
from hotline.matter import Grade, MatterType, Solved
from hotline.people import Actor, Role
from hotline.workflow import HandlerMayNotCloseError, MoveRefusedError, RoleRefusedError, State
from tests.casework.life import take
from tests.casework.steps import refused, started
from tests.casework.supervised import Watched, watched
from tests.house import CLERK, MONDAY, OPERATOR, SUPERVISOR, Desk, noise

OTHER = Actor(Role.OPERATOR, id="chen", name="陈")
NO = Outcome.NO_ANSWER


def answered(desk: Desk) -> Watched:
    steps = watched(desk)
    steps.answered()
    return steps


def listed(desk: Desk) -> Watched:
    steps = answered(desk)
    steps.list_calls()
    desk.clock.pass_time(timedelta(days=2))
    return steps


def closed(desk: Desk, grade: Grade = Grade.GOOD, solved: Solved = Solved.YES) -> Watched:
    steps = answered(desk)
    steps.say(solved)
    steps.rate(grade)
    return steps


def waiting(desk: Desk) -> list[CallKind]:
    with desk.database.units_of_work(write=False) as uow:
        return [each.call.kind for each in uow.call_list.waiting(desk.clock.now())]


def test_who_says_nothing_in_the_chat_is_listed_once_and_called_after_the_set_time(desk: Desk) -> None:
    steps = answered(desk)
    assert [steps.list_calls(), steps.list_calls()] == [1, 0]
    assert waiting(desk) == []
    desk.clock.pass_time(timedelta(days=2))
    assert waiting(desk) == [CallKind.SILENT]


def test_who_answers_in_the_chat_is_taken_off_the_list(desk: Desk) -> None:
    steps = listed(desk)
    steps.say(Solved.YES)
    steps.rate()
    assert steps.list_calls() == 1
    assert waiting(desk) == []
    assert [(line.how, line.solved, line.grade) for line in steps.lines] == [
        (How.CHAT, Solved.YES, None), (How.CHAT, Solved.YES, Grade.GOOD),
    ]  # fmt: skip


def test_a_call_that_is_answered_closes_the_ticket_with_the_citizens_words(desk: Desk) -> None:
    steps = listed(desk)
    steps.call(solved=Solved.YES, grade=Grade.FAIR, words="还行")
    ticket, [line] = steps.ticket, steps.lines
    assert (ticket.state, ticket.solved, ticket.grade) == (State.CLOSED, Solved.YES, Grade.FAIR)
    assert (line.how, line.by, line.reached, line.words) == (How.PHONE, "li", True, "还行")
    assert waiting(desk) == []


def test_who_gives_no_grade_on_the_telephone_may_still_give_it_in_writing(desk: Desk) -> None:
    steps = listed(desk)
    steps.call(solved=Solved.YES)
    assert steps.ticket.state is State.CLOSED
    steps.rate(Grade.GOOD)
    assert steps.ticket.grade is Grade.GOOD


@pytest.mark.parametrize("actor", [CLERK, Actor(Role.OPERATOR, id="x", unit="CG"), Actor(Role.SUPERVISOR, id="wang"),
                                   Actor(Role.ADMINISTRATOR, id="sun")])  # fmt: skip
def test_nobody_who_handled_it_calls_and_what_is_refused_leaves_nothing(desk: Desk, actor: Actor) -> None:
    steps = listed(desk)
    refusals = (HandlerMayNotCloseError, RoleRefusedError, OwnAnswerError)
    refused(refusals, lambda: steps.call(actor=actor, solved=Solved.YES), lambda: steps.call(NO, actor),
            lambda: steps.give_up(actor))  # fmt: skip
    assert (steps.lines, steps.ticket.state) == ([], State.FOLLOW_UP)


def test_an_outcome_and_its_answers_must_agree(desk: Desk) -> None:
    steps = listed(desk)
    refused(InvalidInputError, steps.call, lambda: steps.call(NO, solved=Solved.YES),
            lambda: steps.call(NO, grade=Grade.GOOD), lambda: steps.call(Outcome.GIVEN_UP))  # fmt: skip
    assert steps.lines == []


def test_three_calls_apart_end_it_as_not_re_visitable_and_three_at_once_do_not(desk: Desk) -> None:
    steps = listed(desk)
    for _ in range(3):
        steps.call(NO)
    with pytest.raises(TooFewAttemptsError):
        steps.give_up()
    for _ in range(2):
        assert steps.ticket.state is State.FOLLOW_UP
        desk.clock.pass_time(timedelta(hours=2))
        steps.call(NO, OTHER)
    assert (steps.ticket.state, steps.ticket.grade, steps.lines[-1].outcome) == (State.CLOSED, None, Outcome.GIVEN_UP)
    assert "没有接通" in steps.told[-1]
    assert waiting(desk) == []


def test_who_declines_is_not_called_again(desk: Desk) -> None:
    steps = listed(desk)
    steps.call(Outcome.DECLINED)
    assert steps.ticket.state is State.CLOSED
    assert [line.outcome for line in steps.lines] == [Outcome.DECLINED, Outcome.GIVEN_UP]


def test_who_wishes_no_call_is_let_go_without_one(desk: Desk) -> None:
    steps = listed(desk)
    with pytest.raises(TooFewAttemptsError):
        steps.give_up()
    take(desk, note_no_reply, steps.number, OPERATOR, words="请不要再打电话")
    steps.give_up(reason="群众不愿接电话")
    assert (steps.ticket.state, steps.ticket.grade) == (State.CLOSED, None)
    assert waiting(desk) == []
    steps.reopen()
    assert not wishes_no_call(steps.ticket), "what was said of the first answer is not said of the next"


def test_two_callers_at_once_call_once(desk: Desk) -> None:
    steps = listed(desk)
    [call] = steps.calls
    steps.call(solved=Solved.YES, grade=Grade.GOOD, call=call.id)
    refused(ConflictError, lambda: steps.call(actor=OTHER, solved=Solved.NO, call=call.id))
    refused(MoveRefusedError, lambda: steps.call(actor=OTHER, solved=Solved.NO))
    assert steps.ticket.state is State.CLOSED


def test_a_bad_grade_for_half_a_solution_is_handled_again_once_and_then_looked_at(desk: Desk) -> None:
    steps = answered(desk)
    steps.say(Solved.PARTLY)
    steps.rate(Grade.BAD)
    assert (steps.ticket.state, steps.ticket.redos, steps.ticket.first_grade) == (State.REDO, 1, Grade.BAD)
    assert "收到您的评价" in steps.told[-1]
    steps.answer()
    steps.approve()
    steps.say(Solved.PARTLY)
    steps.rate(Grade.VERY_BAD)
    ticket = steps.ticket
    assert (ticket.state, ticket.redos, ticket.first_grade, ticket.grade) == (
        State.CLOSED,
        1,
        Grade.BAD,
        Grade.VERY_BAD,
    )
    assert [call.kind for call in desk.calls()] == ["escalation"]


def test_a_bad_grade_for_what_is_solved_is_called_about_and_called_again_after_its_rectifying(desk: Desk) -> None:
    steps = closed(desk, Grade.BAD)
    [call] = steps.calls
    assert (call.kind, call.due_at > MONDAY + timedelta(days=20)) == (CallKind.BAD_GRADE, True)
    steps.call(solved=Solved.YES, grade=Grade.BAD, words="来的人态度差", call=call.id)
    assert "来的人态度差" in steps.ticket.history[-1].note, "the unit reads why"
    assert waiting(desk) == []
    desk.clock.set(call.due_at)
    [_, again] = steps.calls
    assert waiting(desk) == [CallKind.RECTIFIED]
    steps.call(solved=Solved.NO, grade=Grade.BAD, words="还是那样", call=again.id)
    assert (steps.ticket.state, steps.ticket.first_grade) == (State.REDO, Grade.BAD)


def test_what_the_citizen_said_is_not_changed_by_a_later_call(desk: Desk) -> None:
    steps = closed(desk, Grade.BAD)
    [call] = steps.calls
    steps.call(solved=Solved.YES, grade=Grade.VERY_GOOD, call=call.id)
    assert (steps.ticket.grade, steps.ticket.first_grade) == (Grade.BAD, Grade.BAD)
    with pytest.raises(HotlineError):
        steps.rate(Grade.VERY_GOOD)


def test_a_share_of_last_months_closed_tickets_is_called_again_drawn_once(desk: Desk) -> None:
    for _ in range(11):
        closed(desk)
    units = desk.database.units_of_work
    assert draw_sample(desk.office, units) == 0, "this month is not over"
    desk.clock.set(MONDAY + timedelta(days=31))
    assert [draw_sample(desk.office, units), draw_sample(desk.office, units)] == [2, 0]
    assert waiting(desk) == [CallKind.SAMPLE, CallKind.SAMPLE]


def test_a_sample_is_called_by_somebody_who_never_touched_the_ticket(desk: Desk) -> None:
    steps = closed(desk)
    desk.clock.set(MONDAY + timedelta(days=30))
    draw_sample(desk.office, desk.database.units_of_work)
    [call] = steps.calls
    refused(InvolvedError, lambda: steps.call(actor=OPERATOR, solved=Solved.YES, call=call.id))
    steps.call(actor=OTHER, solved=Solved.NO, words="又坏了", call=call.id)
    assert steps.lines[-1].solved is Solved.NO
    assert (steps.ticket.state, steps.ticket.first_grade) == (State.REDO, Grade.GOOD)


@pytest.mark.parametrize("told", [{"matter_type": MatterType.REPORT}, {"confidential": True}, {}])
def test_unsolved_on_the_telephone_opens_a_closed_ticket_again_also_without_words(
    desk: Desk, told: dict[str, Any]
) -> None:
    steps = Watched(desk, started(desk, appeal=noise(**told)).number)
    steps.answered()
    steps.say(Solved.YES)
    steps.rate(Grade.GOOD)
    desk.clock.set(MONDAY + timedelta(days=30))
    draw_sample(desk.office, desk.database.units_of_work)
    [call] = steps.calls
    steps.call(actor=OTHER, solved=Solved.NO, words="我家隔壁又吵" if told else "", call=call.id)
    assert steps.ticket.state is State.REDO
    assert "没有解决" in steps.ticket.history[-1].note
    assert all("隔壁" not in event.note + event.reason for event in steps.ticket.history)


def test_who_wrote_an_answer_does_not_let_it_out_whatever_post_they_hold_now(desk: Desk) -> None:
    steps = watched(desk)
    steps.sign()
    steps.answer()
    refused(OwnAnswerError, lambda: steps.approve(Actor(Role.SUPERVISOR, id="wang")))
    assert steps.ticket.state is State.UNDER_REVIEW
    steps.approve(SUPERVISOR)


def test_who_wrote_an_answer_gives_it_no_grade_in_the_citizens_place(desk: Desk) -> None:
    steps = watched(desk).answered()
    steps.say(Solved.YES)
    refused(OwnAnswerError, lambda: steps.rate(Grade.VERY_GOOD, Actor(Role.OPERATOR, id=CLERK.id)))
    assert steps.ticket.grade is None
    steps.rate(Grade.BAD)
    assert steps.ticket.grade is Grade.BAD


@pytest.mark.parametrize("sealed", [{"matter_type": MatterType.REPORT}, {"confidential": True}])
def test_what_the_sender_of_a_report_says_stays_with_the_hotline(desk: Desk, sealed: dict[str, Any]) -> None:
    steps = Watched(desk, started(desk, appeal=noise(**sealed)).number)
    steps.answered()
    steps.call(solved=Solved.NO, words="我就住在隔壁")
    assert steps.lines[-1].words == "我就住在隔壁"
    assert all("隔壁" not in event.note + event.reason for event in steps.ticket.history)


def test_no_machine_job_closes_a_ticket(desk: Desk) -> None:
    steps = answered(desk)
    for _ in range(12):
        desk.clock.pass_time(timedelta(days=5))
        steps.watch()
        steps.list_calls()
        draw_sample(desk.office, desk.database.units_of_work)
    assert steps.ticket.state is State.FOLLOW_UP


def form(**changes: object) -> AnswerForm:
    values: dict[str, object] = {"truth": Truth.TRUE, "contacted": True, "contacted_at": MONDAY, "solved": Solved.YES}
    return AnswerForm(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(("field", "wrong"), [
    ("contacted_at", {"contacted_at": None}),
    ("contacted_at", {"contacted_at": MONDAY + timedelta(days=1)}),
    ("contacted_at", {"contacted_at": MONDAY - timedelta(days=1)}),
    ("unsolved_reason", {"solved": Solved.NO}),
    ("unsolved_reason", {"solved": Solved.PARTLY, "unsolved_reason": " "}),
])  # fmt: skip
def test_a_form_that_contradicts_itself_is_refused_by_its_field(
    desk: Desk, field: str, wrong: dict[str, object]
) -> None:
    steps = watched(desk)
    steps.sign()
    with desk.database.units_of_work() as uow, pytest.raises(InvalidInputError) as refusal:
        answer(desk.office, uow, steps.number, CLERK, public="已处理。", form=form(**wrong))
    assert refusal.value.params["field"] == field
    assert steps.ticket.state is State.IN_PROGRESS


def test_a_form_is_kept_with_the_answer(desk: Desk) -> None:
    steps = watched(desk)
    steps.sign()
    with desk.database.units_of_work() as uow:
        answer(
            desk.office,
            uow,
            steps.number,
            CLERK,
            public="已处理。",
            form=form(solved=Solved.NO, unsolved_reason="等拨款"),
        )
        uow.commit()
    with desk.database.units_of_work(write=False) as uow:
        [filed] = uow.answer_forms.of_ticket(steps.number)
    assert (filed.by, filed.unit, filed.form.unsolved_reason) == ("wang", "CG", "等拨款")
