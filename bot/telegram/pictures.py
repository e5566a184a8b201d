"""Fetching a picture from Telegram, no larger than the limit."""

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiohttp import ClientError, ClientResponseError

from bot.telegram.updates import PictureFile
from hotline.message import Attachment

log = structlog.get_logger("telegram")
_PATIENCE = 20


async def fetch_picture(bot: Bot, file: PictureFile, limit: int) -> Attachment | None:
    """The picture, or None where Telegram will not give it or it is too large: the words still count then.

    Raises:
        ConnectionError: the network failed; a later try may succeed.
    """
    if file.size > limit:
        return None
    try:
        path = (await bot.get_file(file.id, request_timeout=_PATIENCE)).file_path
        content = await _download(bot, path, limit) if path else None
    except (TelegramBadRequest, ClientResponseError) as error:
        log.info("picture_refused", reason=type(error).__name__)
        return None
    except (TimeoutError, ClientError) as error:
        raise ConnectionError(type(error).__name__) from None
    return Attachment(file.mime, content) if content else None


async def _download(bot: Bot, path: str, limit: int) -> bytes | None:
    content = bytearray()
    address = bot.session.api.file_url(bot.token, path)
    async for chunk in bot.session.stream_content(address, timeout=_PATIENCE, raise_for_status=True):
        content += chunk
        if len(content) > limit:
            return None
    return bytes(content)
