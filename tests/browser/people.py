"""The people of the story, each in a browser window of their own: a citizen on a phone, staff at a desk."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 860}
PATIENCE = 15_000


class Citizen:
    """Writes, taps and reads in the web chat."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.page: Page = browser.new_context(viewport=PHONE, locale="zh-CN").new_page()  # type: ignore[arg-type] # a plain dict
        self.page.goto(f"{address}/")

    def says(self, text: str) -> None:
        """Write a line and send it with the keyboard."""
        box = self.page.get_by_role("textbox")
        box.fill(text)
        box.press("Enter")

    def taps(self, label: str) -> None:
        """Tap the latest button of that name."""
        self.page.get_by_role("button", name=label, exact=True).last.click()

    def reads(self, words: str) -> str:
        """Wait for words to appear in the conversation; the whole message that holds them."""
        line = self.page.get_by_role("log").get_by_text(words).last
        expect(line).to_be_visible(timeout=PATIENCE)
        return line.inner_text()

    def shows(self, path: Path) -> None:
        """A picture of what stands still; the page itself never scrolls, only the conversation in it."""
        assert self.page.evaluate("document.scrollingElement.scrollHeight <= window.innerHeight")
        self.page.wait_for_timeout(400)
        self.page.screenshot(path=path)


class Staff:
    """Signs in to the console and works there."""

    def __init__(self, browser: Browser, address: str, login: str, password: str) -> None:
        self.address = address
        self.page: Page = browser.new_context(viewport=DESK, locale="zh-CN").new_page()  # type: ignore[arg-type] # a plain dict
        self.page.goto(f"{address}/console/")
        self.page.get_by_label("登录名").fill(login)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("button", name="登录")).to_have_count(0, timeout=PATIENCE)

    def opens(self, number: str) -> None:
        self.page.goto(f"{self.address}/console/tickets/{number}")
        expect(self.page.get_by_text(number).first).to_be_visible(timeout=PATIENCE)

    def does(self, action: str, **fields: str) -> None:
        """Open an action of the ticket page, fill its fields by name, and submit it."""
        form = self.page.locator(f"#act-{action}")
        if form.get_attribute("open") is None:
            form.locator("summary").click()
        for name, value in fields.items():
            field = form.locator(f"[name={name}]")
            choice = field.evaluate("each => each.tagName") == "SELECT"
            field.select_option(value) if choice else field.fill(value)
        form.get_by_role("button").last.click()
        expect(self.page.locator(".flash.good")).to_be_visible(timeout=PATIENCE)

    def shows(self, path: Path) -> None:
        self.page.screenshot(path=path, full_page=True)
