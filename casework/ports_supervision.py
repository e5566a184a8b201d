"""What supervision needs to be kept: the steps of each ticket, and the long cases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from casework.supervision_steps import Step
from hotline.people import Actor
from hotline.workflow import State


@dataclass(frozen=True, slots=True)
class Supervision:
    """One step taken on a ticket. Its owner is a unit or an account, never both; words are masked when read.

    `by` and the like are logins (`jiesu` is the machine). A step that was passed over (`skipped`) ended when it began.
    """

    id: int
    ticket: str
    step: Step
    owner_unit: str
    owner_login: str
    begun_at: datetime
    begun_by: str
    due_at: datetime
    provisional: bool
    rule: str
    ground: str
    reply: str = ""
    replied_at: datetime | None = None
    replied_by: str = ""
    ended_at: datetime | None = None
    ended_by: str = ""
    end_reason: str = ""
    skipped: bool = False

    @property
    def open(self) -> bool:
        return self.ended_at is None


def standing_among(steps: Iterable[Supervision]) -> Supervision | None:
    """The open step of a ticket; there is one at most."""
    return next((step for step in steps if step.open), None)


@dataclass(frozen=True, slots=True)
class Supervised:
    """An open step with what a list shows of its ticket (masked)."""

    step: Supervision
    title: str
    state: State
    lead: str


class Supervisions(Protocol):
    """Steps by ticket. At most one is open for each ticket, and each step is taken once."""

    def add(self, step: Supervision) -> None:
        """Keep a new step; its `id` is not looked at. Raises ConflictError where it was taken, or another is open."""

    def of_ticket(self, number: str) -> list[Supervision]:
        """All steps of a ticket, the first one first."""

    def reply(self, step: int, words: str, actor: Actor, at: datetime) -> None:
        """Keep what the unit says. Raises ConflictError where the step has ended or was replied to."""

    def end(self, step: int, reason: str, actor: Actor, at: datetime) -> None:
        """Raises ConflictError where it has ended."""

    def assign(self, step: int, *, unit: str, login: str, due_at: datetime | None = None) -> None:
        """Make an open step that of another unit or account; where `due_at` is given with a limit of its own, in
        which a reply is owed anew (what the unit before replied stays in the ticket's history).

        Raises:
            ConflictError: it has ended meanwhile.
        """

    def standing(self, limit: int = 300) -> list[Supervised]:
        """What is open, the highest first, and of one step what is due first."""

    def unlooked(self, now: datetime, rules: str, limit: int) -> list[str]:
        """Numbers of tickets that have to be held against the rules: changed since they last were, or by other rules,
        or at a moment that has come; and finished ones with an open step."""

    def looked(self, number: str, version: int, rules: str, again_at: datetime | None) -> None:
        """The ticket as it stands was held against these rules; without another change nothing begins before
        `again_at` (None: never)."""


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """A line of a long case's progress; masked."""

    at: datetime
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class LongCase:
    """信访积案 style: a ticket with a plan of its own, a leader (a position, or an account's login), and a date.

    Words are masked when read. `entries` are filled where one case is read.
    """

    id: int
    ticket: str
    plan: str
    leader: str
    until: date
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None = None
    closed_by: str = ""
    outcome: str = ""
    entries: Sequence[CaseEntry] = ()

    @property
    def open(self) -> bool:
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A long case with what a list shows of its ticket (masked)."""

    case: LongCase
    title: str
    state: State
    lead: str


class LongCases(Protocol):
    """Long cases; at most one is open for each ticket."""

    def open(self, ticket: str, plan: str, leader: str, until: date, actor: Actor, at: datetime) -> None:
        """Raises ConflictError where one is open."""

    def of_ticket(self, number: str) -> LongCase | None:
        """The open one, else the last that was closed, with its entries."""

    def note(self, case: int, words: str, actor: Actor, at: datetime) -> None: ...

    def close(self, case: int, outcome: str, actor: Actor, at: datetime) -> None:
        """Raises ConflictError where it was closed."""

    def all(self, *, closed: bool = False, limit: int = 200) -> list[ListedCase]:
        """The open ones by their dates, or the closed ones, latest first."""
