"""承办: what casework keeps of each unit's part in a ticket, of tickets that were split, and of what units are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from hotline.workflow import State


class PartRole(StrEnum):
    """How a unit came to a ticket."""

    LEAD = "lead"
    CO = "co"
    ADDED = "added"
    WHISTLED = "whistled"


class PartState(StrEnum):
    """Where a unit's part stands. The lead's own answer is the ticket's; its part only says when it signed."""

    ASKED = "asked"
    DENIED = "denied"
    SENT = "sent"
    SIGNED = "signed"
    OBJECTED = "objected"
    REPORTED = "reported"
    RELEASED = "released"
    REPLACED = "replaced"


STANDING = frozenset({PartState.SENT, PartState.SIGNED, PartState.OBJECTED, PartState.REPORTED})
"""The unit belongs to the ticket."""
UNFINISHED = frozenset({PartState.SENT, PartState.SIGNED, PartState.OBJECTED})
"""The unit still owes something."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One unit's part in a ticket. `by` and `by_unit` are who brought it in, `days` how many working days it was given
    (0: the usual limit), `sign_by` until when it signs (a whistled unit: until when it is on the spot), `due_by` until
    when it reports; None where the ticket's own clock counts.

    `reason`, `report`, `objection` and `ruling` are words of staff, sealed at rest.
    """

    ticket: str
    unit: str
    role: PartRole
    state: PartState
    at: datetime
    by: str = ""
    by_unit: str = ""
    days: int = 0
    sign_by: datetime | None = None
    due_by: datetime | None = None
    signed_at: datetime | None = None
    reported_at: datetime | None = None
    objected_at: datetime | None = None
    ended_at: datetime | None = None
    late_at: datetime | None = None
    reason: str = ""
    report: str = ""
    objection: str = ""
    ruling: str = ""
    id: int = 0

    def __repr__(self) -> str:
        return f"Assignment({self.id}, {self.ticket}, {self.unit}, {self.role}, {self.state})"

    @property
    def clock(self) -> datetime | None:
        """The limit that runs for the unit now."""
        if self.role is PartRole.LEAD:
            return None
        return {PartState.SENT: self.sign_by or self.due_by, PartState.SIGNED: self.due_by}.get(self.state)

    def is_late(self, now: datetime) -> bool:
        """Whether the running limit has passed and nobody has marked that."""
        clock = self.clock
        return clock is not None and clock < now and (self.late_at is None or self.late_at <= clock)


@dataclass(frozen=True, slots=True)
class OwnPart:
    """A part as it stands in a unit's inbox, with what a list shows of the ticket (masked)."""

    part: Assignment
    title: str
    state: State
    lead: str


class Assignments(Protocol):
    """Who has which part in which ticket. A ticket's version guards its parts: whoever changes one saves the ticket."""

    def add(self, part: Assignment) -> int:
        """Keep a new part and give its id."""

    def save(self, part: Assignment) -> None:
        """Store what has changed in a part."""

    def of_ticket(self, number: str) -> list[Assignment]:
        """All parts there have ever been, the oldest first."""

    def of_unit(self, unit: str, limit: int = 100) -> list[OwnPart]:
        """What a unit still owes in open tickets that it does not lead, the nearest limit first."""

    def late(self, now: datetime, limit: int = 200) -> list[str]:
        """Numbers of open tickets with a part whose limit has passed and that nobody has marked."""

    def whistled(self, since: datetime, until: datetime) -> list[Assignment]:
        """The parts of all whistles blown in [since, until), without their words."""


@dataclass(frozen=True, slots=True)
class UnitNotice:
    """Something that a unit is told in its inbox. `kind` names the sentence, `words` are the reason."""

    id: int
    unit: str
    ticket: str
    kind: str
    words: str
    at: datetime


class UnitNotices(Protocol):
    """What units are told although the ticket is no longer (or not yet) theirs."""

    def add(self, unit: str, ticket: str, kind: str, words: str, at: datetime) -> None: ...

    def unread(self, unit: str, limit: int = 50) -> list[UnitNotice]:
        """The newest first."""

    def read(self, notice: int, unit: str, login: str, at: datetime) -> bool:
        """Somebody of the unit has read it; False where it is not theirs or was read before."""


@dataclass(frozen=True, slots=True)
class Family:
    """A ticket's kin: what it was split from (empty for none), and what was split from it."""

    parent: str = ""
    children: Sequence[str] = ()


class Splits(Protocol):
    """Which ticket was split from which."""

    def add(self, parent: str, child: str, at: datetime) -> None: ...

    def family(self, number: str) -> Family: ...
