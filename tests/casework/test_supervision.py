"""督办: when each step begins, that it begins once and only upwards, whose it is, and how it ends."""

from datetime import timedelta
from functools import partial

import pytest

from casework.long_case import LongCaseOpenError, NoLongCaseError
from casework.supervise import resolved
from casework.supervision_steps import NotSupervisedError, Step, StepTakenError
from casework.watch_supervision import watch_supervision
from hotline.errors import ConflictError, InvalidInputError, NotAllowedError
from hotline.matter import Solved
from hotline.people import Actor, Role
from hotline.workflow import MoveRefusedError, State
from tests.casework.steps import refused, started
from tests.casework.supervised import Watched, watched
from tests.house import CLERK, MONDAY, OPERATOR, STRANGER, SUPERVISOR, Desk

DAY = timedelta(days=1)


def late(desk: Desk, days: int = 10) -> Watched:
    """Signed, and that many days after its receipt; the answer was due on the ninth."""
    steps = watched(desk)
    steps.sign()
    desk.clock.pass_time(days * DAY)
    steps.watch()
    return steps


def test_what_nobody_signs_is_urged_and_signing_ends_it(desk: Desk) -> None:
    steps = watched(desk)
    desk.clock.pass_time(2 * DAY)
    assert steps.watch() == 1
    assert (steps.taken, steps.standing.owner_unit if steps.standing else "") == ([Step.REMINDER], "CG")
    desk.clock.pass_time(timedelta(minutes=1))
    steps.sign()
    assert steps.watch() == 1
    assert steps.standing is None
    assert steps.ticket.state is State.IN_PROGRESS, "nothing here moves the ticket"


def test_due_soon_is_a_reminder_overdue_yellow_three_days_red_five_joint(desk: Desk) -> None:
    steps = watched(desk)
    steps.sign()
    seen: list[tuple[int, Step]] = []
    for day in range(1, 20):
        desk.clock.set(MONDAY + day * DAY)
        steps.watch()
        seen += [(day, each) for each in steps.taken if each not in [step for _, step in seen]]
    assert seen[:4] == [(9, Step.REMINDER), (10, Step.YELLOW), (15, Step.RED), (17, Step.JOINT)]
    assert steps.ticket.state is State.IN_PROGRESS


def test_a_step_has_owner_limit_ground_and_a_line_in_the_history_and_is_begun_once(desk: Desk) -> None:
    steps = late(desk)
    assert [steps.watch() for _ in range(3)] == [0, 0, 0]
    standing = steps.standing
    assert standing is not None
    assert (standing.step, standing.owner_unit, standing.rule, standing.begun_by) == (Step.YELLOW, "CG", "S03", "jiesu")
    assert standing.due_at == desk.office.deadlines.after(desk.office.supervision.rules[2].limit, desk.clock.now())[0]
    notes = [event.note for event in steps.ticket.history if event.move == "supervised"]
    assert len(notes) == 1
    assert "黄牌督办" in notes[0]


def test_two_processes_that_look_at_once_begin_a_step_once(desk: Desk) -> None:
    steps = watched(desk)
    steps.sign()
    desk.clock.pass_time(10 * DAY)
    units = desk.database.units_of_work
    with units() as uow:
        stale = uow.tickets.get(steps.number)
    watch_supervision(desk.office, units)
    stale.note("supervised", SUPERVISOR, desk.clock.now())
    with units() as uow, pytest.raises(ConflictError):
        uow.tickets.save(stale)
    assert steps.taken == [Step.YELLOW]


def test_the_unit_replies_and_a_supervisor_releases_with_the_reason(desk: Desk) -> None:
    steps = late(desk)
    refused(
        NotAllowedError, lambda: steps.reply(STRANGER), lambda: steps.release(OPERATOR), lambda: steps.release(CLERK)
    )
    refused(InvalidInputError, lambda: steps.reply(words=" "), lambda: steps.release(reason=""))
    steps.reply()
    refused(ConflictError, steps.reply)
    steps.release()
    refused(NotSupervisedError, steps.release, steps.reply, steps.take)
    [ended] = steps.supervisions
    assert (ended.reply, ended.replied_by, ended.ended_by, ended.end_reason) == (
        "明天上门",
        "wang",
        "zhao",
        "已经进场施工",
    )
    assert steps.watch() == 0, "released is released: the same limit begins nothing milder or equal"


