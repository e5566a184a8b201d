"""From a JSON body to the form that an action reads; whatever is wrong is named before anything is done."""

import json
from collections.abc import Mapping

from aiohttp import web

from console.actions import Action, Field, Kind
from console.api.refusals import BodyTooLargeError, NotJsonError
from console.forms import Form
from hotline.errors import InvalidInputError

LARGEST = 256 * 1024
"""Bytes, as for a form of the console."""
MANY = frozenset({Kind.UNITS})
"""Kinds of fields that take a list of strings; all others take one."""
VERSION = "version"


async def read_object(request: web.Request) -> tuple[bytes, Mapping[str, object]]:
    """The body as it came, and the object in it; no body is an empty one.

    Raises:
        BodyTooLargeError: more than `LARGEST` bytes.
        NotJsonError: no JSON, not UTF-8, or no object.
    """
    body = await read_bytes(request, LARGEST)
    return body, _object(body)


async def read_bytes(request: web.Request, most: int) -> bytes:
    """The body as it came. Raises BodyTooLargeError for more than `most` bytes."""
    if (request.content_length or 0) > most:
        raise BodyTooLargeError(kilobytes=most // 1024)
    body = bytearray()
    async for chunk in request.content.iter_chunked(1 << 16):
        body += chunk
        if len(body) > most:
            raise BodyTooLargeError(kilobytes=most // 1024)
    return bytes(body)


def _object(body: bytes) -> Mapping[str, object]:
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_once) if body.strip() else {}
    except (ValueError, RecursionError):
        raise NotJsonError from None
    if not isinstance(value, dict):
        raise NotJsonError
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A name that comes twice could mean either value: it is refused."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name comes twice")
    return dict(pairs)


def form_of(action: Action, body: Mapping[str, object]) -> Form:
    """The action's fields and the version.

    Raises:
        InvalidInputError: a field that the action does not have, one of the wrong type, a missing one, or a choice
            that is not on the list.
    """
    known = {field.name for field in action.worded} | {VERSION}
    for name in body:
        if name not in known:
            raise InvalidInputError(field=storable(name), rule="unknown_field")
    values: dict[str, tuple[str, ...]] = {VERSION: (str(_version(body)),)}
    for field in action.worded:
        values[field.name] = _values(field, body.get(field.name)) or ("",)
    return Form(values)


def storable(name: str) -> str:
    """A name as it may be said back: short, and without what no screen can show."""
    return name.encode("utf-8", "replace").decode()[:40]


def _version(body: Mapping[str, object]) -> int:
    version = body.get(VERSION)
    if version is None:
        raise InvalidInputError(field=VERSION, rule="required")
    if isinstance(version, bool) or not isinstance(version, int):
        raise InvalidInputError(field=VERSION, rule="whole_number")
    return version


def _values(field: Field, value: object) -> tuple[str, ...]:
    given = _texts(field, value)
    if field.required and not any(text.strip() for text in given):
        raise InvalidInputError(field=field.name, rule="required")
    for text in given:
        if field.options and text and text not in field.options:
            raise InvalidInputError(field=field.name, rule="choice")
    return given


def _texts(field: Field, value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if field.kind in MANY:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise InvalidInputError(field=field.name, rule="list_of_texts")
        return tuple(_checked(field, each) for each in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return (str(value),)
    if not isinstance(value, str):
        raise InvalidInputError(field=field.name, rule="text")
    return (_checked(field, value),)


def _checked(field: Field, text: str) -> str:
    """Raises InvalidInputError where a half of a character pair stands alone: no database stores it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidInputError(field=field.name, rule="characters") from None
    if "\x00" in text:
        raise InvalidInputError(field=field.name, rule="characters")
    return text.replace("\r\n", "\n")
