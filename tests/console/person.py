"""A person at a browser: opens pages, fills the forms that stand on them, reads what comes back."""

from collections.abc import Callable, Coroutine
from html.parser import HTMLParser
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient

ROOT = "/console"


class Forms(HTMLParser):
    """Every form of a page with the values it would send untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._form: dict[str, str] | None = None
        self._area = self._select = self._option = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = self.forms.setdefault(at.get("action", ""), {})
        elif self._form is None or at.get("type") == "checkbox":
            return
        elif tag == "input":
            self._form[at["name"]] = at.get("value", "")
        elif tag == "textarea":
            self._area = at["name"]
            self._form.setdefault(self._area, "")
        elif tag == "select":
            self._select = "" if "multiple" in at else at["name"]
        elif tag == "option" and self._select and "selected" in at:
            self._form[self._select] = at.get("value", "")
            self._option = "" if "value" in at else self._select

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._area:
            self._form[self._area] += data
        elif self._form is not None and self._option:
            self._form[self._option] = data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = ""
        elif tag == "option":
            self._option = ""
        elif tag == "select":
            self._select = ""


class Person:
    """`status`, `text` and `path` are those of the page in front of the person."""

    def __init__(self, client: TestClient[web.Request, web.Application]) -> None:
        self.client = client
        self.status, self.text, self.path = 0, "", ""

    async def open(self, path: str) -> str:
        """Go to a page, following redirects."""
        return await self._read("GET", path, None)

    async def submit(self, action: str, **typed: str) -> str:
        """Send the form of the present page whose action is `action`, with these fields filled in."""
        forms = Forms()
        forms.feed(self.text)
        fields = forms.forms[ROOT + action]
        return await self._read("POST", action, {**fields, **typed})

    async def post(self, action: str, fields: dict[str, str]) -> str:
        """Send fields without looking at a form, as a program would."""
        return await self._read("POST", action, fields)

    async def sign_in(self, login: str, password: str) -> str:
        await self.open("/sign-in")
        return await self.submit("/sign-in", login=login, password=password)

    async def _read(self, method: str, path: str, data: dict[str, str] | None) -> str:
        async with self.client.request(method, ROOT + path, data=data) as response:
            self.status, self.path = response.status, str(response.url.relative()).removeprefix(ROOT)
            self.headers = response.headers
            self.text = await response.text(errors="replace")
        return self.text

    def form(self, action: str) -> dict[str, str]:
        """What stands in a form of the present page."""
        forms = Forms()
        forms.feed(self.text)
        return forms.forms[ROOT + action]

    def cookie(self, name: str) -> Any:
        return next((each for each in self.client.session.cookie_jar if each.key == name), None)


NewPerson = Callable[[], Coroutine[Any, Any, Person]]
SignIn = Callable[[str], Coroutine[Any, Any, Person]]
