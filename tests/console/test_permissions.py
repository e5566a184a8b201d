"""Every route of the console is written down, closed to strangers, and closed to the roles that are not named."""

import pytest
from aiohttp import web

from casework.ports import AttentionKind
from console.actions import ACTIONS as KNOWN_ACTIONS
from console.app import build_console
from console.permissions import ACTIONS, EVERYONE, PERMISSIONS, may_open
from console.routes import ROUTES
from hotline.people import STAFF_ROLES, Role
from hotline.workflow import TABLE
from tests.console.city import HANDLER, STAFF, City, asked, handed_over, open_ticket, returned, signed
from tests.console.person import NewPerson, Person, SignIn

LOGIN_OF = {role: login for login, (_, role, unit) in reversed(STAFF.items()) if unit in ("", HANDLER)}


def _address(path: str, number: str) -> str:
    places = {
        "queue": "review",
        "number": number,
        "item": "1",
        "action": "supplement",
        "login": "second",
        "picture": "1",
        "decision": "unit",
        "entry": "k1",
        "verb": "submit",
        "kind": "csv",
        "gap": "1",
        "notice": "1",
        "proposal": "1",
        "claim": "1",
        "place": "D1S1",
        "key": "1",
    }
    return path.format(**places)


def test_every_route_is_in_the_table_and_the_table_names_no_other(city: City) -> None:
    app = build_console(city.parts)
    names = {str(route.resource.name) for route in app.router.routes() if route.resource}
    assert names == set(PERMISSIONS)


def test_a_route_that_nobody_wrote_down_is_for_nobody() -> None:
    assert not any(may_open("a-new-page", role) for role in Role)


def test_a_console_with_an_unlisted_route_does_not_start(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.app.PERMISSIONS", {"static": EVERYONE})
    with pytest.raises(ValueError, match="missing in console/permissions"):
        build_console(city.parts)


def test_every_action_has_roles_and_none_that_the_workflow_never_lets_take_it() -> None:
    assert set(KNOWN_ACTIONS) == set(ACTIONS)
    for name, action in KNOWN_ACTIONS.items():
        if action.move is not None:
            takers = frozenset().union(*(edge.roles for edge in TABLE if edge.move is action.move))
            assert ACTIONS[name] <= takers, name


@pytest.mark.parametrize("route", [route for route in ROUTES if PERMISSIONS[route.name] is not EVERYONE],
                         ids=lambda route: route.name)  # fmt: skip
async def test_without_signing_in_a_route_leads_to_the_door(route: web.RouteDef, somebody: NewPerson) -> None:
    person = await somebody()
    address = _address(route.path, "260302100000000001")
    if route.method == "GET" and not address.endswith(".json"):
        await person.open(address)
        assert person.path.startswith("/sign-in")
    elif route.method == "GET":
        await person.open(address)
        assert person.status == 401
    else:
        await person.post(address, {})
        assert person.status == 401


@pytest.mark.parametrize("role", STAFF_ROLES)
async def test_a_role_opens_what_the_table_names_and_nothing_else(role: Role, city: City, sign_in: SignIn) -> None:
    number = signed(city)
    handed_over(city, AttentionKind.TROUBLE)
    asked(city, "夜市摆摊要办什么证")
    person = await sign_in(LOGIN_OF[role])
    token = person.form("/sign-out")
    for route in ROUTES:
        allowed = PERMISSIONS[route.name]
        if allowed is EVERYONE or route.name in ("sign_out", "do_password"):
            continue
        await _use(person, route.method, _address(route.path, number), token)
        if may_open(route.name, role):
            there = route.method == "GET" and "picture" not in route.name and route.name != "catalogue_version"
            expected = {200} if there else {200, 404, 409, 422}
            if route.name != "act" or role is not Role.DEPARTMENT:
                assert person.status in expected, (route.name, person.status)
        else:
            assert person.status == 403, route.name
            assert "没有这项权限" in person.text


async def _use(person: Person, method: str, address: str, fields: dict[str, str]) -> None:
    await (person.open(address) if method == "GET" else person.post(address, fields))


async def test_a_form_without_the_token_of_the_session_changes_nothing(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    person = await sign_in("operator")
    await person.open(f"/tickets/{number}")
    fields = person.form(f"/tickets/{number}/withdraw")
    for wrong in ({}, {"form_token": ""}, {"form_token": "0" * 64}, {"form_token": "钥匙"}):
        await person.post(f"/tickets/{number}/withdraw", {**_without_token(fields), **wrong})
        assert person.status == 403
        assert "表单已经过期" in person.text
    await person.post(f"/tickets/{number}/withdraw", fields)
    assert "工单已撤销" in person.text


def _without_token(fields: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if name != "form_token"}


async def test_the_token_of_another_session_is_no_token(city: City, sign_in: SignIn) -> None:
    number = open_ticket(city)
    mine, hers = await sign_in("operator"), await sign_in("second")
    await mine.open(f"/tickets/{number}")
    await hers.post(f"/tickets/{number}/withdraw", mine.form(f"/tickets/{number}/withdraw"))
    assert hers.status == 403


async def test_another_units_ticket_does_not_exist_for_a_department(city: City, sign_in: SignIn) -> None:
    number = signed(city)
    stranger, handler = await sign_in("stranger"), await sign_in("handler")
    token = stranger.form("/sign-out")
    await stranger.open(f"/tickets/{number}")
    assert stranger.status == 404
    for verb in ("sign", "answer", "reveal", "request_return"):
        await stranger.post(f"/tickets/{number}/{verb}", {**token, "version": "1", "reveal_reason": "看看"})
        assert stranger.status == 404
    await stranger.open("/inbox")
    assert number not in stranger.text
    await handler.open(f"/tickets/{number}")
    assert handler.status == 200


async def test_a_co_unit_reads_but_does_not_act(city: City, sign_in: SignIn) -> None:
    person = await sign_in("operator")
    number = open_ticket(city)
    await person.open(f"/tickets/{number}")
    await person.submit(f"/tickets/{number}/review", lead=HANDLER, others="HB", ground="联合办理")
    assert "已派单" in person.text
    stranger = await sign_in("stranger")
    await stranger.open(f"/tickets/{number}")
    assert stranger.status == 200
    assert f"/tickets/{number}/sign" not in stranger.text
    await stranger.post(f"/tickets/{number}/sign", {**stranger.form("/sign-out"), "version": "2"})
    assert stranger.status == 403


async def test_an_action_of_another_role_is_refused_even_with_a_good_form(city: City, sign_in: SignIn) -> None:
    number = returned(city)
    handler = await sign_in("handler")
    await handler.post(f"/tickets/{number}/uphold_return", {**handler.form("/sign-out"), "version": "2"})
    assert handler.status == 403


async def test_pages_forbid_foreign_content_and_caching(sign_in: SignIn) -> None:
    person = await sign_in("operator")
    assert person.headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert person.headers["Cache-Control"] == "no-store"
    assert "<style" not in person.text
    assert "style=" not in person.text
    assert "onclick" not in person.text


async def test_an_unknown_page_is_a_page_too(sign_in: SignIn) -> None:
    person = await sign_in("operator")
    for path in ("/nothing/here", "/queues/none", "/tickets/260302100000999999"):
        await person.open(path)
        assert person.status == 404, path
        assert "回到工作台" in person.text
