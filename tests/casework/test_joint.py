"""联合督办: whose it is, which units owe a reply, and what the record says of those who gave none."""

from datetime import datetime, timedelta

import pytest

from casework.joint import named_supervisor
from casework.ports_secrecy import Recusal
from casework.supervision_steps import Step
from hotline.errors import ConflictError, InvalidInputError, NotAllowedError
from hotline.people import Actor, Role
from tests.casework.supervised import Watched, watched
from tests.house import CLERK, MONDAY, OPERATOR, STRANGER, SUPERVISOR, Desk

DAY = timedelta(days=1)
STREET = Actor(Role.DEPARTMENT, id="he", unit="D1S1", name="何")


def hire(desk: Desk, *staff: tuple[str, Role, str]) -> None:
    with desk.database.units_of_work() as uow:
        for login, role, unit in staff:
            uow.accounts.add(login, login, role, unit, "x")
        uow.commit()


def named(steps: Watched) -> str:
    with steps.desk.database.units_of_work(write=False) as uow:
        return named_supervisor(steps.desk.office, uow, uow.tickets.get(steps.number))


def replied(steps: Watched) -> datetime | None:
    """When the open step counted as replied to."""
    standing = steps.standing
    assert standing is not None
    return standing.replied_at


@pytest.fixture
def steps(desk: Desk) -> Watched:
    steps = watched(desk)
    steps.sign()
    return steps


def test_by_hand_it_is_the_supervisors_who_begins_it(steps: Watched) -> None:
    steps.begin(Step.JOINT)
    assert steps.standing is not None
    assert (steps.standing.owner_unit, steps.standing.owner_login) == ("", SUPERVISOR.id)


def test_the_table_names_a_supervisor_of_the_line_before_one_of_the_hotline(desk: Desk, steps: Watched) -> None:
    hire(desk, ("a", Role.SUPERVISOR, ""), ("b", Role.SUPERVISOR, "HB"), ("c", Role.OPERATOR, ""))
    assert named(steps) == "a"
    hire(desk, ("z", Role.SUPERVISOR, "CG"))
    assert named(steps) == "z"
    with desk.database.units_of_work() as uow:
        uow.recusals.add(Recusal(steps.number, "z", "", "亲属", OPERATOR, desk.clock.now()))
        uow.commit()
    assert named(steps) == "a"


def test_where_nobody_can_be_named_it_is_the_hotlines_and_never_the_whole_citys(desk: Desk, steps: Watched) -> None:
    for day in range(1, 20):
        desk.clock.set(MONDAY + day * DAY)
        steps.watch()
    joint = next(each for each in steps.supervisions if each.step is Step.JOINT)
    assert (joint.owner_unit, joint.owner_login) == ("HOTLINE", "")


def test_every_unit_replies_for_itself_and_the_step_counts_as_replied_with_the_last(steps: Watched) -> None:
    steps.begin(Step.JOINT, asked=("HB",))
    assert set(steps.joint) == {*steps.ticket.units, "HB"}
    steps.reply(STRANGER, words="噪声已测")
    assert (steps.joint["HB"], steps.joint["CG"]) == ("噪声已测", "")
    assert replied(steps) is None
    for unit in set(steps.ticket.units) - {"HB"}:
        steps.reply(Actor(Role.DEPARTMENT, id=unit, unit=unit), words="已处置")
    assert replied(steps) is not None
    assert all(steps.joint.values())


def test_a_unit_replies_once_and_only_where_it_is_asked(steps: Watched) -> None:
    steps.begin(Step.JOINT)
    steps.reply(CLERK)
    with pytest.raises(ConflictError):
        steps.reply(CLERK)
    with pytest.raises(NotAllowedError):
        steps.reply(STRANGER)
    with pytest.raises(InvalidInputError):
        steps.reply(CLERK, words=" ")


def test_whose_reply_is_missing_after_the_date_lets_the_next_step_begin(desk: Desk, steps: Watched) -> None:
    steps.begin(Step.JOINT, asked=("HB",))
    steps.reply(CLERK)
    assert steps.standing is not None
    desk.clock.set(steps.standing.due_at + timedelta(minutes=1))
    steps.watch()
    assert Step.COORDINATE in steps.taken
    assert steps.joint["HB"] == ""


def test_other_steps_ask_the_lead_only_and_take_no_further_units(steps: Watched) -> None:
    with pytest.raises(InvalidInputError, match="joint_only"):
        steps.begin(Step.RED, asked=("HB",))
    with pytest.raises(InvalidInputError, match="choice"):
        steps.begin(Step.JOINT, asked=("NOWHERE",))
    steps.begin(Step.RED)
    assert steps.joint == {}
    with pytest.raises(NotAllowedError):
        steps.reply(STREET)
    steps.reply(CLERK)
    assert steps.standing is not None
    assert steps.standing.reply == "明天上门"


def test_a_unit_that_keeps_out_is_not_asked(desk: Desk, steps: Watched) -> None:
    with desk.database.units_of_work() as uow:
        uow.recusals.add(Recusal(steps.number, "", "HB", "被投诉", OPERATOR, desk.clock.now()))
        uow.commit()
    steps.begin(Step.JOINT, asked=("HB",))
    assert "HB" not in steps.joint
