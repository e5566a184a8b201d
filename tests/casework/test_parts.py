"""协办: every unit on a ticket has a part; co-units report to the lead, object once, and never do the lead's work."""

from datetime import timedelta
from functools import partial

import pytest

from casework.add_unit import add_unit, ask_unit, decide_unit
from casework.assignments import LONGEST_DAYS, PartRefusedError
from casework.co_work import ObjectedBeforeError, co_object, co_report, co_sign, decide_objection
from casework.ports_life import PartRole, PartState
from casework.redispatch import redispatch
from casework.return_ticket import ReturnTooLateError
from casework.watch_parts import watch_parts
from hotline.clock import local
from hotline.errors import InvalidInputError, NotAllowedError
from hotline.events import PART_LATE
from hotline.workflow import HandlerMayNotCloseError, MoveRefusedError, RoleRefusedError, State
from tests.casework.life import FIRE, INSIDER, parts, shared, states, take, unread, without
from tests.casework.steps import refused, started
from tests.house import CLERK, OPERATOR, STRANGER, SUPERVISOR, Desk

DAY = timedelta(days=1)


def test_a_dispatch_gives_each_unit_its_part_and_the_lead_signs_first(desk: Desk) -> None:
    steps = shared(desk, "HB", "XF")
    found = parts(desk, steps.number)
    assert {unit: part.role for unit, part in found.items()} == {
        "CG": PartRole.LEAD,
        "HB": PartRole.CO,
        "XF": PartRole.CO,
    }
    assert states(desk, steps.number) == {"CG": PartState.SIGNED, "HB": PartState.SENT, "XF": PartState.SENT}
    due = found["HB"].due_by
    assert due is not None
    assert f"{local(due):%m-%d %H:%M}" == "03-05 17:30", "three working days"
    assert found["CG"].signed_at == desk.clock.now()


def test_what_the_machine_dispatches_at_once_has_its_part_too(desk: Desk) -> None:
    steps = started(desk)
    assert states(desk, steps.number) == {"CG": PartState.SENT}


def test_a_co_unit_signs_says_how_far_it_is_and_reports(desk: Desk) -> None:
    steps = shared(desk, "HB")
    refused(PartRefusedError, lambda: take(desk, co_report, steps.number, STRANGER, words="测过了", final=True))
    take(desk, co_sign, steps.number, STRANGER)
    refused(PartRefusedError, lambda: take(desk, co_sign, steps.number, STRANGER))
    refused(InvalidInputError, lambda: take(desk, co_report, steps.number, STRANGER, words=" ", final=True))
    take(desk, co_report, steps.number, STRANGER, words="明天去测", final=False)
    assert parts(desk, steps.number)["HB"].state is PartState.SIGNED
    take(desk, co_report, steps.number, STRANGER, words="噪声超标3分贝", final=True)
    part = parts(desk, steps.number)["HB"]
    assert (part.state, part.report, part.ended_at) == (PartState.REPORTED, "噪声超标3分贝", desk.clock.now())
    assert [event.move for event in steps.ticket.history][-3:] == ["co_sign", "co_report", "co_report"]
    assert steps.ticket.state is State.IN_PROGRESS


def test_a_co_unit_does_none_of_the_leads_work(desk: Desk) -> None:
    steps = shared(desk, "HB")
    refused(NotAllowedError, lambda: steps.answer(STRANGER), lambda: steps.send_back(STRANGER))
    steps.answer()
    refused((RoleRefusedError, HandlerMayNotCloseError), lambda: steps.approve(STRANGER))
    steps.approve()
    refused((RoleRefusedError, HandlerMayNotCloseError), lambda: steps.close(STRANGER))
    refused(MoveRefusedError, lambda: take(desk, co_sign, steps.number, STRANGER))


def test_who_has_no_part_signs_none_and_the_lead_signs_its_own_way(desk: Desk) -> None:
    steps = shared(desk, "HB")
    refused(NotAllowedError, lambda: take(desk, co_sign, steps.number, FIRE),
            lambda: take(desk, co_sign, steps.number, CLERK))  # fmt: skip


def test_a_unit_objects_once_and_the_desk_lets_it_go(desk: Desk) -> None:
    steps = shared(desk, "HB")
    refused(InvalidInputError, lambda: take(desk, co_object, steps.number, STRANGER, ground=""))
    take(desk, co_object, steps.number, STRANGER, ground="社会生活噪声归公安")
    refused(PartRefusedError, lambda: take(desk, co_report, steps.number, STRANGER, words="x", final=True))
    given = {"unit": "HB", "upheld": True, "reason": "属实"}
    refused((RoleRefusedError, HandlerMayNotCloseError),
            lambda: take(desk, decide_objection, steps.number, CLERK, **given),
            lambda: take(desk, decide_objection, steps.number, INSIDER, **given))  # fmt: skip
    refused(InvalidInputError,
            lambda: take(desk, decide_objection, steps.number, OPERATOR, **given | {"unit": "XF"}),
            lambda: take(desk, decide_objection, steps.number, OPERATOR, **given | {"reason": ""}))  # fmt: skip
    take(desk, decide_objection, steps.number, OPERATOR, **given)
    assert states(desk, steps.number)["HB"] is PartState.RELEASED
    assert steps.ticket.others == ()
    assert [(each.kind, each.words) for each in unread(desk, "HB")] == [("objection_upheld", "属实")]
    assert [each.kind for each in unread(desk, "CG")] == ["co_unit_left"]