def test_who_does_not_reply_to_a_red_one_is_supervised_jointly_and_then_raised(desk: Desk) -> None:
    steps = watched(desk)
    steps.sign()
    steps.begin(Step.RED)
    for _ in range(40):
        desk.clock.pass_time(DAY)
        steps.watch()
    assert steps.taken[-6:] == [Step.RED, Step.JOINT, Step.COORDINATE, Step.DESIGNATE, Step.CONVENE, Step.COUNCIL]
    assert [each.owner_unit for each in steps.supervisions if each.step in (Step.COORDINATE, Step.COUNCIL)] == [
        "HOTLINE", "WL"
    ]  # fmt: skip


def test_a_reply_in_time_stops_the_climb(desk: Desk) -> None:
    steps = watched(desk)
    steps.sign()
    steps.begin(Step.RED)
    steps.reply()
    desk.clock.pass_time(5 * DAY)
    steps.watch()
    assert steps.taken == [Step.RED]


def test_the_second_redo_is_red_and_the_fourth_is_raised(desk: Desk) -> None:
    steps = watched(desk)
    steps.answered()
    for redo in range(1, 5):
        steps.say(Solved.NO)
        steps.watch()
        assert (Step.RED in steps.taken, Step.COORDINATE in steps.taken) == (redo >= 2, redo >= 4)
        if redo == 2:
            steps.release()
        steps.answer()
        steps.approve()


def test_the_third_return_is_raised_to_the_hotline(desk: Desk) -> None:
    steps = watched(desk)
    for article in range(3):
        steps.send_back(ground=f"三定方案第{article + 5}条")
        steps.watch()
        if Step.COORDINATE not in steps.taken:
            steps.refuse()
    assert steps.taken == [Step.COORDINATE]
    assert steps.ticket.state is State.RETURN_REQUESTED


def test_trouble_that_comes_anew_after_a_release_is_not_supervised_more_mildly(desk: Desk) -> None:
    steps = late(desk)
    steps.release()
    steps.answer()
    steps.approve()
    steps.say(Solved.NO)
    desk.clock.pass_time(12 * DAY)
    steps.watch()
    assert steps.taken == [Step.YELLOW, Step.RED]


def test_by_hand_a_step_is_begun_only_by_a_supervisor_upwards_and_with_a_reason(desk: Desk) -> None:
    steps = watched(desk)
    for actor in (OPERATOR, CLERK, steps.citizen, Actor(Role.ADMINISTRATOR, id="sun")):
        refused(NotAllowedError, partial(steps.begin, Step.RED, actor), partial(steps.skip, actor))
    refused(
        InvalidInputError,
        partial(steps.begin, Step.RED, reason=""),
        partial(steps.begin, Step.RED, unit="没有"),
        partial(steps.begin, Step.RED, login="nobody"),
        partial(steps.begin, Step.RED, unit="CG", login="zhao"),
    )
    steps.begin(Step.RED, unit="HB")
    refused(StepTakenError, lambda: steps.begin(Step.RED), lambda: steps.begin(Step.YELLOW))
    assert [each.owner_unit for each in steps.supervisions] == ["HB"]
    steps.begin(Step.JOINT)
    assert [each.open for each in steps.supervisions] == [False, True]
    assert "联合督办" in steps.supervisions[0].end_reason


def test_what_is_passed_over_is_begun_by_nobody(desk: Desk) -> None:
    steps = watched(desk)
    steps.sign()
    steps.skip()
    steps.skip()
    assert [each.skipped for each in steps.supervisions] == [True, True]
    desk.clock.pass_time(10 * DAY)
    assert steps.watch() == 0
    refused(StepTakenError, lambda: steps.begin(Step.YELLOW))
    desk.clock.pass_time(5 * DAY)
    steps.watch()
    assert steps.taken == [Step.REMINDER, Step.YELLOW, Step.RED]


