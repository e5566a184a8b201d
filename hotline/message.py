"""What passes between a citizen and the hotline, whatever the channel."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class InboundKind(StrEnum):
    """What the citizen sent."""

    TEXT = "text"
    BUTTON = "button"
    LOCATION = "location"
    PHOTO = "photo"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture as it came: MIME type and bytes. `repr` shows neither."""

    mime: str
    content: bytes

    def __repr__(self) -> str:
        return f"Attachment({self.mime}, {len(self.content)} bytes)"


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message of one person. `message_id` is unique within `channel`; a repeat of it is the same message.

    `address` is the channel's own name for the person (a chat id, a visitor key): personal data, never logged.
    `action` is what a tapped button carries. `text` is a caption where there is a picture.
    """

    channel: str
    address: str
    message_id: str
    at: datetime
    kind: InboundKind = InboundKind.TEXT
    text: str = ""
    action: str = ""
    attachment: Attachment | None = None
    latitude: float | None = None
    longitude: float | None = None

    def __repr__(self) -> str:
        return f"Inbound({self.channel}, {self.message_id}, {self.kind})"


@dataclass(frozen=True, slots=True)
class Button:
    """A tap instead of typing. `action` has at most 64 bytes (Telegram's limit) and holds no personal data."""

    label: str
    action: str

    def __post_init__(self) -> None:
        if not self.label or not 0 < len(self.action.encode()) <= 64:
            raise ValueError(f"a button has a label and an action of 1 to 64 bytes, not {self.action!r}")


@dataclass(frozen=True, slots=True)
class Message:
    """What is said to the citizen: a text, rows of buttons below it, and the numbers of pictures that go with it."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    pictures: tuple[int, ...] = ()

    def as_json(self) -> dict[str, object]:
        rows = [[{"label": button.label, "action": button.action} for button in row] for row in self.buttons]
        shown: dict[str, object] = {"pictures": list(self.pictures)} if self.pictures else {}
        return {"text": self.text, "buttons": rows} | shown

    @classmethod
    def from_json(cls, value: dict[str, object]) -> "Message":
        rows, pictures = value.get("buttons") or [], value.get("pictures") or []
        assert isinstance(rows, Iterable)  # noqa: S101 - our own stored form
        assert isinstance(pictures, Iterable)  # noqa: S101 - likewise
        buttons = tuple(tuple(Button(each["label"], each["action"]) for each in row) for row in rows)
        return cls(str(value["text"]), buttons, tuple(int(each) for each in pictures))
