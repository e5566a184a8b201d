"""调解与认领 on the console, and the ledger of a community."""

from datetime import timedelta

import pytest

from casework.adopt import adopt, end_adoption, note_adoption
from casework.answer import answer, approve_answer
from casework.follow_up import rate, say_solved
from casework.mediate import end_mediation, note_consent, propose_mediation
from casework.ports import LinkKind, UnitOfWork
from casework.ports_help import MediationKind, Outcome
from hotline.clock import local_day
from hotline.errors import ConflictError, HotlineError, InvalidInputError, NotAllowedError, NotFoundError
from hotline.matter import Grade, MatterType, Solved
from hotline.people import Actor, Role
from hotline.workflow import MoveRefusedError, State
from tests.console.city import CLERK, MOBILE, NAME, OPERATOR, SURE, City, appeal, approved, open_ticket, signed
from tests.console.person import SignIn
from tests.console.test_repeats import link

STRANGER = Actor(Role.DEPARTMENT, id="stranger", unit="HB", name="环保小赵")
SUPERVISOR = Actor(Role.SUPERVISOR, id="supervisor", name="督办员老周")


def propose(city: City, uow: UnitOfWork, number: str, actor: Actor = OPERATOR) -> int:
    return propose_mediation(city.office, uow, number, actor, kind=MediationKind.PEOPLE, words="社区调委会可以调解")


async def test_a_dispute_is_mediated_with_the_citizens_word_and_its_outcome_is_told(
    city: City, sign_in: SignIn
) -> None:
    number = signed(city)
    handler, operator = await sign_in("handler"), await sign_in("operator")
    await handler.open(f"/help/{number}")
    await handler.submit(f"/help/{number}/propose_mediation", mediation_kind="人民调解", mediation_words="")
    assert handler.status == 422
    await handler.submit(f"/help/{number}/propose_mediation", mediation_kind="人民调解", mediation_words="社区可以调解")
    assert "已请市民决定" in handler.text
    await handler.submit(f"/help/{number}/end_mediation", mediation_outcome="达成一致", outcome_words="各让一步")
    assert "市民还没有同意" in handler.text
    await operator.open(f"/help/{number}")
    await operator.submit(f"/help/{number}/note_consent", consent="yes", consent_words=f"10点电话{MOBILE}问过本人")
    assert "市民的意见已记下" in operator.text
    assert MOBILE not in operator.text
    await handler.open(f"/help/{number}")
    await handler.submit(f"/help/{number}/end_mediation", mediation_outcome="达成一致", outcome_words="店家十点关门")
    assert "结果已记下" in handler.text
    with city.database.units_of_work(write=False) as uow:
        ticket = uow.tickets.get(number)
        told = [item.message for item in uow.outbox.after(ticket.person, 0)]
    assert ticket.state is State.IN_PROGRESS, "the unit goes on with what is its duty"
    asked = next(each for each in told if "要不要走" in each.text)
    assert [button.action for row in asked.buttons for button in row] == [
        f"mediate:{number}:yes",
        f"mediate:{number}:no",
    ]
    assert "店家十点关门" in told[-1].text


def test_what_no_unit_has_yet_ends_with_the_agreement(city: City) -> None:
    number = open_ticket(city)
    with city.database.units_of_work() as uow:
        propose(city, uow, number)
        note_consent(city.office, uow, number, Actor.citizen(uow.tickets.get(number).person), given=True)
        done = end_mediation(city.office, uow, number, OPERATOR, outcome=Outcome.AGREED, words="双方同意十点关门")
        assert done.state is State.ANSWERED


async def test_what_comes_of_a_mediation_is_kept_though_the_ticket_has_closed_meanwhile(
    city: City, sign_in: SignIn
) -> None:
    number = signed(city)
    with city.database.units_of_work() as uow:
        propose(city, uow, number)
        citizen = Actor.citizen(uow.tickets.get(number).person)
        note_consent(city.office, uow, number, citizen, given=True)
        answer(city.office, uow, number, CLERK, public="已责令停止夜间经营。")
        approve_answer(city.office, uow, number, OPERATOR)
        say_solved(city.office, uow, number, citizen, Solved.YES)
        rate(city.office, uow, number, citizen, Grade.GOOD)
        uow.commit()
    handler = await sign_in("handler")
    await handler.open(f"/help/{number}")
    await handler.submit(f"/help/{number}/end_mediation", mediation_outcome="达成一致", outcome_words="店家十点关门")
    assert "结果已记下" in handler.text
    await handler.open(f"/help/{number}")
    assert "达成一致" in handler.text
    with city.database.units_of_work() as uow:
        assert uow.tickets.get(number).state is State.CLOSED
        with pytest.raises(MoveRefusedError):
            propose(city, uow, number)


def test_without_consent_there_is_no_mediation_and_a_no_is_final(city: City) -> None:
    number = signed(city)
    with city.database.units_of_work() as uow:
        citizen = Actor.citizen(uow.tickets.get(number).person)
        with pytest.raises(HotlineError) as refused:
            note_consent(city.office, uow, number, citizen, given=True)
        assert refused.value.code == "no_mediation"
        with pytest.raises(HotlineError) as refused:
            end_mediation(city.office, uow, number, OPERATOR, outcome=Outcome.AGREED, words="x")
        assert refused.value.code == "no_mediation"
        propose(city, uow, number)
        with pytest.raises(ConflictError):
            propose(city, uow, number)
        with pytest.raises(NotFoundError):
            note_consent(city.office, uow, number, Actor.citizen(int(citizen.id) + 1), given=True)
        with pytest.raises(NotAllowedError):
            note_consent(city.office, uow, number, CLERK, given=True, words="他说好")
        with pytest.raises(InvalidInputError):
            note_consent(city.office, uow, number, OPERATOR, given=True)
        note_consent(city.office, uow, number, citizen, given=False)
        with pytest.raises(HotlineError) as refused:
            end_mediation(city.office, uow, number, OPERATOR, outcome=Outcome.AGREED, words="x")
        assert refused.value.code == "no_mediation"
        assert propose(city, uow, number, CLERK), "asked again later, for another way"