def test_an_account_takes_a_step_over(desk: Desk) -> None:
    steps = late(desk)
    with desk.database.units_of_work() as uow:
        uow.accounts.add("zhao", "赵", Role.SUPERVISOR, "", "x")
        uow.commit()
    refused(InvalidInputError, lambda: steps.take(login="nobody"))
    steps.take(login="zhao")
    assert [(each.owner_unit, each.owner_login) for each in steps.supervisions] == [("", "zhao")]


def test_an_owner_that_another_city_does_not_have_is_the_top_of_its_tree(desk: Desk) -> None:
    steps = started(desk)
    with desk.database.units_of_work(write=False) as uow:
        ticket = uow.tickets.get(steps.number)
    wanted = {"lead": "CG", "above": "WL", "HOTLINE": "HOTLINE", "NOWHERE": "WL"}
    assert {owner: resolved(desk.office, ticket, owner) for owner in wanted} == wanted


def test_what_is_finished_is_released_by_itself_and_supervised_no_more(desk: Desk) -> None:
    steps = late(desk)
    steps.answer()
    steps.approve()
    steps.say(Solved.YES)
    steps.rate()
    assert steps.watch() == 1
    assert steps.standing is None
    refused(MoveRefusedError, lambda: steps.begin(Step.RED), steps.skip)
    assert steps.watch() == 0


def test_a_clock_that_jumps_back_begins_nothing_twice(desk: Desk) -> None:
    steps = late(desk)
    desk.clock.set(MONDAY)
    assert steps.watch() == 0
    desk.clock.set(MONDAY + 10 * DAY)
    assert steps.watch() == 0
    assert steps.taken == [Step.YELLOW]


def test_while_the_citizen_is_awaited_nothing_begins(desk: Desk) -> None:
    steps = watched(desk)
    steps.sign()
    steps.ask()
    desk.clock.pass_time(20 * DAY)
    assert steps.watch() == 0
    assert steps.taken == []


def test_a_broken_ticket_stops_no_other(desk: Desk) -> None:
    bad, good = watched(desk), watched(desk)
    desk.clock.pass_time(2 * DAY)
    with desk.database._engines.write.begin() as connection:
        connection.exec_driver_sql("UPDATE tickets SET words = x'00' WHERE number = ?", (bad.number,))
    with pytest.raises(Exception, match=r".") as fault:
        watch_supervision(desk.office, desk.database.units_of_work)
    assert bad.number in "".join(fault.value.__notes__)
    assert good.taken == [Step.REMINDER]


def test_a_long_case_has_plan_leader_date_progress_and_an_outcome(desk: Desk) -> None:
    steps = watched(desk)
    refused(NotAllowedError, lambda: steps.open_case(OPERATOR), lambda: steps.open_case(CLERK))
    refused(InvalidInputError, lambda: steps.open_case(plan=""), lambda: steps.open_case(leader=" "),
            lambda: steps.open_case(until="下个月"), lambda: steps.open_case(until="2026-03-02"))  # fmt: skip
    refused(NoLongCaseError, steps.note_case, steps.close_case)
    steps.open_case()
    refused(LongCaseOpenError, steps.open_case)
    refused(NotAllowedError, lambda: steps.note_case(STRANGER), lambda: steps.close_case(CLERK))
    steps.note_case()
    refused(InvalidInputError, lambda: steps.close_case(outcome=""))
    steps.close_case()
    case = steps.case
    assert case is not None
    assert (case.plan, case.leader, case.until.isoformat(), case.outcome) == (
        "分三步化解",
        "分管副市长",
        "2026-06-30",
        "达成协议",
    )
    assert [entry.words for entry in case.entries] == ["已召开协调会"]
    assert steps.ticket.state is State.DISPATCHED
