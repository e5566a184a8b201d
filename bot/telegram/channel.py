"""Carries what stands in the outbox to a Telegram chat."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bot.push import RetryLater, Undeliverable
from bot.telegram.parts import no_picture
from bot.telegram.split import pieces
from casework.ports import OutboxItem
from hotline.message import Attachment, Button

log = structlog.get_logger("telegram")
_PATIENCE = 20
_PHOTOS = ("image/jpeg", "image/png", "image/webp")
_PLAIN = LinkPreviewOptions(is_disabled=True)


class TelegramChannel:
    """Fulfils `bot.push.PushChannel`."""

    def __init__(self, bot: Bot, picture: Callable[[int], Attachment | None] = no_picture) -> None:
        self._bot = bot
        self._picture = picture
        self._begun: dict[int, int] = {}

    async def deliver(self, item: OutboxItem) -> None:
        """Send the text, in pieces where it is long, with the buttons below the last one, and then its pictures.

        A second try goes on after what was sent. What Telegram refuses as such is refused again tomorrow; everything
        else may pass.
        """
        try:
            await self._send(item)
        except TelegramRetryAfter as error:
            raise RetryLater("too_many_requests", float(error.retry_after)) from None
        except (TelegramForbiddenError, TelegramBadRequest, TelegramMigrateToChat) as error:
            self._begun.pop(item.id, None)
            raise Undeliverable(_reason(error)) from None
        except AiogramError as error:
            raise RetryLater(type(error).__name__) from None

    async def _send(self, item: OutboxItem) -> None:
        parts = pieces(item.message.text)
        if not parts:
            raise Undeliverable("no_text")
        for position in range(self._begun.get(item.id, 0), len(parts)):
            keyboard = _keyboard(item.message.buttons) if position == len(parts) - 1 else None
            await self._bot.send_message(
                int(item.address),
                parts[position],
                parse_mode=None,
                reply_markup=keyboard,
                link_preview_options=_PLAIN,
                request_timeout=_PATIENCE,
            )
            self._begun[item.id] = position + 1
        for position, number in enumerate(item.message.pictures, start=len(parts)):
            if position >= self._begun.get(item.id, 0):
                await self._show(int(item.address), number)
                self._begun[item.id] = position + 1
        self._begun.pop(item.id, None)

    async def _show(self, chat: int, number: int) -> None:
        """One picture; what Telegram will not show as one it gets as a file, and what is gone or refused it misses:
        the words were sent."""
        picture = await asyncio.get_running_loop().run_in_executor(None, self._picture, number)
        if picture is None:
            return
        name = f"{number}.{picture.mime.removeprefix('image/')}"
        file = BufferedInputFile(picture.content, name)
        if picture.mime in _PHOTOS:
            with contextlib.suppress(TelegramBadRequest):
                await self._bot.send_photo(chat, file, request_timeout=_PATIENCE)
                return
        try:
            await self._bot.send_document(chat, file, request_timeout=_PATIENCE)
        except TelegramBadRequest:
            log.warning("picture_not_shown", picture=number)


def _keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    keys = [[InlineKeyboardButton(text=each.label, callback_data=each.action) for each in row] for row in rows if row]
    return InlineKeyboardMarkup(inline_keyboard=keys) if keys else None


def _reason(error: TelegramForbiddenError | TelegramBadRequest | TelegramMigrateToChat) -> str:
    """Telegram's own words, such as `Forbidden: bot was blocked by the user`; a moved chat's number stays out."""
    return "chat_moved" if isinstance(error, TelegramMigrateToChat) else error.message[:200]
