"""Asking Telegram for updates; what is not stored is not acknowledged and comes again."""

import asyncio
import random
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from pydantic import ValidationError

from bot.faults import fault
from bot.telegram.parts import NotStoredError, TelegramParts, TelegramTokenError
from bot.telegram.receiver import Receiver

log = structlog.get_logger("telegram")
KINDS = ["message", "edited_message", "callback_query"]


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """`getUpdates` without a look inside: one update of an unknown shape must not spoil the whole batch."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int
    allowed_updates: list[str]


class Poller:
    """The loop. `offset` says that everything below it is stored, and moves for no other reason."""

    def __init__(self, bot: Bot, receiver: Receiver, parts: TelegramParts) -> None:
        self._bot = bot
        self._receiver = receiver
        self._parts = parts
        self.offset: int | None = None
        self._failures = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop`. Raises TelegramTokenError; other trouble is waited out."""
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                round_ = asyncio.create_task(self.once())
                await asyncio.wait({round_, stopping}, return_when=asyncio.FIRST_COMPLETED)
                wait = await round_ if round_.done() else await self._leave(round_)
                if wait:
                    await asyncio.wait({stopping}, timeout=wait)
        finally:
            stopping.cancel()

    async def once(self) -> float:
        """One round; returns the seconds to rest before the next one."""
        try:
            updates = await self._fetch()
            self._failures = 0 if await self._take(updates) else self._failures + 1
        except TelegramUnauthorizedError:
            raise TelegramTokenError from None
        except TelegramRetryAfter as error:
            return float(error.retry_after)
        except AiogramError as error:
            self._failures += 1
            log.warning("poll_failed", error=type(error).__name__, failures=self._failures)
        except Exception as error:
            self._failures += 1
            log.error("poll_stumbled", failures=self._failures, **fault(error))
        return self._rest()

    async def _fetch(self) -> list[dict[str, Any]]:
        method = RawUpdates(offset=self.offset, timeout=self._parts.wait, allowed_updates=KINDS)
        return await self._bot(method, request_timeout=self._parts.wait + 15)

    async def _take(self, updates: list[dict[str, Any]]) -> bool:
        """Whether all were stored; the offset moves up to the first that was not."""
        lines: dict[object, list[dict[str, Any]]] = {}
        for each in updates:
            lines.setdefault(_sender(each), []).append(each)
        left = [number for number in await asyncio.gather(*map(self._line, lines.values())) if number is not None]
        if left:
            self.offset = min(left)
        elif updates:
            self.offset = max(int(each["update_id"]) for each in updates) + 1
        return not left

    async def _line(self, updates: list[dict[str, Any]]) -> int | None:
        """One person's updates in order; the first that is not stored, after which the others wait as well."""
        for each in updates:
            if not await self._one(each):
                return int(each["update_id"])
        return None

    async def _one(self, raw: dict[str, Any]) -> bool:
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
        except ValidationError as error:
            log.error("update_not_understood", update=raw["update_id"], faults=error.error_count())
            return True
        try:
            await self._receiver.take(update)
        except NotStoredError as error:
            log.warning("update_not_stored", update=raw["update_id"], reason=error.params.get("reason"))
            return False
        return True

    async def _leave(self, round_: "asyncio.Task[float]") -> float:
        """Stopping in the middle: what is being handled is finished by its lane, what is not comes again."""
        round_.cancel()
        await asyncio.gather(round_, return_exceptions=True)
        return 0.0

    def _rest(self) -> float:
        if not self._failures:
            return 0.0
        grown = min(self._parts.longest_wait, self._parts.first_wait * 2.0 ** min(self._failures - 1, 20))
        return grown * random.uniform(0.75, 1.25)  # noqa: S311 - spreads retries, no secret


def _sender(raw: dict[str, Any]) -> object:
    """Whom an update is from, without trusting its shape; those from nobody stand in one line."""
    for kind in KINDS:
        if isinstance(body := raw.get(kind), dict) and isinstance(sender := body.get("from"), dict):
            return str(sender.get("id"))
    return None
