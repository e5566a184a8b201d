"""纠错复核 and 自动派单: a second look before anything is learned, and an administrator's word after a halt."""

from casework.halt import halt
from casework.ports import Halt
from hotline.clock import SetClock
from storage.teaching_rows import Lesson
from tests.console.city import MOBILE, NAME, NOW, OPERATOR, UNSURE, City, open_ticket
from tests.console.person import Person, SignIn


async def reviewed(city: City, operator: Person, lead: str) -> str:
    """An operator dispatches what the machine was not sure of."""
    number = open_ticket(city, UNSURE)
    await operator.open(f"/tickets/{number}")
    await operator.submit(f"/tickets/{number}/review", lead=lead)
    assert operator.status == 200
    return number


async def tick(person: Person, verdict: str, *, tab: str = "changed") -> None:
    """Tick everything on the page, as it stands there, and press one of the two buttons."""
    waiting = person.text.split('name="correction" value="')[1:]
    for each in waiting:
        await person.post("/corrections", {**person.form("/sign-out"), "tab": tab, "verdict": verdict,
                                           "correction": each.partition('"')[0]})  # fmt: skip
        await person.open(f"/corrections?tab={tab}")


def taught(city: City) -> list[Lesson]:
    return city.database.views.teaching()


async def test_a_supervisor_accepts_what_an_operator_changed(city: City, sign_in: SignIn) -> None:
    number = await reviewed(city, await sign_in("operator"), "HB")
    supervisor = await sign_in("supervisor")
    await supervisor.open("/corrections")
    assert all(words in supervisor.text for words in ("生态环境", "城管执法", "承办单位", number))
    assert f'data-label="谁改的">{OPERATOR.name}<' in supervisor.text
    assert not any(secret in supervisor.text for secret in (MOBILE, NAME))
    assert taught(city) == []
    await tick(supervisor, "accept")
    assert "没有等待复核的" in supervisor.text
    assert [(each.ticket, each.labels) for each in taught(city)] == [(number, {"unit": "生态环境"})]


async def test_what_is_dropped_is_never_learned_from(city: City, sign_in: SignIn) -> None:
    await reviewed(city, await sign_in("operator"), "HB")
    supervisor = await sign_in("supervisor")
    await supervisor.open("/corrections")
    await tick(supervisor, "drop")
    assert "没有等待复核的" in supervisor.text
    assert taught(city) == []


async def test_what_an_operator_confirmed_waits_on_a_tab_of_its_own(city: City, sign_in: SignIn) -> None:
    await reviewed(city, await sign_in("operator"), "CG")
    supervisor = await sign_in("supervisor")
    await supervisor.open("/corrections")
    assert "没有等待复核的" in supervisor.text
    await supervisor.open("/corrections?tab=confirmed")
    await tick(supervisor, "accept", tab="confirmed")
    assert set(taught(city)[0].labels) == {"unit", "category", "matter_type"}


async def test_only_a_supervisor_reads_and_settles_corrections(city: City, sign_in: SignIn) -> None:
    await reviewed(city, await sign_in("operator"), "HB")
    [waiting] = city.database.views.unsettled()
    for login in ("operator", "handler", "administrator"):
        person = await sign_in(login)
        token = person.form("/sign-out")
        assert "/console/corrections" not in person.text
        await person.open("/corrections")
        assert person.status == 403
        await person.post("/corrections", {**token, "verdict": "accept", "correction": str(waiting.id)})
        assert person.status == 403
    assert city.database.views.unsettled() == [waiting]


async def test_nothing_ticked_or_a_strange_button_is_refused_and_nothing_changes(city: City, sign_in: SignIn) -> None:
    await reviewed(city, await sign_in("operator"), "HB")
    supervisor = await sign_in("supervisor")
    token = supervisor.form("/sign-out")
    for fields in ({"verdict": "accept"}, {"verdict": "burn", "correction": "1"},
                   {"verdict": "accept", "correction": "一"}):  # fmt: skip
        await supervisor.post("/corrections", {**token, "tab": "changed", **fields})
        assert supervisor.status == 422
    await supervisor.post("/corrections", {**token, "verdict": "accept", "correction": "99999"})
    assert supervisor.status == 404
    assert city.database.views.unsettled() != []


def halted(city: City) -> None:
    assert isinstance(city.clock, SetClock)
    with city.database.units_of_work() as uow:
        halt(city.office, uow, Halt("unit", "2026-W10", NOW, NOW, 40, 5, 0.97))
        uow.commit()


async def test_the_desk_sees_the_halt_and_a_unit_does_not(city: City, sign_in: SignIn) -> None:
    operator, handler = await sign_in("operator"), await sign_in("handler")
    await operator.open("/tickets")
    assert "自动派单已暂停" not in operator.text
    halted(city)
    await operator.open("/attention")
    assert "5 件派错" in operator.text
    assert "自动派单已暂停。" in operator.text
    await handler.open("/inbox")
    assert "自动派单已暂停" not in handler.text


async def test_an_administrator_lets_the_machine_go_on_with_a_reason(city: City, sign_in: SignIn) -> None:
    halted(city)
    supervisor, administrator = await sign_in("supervisor"), await sign_in("administrator")
    await supervisor.open("/caution")
    assert "5 件派错，准确率 87.5%" in supervisor.text
    assert "/caution/unit/resume" not in supervisor.text
    await supervisor.post("/caution/unit/resume", {**supervisor.form("/sign-out"), "reason": "好了"})
    assert supervisor.status == 403
    await administrator.open("/caution")
    await administrator.submit("/caution/unit/resume", reason=" ")
    assert administrator.status == 422
    await administrator.submit("/caution/unit/resume", reason="目录第12条写错，已改")
    assert "自动派单已恢复" in administrator.text
    assert city.database.views.attention() == []
    await administrator.post("/caution/unit/resume", {**administrator.form("/sign-out"), "reason": "再来一次"})
    assert administrator.status == 422