def test_an_objection_that_is_refused_is_not_raised_again(desk: Desk) -> None:
    steps = shared(desk, "HB")
    take(desk, co_sign, steps.number, STRANGER)
    take(desk, co_object, steps.number, STRANGER, ground="不归我们")
    take(desk, decide_objection, steps.number, OPERATOR, unit="HB", upheld=False, reason="目录写明协办")
    assert states(desk, steps.number)["HB"] is PartState.SIGNED
    refused(ObjectedBeforeError, lambda: take(desk, co_object, steps.number, STRANGER, ground="真的不归我们"))
    again = {"unit": "HB", "upheld": True, "reason": "再想想"}
    refused(InvalidInputError, lambda: take(desk, decide_objection, steps.number, OPERATOR, **again))
    assert steps.ticket.others == ("HB",)


def test_the_desk_adds_a_unit_with_its_own_days(desk: Desk) -> None:
    steps = shared(desk)
    given = {"unit": "XF", "days": 2, "reason": "查消防通道"}
    refused(RoleRefusedError, lambda: take(desk, add_unit, steps.number, CLERK, **given))
    for wrong in ({"days": 0}, {"days": LONGEST_DAYS + 1}, {"unit": "D1S1C1"}, {"unit": "CG"}, {"reason": " "}):
        refused(InvalidInputError, partial(take, desk, add_unit, steps.number, OPERATOR, **given | wrong))
    take(desk, add_unit, steps.number, OPERATOR, **given)
    part = parts(desk, steps.number)["XF"]
    assert (part.role, part.days, part.by) == (PartRole.ADDED, 2, OPERATOR.id)
    assert part.due_by is not None
    assert f"{local(part.due_by):%m-%d}" == "03-04"
    assert steps.ticket.others == ("XF",)
    refused(InvalidInputError, lambda: take(desk, add_unit, steps.number, OPERATOR, **given))


def test_the_lead_asks_for_a_unit_and_nothing_happens_before_the_desk_grants_it(desk: Desk) -> None:
    steps = shared(desk)
    desk.clock.pass_time(2 * DAY)
    refused(ReturnTooLateError, steps.send_back)  # 首接负责: who signed may not shirk, it may call for others
    given = {"unit": "XF", "days": 3, "reason": "要消防一起查"}
    refused(NotAllowedError, lambda: take(desk, ask_unit, steps.number, STRANGER, **given))
    take(desk, ask_unit, steps.number, CLERK, **given)
    assert (states(desk, steps.number)["XF"], steps.ticket.others) == (PartState.ASKED, ())
    refused(NotAllowedError, lambda: take(desk, co_sign, steps.number, FIRE))
    refused(InvalidInputError, lambda: take(desk, ask_unit, steps.number, CLERK, **given))
    desk.clock.pass_time(DAY)
    refused((RoleRefusedError, HandlerMayNotCloseError),
            lambda: take(desk, decide_unit, steps.number, CLERK, unit="XF", granted=True))  # fmt: skip
    take(desk, decide_unit, steps.number, SUPERVISOR, unit="XF", granted=True)
    part = parts(desk, steps.number)["XF"]
    assert (part.state, part.at, steps.ticket.others) == (PartState.SENT, desk.clock.now(), ("XF",))
    assert part.due_by is not None
    assert f"{local(part.due_by):%m-%d}" == "03-10", "three working days from the grant, over the weekend"
    refused(InvalidInputError, lambda: take(desk, decide_unit, steps.number, SUPERVISOR, unit="XF", granted=True))


def test_a_unit_that_is_not_granted_is_denied_with_a_reason_the_lead_reads(desk: Desk) -> None:
    steps = shared(desk)
    take(desk, ask_unit, steps.number, CLERK, unit="XF", days=3, reason="要消防一起查")
    refused(InvalidInputError, lambda: take(desk, decide_unit, steps.number, OPERATOR, unit="XF", granted=False))
    take(desk, decide_unit, steps.number, OPERATOR, unit="XF", granted=False, reason="你单位自己能查")
    assert (states(desk, steps.number)["XF"], steps.ticket.others) == (PartState.DENIED, ())
    assert [(each.kind, each.words) for each in unread(desk, "CG")] == [("unit_denied", "你单位自己能查")]


