"""What the Telegram channel is made of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from bot.conversation.api import Conversing
from bot.lanes import Lanes
from hotline.clock import Clock
from hotline.errors import HotlineError
from hotline.message import Attachment

CHANNEL = "telegram"


def no_picture(_number: int) -> Attachment | None:
    """For whoever keeps none."""
    return None


def _nothing() -> None:
    """For whoever needs no wake-up call."""


@dataclass(frozen=True, slots=True)
class TelegramParts:
    """What the assembly hands in.

    `stored` is called after each message was handled: the relay's wake-up call. `secret` is the webhook's; with an
    empty `webhook_url` the channel polls. `wait` is how long one poll may hang, `longest_wait` the most between tries.
    """

    token: str = field(repr=False)
    conversation: Conversing
    lanes: Lanes
    clock: Clock
    api_base: str = "https://api.telegram.org"
    secret: str = field(default="", repr=False)
    webhook_url: str = ""
    stored: Callable[[], None] = _nothing
    picture_bytes: int = 8 * 1024 * 1024
    wait: int = 25
    first_wait: float = 1.0
    longest_wait: float = 60.0
    wording_overrides: tuple[Path, ...] = ()
    picture: Callable[[int], Attachment | None] = no_picture
    """A picture that goes with a message, by its number; None where it is over its time. Blocking."""


class TelegramTokenError(HotlineError):
    """Telegram does not know the bot's token. The token itself is not repeated."""

    code: ClassVar[str] = "telegram_token"


class TelegramSecretError(HotlineError):
    """A webhook without a secret of 1 to 256 letters, digits, _ or - would let anybody speak as Telegram."""

    code: ClassVar[str] = "telegram_secret"


class NotStoredError(HotlineError):
    """An update could not be stored now and must come again: it is not acknowledged."""

    code: ClassVar[str] = "not_stored"
