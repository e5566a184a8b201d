"""A citizen at the web chat who never gives up: a message is sent again until the server says that it is stored."""

import asyncio
import uuid
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.webchat.visitor import COOKIE, Visitor

AGAIN_AFTER = 0.15


@dataclass(slots=True)
class Acknowledged:
    """What the server said it has, and what it answered."""

    id: str
    replies: list[dict[str, Any]]

    @property
    def actions(self) -> list[str]:
        return [tap["action"] for reply in self.replies for row in reply.get("buttons", []) for tap in row]

    @property
    def text(self) -> str:
        return "\n".join(reply["text"] for reply in self.replies)


@dataclass(slots=True)
class WebCitizen:
    """One visitor with a cookie jar of their own."""

    address: str
    session: aiohttp.ClientSession
    acknowledged: list[Acknowledged] = field(default_factory=list)

    @property
    def visitor(self) -> Visitor:
        """Who this is to the server, by the cookie that it gave."""
        return Visitor(next(each.value for each in self.session.cookie_jar if each.key == COOKIE))

    async def arrive(self) -> None:
        """Open the page: the visitor's key comes with it."""
        while True:
            try:
                async with self.session.get(f"{self.address}/") as answer:
                    if answer.status == 200:
                        await answer.read()
                        return
            except (aiohttp.ClientError, TimeoutError, OSError):
                pass
            await asyncio.sleep(AGAIN_AFTER)

    async def say(self, text: str) -> Acknowledged:
        return await self._send({"text": text})

    async def tap(self, action: str) -> Acknowledged:
        return await self._send({"action": action})

    async def _send(self, what: dict[str, str]) -> Acknowledged:
        letter = {"id": str(uuid.uuid4()), **what}
        while True:
            try:
                async with self.session.post(
                    f"{self.address}/chat/send", json=letter, headers={"Origin": self.address}
                ) as answer:
                    if answer.status == 200:
                        heard = Acknowledged(letter["id"], (await answer.json())["replies"])
                        self.acknowledged.append(heard)
                        return heard
                    if answer.status not in (429, 500, 502, 503):
                        raise AssertionError(f"{answer.status} {await answer.text()}")
            except (aiohttp.ClientError, TimeoutError, OSError):
                pass
            await asyncio.sleep(AGAIN_AFTER)

    async def history(self) -> dict[str, Any]:
        async with self.session.get(f"{self.address}/chat/history") as answer:
            assert answer.status == 200, await answer.text()
            found: dict[str, Any] = await answer.json()
            return found
