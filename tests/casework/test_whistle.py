"""吹哨报到: the street calls, the units come in time or late, and both sides are scored."""

from datetime import timedelta
from functools import partial

import pytest

from casework.add_unit import add_unit, ask_unit, decide_unit
from casework.assignments import PartRefusedError
from casework.co_work import co_object, co_report, co_sign, decide_objection
from casework.ports_life import PartRole, PartState
from casework.watch_parts import watch_parts
from casework.whistle import OnlyStreetsWhistleError, whistle
from casework.whistle_scores import WhistleScores, whistle_scores
from hotline.clock import local
from hotline.errors import InvalidInputError, NotAllowedError
from hotline.workflow import MoveRefusedError, RoleRefusedError
from tests.casework.life import FIRE, STREET, of_street, parts, shared, states, take, whistled, without
from tests.casework.steps import Steps, refused
from tests.house import CLERK, OPERATOR, STRANGER, Desk

HOUR = timedelta(hours=1)
GIVEN = {"units": ("CG", "XF"), "hours": 4, "reason": "占道烧烤，要联合执法"}


def scores(desk: Desk) -> WhistleScores:
    now = desk.clock.now()
    with desk.database.units_of_work(write=False) as uow:
        return whistle_scores(desk.office, uow.assignments.whistled(now - 90 * 24 * HOUR, now + HOUR))


def test_a_street_that_leads_calls_units_to_the_spot(desk: Desk) -> None:
    steps = whistled(desk, "CG", "XF")
    for unit in ("CG", "XF"):
        part = parts(desk, steps.number)[unit]
        assert (part.role, part.state, part.by_unit) == (PartRole.WHISTLED, PartState.SENT, "D1S1")
        assert part.sign_by is not None
        assert f"{local(part.sign_by):%m-%d %H:%M}" == "03-02 15:00", "four working hours, the noon break apart"
    assert steps.ticket.others == ("CG", "XF")


def test_nobody_else_whistles_and_nobody_is_called_without_reason(desk: Desk) -> None:
    steps, other = of_street(desk), shared(desk)
    refused(OnlyStreetsWhistleError, lambda: take(desk, whistle, other.number, CLERK, **GIVEN | {"units": ("XF",)}))
    refused(NotAllowedError, lambda: take(desk, whistle, steps.number, CLERK, **GIVEN))
    refused(RoleRefusedError, lambda: take(desk, whistle, steps.number, OPERATOR, **GIVEN))
    wrong = ({"units": ()}, {"hours": 0}, {"hours": 73}, {"reason": " "}, {"units": ("D1S1",)}, {"units": ("nobody",)})
    for one in wrong:
        refused(InvalidInputError, partial(take, desk, whistle, steps.number, STREET, **GIVEN | one))
    unsigned = of_street(desk, signed=False)
    refused(MoveRefusedError, lambda: take(desk, whistle, unsigned.number, STREET, **GIVEN))


def test_who_is_on_the_spot_says_what_it_found_and_reports_when_it_is_done(desk: Desk) -> None:
    steps = whistled(desk, "CG", "XF")
    refused(InvalidInputError, lambda: take(desk, co_sign, steps.number, CLERK, words=" "))
    take(desk, co_sign, steps.number, CLERK, words="九点到场，三家占道")
    part = parts(desk, steps.number)["CG"]
    assert (part.state, part.report) == (PartState.SIGNED, "九点到场，三家占道")
    take(desk, co_report, steps.number, CLERK, words="三家都已清理", final=True)
    assert states(desk, steps.number)["CG"] is PartState.REPORTED
    refused(PartRefusedError, lambda: take(desk, co_sign, steps.number, CLERK, words="又到了"))


def test_a_unit_is_called_again_only_when_it_has_come(desk: Desk) -> None:
    steps = whistled(desk, "XF")
    refused(InvalidInputError, lambda: take(desk, whistle, steps.number, STREET, **GIVEN | {"units": ("XF",)}))
    take(desk, co_sign, steps.number, FIRE, words="到了")
    take(desk, co_report, steps.number, FIRE, words="查过了", final=True)
    take(desk, whistle, steps.number, STREET, **GIVEN | {"units": ("XF",)})
    assert states(desk, steps.number)["XF"] is PartState.SENT


def test_a_co_unit_may_be_called_to_the_spot_as_well(desk: Desk) -> None:
    steps = of_street(desk)
    take_others(desk, steps)
    take(desk, whistle, steps.number, STREET, **GIVEN | {"units": ("HB",)})
    part = parts(desk, steps.number)["HB"]
    assert (part.role, part.state) == (PartRole.WHISTLED, PartState.SENT)
    assert steps.ticket.others == ("HB",)


def take_others(desk: Desk, steps: Steps) -> None:
    take(desk, add_unit, steps.number, OPERATOR, unit="HB", days=3, reason="测噪声")


def test_both_sides_are_scored(desk: Desk) -> None:
    steps = whistled(desk, "CG", "XF", "HB")
    take(desk, co_sign, steps.number, CLERK, words="按时到场")
    take(desk, co_object, steps.number, STRANGER, ground="现场没有环保的事")
    take(desk, decide_objection, steps.number, OPERATOR, unit="HB", upheld=True, reason="确实不需要")
    desk.clock.pass_time(8 * HOUR)
    found = scores(desk)
    [street] = found.streets
    assert (street.unit, street.calls, street.in_time, street.late, street.unjustified) == ("D1S1", 3, 1, 1, 1)
    assert {each.unit: (each.in_time, each.late, each.unjustified) for each in found.units} == {
        "CG": (1, 0, 0),
        "HB": (0, 0, 1),
        "XF": (0, 1, 0),
    }
    take(desk, co_sign, steps.number, FIRE, words="来晚了")
    assert {each.unit: each.late for each in scores(desk).units}["XF"] == 1, "late stays late"


def test_who_does_not_come_is_marked_late_once(desk: Desk) -> None:
    steps = whistled(desk, "XF")
    desk.clock.pass_time(5 * HOUR)
    assert watch_parts(desk.office, desk.database.units_of_work) == 0, "the noon break does not count"
    desk.clock.pass_time(HOUR)
    assert watch_parts(desk.office, desk.database.units_of_work) == 1
    assert parts(desk, steps.number)["XF"].late_at == desk.clock.now()
    assert watch_parts(desk.office, desk.database.units_of_work) == 0


def test_a_street_that_no_longer_exists_whistles_no_more_but_who_was_called_still_reports(desk: Desk) -> None:
    steps = whistled(desk, "XF")
    later = without(desk, "D1S1", "XF")
    refused(OnlyStreetsWhistleError, lambda: take(later, whistle, steps.number, STREET, **GIVEN))
    take(later, co_sign, steps.number, FIRE, words="到场")
    assert states(desk, steps.number)["XF"] is PartState.SIGNED
    assert {each.unit for each in scores(later).units} == {"XF"}


def test_a_unit_that_was_asked_for_and_is_whistled_for_has_one_part(desk: Desk) -> None:
    steps = of_street(desk)
    take(desk, ask_unit, steps.number, STREET, unit="HB", days=3, reason="要测噪声")
    take(desk, whistle, steps.number, STREET, units=["HB"], hours=4, reason="占道烧烤，要联合执法")
    with pytest.raises(InvalidInputError):
        take(desk, decide_unit, steps.number, OPERATOR, unit="HB", granted=True)
    with desk.database.units_of_work(write=False) as uow:
        found = [part.state for part in uow.assignments.of_ticket(steps.number) if part.unit == "HB"]
    assert found == [PartState.REPLACED, PartState.SENT]
