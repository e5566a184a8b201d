"""From a request of the page to an Inbound: read within limits, checked, cleaned."""

import json
import re
from dataclasses import dataclass
from datetime import datetime

from aiohttp import BodyPartReader, web
from aiohttp.http import HttpProcessingError

from bot.webchat.parts import CHANNEL, WebchatSettings
from bot.webchat.refusals import (
    BodyTooLargeError,
    EmptyTextError,
    MediaTypeError,
    PictureKindError,
    PictureTooLargeError,
    TextTooLongError,
    UnreadableError,
)
from bot.webchat.visitor import Visitor
from hotline.message import Attachment, Inbound, InboundKind
from lexicon.normalise import clean

_CLIENT_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_JSON_BYTES = 512 * 1024
_FIELD_BYTES = 256 * 1024
_LABEL = 64


@dataclass(frozen=True, slots=True)
class Letter:
    """What the page sent, and the id under which it waits for the acknowledgement."""

    client_id: str
    inbound: Inbound


async def read_letter(request: web.Request, visitor: Visitor, at: datetime, settings: WebchatSettings) -> Letter:
    """Read one message.

    Raises:
        MediaTypeError, BodyTooLargeError, UnreadableError, EmptyTextError, TextTooLongError, PictureKindError,
        PictureTooLargeError: the one that fits; nothing was done.
    """
    try:
        fields, picture = await _body(request, settings)
    except (HttpProcessingError, web.RequestPayloadError, ConnectionError):
        raise UnreadableError from None  # not as its headers promise, or the sender hung up in the middle
    client_id = fields.get("id")
    if not isinstance(client_id, str) or not _CLIENT_ID.fullmatch(client_id):
        raise UnreadableError
    return Letter(client_id, _inbound(fields, picture, visitor.address, visitor.message_id(client_id), at, settings))


def picture_kind(content: bytes) -> str:
    """The MIME type by the first bytes. Raises PictureKindError."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    raise PictureKindError


async def _body(request: web.Request, settings: WebchatSettings) -> tuple[dict[str, object], bytes | None]:
    match request.content_type:
        case "application/json":
            return await _json(request), None
        case "multipart/form-data":
            return await _form(request, settings)
        case _:
            raise MediaTypeError


async def _json(request: web.Request) -> dict[str, object]:
    body = bytearray()
    async for chunk in request.content.iter_chunked(65_536):
        body += chunk
        if len(body) > _JSON_BYTES:
            raise BodyTooLargeError
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise UnreadableError from None
    if not isinstance(value, dict):
        raise UnreadableError
    return value


async def _form(request: web.Request, settings: WebchatSettings) -> tuple[dict[str, object], bytes | None]:
    if (request.content_length or 0) > settings.picture_bytes + 2 * _FIELD_BYTES:
        raise _picture_too_large(settings)
    fields: dict[str, object] = {}
    picture: bytes | None = None
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise UnreadableError
            if part.name == "picture":
                picture = await _read(part, settings.picture_bytes, _picture_too_large(settings))
            elif part.name in ("id", "text"):
                fields[part.name] = (await _read(part, _FIELD_BYTES, BodyTooLargeError())).decode()
    except ValueError:
        raise UnreadableError from None
    if picture is None:
        raise UnreadableError
    return fields, picture


def _picture_too_large(settings: WebchatSettings) -> PictureTooLargeError:
    return PictureTooLargeError(megabytes=settings.picture_bytes // (1024 * 1024))


async def _read(part: BodyPartReader, limit: int, refusal: Exception) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(65_536):
        content += chunk
        if len(content) > limit:
            raise refusal
    return bytes(content)


def _inbound(fields: dict[str, object], picture: bytes | None, address: str, message_id: str, at: datetime,
             settings: WebchatSettings) -> Inbound:  # fmt: skip
    text = _text(fields, settings)
    if picture is not None:
        return Inbound(CHANNEL, address, message_id, at, InboundKind.PHOTO, text,
                       attachment=Attachment(picture_kind(picture), picture))  # fmt: skip
    if "action" in fields:
        return Inbound(CHANNEL, address, message_id, at, InboundKind.BUTTON, text[:_LABEL], _action(fields["action"]))
    if "latitude" in fields or "longitude" in fields:
        latitude = _degrees(fields.get("latitude"), 90)
        longitude = _degrees(fields.get("longitude"), 180)
        return Inbound(CHANNEL, address, message_id, at, InboundKind.LOCATION, latitude=latitude, longitude=longitude)
    if not text:
        raise EmptyTextError
    return Inbound(CHANNEL, address, message_id, at, InboundKind.TEXT, text)


def _text(fields: dict[str, object], settings: WebchatSettings) -> str:
    text = fields.get("text", "")
    if not isinstance(text, str):
        raise UnreadableError
    text = clean(text).strip()
    if len(text) > settings.text_length:
        raise TextTooLongError(limit=settings.text_length)
    return text


def _action(value: object) -> str:
    if not isinstance(value, str) or value != clean(value) or not 0 < len(value.encode()) <= 64:
        raise UnreadableError
    return value


def _degrees(value: object, most: int) -> float:
    """The size is looked at first: a number of four hundred digits is no float at all."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
        raise UnreadableError
    return float(value)
