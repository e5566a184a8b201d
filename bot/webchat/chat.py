"""The three doors of the chat: send, history, live."""

import asyncio
import contextlib
import json
import time

from aiohttp import WSCloseCode, web

from bot.conversation.api import Heard
from bot.hear import hear
from bot.webchat.directory import Directory
from bot.webchat.guard import check_origin, json_response
from bot.webchat.history import History, item_json, read_history, read_picture
from bot.webchat.live import LiveHub, Watcher
from bot.webchat.parts import WebchatParts
from bot.webchat.receive import Letter, read_letter
from bot.webchat.refusals import LinkOverError, PictureGoneError, UnreadableError
from bot.webchat.throttle import Throttle, network_address
from bot.webchat.visitor import Visitor, remember, visitor_of

_MOST_ID = 2**63 - 1


class Chat:
    """What the page talks to."""

    def __init__(self, parts: WebchatParts, hub: LiveHub, directory: Directory) -> None:
        self._parts = parts
        self._settings = parts.settings
        self._hub = hub
        self._directory = directory
        self._visitors = Throttle(self._settings.per_visitor, time.monotonic)
        self._addresses = Throttle(self._settings.per_address, time.monotonic)

    async def send(self, request: web.Request) -> web.StreamResponse:
        """Take one message; the answer means that it is stored."""
        check_origin(request, self._settings.origins)
        visitor = visitor_of(request)
        self._throttle(request, visitor)
        letter = await read_letter(request, visitor, self._parts.clock.now(), self._settings)
        heard = await hear(self._parts.lanes, self._parts.conversation, letter.inbound)
        self._directory.note(visitor, heard.person)
        response = json_response(_acknowledged(letter, heard))
        self._remember(response, visitor)
        return response

    async def history(self, request: web.Request) -> web.StreamResponse:
        """What both sides said so far; nothing for somebody who has not spoken yet."""
        visitor = visitor_of(request)
        self._addresses.take(self._network(request))
        person = await self._directory.person(visitor)
        found = History([], 0) if person is None else await self._read(person)
        response = json_response({"known": person is not None, **found.as_json()})
        self._remember(response, visitor)
        return response

    async def live(self, request: web.Request) -> web.StreamResponse:
        """Push what is said from now on, and first what came after the message that the page knows."""
        check_origin(request, self._settings.origins)
        self._addresses.take(self._network(request))
        last = _after(request)
        person = await self._directory.person(visitor_of(request))
        socket = web.WebSocketResponse(heartbeat=self._settings.heartbeat, max_msg_size=4096)
        await socket.prepare(request)
        watcher = self._hub.watch(person, last)
        writer = asyncio.create_task(_push(socket, watcher))
        try:
            async for _ in socket:
                pass
        finally:
            self._hub.leave(watcher)
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
        return socket

    async def picture(self, request: web.Request) -> web.StreamResponse:
        """A picture that went with something that this visitor was told. Somebody else's cookie gets none.

        Raises:
            PictureGoneError: it was never sent to this visitor, or is over its time.
        """
        self._addresses.take(self._network(request))
        item, name = _number(request.match_info["item"]), _number(request.match_info["picture"])
        person = await self._directory.person(visitor_of(request))
        found = None
        if person is not None:
            loop, reading = asyncio.get_running_loop(), self._parts.units_of_work
            found = await loop.run_in_executor(self._parts.pool, read_picture, reading, person, item, name)
        if found is None:
            raise PictureGoneError
        response = web.Response(body=found.content, content_type=found.mime)
        response.headers["Cache-Control"] = "no-store"
        return response

    async def own_data(self, request: web.Request) -> web.StreamResponse:
        """Everything that is stored of this visitor as a file, once for each link. Somebody else's cookie gets none.

        Raises:
            NotFoundError: the link is used, over, or not this visitor's.
        """
        self._addresses.take(self._network(request))
        person, token = await self._directory.person(visitor_of(request)), request.match_info["token"]
        loop = asyncio.get_running_loop()
        known = person is not None
        text = await loop.run_in_executor(self._parts.pool, self._parts.own_data, person or 0, token) if known else None
        if text is None:
            raise LinkOverError
        response = web.Response(body=text.encode("utf-8-sig", "replace"), content_type="text/plain", charset="utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="12345-my-data.txt"'
        response.headers["Cache-Control"] = "no-store"
        return response

    def _throttle(self, request: web.Request, visitor: Visitor) -> None:
        self._addresses.take(self._network(request))
        if not visitor.fresh:
            self._visitors.take(visitor.address)

    def _network(self, request: web.Request) -> str:
        return network_address(request, self._settings.trusted_proxies)

    def _remember(self, response: web.StreamResponse, visitor: Visitor) -> None:
        remember(response, visitor, secure=self._settings.secure_cookie)

    async def _read(self, person: int) -> History:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._parts.pool, read_history, self._parts.units_of_work, person)


def _acknowledged(letter: Letter, heard: Heard) -> dict[str, object]:
    """`ack` is the page's own id; `said` the number under which history shows the same message."""
    replies = [item_json(each) for each in heard.replies]
    return {"ack": letter.client_id, "said": heard.inbound, "replies": replies}


def _after(request: web.Request) -> int:
    """Raises UnreadableError where `after` is no number that a message can have."""
    return _number(request.query.get("after", "0"))


def _number(text: str) -> int:
    """Raises UnreadableError where it is none that a row can have."""
    if not text.isascii() or not text.isdigit() or len(text) > 19 or int(text) > _MOST_ID:
        raise UnreadableError
    return int(text)


async def _push(socket: web.WebSocketResponse, watcher: Watcher) -> None:
    """Until the watcher is closed: the server stops, or the same person opened too many others."""
    with contextlib.suppress(ConnectionError):
        while items := await watcher.next():
            await socket.send_str(json.dumps({"items": [item_json(each) for each in items]}, ensure_ascii=False))
        await socket.close(code=WSCloseCode.GOING_AWAY)
