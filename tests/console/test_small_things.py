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


async def test_a_refusal_names_the_field_to_the_page_and_nothing_is_too_long_to_read(
    city: City, sign_in: SignIn
) -> None:
    number = open_ticket(city, SURE)
    operator = await sign_in("operator")
    await operator.open(f"/tickets/{number}")
    for typed, rule in (("", "必填"), ("长" * 5001, "太长，最多 5000 个字")):
        await operator.submit(f"/tickets/{number}/supplement", words=typed)
        assert operator.status == 422
        assert f'data-faulty="words" data-expected="{rule}"' in operator.text
        assert typed in operator.text
    await operator.submit(f"/tickets/{number}/supplement", words="长" * 5000)
    assert operator.status == 200
    assert "data-faulty" not in operator.text
    await operator.submit(f"/tickets/{number}/reveal", reveal_reason="")
    assert 'data-faulty="reveal_reason"' in operator.text
    await operator.open("/call")
    await operator.submit("/call", text="路灯不亮", title="灯" * 201)
    assert 'data-faulty="title" data-expected="太长，最多 200 个字"' in operator.text


async def test_the_record_is_narrowed_by_what_a_deed_is_called(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city, SURE)
    operator = await sign_in("operator")
    await operator.open(f"/tickets/{number}")
    await operator.submit(f"/tickets/{number}/reveal", reveal_reason="要求回电")
    administrator = await sign_in("administrator")
    await administrator.open("/audit")
    assert '<option value="reveal">查看身份信息</option>' in administrator.text
    assert 'value="export_looks"' not in administrator.text
    await administrator.open("/audit?action=reveal")
    assert '<option value="reveal" selected>' in administrator.text
    assert "要求回电" in administrator.text
    assert "话务员小李（话务员）" in administrator.text
    await administrator.open("/audit?action=halt")
    assert "要求回电" not in administrator.text
    assert '<option value="halt" selected>自动派单暂停</option>' in administrator.text
