"""Lists and desks: the inbox, people who wait, calls, accounts, knowledge, what was not delivered."""

import json
from dataclasses import replace
from datetime import timedelta

from casework.ports import AttentionKind
from casework.views import TicketFilter
from console.render import read_frame
from console.visits import Visit
from hotline.matter import MatterType
from hotline.message import Message
from hotline.people import Actor
from hotline.workflow import State
from tests.console.city import MOBILE, NOW, PASSWORD, SURE, WORDS, City, handed_over, open_ticket, returned, signed
from tests.console.person import SignIn


async def test_the_inbox_counts_its_tabs_and_says_what_is_left(city: City, sign_in: SignIn) -> None:
    to_sign, working, back = open_ticket(city, SURE), signed(city), returned(city)
    handler = await sign_in("handler")
    assert handler.path == "/inbox"
    for tab, number in (("to_sign", to_sign), ("working", working), ("sent_back", back)):
        await handler.open(f"/inbox?tab={tab}")
        assert number in handler.text
        assert "还剩9天7小时" in handler.text
    city.clock.pass_time(timedelta(days=11))
    handler = await sign_in("handler")
    await handler.open("/inbox?tab=working")
    assert "已超期1天16小时" in handler.text
    assert 'class="red"' in handler.text


async def test_an_emergency_stands_above_everything_that_waits(city: City, sign_in: SignIn) -> None:
    handed_over(city)
    city.clock.pass_time(timedelta(minutes=5))
    danger = handed_over(city, AttentionKind.EMERGENCY)
    operator = await sign_in("operator")
    await operator.open("/attention")
    assert operator.text.index('class="emergency"') < operator.text.index('class="handover"')
    assert f"/attention/{danger}/take" in operator.text


async def test_an_operator_answers_a_waiting_citizen_once(city: City, sign_in: SignIn) -> None:
    item = handed_over(city)
    operator = await sign_in("operator")
    await operator.open(f"/attention?item={item}")
    assert "我要找人工，138****5678" in operator.text
    assert MOBILE not in operator.text
    fields = {**operator.form(f"/attention/{item}/reply"), "reply": "您好，请讲。"}
    await operator.post(f"/attention/{item}/reply", fields)
    await operator.post(f"/attention/{item}/reply", fields)
    with city.database.units_of_work(write=False) as uow:
        call = uow.attention.get(item)
        said = [each.message.text for each in uow.outbox.after(call.person, 0)]
    assert said == ["好的，正在为您转人工。", "【人工坐席】您好，请讲。"]
    assert call.taken_by == "operator"
    await operator.submit(f"/attention/{item}/finish")
    assert f"item={item}" not in operator.text


async def test_an_empty_reply_is_refused(city: City, sign_in: SignIn) -> None:
    item = handed_over(city)
    operator = await sign_in("operator")
    await operator.open(f"/attention?item={item}")
    await operator.submit(f"/attention/{item}/reply", reply="  ")
    assert operator.status == 422


