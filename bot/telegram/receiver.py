"""From an update to a stored message: read, fetch the picture, hand to the conversation, acknowledge."""

import contextlib
from collections import OrderedDict
from dataclasses import replace

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import Update

from bot.faults import fault
from bot.hear import hear
from bot.telegram.parts import NotStoredError, TelegramParts
from bot.telegram.pictures import fetch_picture
from bot.telegram.turns import Turns
from bot.telegram.updates import Ignored, PictureFile, Read, read_update
from hotline.errors import HotlineError
from hotline.message import Attachment, Inbound, InboundKind
from hotline.wording import Wording

log = structlog.get_logger("telegram")

_PASSING = frozenset({"database_away", "conflict", "lane_full"})
_TRIES = 3
_REMEMBERED = 1000
_PATIENCE = 20


class Receiver:
    """Takes updates from polling or a webhook; a person's updates in order, different persons side by side."""

    def __init__(self, bot: Bot, parts: TelegramParts, wording: Wording) -> None:
        self._bot = bot
        self._parts = parts
        self._wording = wording
        self._turns = Turns()
        self._failures: OrderedDict[int, int] = OrderedDict()

    async def take(self, update: Update) -> None:
        """When this returns, the update may be acknowledged: it is stored, or it is nothing for us.

        A message over which we stumble three times is given up with an apology, or one person's message would stop
        the hotline for all.

        Raises:
            NotStoredError: it must come again.
        """
        read = read_update(update, self._parts.clock.now(), self._wording)
        if isinstance(read, Ignored):
            log.info("update_ignored", update=update.update_id, why=read.why)
            return
        async with self._turns.of(read.inbound.address):
            await self._try(update.update_id, read)

    async def _try(self, number: int, read: Read) -> None:
        try:
            await self._store(number, read)
        except HotlineError as error:
            if error.code in _PASSING:
                raise NotStoredError(reason=error.code) from error
            await self._stumbled(number, read, error)
        except Exception as error:
            await self._stumbled(number, read, error)
        else:
            self._failures.pop(number, None)
            self._parts.stored()
            await self._acknowledge(read)

    async def _store(self, number: int, read: Read) -> None:
        inbound = await self._whole(number, read)
        await hear(self._parts.lanes, self._parts.conversation, inbound)

    async def _whole(self, number: int, read: Read) -> Inbound:
        """With its picture; without, the caption counts as text, and a message of nothing is of another kind."""
        if read.picture is None:
            return read.inbound
        picture = await self._picture(number, read.picture)
        if picture is not None:
            return replace(read.inbound, attachment=picture)
        return replace(read.inbound, kind=InboundKind.TEXT if read.inbound.text else InboundKind.OTHER)

    async def _picture(self, number: int, file: PictureFile) -> Attachment | None:
        """On the last try the words go on without the picture: better half a message than none."""
        try:
            return await fetch_picture(self._bot, file, self._parts.picture_bytes)
        except (ConnectionError, AiogramError):
            if self._failures.get(number, 0) + 1 < _TRIES:
                raise
            log.warning("picture_not_fetched", update=number)
            return None

    async def _stumbled(self, number: int, read: Read, error: Exception) -> None:
        tries = self._failures.pop(number, 0) + 1
        if tries < _TRIES:
            self._failures[number] = tries
            if len(self._failures) > _REMEMBERED:
                self._failures.popitem(last=False)
            log.warning("update_failed", update=number, tries=tries, **fault(error))
            raise NotStoredError(reason=type(error).__name__) from error
        log.error("update_given_up", update=number, **fault(error))
        with contextlib.suppress(AiogramError):
            apology = self._wording.say("telegram.apology")
            await self._bot.send_message(int(read.inbound.address), apology, request_timeout=_PATIENCE)

    async def _acknowledge(self, read: Read) -> None:
        """Stops the button's little clock. Too late or twice is no harm."""
        if read.query:
            with contextlib.suppress(AiogramError):
                await self._bot.answer_callback_query(read.query, request_timeout=_PATIENCE)
