"""Opening the Telegram channel. Importing this module brings aiogram in: three seconds, 150 MB."""

import asyncio
import contextlib

import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.utils.token import TokenValidationError, validate_token

from bot.telegram.channel import TelegramChannel
from bot.telegram.parts import TelegramParts, TelegramTokenError
from bot.telegram.polling import KINDS, Poller
from bot.telegram.receiver import Receiver
from bot.telegram.webhook import Webhook
from bot.telegram.words import load_telegram_wording

log = structlog.get_logger("telegram")


def require_token(token: str) -> None:
    """Raises TelegramTokenError where this cannot be a token; whether Telegram knows it only Telegram can say."""
    try:
        validate_token(token)
    except TokenValidationError:
        raise TelegramTokenError from None


class Telegram:
    """`channel` pushes, `run` receives; `webhook` is the handler to mount where a webhook is set, else None."""

    def __init__(self, bot: Bot, parts: TelegramParts) -> None:
        self._bot = bot
        self._parts = parts
        self.receiver = Receiver(bot, parts, load_telegram_wording(parts.wording_overrides))
        self.channel = TelegramChannel(bot, parts.picture)
        self.webhook = Webhook(bot, self.receiver, parts.secret).handle if parts.webhook_url else None

    async def check(self) -> str:
        """The bot's name. Raises TelegramTokenError; an AiogramError where Telegram cannot be reached."""
        try:
            return (await self._bot.get_me(request_timeout=20)).username or ""
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise TelegramTokenError from None

    async def run(self, stop: asyncio.Event) -> None:
        """Receive until `stop`. A wrong token is logged once and ends this channel only."""
        try:
            if await self._introduced(stop):
                if self.webhook is None:
                    await Poller(self._bot, self.receiver, self._parts).run(stop)
                await stop.wait()
        except TelegramTokenError as error:
            log.error("telegram_stopped", code=error.code)

    async def close(self) -> None:
        await self._bot.session.close()

    async def _introduced(self, stop: asyncio.Event) -> bool:
        """Say to Telegram how we want to be told, again and again until it listens; False if stopped before."""
        wait = self._parts.first_wait
        while not stop.is_set():
            try:
                await self.check()
                await self._choose_way()
            except AiogramError as error:
                log.warning("telegram_unreachable", error=type(error).__name__)
            else:
                return True
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), wait)
            wait = min(self._parts.longest_wait, wait * 2)
        return False

    async def _choose_way(self) -> None:
        if self.webhook is None:
            await self._bot.delete_webhook(drop_pending_updates=False)
        else:
            await self._bot.set_webhook(self._parts.webhook_url, secret_token=self._parts.secret, allowed_updates=KINDS)


def open_telegram(parts: TelegramParts) -> Telegram:
    """The channel of a token; nothing is connected yet.

    Raises:
        TelegramTokenError: the token has not the shape of one.
        TelegramSecretError: a webhook without a secret.
        DataFileError: the wording file is wrong.
    """
    require_token(parts.token)
    session = AiohttpSession(api=TelegramAPIServer.from_base(parts.api_base))
    return Telegram(Bot(parts.token, session=session), parts)
