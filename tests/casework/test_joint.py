"""联合督办: whose it is, which units owe a reply, and what the record says of those who gave none."""

from datetime import datetime, timedelta

import pytest

from casework.add_unit import add_unit
from casework.co_work import co_object, decide_objection
from casework.joint import named_supervisor
from casework.ports_secrecy import Recusal, RecusedError
from casework.recuse import recuse
from casework.redispatch import redispatch
from casework.supervision_steps import Step
from hotline.errors import ConflictError, InvalidInputError, NotAllowedError
from hotline.people import Actor, Role
from tests.casework.life import take
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


def department(unit: str) -> Actor:
    return Actor(Role.DEPARTMENT, id=f"of-{unit}", unit=unit)


def test_a_new_lead_replies_though_all_before_it_had(desk: Desk, steps: Watched) -> None:
    steps.begin(Step.JOINT)
    for unit in steps.ticket.units:
        steps.reply(department(unit))
    assert replied(steps) is not None
    desk.clock.pass_time(DAY)
    take(desk, redispatch, steps.number, OPERATOR, lead="HB", reason="噪声归环保")
    standing = steps.standing
    assert standing is not None
    assert (standing.replied_at, standing.reply) == (None, "")
    assert standing.due_at > desk.clock.now() + DAY / 2, "it has the time that such a step gives"
    steps.reply(STRANGER, words="今晚去测")
    assert (steps.joint["HB"], steps.joint["CG"]) == ("今晚去测", "明天上门")
    assert replied(steps) is not None


def test_what_the_unit_before_replied_to_another_step_does_not_count_for_the_new_one(
    desk: Desk, steps: Watched
) -> None:
    steps.begin(Step.YELLOW)
    steps.reply(CLERK, words="不归我们管")
    take(desk, redispatch, steps.number, OPERATOR, lead="HB", reason="噪声归环保")
    assert replied(steps) is None
    steps.reply(STRANGER, words="今晚去测")
    assert steps.standing is not None
    assert (steps.standing.reply, steps.standing.owner_unit) == ("今晚去测", "HB")


def test_who_keeps_out_later_owes_no_reply_and_the_others_have_all_given_theirs(desk: Desk, steps: Watched) -> None:
    steps.begin(Step.JOINT, asked=("HB",))
    for unit in steps.ticket.units:
        steps.reply(department(unit))
    assert replied(steps) is None
    take(desk, recuse, steps.number, OPERATOR, unit="HB", ground="被投诉")
    assert "HB" not in steps.joint
    assert replied(steps) is not None


def test_whose_objection_is_upheld_owes_no_reply(desk: Desk, steps: Watched) -> None:
    take(desk, add_unit, steps.number, OPERATOR, unit="HB", days=2, reason="要测噪声")
    steps.begin(Step.JOINT)
    steps.reply(CLERK)
    take(desk, co_object, steps.number, STRANGER, ground="不是本局职责")
    take(desk, decide_objection, steps.number, OPERATOR, unit="HB", upheld=True, reason="确实不归")
    assert "HB" not in steps.joint
    assert replied(steps) is not None


def test_nobody_who_keeps_out_is_given_a_step(desk: Desk, steps: Watched) -> None:
    hire(desk, ("a", Role.SUPERVISOR, ""), ("b", Role.SUPERVISOR, ""))
    take(desk, recuse, steps.number, OPERATOR, login="a", ground="亲属")
    take(desk, recuse, steps.number, OPERATOR, unit="HB", ground="被投诉")
    with pytest.raises(RecusedError):
        steps.begin(Step.RED, login="a")
    with pytest.raises(RecusedError):
        steps.begin(Step.RED, unit="HB")
    steps.begin(Step.RED, login="b")
    with pytest.raises(RecusedError):
        steps.take(login="a")
    steps.take(SUPERVISOR)
