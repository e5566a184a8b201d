"""A small Bot API server over a real socket: long polling, files, and the moods of the real one."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN = "4242:fake-token-of-a-test"


@dataclass(frozen=True)
class Mood:
    """How the next call of a method ends instead of succeeding. Without a body the server answers in HTML."""

    status: int
    description: str = ""
    retry_after: int = 0
    after_doing: bool = False

    def response(self) -> web.Response:
        if not self.description:
            return web.Response(status=self.status, text="<html>Bad Gateway</html>", content_type="text/html")
        body: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after:
            body["parameters"] = {"retry_after": self.retry_after}
        return web.json_response(body, status=self.status)


@dataclass
class FakeBotApi:
    """What was sent to it, and what it will say. `stubborn` answers to getUpdates ignore the offset."""

    updates: list[dict[str, Any]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    moods: dict[str, deque[Mood]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    stubborn: int = 0
    offset: int = 0

    def will(self, method: str, *moods: Mood) -> None:
        self.moods.setdefault(method, deque()).extend(moods)

    def calls_of(self, method: str) -> list[dict[str, Any]]:
        return [fields for name, fields in self.calls if name == method]

    async def handle(self, request: web.Request) -> web.Response:
        fields = dict(await request.post())
        name = request.match_info["method"]
        self.calls.append((name, fields))
        if request.match_info["token"] != TOKEN:
            return Mood(401, "Unauthorized").response()
        mood = self.moods[name].popleft() if self.moods.get(name) else None
        if mood is not None and not mood.after_doing:
            return mood.response()
        result = await getattr(self, name)(fields)
        return mood.response() if mood else web.json_response({"ok": True, "result": result})

    async def getMe(self, _fields: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - the API's own name
        return {"id": 4242, "is_bot": True, "first_name": "Jiesu", "username": "jiesu_test_bot"}

    async def deleteWebhook(self, _fields: dict[str, Any]) -> bool:  # noqa: N802
        return True

    async def setWebhook(self, _fields: dict[str, Any]) -> bool:  # noqa: N802
        return True

    async def answerCallbackQuery(self, _fields: dict[str, Any]) -> bool:  # noqa: N802
        return True

    async def getUpdates(self, fields: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        if self.stubborn:
            self.stubborn -= 1
            return self.updates
        self.offset = max(self.offset, int(fields.get("offset", 0)))
        for _ in range(10):
            waiting = [each for each in self.updates if each["update_id"] >= self.offset]
            if waiting:
                return waiting
            await asyncio.sleep(0.005)
        return []

    async def sendMessage(self, fields: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        markup = json.loads(fields.get("reply_markup", "null"))
        self.sent.append({"chat": fields["chat_id"], "text": fields["text"], "markup": markup})
        chat = {"id": int(fields["chat_id"]), "type": "private"}
        return {"message_id": len(self.sent), "date": 1, "chat": chat, "text": fields["text"]}

    async def sendPhoto(self, fields: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self._shown(fields, "photo")

    async def sendDocument(self, fields: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self._shown(fields, "document")

    def _shown(self, fields: dict[str, Any], kind: str) -> dict[str, Any]:
        """A file comes as a part of its own, which `kind` names by `attach://…`."""
        file = fields[fields[kind].removeprefix("attach://")].file.read()
        self.sent.append({"chat": fields["chat_id"], "text": "", "markup": None, kind: file})
        return {"message_id": len(self.sent), "date": 1, "chat": {"id": int(fields["chat_id"]), "type": "private"}}

    async def getFile(self, fields: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return {"file_id": fields["file_id"], "file_unique_id": "u", "file_path": f"photos/{fields['file_id']}"}

    async def file(self, request: web.Request) -> web.Response:
        content = self.files.get(request.match_info["name"])
        return web.Response(status=404) if content is None else web.Response(body=content)


@asynccontextmanager
async def serving(api: FakeBotApi) -> AsyncIterator[str]:
    """The address of the server while it runs."""
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", api.handle)
    app.router.add_get("/file/bot{token}/photos/{name}", api.file)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


def message(update_id: int, text: str | None = None, *, person: int = 7, **fields: Any) -> dict[str, Any]:
    """An update with a message of a private chat, as Telegram writes it."""
    body = {
        "message_id": update_id,
        "date": 1_760_000_000,
        "chat": {"id": person, "type": "private"},
        "from": {"id": person, "is_bot": False, "first_name": "王"},
        **({"text": text} if text is not None else {}),
        **fields,
    }
    return {"update_id": update_id, "message": body}


def tap(update_id: int, action: str, *, person: int = 7) -> dict[str, Any]:
    """An update with the press of a button."""
    person_ = {"id": person, "is_bot": False, "first_name": "王"}
    keys = [[{"text": "是的", "callback_data": action}]]
    shown = message(0, "?", person=person, reply_markup={"inline_keyboard": keys})["message"]
    query = {"id": f"q{update_id}", "from": person_, "chat_instance": "1", "data": action, "message": shown}
    return {"update_id": update_id, "callback_query": query}
