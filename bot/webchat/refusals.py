"""What the web chat refuses, and the one table from a refusal to its HTTP status."""

from typing import ClassVar

from hotline.errors import HotlineError


class UnreadableError(HotlineError):
    """The body is no such JSON or form as the page sends."""

    code: ClassVar[str] = "unreadable"


class EmptyTextError(HotlineError):
    """Nothing is left of the text once blanks and control characters are gone."""

    code: ClassVar[str] = "empty_text"


class TextTooLongError(HotlineError):
    """More text than one message may carry; params name the `limit`."""

    code: ClassVar[str] = "text_too_long"


class BodyTooLargeError(HotlineError):
    """More bytes than any message of the page has."""

    code: ClassVar[str] = "body_too_large"


class PictureTooLargeError(HotlineError):
    """A picture above the limit; params name it in `megabytes`."""

    code: ClassVar[str] = "picture_too_large"


class PictureKindError(HotlineError):
    """The bytes are not those of a JPEG, PNG or WebP, whatever the file is called."""

    code: ClassVar[str] = "picture_kind"


class MediaTypeError(HotlineError):
    """Neither JSON nor a form."""

    code: ClassVar[str] = "media_type"


class ForeignOriginError(HotlineError):
    """A page of another site tries to speak in the visitor's name."""

    code: ClassVar[str] = "foreign_origin"


class TooManyError(HotlineError):
    """More messages a minute than one visitor or address may send; params say in how many `seconds` to try again."""

    code: ClassVar[str] = "too_many"


class LinkOverError(HotlineError):
    """A link to one's own data that was used, is over, or belongs to somebody else."""

    code: ClassVar[str] = "link_over"


class PictureGoneError(HotlineError):
    """A picture that was never sent to this visitor, or is over its time."""

    code: ClassVar[str] = "picture_gone"


class TroubleError(HotlineError):
    """We stumbled; the log has the details."""

    code: ClassVar[str] = "trouble"


STATUS = {
    "unreadable": 422,
    "empty_text": 422,
    "text_too_long": 422,
    "body_too_large": 413,
    "picture_too_large": 413,
    "picture_kind": 415,
    "media_type": 415,
    "foreign_origin": 403,
    "link_over": 410,
    "picture_gone": 404,
    "too_many": 429,
    "lane_full": 429,
    "conflict": 503,
    "database_away": 503,
    "trouble": 500,
}
"""Everything else is ours to repair: 500."""

RETRY_AFTER = {"lane_full": 3, "conflict": 1, "database_away": 5}
"""Seconds. A refusal that knows better says so in its own `seconds`."""


def status_of(error: HotlineError) -> int:
    return STATUS.get(error.code, 500)


def retry_after(error: HotlineError) -> int | None:
    """After how many seconds the same message may succeed; None where it never will."""
    seconds = error.params.get("seconds")
    return seconds if isinstance(seconds, int) else RETRY_AFTER.get(error.code)
