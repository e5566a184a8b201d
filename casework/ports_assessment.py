"""What casework keeps about assessment: claims that a ticket should count otherwise, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from hotline.people import Actor


class ClaimKind(StrEnum):
    """剔除: leave the ticket out altogether. 申诉: it does not count against the unit in one figure."""

    EXCLUSION = "exclusion"
    APPEAL = "appeal"


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody asks that a ticket counts otherwise. `subject` is the reason's code or the figure's name, `words` the
    evidence or the ground; `accepted` is None until a second person has decided."""

    ticket: str
    kind: ClaimKind
    subject: str
    words: str
    by: Actor
    at: datetime
    id: int = 0
    accepted: bool | None = None
    decided_by: Actor | None = None
    decided_at: datetime | None = None
    decision: str = ""

    def __repr__(self) -> str:
        return f"Claim({self.id}, {self.ticket}, {self.kind}, {self.subject})"


class Claims(Protocol):
    """Claims by number; none is ever changed but by the one decision."""

    def add(self, claim: Claim) -> int:
        """Raises ConflictError where the same claim waits already, or was accepted."""

    def get(self, claim: int) -> Claim:
        """Raises NotFoundError."""

    def of_ticket(self, ticket: str) -> Sequence[Claim]:
        """Oldest first."""

    def waiting(self, limit: int = 200) -> Sequence[Claim]:
        """Those that nobody has decided, oldest first."""

    def decided(self, limit: int = 200) -> Sequence[Claim]:
        """Newest first."""

    def decide(self, claim: int, actor: Actor, at: datetime, *, accepted: bool, words: str) -> None:
        """Raises ConflictError where somebody has decided in between."""
