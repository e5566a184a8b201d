"""What an update of Telegram says, in the words of the house."""

from dataclasses import dataclass, replace
from datetime import datetime

from aiogram.enums import ChatType, ContentType
from aiogram.types import CallbackQuery, Message, Update

from bot.telegram.parts import CHANNEL
from hotline.message import Inbound, InboundKind
from hotline.wording import Wording
from lexicon.normalise import clean

_PICTURES = ("image/jpeg", "image/png", "image/webp")
_OTHER = frozenset(
    {
        ContentType.ANIMATION,
        ContentType.AUDIO,
        ContentType.CONTACT,
        ContentType.DICE,
        ContentType.DOCUMENT,
        ContentType.GAME,
        ContentType.PAID_MEDIA,
        ContentType.POLL,
        ContentType.STICKER,
        ContentType.STORY,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.VOICE,
    }
)


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture that still lies with Telegram. `size` is 0 where Telegram does not say."""

    id: str
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class Read:
    """One update: the message, the picture to fetch for it, and the button press to acknowledge."""

    inbound: Inbound
    picture: PictureFile | None = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class Ignored:
    """An update that is nobody's message to the hotline; `why` goes to the log."""

    why: str


def read_update(update: Update, at: datetime, wording: Wording) -> Read | Ignored:
    """Only private chats are listened to: in a group an answer about a person's matter would be read by all."""
    message = update.message or update.edited_message
    if update.callback_query is not None:
        return _tapped(update.callback_query, update.update_id, at)
    if message is None:
        return Ignored("other_update")
    if message.chat.type != ChatType.PRIVATE:
        return Ignored(f"chat_{message.chat.type}")
    if message.from_user is None or message.from_user.is_bot:
        return Ignored("no_person")
    read = _said(message, Inbound(CHANNEL, str(message.chat.id), str(update.update_id), at), wording)
    if update.edited_message is not None and isinstance(read, Read) and read.inbound.kind is not InboundKind.TEXT:
        return Ignored("edited_without_text")
    return read


def _tapped(query: CallbackQuery, update_id: int, at: datetime) -> Read | Ignored:
    if query.from_user.is_bot:
        return Ignored("no_person")
    if query.message is not None and query.message.chat.type != ChatType.PRIVATE:
        return Ignored(f"chat_{query.message.chat.type}")
    if not query.data:
        return Ignored("no_data")
    inbound = Inbound(CHANNEL, str(query.from_user.id), str(update_id), at, InboundKind.BUTTON, action=query.data)
    return Read(replace(inbound, text=_label(query)), query=query.id)


def _label(query: CallbackQuery) -> str:
    """What stood on the button: the citizen's history then shows words and no code."""
    if not isinstance(query.message, Message) or query.message.reply_markup is None:
        return ""
    keys = (key for row in query.message.reply_markup.inline_keyboard for key in row)
    return next((clean(key.text) for key in keys if key.callback_data == query.data), "")


def _said(message: Message, bare: Inbound, wording: Wording) -> Read | Ignored:
    text = clean(message.text or message.caption or "").strip()
    picture = _picture(message)
    if picture is not None:
        return Read(replace(bare, kind=InboundKind.PHOTO, text=text), picture)
    if message.location is not None:
        place = message.location
        return Read(replace(bare, kind=InboundKind.LOCATION, latitude=place.latitude, longitude=place.longitude))
    if message.text and text:
        return Read(replace(bare, text=_without_command(text, wording)))
    if message.contact is not None and message.contact.phone_number:
        return Read(replace(bare, text=clean(message.contact.phone_number)))
    if message.text or message.content_type in _OTHER:
        return Read(replace(bare, kind=InboundKind.OTHER, text=text))
    return Ignored(f"content_{message.content_type}")


def _without_command(text: str, wording: Wording) -> str:
    """/start and /help are Telegram's words, not a citizen's; other commands lose their stroke."""
    if not text.startswith("/"):
        return text
    name = text[1:].split(maxsplit=1)[0].partition("@")[0] if text[1:].split() else ""
    key = f"command.{name}"
    return wording.say(key) if key in wording else text.lstrip("/").strip() or text


def _picture(message: Message) -> PictureFile | None:
    """The largest size of a photo, or a file that is a picture."""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return PictureFile(largest.file_id, "image/jpeg", largest.file_size or 0)
    file = message.document
    if file is not None and file.mime_type in _PICTURES:
        return PictureFile(file.file_id, file.mime_type, file.file_size or 0)
    return None
