"""考核 on the console: figures with their counts, one's own for a department; claims that a second person decides."""

import csv
import io

import pytest

from analytics.assessment.period import month_bounds
from casework.assessment_claims import appeal_assessment, decide_claim, request_exclusion
from casework.follow_up import rate, say_solved
from hotline.assessment import Figure
from hotline.errors import ConflictError, HotlineError, InvalidInputError, NotAllowedError
from hotline.matter import Grade, Solved
from hotline.people import Actor, Role
from tests.console.city import CLERK, OPERATOR, City, approved
from tests.console.person import SignIn

SUPERVISOR = Actor(Role.SUPERVISOR, id="supervisor", name="督办员老周")
SECOND = Actor(Role.SUPERVISOR, id="another", name="督办员老吴")
REASONS = {"misfiled"}


def closed(city: City, solved: Solved = Solved.YES, grade: Grade = Grade.BAD) -> str:
    number = approved(city)
    with city.database.units_of_work() as uow:
        citizen = Actor.citizen(uow.tickets.get(number).person)
        say_solved(city.office, uow, number, citizen, solved)
        rate(city.office, uow, number, citizen, grade)
        uow.commit()
    return number


async def test_a_supervisor_sees_rates_with_counts_and_takes_them_away_as_a_file(city: City, sign_in: SignIn) -> None:
    closed(city)
    closed(city, Solved.PARTLY, Grade.GOOD)
    person = await sign_in("supervisor")
    await person.open("/assessment?month=2026-03")
    assert person.status == 200
    assert "1 / 2" in person.text
    assert "城市管理" in person.text or "城管" in person.text
    await person.open("/assessment/export/csv?month=2026-03&by=unit")
    header, line, total = csv.reader(io.StringIO(person.text.removeprefix("\ufeff")))
    assert dict(zip(header, line, strict=True))["解决率分子"] == "1"
    assert total[0] == "合计"
    for by in ("street", "category", "month"):
        await person.open(f"/assessment?month=2026-03&by={by}")
        assert "50.0%" in person.text


async def test_a_department_sees_its_own_line_only(city: City, sign_in: SignIn) -> None:
    closed(city)
    handler, stranger = await sign_in("handler"), await sign_in("stranger")
    await handler.open("/assessment?month=2026-03")
    assert "1 / 1" in handler.text
    for by in ("unit", "street", "category", "month"):
        await stranger.open(f"/assessment?month=2026-03&by={by}")
        assert "这个月还没有办结的工单" in stranger.text


async def test_what_is_no_month_is_refused_with_the_remedy(sign_in: SignIn) -> None:
    person = await sign_in("supervisor")
    await person.open("/assessment?month=2026-99")
    assert person.status == 422
    assert "2026-03 这样" in person.text


async def test_an_exclusion_asked_by_the_unit_and_accepted_by_a_supervisor_leaves_the_table(
    city: City, sign_in: SignIn
) -> None:
    number = closed(city)
    handler, supervisor = await sign_in("handler"), await sign_in("supervisor")
    await handler.open(f"/assessment/tickets/{number}")
    await handler.submit(f"/assessment/tickets/{number}/exclude", exclusion_reason="misfiled", evidence="")
    assert handler.status == 422
    await handler.submit(
        f"/assessment/tickets/{number}/exclude", exclusion_reason="misfiled", evidence="登记时选错类别"
    )
    assert "已提交" in handler.text
    await supervisor.open("/assessment/claims")
    assert "登记时选错类别" in supervisor.text
    with city.database.units_of_work() as uow:
        assert uow.tickets.get(number).appeal.title in supervisor.text
    action = "/assessment/claims/1"
    await supervisor.submit(action, decision_words="长" * 5001, verdict="accept")
    assert supervisor.status == 422
    assert f"{'长' * 5001}</textarea>" in supervisor.text, "a refused decision is not lost"
    await supervisor.submit(action, decision_words="核对属实", verdict="accept")
    assert "核对属实" in supervisor.text
    await supervisor.open("/assessment?month=2026-03")
    assert "剔除 1" in supervisor.text
    await handler.open(f"/assessment/tickets/{number}")
    assert "核对属实" in handler.text
    with city.database.units_of_work() as uow:
        assert uow.tickets.get(number).grade is Grade.BAD, "nobody edits what the citizen said"


def test_whoever_asks_does_not_decide_and_nothing_is_decided_twice(city: City) -> None:
    number = closed(city)
    with city.database.units_of_work() as uow:
        claim = request_exclusion(city.office, uow, number, SUPERVISOR, reason="misfiled", evidence="x",
                                  reasons=REASONS)  # fmt: skip
        with pytest.raises(HotlineError) as refused:
            decide_claim(city.office, uow, claim, SUPERVISOR, accepted=True, words="好")
        assert refused.value.code == "second_person"
        for actor in (OPERATOR, CLERK):
            with pytest.raises(NotAllowedError):
                decide_claim(city.office, uow, claim, actor, accepted=True, words="好")
        with pytest.raises(InvalidInputError):
            decide_claim(city.office, uow, claim, SECOND, accepted=True, words=" ")
        decide_claim(city.office, uow, claim, SECOND, accepted=False, words="证据不足")
        with pytest.raises(ConflictError):
            decide_claim(city.office, uow, claim, SECOND, accepted=True, words="再看看")


def test_a_unit_appeals_in_time_against_its_own_ticket_only(city: City) -> None:
    number, stranger = closed(city), Actor(Role.DEPARTMENT, id="stranger", unit="HB")
    with city.database.units_of_work() as uow:

        def appeal(actor: Actor) -> int:
            return appeal_assessment(
                city.office, uow, number, actor, figure=Figure.SATISFACTION, ground="已解决", days=5
            )

        for actor in (stranger, OPERATOR):
            with pytest.raises(NotAllowedError):
                appeal(actor)
        decide_claim(city.office, uow, appeal(CLERK), SECOND, accepted=True, words="同意")
        with pytest.raises(ConflictError):
            appeal(CLERK)
        uow.commit()
    assert city.parts.assessment is not None
    shown = city.parts.assessment.findings(*month_bounds("2026-03"))
    assert shown.spared == {Figure.SATISFACTION: {number}}


def test_after_its_time_an_appeal_is_refused(city: City) -> None:
    number = closed(city)
    city.clock.set(city.office.deadlines.calendar.add_working_days(city.clock.now(), 7))
    with city.database.units_of_work() as uow, pytest.raises(HotlineError) as refused:
        appeal_assessment(city.office, uow, number, CLERK, figure=Figure.LATE, ground="停电", days=5)
    assert refused.value.code == "appeal_too_late"
