"""What makes a day at the desk easier: no dead ends, nothing by accident, and the way back after signing in."""

from tests.console.city import SURE, City, open_ticket
from tests.console.person import NewPerson, SignIn


async def test_a_page_beyond_the_last_is_the_last(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city, SURE)
    supervisor = await sign_in("supervisor")
    for page in ("99", "0", "x"):
        await supervisor.open(f"/tickets?page={page}")
        assert number in supervisor.text
        assert "没有符合条件的工单" not in supervisor.text


async def test_disabling_asks_before_it_acts(city: City, sign_in: SignIn) -> None:
    administrator = await sign_in("administrator")
    await administrator.open("/accounts")
    form = administrator.text.split('action="/console/accounts/second/disable"')
    assert "<summary" in form[0][-300:]
    assert "话务员小陈 会马上退出登录" in form[1].split("</form>")[0]
    await administrator.submit("/accounts/second/disable")
    assert "账号已停用" in administrator.text
    await administrator.submit("/accounts/second/disable")
    assert "账号已启用" in administrator.text


async def test_accounts_are_searched_without_an_address(sign_in: SignIn) -> None:
    administrator = await sign_in("administrator")
    await administrator.open("/accounts")
    await administrator.submit("/accounts/find", find="小陈")
    assert administrator.path == "/accounts/find"
    assert "/accounts/second/disable" in administrator.text
    assert "/accounts/operator/disable" not in administrator.text
    await administrator.submit("/accounts/find", find="HANDLER 城市管理")
    assert "/accounts/handler/disable" in administrator.text
    await administrator.submit("/accounts/find", find="没有这个人")
    assert "没有符合条件的账号" in administrator.text
    assert '<details class="act add" open' not in administrator.text


async def test_an_operator_searches_no_accounts(sign_in: SignIn) -> None:
    operator = await sign_in("operator")
    await operator.post("/accounts/find", {**operator.form("/sign-out"), "find": "小陈"})
    assert operator.status == 403


async def test_after_the_session_has_ended_a_form_leads_back_to_its_page(
    city: City, somebody: NewPerson, sign_in: SignIn
) -> None:
    number = open_ticket(city, SURE)
    stranger = await somebody()
    for address, page in (
        (f"/tickets/{number}/sign", f"/console/tickets/{number}"),
        ("/call", "/console/call"),
        ("/attention/1/reply", "/console/attention"),
        ("/accounts/second/disable", "/console/accounts"),
    ):
        await stranger.post(address, {})
        assert stranger.status == 401
        assert f'href="/console/sign-in?next={page}"' in stranger.text
    handler = await sign_in("handler")
    await handler.open("/nothing-here")
    assert handler.status == 404
    assert "回到工作台" in handler.text
