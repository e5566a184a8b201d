"""Carries what stands in the outbox to a Telegram chat."""

from collections.abc import Sequence

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bot.push import RetryLater, Undeliverable
from bot.telegram.split import pieces
from casework.ports import OutboxItem
from hotline.message import Button

_PATIENCE = 20
_PLAIN = LinkPreviewOptions(is_disabled=True)


class TelegramChannel:
    """Fulfils `bot.push.PushChannel`."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._begun: dict[int, int] = {}

    async def deliver(self, item: OutboxItem) -> None:
        """Send the text, in pieces where it is long, with the buttons below the last one.

        A second try goes on after the pieces that were sent. What Telegram refuses as such is refused again
        tomorrow; everything else may pass.
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
        self._begun.pop(item.id, None)


def _keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    keys = [[InlineKeyboardButton(text=each.label, callback_data=each.action) for each in row] for row in rows if row]
    return InlineKeyboardMarkup(inline_keyboard=keys) if keys else None


def _reason(error: TelegramForbiddenError | TelegramBadRequest | TelegramMigrateToChat) -> str:
    """Telegram's own words, such as `Forbidden: bot was blocked by the user`; a moved chat's number stays out."""
    return "chat_moved" if isinstance(error, TelegramMigrateToChat) else error.message[:200]
