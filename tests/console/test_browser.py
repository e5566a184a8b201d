"""In a real browser: one key dispatches, the same page works without scripts, nothing overflows on a phone."""

import shutil
from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, async_playwright

from hotline.workflow import State
from tests.console.city import HANDLER, OTHER, PASSWORD, SURE, City, handed_over, open_ticket, signed
from tests.console.test_conversation import finished, said

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium here")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        await opened.close()


async def _enter(browser: Browser, server: TestServer, login: str, *, scripts: bool = True, width: int = 1280) -> Page:
    viewport = {"width": width, "height": 844}
    context = await browser.new_context(java_script_enabled=scripts, viewport=viewport)  # type: ignore[arg-type] # a plain dict
    page = await context.new_page()
    page.set_default_timeout(8000)
    await page.goto(str(server.make_url("/console/")))
    await page.fill("#login", login)
    await page.fill("#password", PASSWORD)
    await page.click("button.primary")
    await page.wait_for_selector("nav.menu")
    return page


def _lead(city: City, number: str) -> tuple[State, str]:
    with city.database.units_of_work(write=False) as uow:
        ticket = uow.tickets.get(number)
    return ticket.state, ticket.lead


@pytest.mark.parametrize(("key", "lead"), [("Enter", HANDLER), ("1", HANDLER)])
async def test_one_key_sends_the_ticket(key: str, lead: str, city: City, server: TestServer, browser: Browser) -> None:
    number = open_ticket(city)
    page = await _enter(browser, server, "operator")
    await page.keyboard.press(key)
    await page.wait_for_selector(".flash.good")
    assert _lead(city, number) == (State.DISPATCHED, lead)


@pytest.mark.parametrize(("key", "lead"), [("2", OTHER), ("3", "D1S1")])
async def test_a_unit_that_is_hardly_sure_takes_two_keys(
    key: str, lead: str, city: City, server: TestServer, browser: Browser
) -> None:
    number = open_ticket(city)
    page = await _enter(browser, server, "operator")
    await page.keyboard.press(key)
    await page.wait_for_timeout(300)
    assert _lead(city, number)[0] is State.ACCEPTED
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".flash.good")
    assert _lead(city, number) == (State.DISPATCHED, lead)


async def test_a_second_key_on_the_way_does_not_send_the_next_ticket(
    city: City, server: TestServer, browser: Browser
) -> None:
    first, second = open_ticket(city), open_ticket(city)
    page = await _enter(browser, server, "operator")
    await page.keyboard.press("1")
    await page.wait_for_selector(".flash.good")
    await page.keyboard.press("1")
    await page.wait_for_timeout(500)
    waiting = [number for number in (first, second) if _lead(city, number)[0] is State.ACCEPTED]
    assert len(waiting) == 1
    await page.wait_for_timeout(1000)
    await page.keyboard.press("1")
    await page.wait_for_selector(".empty")
    assert _lead(city, waiting[0])[0] is State.DISPATCHED


async def test_an_open_conversation_goes_on_while_somebody_types(
    city: City, server: TestServer, browser: Browser
) -> None:
    item = handed_over(city)
    page = await _enter(browser, server, "operator")
    await page.goto(str(server.make_url(f"/console/attention?item={item}")))
    assert await page.get_attribute("[data-chat]", "aria-live") == "polite"
    await page.fill("#reply", "正在看您的")
    said(city, item, "还在吗")
    await page.wait_for_selector("text=还在吗")
    assert await page.locator("[data-line]").count() == 3
    await page.keyboard.type("情况")
    assert await page.input_value("#reply") == "正在看您的情况"
    finished(city, item)
    await page.wait_for_selector("[data-ended]:not([hidden])")
    assert "市民已回到自动服务" in await page.inner_text("[data-ended]")
    assert await page.input_value("#reply") == "正在看您的情况"
    assert await page.evaluate("document.activeElement.id") == "reply"


async def test_a_key_typed_into_a_field_sends_nothing(city: City, server: TestServer, browser: Browser) -> None:
    number = open_ticket(city)
    page = await _enter(browser, server, "operator")
    await page.keyboard.press("e")
    reason = page.locator("#review-ground")
    await reason.fill("")
    await reason.press("1")
    await reason.press("Enter")
    assert (await reason.input_value()).startswith("1")
    assert _lead(city, number)[0] is State.ACCEPTED
    assert await page.locator("select[aria-label=一级类别]").input_value() == "城乡建设"


async def test_on_a_phone_the_menu_shows_where_somebody_is(server: TestServer, browser: Browser) -> None:
    page = await _enter(browser, server, "supervisor", width=390)
    await page.goto(str(server.make_url("/console/dead-letters")))
    box = await page.locator("nav.menu a[aria-current]").bounding_box()
    assert box is not None
    assert 0 <= box["x"] <= 390 - box["width"]


async def test_a_category_begins_with_a_first_level_that_says_what_to_do(server: TestServer, browser: Browser) -> None:
    page = await _enter(browser, server, "operator")
    await page.goto(str(server.make_url("/console/call")))
    first = page.locator("select[aria-label=一级类别]")
    assert await first.locator("option:checked").inner_text() == "请选择"
    await first.select_option("城乡建设")
    assert await page.locator("#category option").count() > 1
    await first.select_option("")
    assert await page.locator("#category option").count() == 1


async def test_without_scripts_the_same_page_dispatches(city: City, server: TestServer, browser: Browser) -> None:
    number = open_ticket(city)
    page = await _enter(browser, server, "operator", scripts=False)
    await page.click("button.proposal.first")
    await page.wait_for_selector(".flash.good")
    assert _lead(city, number) == (State.DISPATCHED, HANDLER)


async def test_on_a_phone_no_page_is_wider_than_the_screen(city: City, server: TestServer, browser: Browser) -> None:
    number = open_ticket(city)
    signed(city)
    open_ticket(city, SURE)
    handed_over(city)
    complaints: list[str] = []
    for login, paths in (
        (
            "operator",
            (
                "queues/review",
                "attention",
                "call",
                "tickets",
                f"tickets/{number}",
                "figures",
                "knowledge",
                "gaps",
                "units",
            ),
        ),
        ("handler", ("inbox",)),
        ("administrator", ("accounts", "password")),
    ):
        page = await _enter(browser, server, login, width=390)
        page.on("console", lambda each: complaints.append(each.text) if each.type in ("error", "warning") else None)
        for path in paths:
            await page.goto(str(server.make_url(f"/console/{path}")))
            assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    assert complaints == []
