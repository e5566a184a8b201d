"""Who reports is known to nobody who need not know: not on a page, in a list, a file, a notice, an address or a log."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest

from casework.add_unit import add_unit
from casework.keep_confidential import keep_confidential
from casework.need_to_know import may_know
from casework.ports import AttentionKind, LinkKind, UnitOfWork
from casework.ports_assessment import Claim, ClaimKind
from casework.ports_follow_up import CallKind
from casework.ports_help import Adoption
from casework.ports_life import Assignment, PartRole, PartState
from casework.ports_returns import ReturnClass, ReturnRequest
from casework.ports_secrecy import Look, Recusal, RecusedError, Seen
from casework.propose_rule import propose_rule
from casework.recuse import lift_recusal, recuse
from casework.remind import remind
from casework.reveal import reveal
from casework.review import Ruling, review
from casework.sign import sign
from casework.supervise import begin_step
from casework.supervision_steps import Step
from casework.views import TicketFilter
from console.routes import ROUTES
from hotline.appeal import Place
from hotline.errors import InvalidInputError, NotAllowedError
from hotline.matter import MatterType
from hotline.people import Actor, Contact, Role
from hotline.workflow import RoleRefusedError
from tests.console.city import (
    CATEGORY,
    CLERK,
    FAST,
    HANDLER,
    MOBILE,
    NAME,
    OPERATOR,
    PASSWORD,
    SURE,
    UNSURE,
    City,
    appeal,
    open_ticket,
)
from tests.console.person import Person, SignIn
from tests.console.test_permissions import _address
from tests.console.test_repeats import link

WHO = "我是望湖小区的业主代表"
ABODE = "我家就住在烧烤店楼上"
MATTER = "烧烤店老板偷接公共水管"
REPORT = f"我要举报，{MATTER}，{WHO}{NAME}，{ABODE}，电话{MOBILE}，在3栋楼下。"
SECRETS = (NAME, MOBILE, MOBILE[-4:], "业主代表", "烧烤店楼上", "望湖小区3栋")
SUPERVISOR = Actor(Role.SUPERVISOR, id="supervisor", name="督办员老周")


def report(city: City, *, sure: bool = True, picture: bool = True) -> str:
    matter = replace(appeal(REPORT, "举报偷接水管", MatterType.REPORT), confidential=False)
    return open_ticket(city, SURE if sure else UNSURE, matter, picture=picture)


TOLD = f"来电人说，{WHO}，{ABODE}，请尽快"
"""What a careless member of staff writes down."""


def busy(city: City, number: str) -> str:
    """Everything that can stand beside a ticket stands beside it, with words that say who spoke; gives an item of the
    desk."""
    at, desk = city.clock.now(), "operator"
    with city.database.units_of_work() as uow:
        ticket = uow.tickets.get(number)
        part = Assignment(number, "HB", PartRole.CO, PartState.SENT, at, desk, reason=TOLD, report=TOLD, due_by=at)
        uow.assignments.add(part)
        uow.returns.add(ReturnRequest(number, HANDLER, ReturnClass.OTHER, at, "handler", at, TOLD, TOLD, TOLD))
        uow.consultations.invite(uow.consultations.open(number, desk, TOLD, at), ["HB", HANDLER], at)
        for unit in ("HB", HANDLER):
            uow.unit_notices.add(unit, number, "redispatched", TOLD, at)
        propose_rule(city.office, uow, ticket, CLERK, source="return", ground=TOLD, units=("HB",))
        begin_step(city.office, uow, number, SUPERVISOR, step=Step.RED, reason=TOLD)
        uow.long_cases.open(number, TOLD, "分管副区长", at.date(), SUPERVISOR, at)
        uow.call_list.add(number, CallKind.SILENT, 0, at, at)
        uow.claims.add(Claim(number, ClaimKind.EXCLUSION, "misfiled", TOLD, CLERK, at))
        uow.adoptions.note(uow.adoptions.add(Adoption(number, CLERK, at, at.date())), at, TOLD)
        uow.looks.write(Look(number, OPERATOR, at, Seen.PAGE, page="ticket"))
        uow.audit.write(OPERATOR, "remind", number, "", at)
        item = uow.attention.call(AttentionKind.OVERDUE, ticket.person, f"工单 {number} 超期", at, number)
        uow.commit()
    return str(item)


def leaks(person: Person) -> list[str]:
    told = f"{person.text} {person.path} {dict(person.headers)}"
    return [secret for secret in SECRETS if secret in told]


@pytest.mark.parametrize("login", ["handler", "stranger", "administrator", "line"])
async def test_no_route_shows_a_reporter_to_who_need_not_know(
    login: str, city: City, sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    """The accused may sit in the very unit that handles it: walk every route there is, read and write."""
    caplog.set_level(logging.DEBUG)
    smoke = replace(
        appeal("楼下油烟太大", "油烟"), contact=Contact("张三", "13900001111"), place=Place("青石路38号", "D1S1")
    )
    named = replace(appeal(REPORT, f"举报偷接水管，{WHO}", MatterType.REPORT), confidential=False)
    number, other, third = (open_ticket(city, SURE, each, picture=each is named) for each in (named, smoke, smoke))
    busy(city, number)
    link(city, number, other, LinkKind.SAME_MATTER)
    link(city, number, third, LinkKind.SAME_CITIZEN)
    with city.database.units_of_work() as uow:
        uow.audit.write(OPERATOR, "note", number, f"{NAME}来电催问", city.clock.now())
        uow.accounts.add("line", "环保督办", Role.SUPERVISOR, "JT", FAST.hash(PASSWORD))
        uow.commit()
    person = await sign_in(login)
    token = {**person.form("/sign-out"), "version": "1", "reason": "看看", "reveal_reason": "想知道是谁", "ground": "x"}
    walked = 0
    for route in ROUTES:
        if route.name in ("sign_out", "do_sign_in"):
            continue
        for wanted in (number, other, third):
            address = _address(route.path, wanted)
            await (person.open(address) if route.method == "GET" else person.post(address, token))
            assert leaks(person) == [], (route.name, address)
            assert person.status < 500, route.name
            walked += 1
    assert walked > 200
    assert [secret for secret in SECRETS if secret in caplog.text] == []


@pytest.mark.parametrize("login", ["operator", "handler", "stranger", "supervisor", "administrator"])
async def test_no_route_names_a_ticket_to_who_keeps_out_of_it(login: str, city: City, sign_in: SignIn) -> None:
    """Each list shows it to somebody before; afterwards it stands on none, is counted nowhere, and is not there."""
    number, plain = report(city), open_ticket(city, SURE)
    busy(city, number)
    person = await sign_in(login)
    token = person.form("/sign-out") | {"version": "1", "call_outcome": "未接"}
    lists = [route for route in ROUTES if route.method == "GET" and route.name != "sign_in"]
    seen = {route.name: await _names(person, route.path, plain, number) for route in lists}
    assert {name for name, named in seen.items() if named} >= LISTED[login]
    with city.database.units_of_work() as uow:
        uow.recusals.add(Recusal(number, login, "", "亲属", OPERATOR, city.clock.now()))
        uow.commit()
    for route in lists:
        assert not await _names(person, route.path, plain, number), route.name
        if "{number}" in route.path:
            await person.open(_address(route.path, number))
            assert person.status in (403, 404), route.name
    for route in ROUTES:
        if route.method == "POST" and "{number}" in route.path:
            await person.post(_address(route.path, number), token)
            assert person.status in (403, 404), route.name
    await person.post("/revisits/1", token)
    assert person.status in (403, 404)


LISTED = {
    "operator": {"attention", "revisits", "tickets"},
    "handler": {"inbox"},
    "stranger": {"inbox"},
    "supervisor": {"attention", "revisits", "tickets", "return_board", "supervision", "long_cases", "looks",
                   "assessment_claims"},
    "administrator": {"return_board", "proposals", "audit", "looks", "assessment_claims"},
}  # fmt: skip
"""Where somebody finds the ticket of the walk before they keep out: a list that lost it would prove nothing."""


async def _names(person: Person, path: str, shown: str, number: str) -> bool:
    await person.open(_address(path, shown))
    assert person.status < 500, path
    return number in person.text.replace(f"/looks?ticket={number}", "")


async def test_who_keeps_out_finds_nothing_counted(city: City) -> None:
    number = report(city)
    busy(city, number)
    second = Actor(Role.OPERATOR, id="second")
    before = city.database.views.counts(city.clock.now(), (), second)
    assert (before.attention, before.supervised, before.revisits) == (1, 1, 1)
    with city.database.units_of_work() as uow:
        recuse(city.office, uow, number, OPERATOR, login="second", ground="亲属")
        uow.commit()
    after = city.database.views.counts(city.clock.now(), (), second)
    assert (after.attention, after.supervised, after.revisits) == (0, 0, 0)


def test_a_unit_that_keeps_out_is_neither_added_nor_called_to_the_table(city: City) -> None:
    number = report(city)
    with city.database.units_of_work() as uow:
        recuse(city.office, uow, number, OPERATOR, unit="HB", ground="被反映单位")
        with pytest.raises(RecusedError):
            add_unit(city.office, uow, number, OPERATOR, unit="HB", days=3, reason="协助")
        with pytest.raises(RecusedError):
            uow.consultations.invite(uow.consultations.open(number, "operator", "会商", city.clock.now()), ["HB"],
                                     city.clock.now())  # fmt: skip


def test_a_search_does_not_guess_what_the_page_hides(city: City) -> None:
    number, now = report(city), city.clock.now()
    line = Actor(Role.SUPERVISOR, id="line", unit="HB")
    for words in ("业主代表", "烧烤店楼上", "望湖小区"):
        assert [row.number for row in city.database.views.tickets(TicketFilter(words=words, viewer=OPERATOR), now)]
        for viewer in (CLERK, line):
            assert not city.database.views.tickets(TicketFilter(words=words, viewer=viewer), now), words
            assert city.database.views.count(TicketFilter(words=words, viewer=viewer)) == 0
    assert [row.number for row in city.database.views.tickets(TicketFilter(number=number, viewer=CLERK), now)]


async def test_the_unit_reads_the_matter_and_the_hotline_the_identity_with_a_reason(
    city: City, sign_in: SignIn
) -> None:
    number = report(city)
    handler, operator = await sign_in("handler"), await sign_in("operator")
    await handler.open(f"/tickets/{number}")
    assert MATTER in handler.text
    assert "身份信息不向承办单位提供" in handler.text
    await operator.open(f"/tickets/{number}")
    await operator.submit(f"/tickets/{number}/reveal", reveal_reason="回电核实地点")
    assert NAME in operator.text
    assert MOBILE in operator.text


async def test_every_look_at_a_report_is_on_record_and_the_page_says_who_reads_it(city: City, sign_in: SignIn) -> None:
    number = report(city)
    handler, operator, supervisor = await sign_in("handler"), await sign_in("operator"), await sign_in("supervisor")
    await handler.open(f"/tickets/{number}")
    assert 'class="watermark"' in handler.text
    assert "城管老王 handler" in handler.text
    await operator.open(f"/tickets/{number}")
    await operator.submit(f"/tickets/{number}/reveal", reveal_reason=f"{NAME}要求回电")
    with city.database.units_of_work(write=False) as uow:
        looks = uow.looks.of(ticket=number)
    seen = {(each.by.id, each.seen) for each in looks}
    assert {("handler", Seen.PAGE), ("operator", Seen.PAGE), ("operator", Seen.IDENTITY)} <= seen
    await supervisor.open(f"/looks?ticket={number}")
    assert "城管老王" in supervisor.text
    assert "要求回电" in supervisor.text
    assert NAME not in supervisor.text
    await supervisor.open("/looks?login=handler")
    assert number in supervisor.text
    await supervisor.open(f"/looks/export?ticket={number}")
    assert "handler" in supervisor.text
    assert "身份信息" in supervisor.text
    administrator = await sign_in("administrator")
    await administrator.open("/audit?login=supervisor&action=export_looks")
    assert number in administrator.text
    for person in (handler, operator):
        await person.open("/looks")
        assert person.status == 403


async def test_an_ordinary_ticket_has_no_watermark_and_leaves_no_look(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city, SURE)
    handler = await sign_in("handler")
    await handler.open(f"/tickets/{number}")
    assert "watermark" not in handler.text
    with city.database.units_of_work(write=False) as uow:
        assert uow.looks.count() == 0


async def test_a_ticket_becomes_confidential_later_and_the_unit_sees_no_more(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city, SURE)
    handler, operator = await sign_in("handler"), await sign_in("operator")
    await handler.open(f"/tickets/{number}")
    assert "欧**" in handler.text
    await operator.open(f"/secrecy/{number}")
    await operator.submit(f"/secrecy/{number}/seal")
    assert "已改为保密件" in operator.text
    await handler.open(f"/tickets/{number}")
    assert "欧**" not in handler.text
    await handler.post(f"/tickets/{number}/reveal", {**handler.form("/sign-out"), "reveal_reason": "联系群众"})
    assert handler.status == 403
    await handler.post(f"/secrecy/{number}/seal", handler.form("/sign-out"))
    assert handler.status == 403


def test_only_the_citizen_and_the_hotline_make_it_confidential(city: City) -> None:
    number = open_ticket(city, SURE)
    with city.database.units_of_work() as uow:
        with pytest.raises(RoleRefusedError):
            keep_confidential(city.office, uow, number, CLERK)
        citizen = Actor.citizen(uow.tickets.get(number).person)
        assert keep_confidential(city.office, uow, number, citizen).appeal.confidential
        told = uow.outbox.after(int(citizen.id), 0)[-1].message.text
        assert "收不回来" in told


async def test_who_keeps_out_finds_the_ticket_nowhere(city: City, sign_in: SignIn) -> None:
    number = report(city, sure=False)
    with city.database.units_of_work() as uow:
        recuse(city.office, uow, number, OPERATOR, login="second", ground="被反映人的亲属")
        uow.commit()
    second, operator = await sign_in("second"), await sign_in("operator")
    token = second.form("/sign-out")
    for path in ("/tickets", "/queues/review", "/attention", "/communities", "/communities/D1S1"):
        await operator.open(path)
        seen_by_others = number in operator.text
        await second.open(path)
        assert second.status == 200
        assert number not in second.text, path
        assert seen_by_others or path in ("/attention", "/communities"), path
    for path in ("/tickets/{}", "/secrecy/{}", "/help/{}", "/assessment/tickets/{}", "/tickets/{}/pictures/1"):
        await second.open(path.format(number))
        assert second.status == 404, path
    for verb in ("review", "remind", "reveal", "withdraw"):
        await second.post(f"/tickets/{number}/{verb}", {**token, "version": "1", "reveal_reason": "x"})
        assert second.status == 404
    await second.post("/tickets", {**token, "number": number})
    assert f"/tickets/{number}" not in second.text
    counts = city.database.views.counts(city.clock.now(), (), Actor(Role.OPERATOR, id="second"))
    assert counts.review == 0
    await operator.open(f"/tickets/{number}")
    assert "回避" in operator.text
    assert "亲属" not in operator.text


async def test_a_unit_that_is_accused_keeps_out_and_does_not_get_it(city: City, sign_in: SignIn) -> None:
    number = report(city)
    operator, handler = await sign_in("operator"), await sign_in("handler")
    await operator.open(f"/secrecy/{number}")
    await operator.submit(f"/secrecy/{number}/recuse", recused_unit=HANDLER, recusal_ground="被反映的就是这个单位")
    assert "已登记回避" in operator.text
    await handler.open(f"/tickets/{number}")
    assert handler.status == 404
    await handler.open("/inbox")
    assert number not in handler.text
    assert city.database.views.tickets(TicketFilter(viewer=CLERK), city.clock.now()) == []


def test_no_verb_gets_past_a_recusal_even_where_it_forgot_to_ask(city: City) -> None:
    number, waiting = report(city), report(city, sure=False)
    with city.database.units_of_work() as uow:
        recuse(city.office, uow, number, OPERATOR, unit=HANDLER, ground="被反映单位")
        recuse(city.office, uow, number, SUPERVISOR, login="supervisor", ground="我是当事人的同学")
        recuse(city.office, uow, waiting, OPERATOR, unit=HANDLER, ground="被反映单位")
        uow.commit()
    verbs: tuple[Callable[[UnitOfWork], object], ...] = (
        lambda uow: sign(city.office, uow, number, CLERK),
        lambda uow: remind(city.office, uow, number, SUPERVISOR),
        lambda uow: review(city.office, uow, waiting, OPERATOR, Ruling(CATEGORY, MatterType.REPORT, HANDLER)),
    )
    for verb in verbs:
        with city.database.units_of_work() as uow, pytest.raises(RecusedError):
            verb(uow)
    with city.database.units_of_work() as uow:
        with pytest.raises(NotAllowedError):
            reveal(city.office, uow, number, SUPERVISOR, reason="x")
        review(city.office, uow, waiting, OPERATOR, Ruling(CATEGORY, MatterType.REPORT, "HB"))


def test_a_recusal_names_one_known_party_with_a_ground_and_only_another_supervisor_ends_it(city: City) -> None:
    number = report(city)
    with city.database.units_of_work() as uow:
        for wrong in ({}, {"login": "second", "unit": HANDLER}, {"login": "nobody"}, {"unit": "nowhere"}):
            with pytest.raises(InvalidInputError):
                recuse(city.office, uow, number, OPERATOR, ground="亲属", **wrong)
        with pytest.raises(InvalidInputError):
            recuse(city.office, uow, number, OPERATOR, login="second", ground=" ")
        with pytest.raises(NotAllowedError):
            recuse(city.office, uow, number, CLERK, login="second", ground="亲属")
        own = recuse(city.office, uow, number, CLERK, login="handler", ground="被反映人是我哥")
        mine = recuse(city.office, uow, number, SUPERVISOR, login="supervisor", ground="同学")
        for actor in (OPERATOR, CLERK, SUPERVISOR):
            with pytest.raises(NotAllowedError):
                lift_recusal(city.office, uow, number, actor, recusal=mine, ground="没事了")
        another = Actor(Role.SUPERVISOR, id="another")
        lift_recusal(city.office, uow, number, another, recusal=own, ground="查明没有关系")
        assert uow.recusals.bars(number, SUPERVISOR)
        assert not uow.recusals.bars(number, CLERK)


@pytest.mark.parametrize(
    ("actor", "handlers", "sealed", "knows"),
    [
        (OPERATOR, ("CG",), True, True),
        (SUPERVISOR, ("CG",), True, True),
        (Actor(Role.SUPERVISOR, id="line", unit="D1"), ("D1S1",), True, True),
        (Actor(Role.SUPERVISOR, id="line", unit="CG"), ("CG",), False, True),
        (Actor(Role.SUPERVISOR, id="line", unit="HB"), ("CG", "D1S1"), False, False),
        (Actor(Role.SUPERVISOR, id="line", unit="D1"), ("gone",), True, False),
        (CLERK, ("CG",), False, True),
        (CLERK, ("CG",), True, False),
        (CLERK, ("HB",), False, False),
        (Actor(Role.ADMINISTRATOR, id="a"), ("CG",), False, False),
        (Actor(Role.CITIZEN, id="1"), ("CG",), False, False),
    ],
)
def test_who_may_know_depends_on_role_line_and_unit(
    actor: Actor, handlers: tuple[str, ...], sealed: bool, knows: bool, city: City
) -> None:
    assert may_know(city.office.units, handlers, actor, sealed=sealed) is knows


async def test_a_supervisor_of_another_line_reads_the_matter_without_the_person(city: City, sign_in: SignIn) -> None:
    number = report(city)
    with city.database.units_of_work() as uow:
        uow.accounts.add("line", "环保督办", Role.SUPERVISOR, "HB", FAST.hash(PASSWORD))
        uow.commit()
    person = await sign_in("line")
    await person.open(f"/tickets/{number}")
    assert MATTER in person.text
    assert leaks(person) == []
    await person.post(f"/tickets/{number}/reveal", {**person.form("/sign-out"), "reveal_reason": "看看"})
    assert person.status == 403