def test_a_report_or_somebody_elses_ticket_is_not_mediated(city: City) -> None:
    sealed, number = open_ticket(city, SURE, appeal(matter_type=MatterType.REPORT)), signed(city)
    with city.database.units_of_work() as uow:
        for wanted, actor in ((sealed, OPERATOR), (number, STRANGER)):
            with pytest.raises(NotAllowedError):
                propose(city, uow, wanted, actor)


async def test_staff_adopt_a_matter_with_a_day_and_notes_and_the_citizen_hears_of_the_unit(
    city: City, sign_in: SignIn
) -> None:
    number = signed(city)
    day = local_day(city.clock.now()) + timedelta(days=5)
    handler = await sign_in("handler")
    await handler.open(f"/help/{number}")
    await handler.submit(f"/help/{number}/adopt", adopted_until="昨天")
    assert handler.status == 422
    await handler.submit(f"/help/{number}/adopt", adopted_until=day.isoformat())
    assert "已认领" in handler.text
    await handler.submit(f"/help/{number}/note_adoption", progress_words=f"和{NAME}约了周三")
    assert "进展已记下" in handler.text
    assert NAME not in handler.text
    for page in ("/inbox", "/communities"):
        await handler.open(page)
        assert f"/help/{number}" in handler.text, page
    stranger = await sign_in("stranger")
    await stranger.open("/communities")
    assert "我认领的" not in stranger.text
    with city.database.units_of_work(write=False) as uow:
        told = uow.outbox.after(uow.tickets.get(number).person, 0)[-1].message.text
        assert [each.ticket for each in uow.adoptions.of_account("handler")] == [number]
    assert "认领盯办" in told
    assert "城管老王" not in told


def test_one_helper_at_a_time_and_only_they_or_a_supervisor_write_and_end(city: City) -> None:
    number, closed = signed(city), approved(city)
    today = local_day(city.clock.now())
    with city.database.units_of_work() as uow:
        with pytest.raises(NotAllowedError):
            adopt(city.office, uow, number, STRANGER, until=today)
        with pytest.raises(InvalidInputError):
            adopt(city.office, uow, number, CLERK, until=today - timedelta(days=1))
        adopt(city.office, uow, number, CLERK, until=today)
        with pytest.raises(ConflictError):
            adopt(city.office, uow, number, OPERATOR, until=today)
        for verb in (note_adoption, end_adoption):
            with pytest.raises(HotlineError) as refused:
                verb(city.office, uow, number, OPERATOR, words="x")
            assert refused.value.code == "not_adopted"
        end_adoption(city.office, uow, number, SUPERVISOR, words="调走了")
        adopt(city.office, uow, number, OPERATOR, until=today)
        assert [each.ended_at is None for each in uow.adoptions.of_ticket(number)] == [False, True]
        uow.tickets.get(closed)
    with city.database.units_of_work() as uow:
        ticket = uow.tickets.get(closed)
        ticket.state = State.CLOSED
        uow.tickets.save(ticket)
        with pytest.raises(MoveRefusedError):
            adopt(city.office, uow, closed, OPERATOR, until=today)


async def test_the_ledger_of_a_community_counts_its_tickets_masked(city: City, sign_in: SignIn) -> None:
    first, second = signed(city), open_ticket(city, SURE)
    link(city, second, first, LinkKind.SAME_MATTER)
    with city.database.units_of_work() as uow:
        adopt(city.office, uow, first, CLERK, until=local_day(city.clock.now()))
        uow.commit()
    (row,) = city.database.views.communities(city.clock.now() - timedelta(days=30), OPERATOR)
    assert (row.street, row.open, row.closed, row.repeated, row.adopted) == ("D1S1", 2, 0, 2, 1)
    assert row.classes == (("城乡建设/城市建设和市政管理", 2),)
    operator, stranger = await sign_in("operator"), await sign_in("stranger")
    await operator.open("/communities")
    assert "城市建设和市政管理 2" in operator.text
    await operator.open("/communities/D1S1")
    assert first in operator.text
    assert MOBILE not in operator.text
    await stranger.open("/communities/D1S1")
    assert first not in stranger.text
    await operator.open("/communities/nowhere")
    assert operator.status == 404


async def test_the_ledger_does_not_tell_a_unit_where_a_sealed_ticket_lies(city: City, sign_in: SignIn) -> None:
    known, sealed = signed(city), open_ticket(city, SURE, appeal(matter_type=MatterType.REPORT))
    handler, operator = await sign_in("handler"), await sign_in("operator")
    month = city.clock.now() - timedelta(days=30)
    (row,) = city.database.views.communities(month, CLERK, (CLERK.unit,))
    assert row.open == 1
    for place in ("D1S1", "D1S1C1"):
        await handler.open(f"/communities/{place}")
        assert (known in handler.text, sealed in handler.text) == (True, False)
        await operator.open(f"/communities/{place}")
        assert sealed in operator.text
    await handler.open(f"/tickets/{sealed}")
    assert handler.status == 200, "it is the unit's all the same"
