"""What goes with a unit's answer, and what each unit says under a joint supervision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hotline.message import Attachment


class AnswerPictures(Protocol):
    """Pictures by ticket and round: those of round 1 go out with the first answer that is let out, and so on."""

    def add(self, ticket: str, round_: int, picture: Attachment, login: str, at: datetime) -> int: ...

    def of_round(self, ticket: str, round_: int) -> list[int]:
        """In the order in which they came."""

    def rounds(self, ticket: str) -> dict[int, list[int]]:
        """All of a ticket, the first round first."""

    def drop(self, ticket: str, round_: int, picture: int) -> bool:
        """Take one away; False where that round has none of this number."""

    def get(self, picture: int, ticket: str = "") -> Attachment | None:
        """One picture, where `ticket` is named one of that ticket only."""


@dataclass(frozen=True, slots=True)
class JointReply:
    """One unit that is named in a joint supervision, and what it replied; words are masked when read."""

    supervision: int
    unit: str
    words: str = ""
    replied_at: datetime | None = None
    replied_by: str = ""

    def __repr__(self) -> str:
        return f"JointReply({self.supervision}, {self.unit})"


class JointReplies(Protocol):
    """Each named unit replies once for each step."""

    def name(self, step: int, units: Sequence[str]) -> None:
        """Ask these units; who was asked before is not asked again."""

    def release(self, step: int, unit: str) -> None:
        """Ask a unit no more; what it replied stays."""

    def of_steps(self, steps: Sequence[int]) -> dict[int, list[JointReply]]:
        """By step, in the order in which they were named."""

    def reply(self, step: int, unit: str, words: str, login: str, at: datetime) -> None:
        """Raises ConflictError where the unit is not asked, or has replied."""

    def asks(self, ticket: str, unit: str) -> bool:
        """Whether an open step of the ticket names this unit."""

    def open_of(self, unit: str) -> list[int]:
        """The open steps that name this unit."""
