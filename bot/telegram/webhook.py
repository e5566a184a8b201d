"""Telegram calls us: the answer 200 is given after the message is stored, never before."""

import hmac
import re
from typing import Any

import structlog
from aiogram import Bot
from aiogram.types import Update
from aiohttp import web
from pydantic import ValidationError

from bot.telegram.parts import NotStoredError, TelegramSecretError
from bot.telegram.receiver import Receiver

log = structlog.get_logger("telegram")
_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_MOST_BYTES = 1024 * 1024


class Webhook:
    """`handle` is an aiohttp handler. With anything but 200 Telegram sends the update again."""

    def __init__(self, bot: Bot, receiver: Receiver, secret: str) -> None:
        if not _SECRET.fullmatch(secret):
            raise TelegramSecretError
        self._bot = bot
        self._receiver = receiver
        self._secret = secret.encode()

    async def handle(self, request: web.Request) -> web.Response:
        shown = request.headers.get(_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(shown, self._secret):
            return web.Response(status=401)
        update = await self._read(request)
        if update is None:
            return web.Response(status=200)
        try:
            await self._receiver.take(update)
        except NotStoredError as error:
            log.warning("update_not_stored", update=update.update_id, reason=error.params.get("reason"))
            return web.Response(status=500)
        return web.Response(status=200)

    async def _read(self, request: web.Request) -> Update | None:
        """None for what we do not understand: the same again would help nobody."""
        body = bytearray()
        async for chunk in request.content.iter_chunked(65_536):
            body += chunk
            if len(body) > _MOST_BYTES:
                raise web.HTTPRequestEntityTooLarge(_MOST_BYTES)
        try:
            context: dict[str, Any] = {"bot": self._bot}
            return Update.model_validate_json(bytes(body), context=context)
        except ValidationError as error:
            log.error("update_not_understood", faults=error.error_count())
            return None
