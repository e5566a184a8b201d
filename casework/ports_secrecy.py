"""What casework needs to keep about confidentiality: who keeps out of a ticket, and who looked at what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from hotline.errors import NotAllowedError
from hotline.people import Actor


class RecusedError(NotAllowedError):
    """Whoever has an interest in the matter, or belongs to a unit that has, keeps out of it."""

    code = "recused"


@dataclass(frozen=True, slots=True)
class Recusal:
    """回避: an account (`login`) or a whole unit keeps out of a ticket; exactly one of the two is given."""

    ticket: str
    login: str
    unit: str
    ground: str
    by: Actor
    at: datetime
    id: int = 0
    lifted_at: datetime | None = None
    lifted_by: str = ""

    def __repr__(self) -> str:
        return f"Recusal({self.id}, {self.ticket})"


class Recusals(Protocol):
    """Who keeps out of which ticket. The same answer holds on every page, list, search and step."""

    def add(self, recusal: Recusal) -> int:
        """Raises ConflictError where it stands already."""

    def of_ticket(self, ticket: str) -> Sequence[Recusal]:
        """All that were ever declared, oldest first."""

    def lift(self, recusal: int, actor: Actor, at: datetime) -> None:
        """Raises NotFoundError where it does not stand."""

    def bars(self, ticket: str, actor: Actor) -> bool:
        """Whether this person, or their unit, keeps out of this ticket."""

    def tickets_barred(self, actor: Actor) -> frozenset[str]:
        """Numbers of all tickets that this person, or their unit, keeps out of: a list is read without them."""

    def persons_barred(self, actor: Actor) -> frozenset[int]:
        """Citizens with a ticket that this person, or their unit, keeps out of: their conversations are closed too."""

    def units_barred(self, ticket: str) -> Sequence[str]:
        """Codes of the units that may not handle this ticket."""


class Seen(StrEnum):
    """What somebody looked at."""

    PAGE = "page"
    IDENTITY = "identity"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a ticket: who, when, what, why, from which page. `reason` is masked when it is stored."""

    ticket: str
    by: Actor
    at: datetime
    seen: Seen
    reason: str = ""
    page: str = ""
    id: int = 0


class Looks(Protocol):
    """Every look at a sealed ticket, and every look at an identity; append-only."""

    def write(self, look: Look) -> None: ...

    def of(self, *, ticket: str = "", login: str = "", limit: int = 500, offset: int = 0) -> Sequence[Look]:
        """The newest first, of one ticket or one account where they are named."""

    def count(self, *, ticket: str = "", login: str = "") -> int: ...


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line of the general record."""

    id: int
    at: datetime
    by: Actor
    action: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which lines; empty conditions hold for all. `target` is the beginning of what was acted on."""

    login: str = ""
    action: str = ""
    target: str = ""
    limit: int = 50
    offset: int = 0