async def test_a_call_is_prefilled_corrected_and_becomes_one_ticket(city: City, sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await operator.open("/call")
    await operator.post("/call/prefill", {**operator.form("/call"), "text": WORDS, "title": "我自己写的标题"})
    filled = operator.form("/call")
    assert filled["place"] == "望湖小区"
    assert filled["matter_type"] == "投诉"
    assert filled["title"] == "我自己写的标题"
    assert "望澜市城市管理和综合执法局" in operator.text
    sent = {**filled, "matter_type": "求助", "phone": MOBILE, "name": "欧阳明珠"}
    await operator.post("/call", sent)
    assert operator.status == 200
    number = operator.path.removeprefix("/tickets/").split("?")[0]
    with city.database.units_of_work(write=False) as uow:
        ticket = uow.tickets.get(number)
        predicted = uow.ledger.of_ticket(number)
    assert (ticket.channel, ticket.state, ticket.appeal.matter_type) == ("phone", State.DISPATCHED, MatterType.HELP)
    assert ticket.history[0].actor == Actor(ticket.history[0].actor.role, "operator", "", "话务员小李")
    assert predicted["matter_type"].label == "投诉"
    assert MOBILE not in operator.text
    assert MOBILE not in operator.path
    await operator.post("/call", sent)
    assert operator.status == 409
    assert "没有重复建单" in operator.text
    assert len(city.database.views.tickets(TicketFilter(), NOW)) == 1


async def test_a_call_that_is_not_complete_keeps_what_was_typed(city: City, sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await operator.open("/call")
    await operator.submit("/call", text="水管爆了，整条街都是水", phone="不知道", matter_type="求助")
    assert operator.status == 422
    assert "请填数字号码" in operator.text
    assert operator.form("/call")["text"].strip() == "水管爆了，整条街都是水"
    assert city.database.views.count(TicketFilter()) == 0


async def test_an_unsure_call_waits_for_a_dispatcher(city: City, sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await operator.open("/call")
    await operator.post("/call/prefill", {**operator.form("/call"), "text": "楼下每天很吵"})
    await operator.submit("/call")
    assert city.database.views.tickets(TicketFilter(), NOW)[0].state is State.ACCEPTED


async def test_a_search_never_stands_in_the_address(city: City, sign_in: SignIn) -> None:
    number, other = open_ticket(city), open_ticket(city, SURE)
    supervisor = await sign_in("supervisor")
    await supervisor.open("/tickets")
    await supervisor.submit("/tickets", state="待派单")
    assert supervisor.path == "/tickets"
    assert number in supervisor.text
    assert other not in supervisor.text
    await supervisor.submit("/tickets", state="", number=other)
    assert other in supervisor.text
    assert number not in supervisor.text


async def test_what_is_overdue_stands_first(city: City, sign_in: SignIn) -> None:
    late = signed(city)
    city.clock.pass_time(timedelta(days=12))
    fresh = signed(city)
    supervisor = await sign_in("supervisor")
    assert supervisor.path == "/tickets"
    assert supervisor.text.index(late) < supervisor.text.index(fresh)
    await supervisor.open("/tickets?overdue=yes")
    assert fresh not in supervisor.text


async def test_the_live_counts_are_those_of_the_role(city: City, sign_in: SignIn) -> None:
    open_ticket(city)
    signed(city)
    operator, handler, stranger = await sign_in("operator"), await sign_in("handler"), await sign_in("stranger")
    counts = json.loads(await operator.open("/counts.json"))
    assert (counts["review"], counts["attention"], "inbox" in counts) == (1, 0, False)
    assert json.loads(await handler.open("/counts.json")) == {"inbox": 1, "supervision": 0}
    assert json.loads(await stranger.open("/counts.json")) == {"inbox": 0, "supervision": 0}


async def test_an_administrator_adds_an_account_that_can_sign_in(sign_in: SignIn, city: City) -> None:
    administrator = await sign_in("administrator")
    await administrator.open("/accounts")
    new = {"login": "new.clerk", "name": "新来的", "role": "department", "unit": "GS", "password": PASSWORD}
    for wrong, word in (
        ({"login": ""}, "登录名"),
        ({"login": "有 空格"}, "登录名"),
        ({"role": "citizen"}, "岗位"),
        ({"unit": ""}, "单位"),
        ({"password": "short"}, "至少 10 位"),
        ({"login": "operator"}, "已经有人用了"),
    ):
        await administrator.submit("/accounts", **{**new, **wrong})
        assert administrator.status in (409, 422), wrong
        assert word in administrator.text
        assert PASSWORD not in administrator.text
    await administrator.submit("/accounts", **new)
    assert "账号已添加" in administrator.text
    clerk = await sign_in("new.clerk")
    assert clerk.path == "/inbox"


async def test_an_administrator_gives_a_new_password_and_cannot_lock_herself_out(sign_in: SignIn) -> None:
    operator, administrator = await sign_in("operator"), await sign_in("administrator")
    await administrator.open("/accounts")
    token = administrator.form("/sign-out")
    await administrator.post("/accounts/administrator/disable", {**token, "disabled": "yes"})
    assert administrator.status == 409
    await administrator.open("/accounts")
    await administrator.submit("/accounts/operator/password", password="another long password")
    assert "新密码已生效" in administrator.text
    await operator.open("/queues/review")
    assert operator.path.startswith("/sign-in")
    await operator.sign_in("operator", "another long password")
    assert operator.status == 200


async def test_the_knowledge_list_searches_and_shows_what_has_expired(sign_in: SignIn) -> None:
    handler = await sign_in("handler")
    await handler.open("/knowledge?q=医保")
    assert "灵活就业人员怎么参加职工医保" in handler.text
    assert "取暖补贴" not in handler.text
    await handler.open("/knowledge?standing=expired")
    assert "取暖补贴" in handler.text
    assert "灵活就业" not in handler.text


async def test_a_dead_letter_is_shown_without_its_words_and_can_be_sent_again(city: City, sign_in: SignIn) -> None:
    with city.database.units_of_work() as uow:
        person = uow.people.find_or_add("telegram", "4711-chat", NOW)
        uow.outbox.add(person.id, Message(f"您的电话{MOBILE}"), key="x", at=NOW)
        item = uow.outbox.claim("w", NOW, timedelta(minutes=1))[0]
        uow.outbox.give_up(item.id, NOW, "blocked")
        uow.commit()
    operator = await sign_in("operator")
    await operator.open("/dead-letters")
    assert "blocked" in operator.text
    assert MOBILE not in operator.text
    assert "4711-chat" not in operator.text
    await operator.submit(f"/dead-letters/{item.id}/revive")
    assert city.database.views.dead_letters() == []


async def test_a_missing_calendar_year_is_loud_for_those_who_can_mend_it(city: City) -> None:
    parts = replace(city.parts, calendar_missing=lambda: (2027,))
    with city.database.units_of_work(write=False) as uow:
        people = {login: uow.accounts.find(login) for login in ("operator", "supervisor", "administrator", "handler")}
    shown = {login: read_frame(parts, Visit(each, "t")).missing_years for login, each in people.items() if each}
    assert shown == {"operator": (), "supervisor": (2027,), "administrator": (2027,), "handler": ()}
