"""The page in a real browser: what a person does, sees, and does not lose."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, Route, async_playwright, expect

from bot.lanes import Lanes
from bot.webchat import WebchatParts, WebchatSettings, build_webchat
from hotline.clock import SystemClock
from hotline.message import Message
from storage.open import Database
from tests.bot.answering import AnsweringConversation
from tests.bot.waiting import until

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


@pytest.fixture
async def page(
    aiohttp_server: Any, database: Database, conversation: AnsweringConversation, lanes: Lanes, pool: ThreadPoolExecutor
) -> AsyncIterator[Page]:
    parts = WebchatParts(
        conversation, database.units_of_work, lanes, pool, SystemClock(), database.on_commit,
        WebchatSettings(secure_cookie=False, poll=0.1),
    )  # fmt: skip
    server = await aiohttp_server(build_webchat(parts))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = await browser.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN")
        faults: list[str] = []
        opened.on("pageerror", lambda error: faults.append(str(error)))
        await opened.goto(str(server.make_url("/")))
        await expect(opened.locator("#status")).to_have_class("status on")
        yield opened
        await browser.close()
        assert faults == []


def mine(page: Page) -> Any:
    return page.locator(".line.me")


def ours(page: Page) -> Any:
    """What was said to the person, without the greeting."""
    return page.locator(".line.us:not(:first-child)")


async def says(page: Page, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.keyboard.press("Enter")


async def test_a_person_talks_by_keyboard_alone_and_the_focus_stays(page: Page) -> None:
    await says(page, "路灯坏了")
    await expect(ours(page)).to_contain_text("heard 路灯坏了")
    assert await page.evaluate("document.activeElement.id") == "text"
    await page.keyboard.type("第一行")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("第二行")
    await page.keyboard.press("Enter")
    await expect(mine(page).last).to_contain_text("第一行\n第二行")
    await expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")


async def test_a_button_is_tapped_once_also_after_a_reload(page: Page, conversation: AnsweringConversation) -> None:
    await says(page, "hello")
    await page.get_by_role("button", name="yes").click()
    await expect(ours(page).last).to_contain_text("tapped say:yes")
    for _ in range(2):
        await expect(page.get_by_role("button", name="yes")).to_be_disabled()
        await expect(page.get_by_role("button", name="no", exact=True)).to_be_disabled()
        await page.reload()
        await expect(mine(page)).to_have_count(2)
    assert len(conversation.heard) == 2


async def test_an_input_method_keeps_its_enter(page: Page, conversation: AnsweringConversation) -> None:
    await page.locator("#text").fill("ludeng")
    await page.evaluate(
        "find => document.getElementById('text').dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    assert await page.locator("#text").input_value() == "ludeng"
    assert conversation.heard == []


async def test_words_written_without_a_connection_arrive_in_order_and_once(
    page: Page, conversation: AnsweringConversation
) -> None:
    await page.context.set_offline(True)
    for text in ("一", "二", "三"):
        await says(page, text)
    await expect(mine(page)).to_have_count(3)
    assert conversation.heard == []
    await page.context.set_offline(False)
    await expect(ours(page)).to_have_count(3, timeout=15_000)
    assert [each.text for each in conversation.heard] == ["一", "二", "三"]


async def test_words_survive_a_closed_page(page: Page, conversation: AnsweringConversation) -> None:
    await page.route("**/chat/send", lambda route: route.abort())
    await says(page, "别丢了")
    await expect(mine(page)).to_have_count(1)
    await page.unroute("**/chat/send")
    await page.reload()
    await expect(ours(page)).to_contain_text("heard 别丢了")
    await expect(mine(page)).to_have_count(1)
    assert [each.text for each in conversation.heard] == ["别丢了"]


@pytest.mark.parametrize("reload", [False, True])
async def test_a_lost_acknowledgement_shows_and_handles_the_message_once(
    page: Page, conversation: AnsweringConversation, reload: bool
) -> None:
    lost = asyncio.Event()

    async def lose(route: Route) -> None:
        await route.fetch()
        await route.abort()
        lost.set()

    await page.route("**/chat/send", lose, times=1)
    await says(page, "收到没有")
    await asyncio.wait_for(lost.wait(), 10)
    assert len(conversation.heard) == 1
    if reload:
        await page.reload()
    await until(lambda: len(conversation.heard) == 2)
    await expect(ours(page)).to_have_count(1)
    await expect(mine(page)).to_have_count(1)
    await expect(page.locator(".line.me .meta")).not_to_contain_text("正在")
    await page.reload()
    await expect(ours(page)).to_have_count(1)
    await expect(mine(page)).to_have_count(1)


async def test_what_the_hotline_says_later_appears_by_itself_once(
    page: Page, database: Database, conversation: AnsweringConversation
) -> None:
    await says(page, "hello")
    await expect(ours(page)).to_have_count(1)
    with database.units_of_work() as uow:
        person = uow.people.find_or_add("webchat", conversation.heard[0].address, SystemClock().now()).id
        uow.outbox.add(person, Message("您的工单已派出"), key="later", at=SystemClock().now())
        uow.commit()
    await expect(ours(page).last).to_contain_text("您的工单已派出")
    await expect(ours(page)).to_have_count(2)


async def stands(page: Page) -> tuple[float, float]:
    """Where the latest answer begins and ends: 0 is the top of the log, 1 its end."""
    top, bottom = await page.evaluate(
        "() => { const log = document.getElementById('log').getBoundingClientRect();"
        "const line = [...document.querySelectorAll('.line.us')].at(-1).getBoundingClientRect();"
        "return [line.top, line.bottom].map(each => (each - log.top) / log.height); }"
    )
    return top, bottom


async def test_a_long_answer_is_read_from_its_beginning_and_a_short_one_is_seen_whole(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 740})
    await says(page, "一行\n" * 60)
    await expect(ours(page)).to_have_count(1)
    await page.wait_for_timeout(1500)  # the log scrolls smoothly
    top, bottom = await stands(page)
    assert 0 <= top < 0.2
    assert bottom > 1
    await says(page, "短")
    await expect(ours(page)).to_have_count(2)
    await page.wait_for_timeout(1500)
    top, bottom = await stands(page)
    assert top > 0.2
    assert bottom <= 1


async def test_words_of_a_citizen_are_never_markup(page: Page) -> None:
    await says(page, "<img src=x onerror=alert(1)><b>粗</b>")
    await expect(mine(page)).to_contain_text("<b>粗</b>")
    assert await page.locator(".bubble b, .bubble img").count() == 0


async def test_a_picture_is_sent_with_its_caption_and_other_files_are_refused(
    page: Page, conversation: AnsweringConversation
) -> None:
    await page.locator("#text").fill("井盖")
    await page.locator("#file").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": PNG})
    await expect(ours(page)).to_contain_text("picture image/png")
    assert conversation.heard[0].text == "井盖"
    await page.locator("#file").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    await expect(page.get_by_role("alert")).to_be_visible()
    assert len(conversation.heard) == 1


async def test_a_refusal_is_said_and_the_words_come_back(page: Page) -> None:
    await page.route("**/chat/send", lambda route: route.fulfill(
        status=422, json={"error": "text_too_long", "message": "您写得太长了。"}))  # fmt: skip
    await says(page, "很长的话")
    await expect(page.get_by_role("alert")).to_have_text("您写得太长了。")
    await expect(page.locator("#text")).to_have_value("很长的话")


@pytest.mark.parametrize("size", [(320, 568), (390, 844), (1280, 800)])
async def test_nothing_sticks_out_and_everything_can_be_hit(page: Page, size: tuple[int, int]) -> None:
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    await says(page, "很长很长的话" * 20 + " https://example.cn/" + "a" * 80)
    await expect(ours(page)).to_have_count(1)
    for _ in range(2):
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        small = await page.evaluate(SMALL)
        assert small == []
        await page.locator("#larger").click()


SMALL = """[...document.querySelectorAll('button, .emergency a, textarea')]
  .filter((each) => each.offsetParent && each.getBoundingClientRect().height < 44)
  .map((each) => each.textContent)"""


async def test_large_type_is_remembered(page: Page) -> None:
    def size() -> Any:
        return page.evaluate("parseFloat(getComputedStyle(document.getElementById('text')).fontSize)")

    before: float = await size()
    assert 18 <= before <= 20
    await page.locator("#larger").click()
    await page.reload()
    assert await size() > before


@pytest.mark.parametrize("large", [False, True])
async def test_on_a_telephone_all_four_quick_buttons_are_in_sight(page: Page, large: bool) -> None:
    if large:
        await page.locator("#larger").click()
    await says(page, "路灯坏了")
    await expect(ours(page)).to_contain_text("heard")
    buttons = page.locator("#quick button")
    assert await buttons.count() == 4
    for each in await buttons.all():
        box = await each.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] + box["height"] <= 844
        assert await each.evaluate("each => each.scrollWidth <= each.clientWidth"), "the label is not cut off"


async def test_a_quick_button_sends_what_it_does_and_shows_what_it_says(
    page: Page, conversation: AnsweringConversation
) -> None:
    await page.locator(".taps.first button").nth(1).click()
    await expect(mine(page).last).to_contain_text("我要咨询政策")
    await expect(ours(page).last).to_contain_text("tapped start:question")
    await page.locator("#quick button").nth(3).click()
    await expect(mine(page).last).to_contain_text("转人工")
    await expect(ours(page).last).to_contain_text("tapped human")
    assert [each.action for each in conversation.heard] == ["start:question", "human"]
