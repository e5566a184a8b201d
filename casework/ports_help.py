"""What casework needs to keep about mediation and about staff who adopt a matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from hotline.people import Actor


class MediationKind(StrEnum):
    """Who helps two sides to agree, or one side to its right."""

    PEOPLE = "人民调解"
    LEGAL_AID = "法律援助"
    POLICE = "警调对接"


class Outcome(StrEnum):
    """How a mediation ended."""

    AGREED = "达成一致"
    NOT_AGREED = "未达成一致"
    WITHDRAWN = "市民撤回"


@dataclass(frozen=True, slots=True)
class Mediation:
    """A dispute that is, or may be, mediated. `consent` is None until the citizen has said yes or no; `consent_by` is
    the citizen's own word or the member of staff who wrote it down."""

    ticket: str
    kind: MediationKind
    words: str
    by: Actor
    at: datetime
    id: int = 0
    consent: bool | None = None
    consent_by: Actor | None = None
    consent_at: datetime | None = None
    outcome: Outcome | None = None
    outcome_words: str = ""
    outcome_by: Actor | None = None
    outcome_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether something is still to come: the citizen's word, or the outcome."""
        return self.outcome is None and self.consent is not False

    def __repr__(self) -> str:
        return f"Mediation({self.id}, {self.ticket}, {self.kind})"


class Mediations(Protocol):
    """Mediations by ticket; one at a time."""

    def add(self, mediation: Mediation) -> int:
        """Raises ConflictError where one is open."""

    def of_ticket(self, ticket: str) -> Sequence[Mediation]:
        """Oldest first."""

    def consent(self, mediation: int, actor: Actor, at: datetime, *, given: bool) -> None:
        """Raises ConflictError where the citizen has said something already."""

    def end(self, mediation: int, actor: Actor, at: datetime, outcome: Outcome, words: str) -> None:
        """Raises ConflictError where it has ended."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """认领: a member of staff looks after a matter until a day they name, with the notes on how it goes."""

    ticket: str
    by: Actor
    at: datetime
    until: date
    id: int = 0
    ended_at: datetime | None = None
    notes: tuple[tuple[datetime, str], ...] = ()

    def __repr__(self) -> str:
        return f"Adoption({self.id}, {self.ticket})"


class Adoptions(Protocol):
    """Who helps with which matter; one at a time for each ticket."""

    def add(self, adoption: Adoption) -> int:
        """Raises ConflictError where somebody has adopted it."""

    def of_ticket(self, ticket: str) -> Sequence[Adoption]:
        """Oldest first, with their notes."""

    def of_account(self, login: str, limit: int = 100) -> Sequence[Adoption]:
        """What somebody looks after now, the nearest day first."""

    def note(self, adoption: int, at: datetime, words: str) -> None: ...

    def end(self, adoption: int, at: datetime) -> None:
        """Raises ConflictError where it has ended."""


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """民情账本: what the tickets of one street or community come to; `classes` are the most frequent ones."""

    street: str
    community: str
    open: int
    closed: int
    repeated: int
    adopted: int
    classes: Sequence[tuple[str, int]]
