"""待派单: accepting with one key, correcting, and two operators at once."""

from dataclasses import replace

from casework.ports import Predicted
from hotline.appeal import Place
from hotline.people import Role
from hotline.workflow import State
from storage.open import Database
from tests.console.city import CATEGORY, HANDLER, OTHER, UNSURE, City, appeal, open_ticket
from tests.console.person import SignIn


def stored(database: Database, number: str) -> tuple[State, str, tuple[str, ...], str]:
    with database.units_of_work(write=False) as uow:
        ticket = uow.tickets.get(number)
    return ticket.state, ticket.lead, ticket.others, ticket.ground.text


async def test_the_queue_shows_suggestion_confidence_ground_and_runners_up(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    person = await sign_in("operator")
    assert number in person.text
    assert "62%" in person.text
    assert "把握一般" in person.text
    assert "R-CG-021" in person.text
    assert 'data-key="2"' in person.text
    assert "望澜市生态环境局" in person.text
    assert "138****5678" in person.text
    assert "13812345678" not in person.text


async def test_accepting_the_first_suggestion_sends_the_ticket_with_its_rule_and_co_units(
    city: City, sign_in: SignIn
) -> None:
    number = open_ticket(city)
    person = await sign_in("operator")
    await person.submit(f"/tickets/{number}/review", lead=HANDLER)
    assert person.path.startswith("/queues/review?done=review")
    assert "已派单" in person.text
    state, lead, _, ground = stored(city.database, number)
    assert (state, lead, ground) == (State.DISPATCHED, HANDLER, UNSURE.ground)


async def test_taking_the_runner_up_does_not_keep_the_rule_of_the_first_as_ground(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    person = await sign_in("operator")
    await person.submit(f"/tickets/{number}/review", lead=OTHER)
    state, lead, _, ground = stored(city.database, number)
    assert (state, lead) == (State.DISPATCHED, OTHER)
    assert ground == city.parts.wording.say("console.ground.person")


async def test_correcting_changes_category_matter_type_unit_and_says_why(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    person = await sign_in("operator")
    await person.submit(
        f"/tickets/{number}/review",
        lead=OTHER, others=HANDLER, category="卫生计生/食品药品监管", matter_type="求助", ground="以异味检测为主",
    )  # fmt: skip
    assert stored(city.database, number) == (State.DISPATCHED, OTHER, (HANDLER,), "以异味检测为主")
    with city.database.units_of_work(write=False) as uow:
        changed = uow.tickets.get(number).appeal
    assert (changed.category.path, changed.matter_type.value) == ("卫生计生/食品药品监管", "求助")


async def test_a_category_left_as_it_was_keeps_its_third_level(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    person = await sign_in("operator")
    await person.submit(f"/tickets/{number}/review", lead=HANDLER)
    with city.database.units_of_work(write=False) as uow:
        assert uow.tickets.get(number).appeal.category == CATEGORY


async def test_a_correction_that_is_not_complete_keeps_what_was_typed(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    person = await sign_in("operator")
    await person.submit(f"/tickets/{number}/review", lead="", ground="我写了很久的理由")
    assert person.status == 422
    assert "“主办单位”没有填对（必填）" in person.text
    assert "我写了很久的理由" in person.text
    assert stored(city.database, number)[0] is State.ACCEPTED


async def test_of_two_operators_the_second_gets_the_fresh_page_and_loses_nothing(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    first, second = await sign_in("operator"), await sign_in("second")
    await first.submit(f"/tickets/{number}/review", lead=HANDLER)
    await second.submit(f"/tickets/{number}/review", lead=OTHER, ground="我认为归环保")
    assert second.status == 409
    assert "刚才有人同时改动了这一项" in second.text
    assert "我认为归环保" in second.text
    assert "待签收" in second.text
    assert stored(city.database, number)[1] == HANDLER


async def test_a_word_of_the_citizen_in_between_is_a_conflict_that_a_second_try_settles(
    city: City, sign_in: SignIn
) -> None:
    number = open_ticket(city)
    first, second = await sign_in("operator"), await sign_in("second")
    await second.open(f"/tickets/{number}")
    await second.submit(f"/tickets/{number}/supplement", words="今晚又开始了")
    await first.submit(f"/tickets/{number}/review", lead=OTHER, ground="归环保")
    assert first.status == 409
    assert first.form(f"/tickets/{number}/review")["ground"] == "归环保"
    await first.submit(f"/tickets/{number}/review", lead=OTHER)
    assert stored(city.database, number)[1] == OTHER


async def test_an_unknown_street_is_said_and_not_offered(city: City, sign_in: SignIn) -> None:
    street = replace(UNSURE, lead="街道乡镇", lead_unit="", alternatives=())
    open_ticket(city, street, replace(appeal(), place=Place("不知道哪里")))
    person = await sign_in("operator")
    assert "地点不清，请在下面选定街道" in person.text


async def test_a_unit_that_may_not_lead_is_refused(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    person = await sign_in("operator")
    await person.submit(f"/tickets/{number}/review", lead="D1S1C1")
    assert person.status == 422
    assert stored(city.database, number)[0] is State.ACCEPTED


async def test_the_reviewers_judgement_is_kept_beside_the_machines(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    person = await sign_in("operator")
    await person.submit(f"/tickets/{number}/review", lead=OTHER, ground="归环保")
    with city.database.units_of_work(write=False) as uow:
        predicted = uow.ledger.of_ticket(number)["unit"]
        events = uow.tickets.get(number).history
    assert isinstance(predicted, Predicted)
    assert predicted.label == "城管执法"
    assert events[-1].actor.role is Role.OPERATOR


async def test_referring_names_the_channel_and_ends_the_ticket(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    person = await sign_in("operator")
    await person.submit(f"/tickets/{number}/refer", channel="请到人民法院起诉")
    assert stored(city.database, number)[0] is State.REFERRED


async def test_a_consultation_is_called_and_its_outcome_dispatches(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    person = await sign_in("operator")
    await person.submit(f"/tickets/{number}/convene", reason="城管和环保都说不归自己")
    await person.open("/queues/consultations")
    await person.submit(f"/tickets/{number}/conclude", lead=OTHER, outcome="环保牵头，城管配合")
    assert stored(city.database, number) == (State.DISPATCHED, OTHER, (), "环保牵头，城管配合")