def test_a_re_dispatch_tells_the_old_units_and_the_citizen_and_ends_their_parts(desk: Desk) -> None:
    steps = shared(desk, "XF")
    given = {"lead": "HB", "reason": "工业噪声归生态环境"}
    refused((RoleRefusedError, HandlerMayNotCloseError), lambda: take(desk, redispatch, steps.number, CLERK, **given),
            lambda: take(desk, redispatch, steps.number, INSIDER, **given))  # fmt: skip
    refused(InvalidInputError, lambda: take(desk, redispatch, steps.number, OPERATOR, lead="CG", reason="x"),
            lambda: take(desk, redispatch, steps.number, OPERATOR, lead="HB", reason=" "))  # fmt: skip
    before = steps.ticket.due
    take(desk, redispatch, steps.number, OPERATOR, **given)
    ticket = steps.ticket
    assert (ticket.state, ticket.lead, ticket.others, ticket.signed_at) == (State.DISPATCHED, "HB", (), None)
    assert ticket.due is not None
    assert before is not None
    assert ticket.due.answer_by == before.answer_by, "the citizen waits no longer because of a wrong door"
    assert states(desk, steps.number) == {
        "CG": PartState.REPLACED, "XF": PartState.REPLACED, "HB": PartState.SENT
    }  # fmt: skip
    for unit in ("CG", "XF"):
        assert [(each.kind, each.words) for each in unread(desk, unit)] == [("redispatched", "工业噪声归生态环境")]
    assert "生态环境局" in steps.told[-1]
    refused(NotAllowedError, steps.sign)
    steps.sign(STRANGER)


def test_what_is_answered_is_not_re_dispatched(desk: Desk) -> None:
    steps = shared(desk)
    steps.answer()
    refused(MoveRefusedError, lambda: take(desk, redispatch, steps.number, OPERATOR, lead="HB", reason="x"))


def test_a_part_that_is_late_is_marked_once_and_the_lead_reads_so(desk: Desk) -> None:
    steps = shared(desk, "HB")
    units_of_work = desk.database.units_of_work
    assert watch_parts(desk.office, units_of_work) == 0
    desk.clock.pass_time(2 * DAY)
    assert watch_parts(desk.office, units_of_work) == 1, "it has not signed"
    assert watch_parts(desk.office, units_of_work) == 0
    take(desk, co_sign, steps.number, STRANGER)
    desk.clock.pass_time(2 * DAY)
    assert watch_parts(desk.office, units_of_work) == 1, "it has not reported: another limit, another mark"
    assert watch_parts(desk.office, units_of_work) == 0
    assert [event.move for event in steps.ticket.history].count(PART_LATE) == 2
    assert [each.kind for each in unread(desk, "CG")] == ["part_late", "part_late"]
    take(desk, co_report, steps.number, STRANGER, words="办完了", final=True)
    desk.clock.pass_time(9 * DAY)
    assert watch_parts(desk.office, units_of_work) == 0


def test_a_co_unit_is_not_late_while_the_citizen_is_waited_for(desk: Desk) -> None:
    steps = shared(desk, "HB")
    take(desk, co_sign, steps.number, STRANGER)
    steps.ask()
    desk.clock.pass_time(6 * DAY)
    assert watch_parts(desk.office, desk.database.units_of_work) == 0
    steps.add()
    assert watch_parts(desk.office, desk.database.units_of_work) == 0, "what was left is left"
    desk.clock.pass_time(6 * DAY)
    assert watch_parts(desk.office, desk.database.units_of_work) == 1


def test_a_co_unit_is_not_late_with_what_it_can_no_longer_report(desk: Desk) -> None:
    steps = shared(desk, "HB")
    take(desk, co_sign, steps.number, STRANGER)
    steps.answer()
    desk.clock.pass_time(6 * DAY)
    refused(MoveRefusedError, lambda: take(desk, co_report, steps.number, STRANGER, words="测过了", final=True))
    assert watch_parts(desk.office, desk.database.units_of_work) == 0
    steps.reject()
    assert watch_parts(desk.office, desk.database.units_of_work) == 0, "it has what was left when the lead answered"
    desk.clock.pass_time(6 * DAY)
    assert watch_parts(desk.office, desk.database.units_of_work) == 1


def test_a_unit_that_the_citys_table_no_longer_has_blocks_nothing(desk: Desk) -> None:
    steps = shared(desk, "HB")
    later = without(desk, "CG", "HB")
    refused(InvalidInputError, lambda: take(later, add_unit, steps.number, OPERATOR, unit="HB", days=1, reason="x"))
    take(later, co_sign, steps.number, STRANGER)
    take(later, add_unit, steps.number, OPERATOR, unit="XF", days=1, reason="接着办")
    take(later, redispatch, steps.number, OPERATOR, lead="D1S1", reason="单位撤并", others=("XF",))
    assert steps.ticket.units == ("D1S1", "XF")
    assert states(desk, steps.number)["HB"] is PartState.REPLACED


@pytest.mark.parametrize("unit", ["HB", "XF"])
def test_words_about_a_part_do_not_show_in_a_log(desk: Desk, unit: str) -> None:
    steps = shared(desk, "HB", "XF")
    part = parts(desk, steps.number)[unit]
    assert "派单目录" not in repr(part)
