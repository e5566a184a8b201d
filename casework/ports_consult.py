"""会商: what casework keeps of a consultation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Position:
    """One unit at the table, and what it said (sealed at rest); `stated_at` None: nothing yet."""

    unit: str
    invited_at: datetime
    stated_at: datetime | None = None
    by: str = ""
    words: str = ""

    def __repr__(self) -> str:
        return f"Position({self.unit})"


@dataclass(frozen=True, slots=True)
class Consultation:
    """Units called together over one ticket. `outcome` and `ground` are words of staff, sealed at rest."""

    id: int
    ticket: str
    at: datetime
    by: str
    reason: str
    positions: Sequence[Position] = ()
    concluded_at: datetime | None = None
    lead: str = ""
    others: Sequence[str] = ()
    outcome: str = ""
    ground: str = ""

    def __repr__(self) -> str:
        return f"Consultation({self.id}, {self.ticket})"

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(position.unit for position in self.positions)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A consultation that a unit was asked to, as its inbox shows it (masked)."""

    ticket: str
    title: str
    invited_at: datetime
    stated: bool


class Consultations(Protocol):
    """Consultations and who said what in them."""

    def open(self, ticket: str, login: str, reason: str, at: datetime) -> int: ...

    def invite(self, consultation: int, units: Sequence[str], at: datetime) -> None:
        """Who was invited before stays invited, and what they said stays."""

    def state(self, consultation: int, unit: str, login: str, words: str, at: datetime) -> None:
        """Keep a unit's position; a later one takes the place of the earlier."""

    def conclude(self, concluded: Consultation) -> None: ...

    def standing(self, ticket: str) -> Consultation | None:
        """The one that nobody has concluded yet."""

    def of_ticket(self, number: str) -> list[Consultation]:
        """The oldest first."""

    def of_unit(self, unit: str, limit: int = 50) -> list[Invitation]:
        """Consultations that are going on and that the unit was invited to."""
