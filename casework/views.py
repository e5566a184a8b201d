"""What staff read: rows for lists and one ticket's page. Texts are masked; revealing is a verb of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from casework.ports import AttentionItem, Halt, OutboxItem, Predicted
from casework.ports_help import CommunityRow
from casework.ports_timekeeping import ReadsTimekeeping
from hotline.deadlines import Due
from hotline.events import TicketEvent
from hotline.message import InboundKind
from hotline.people import Actor
from hotline.workflow import State
from knowledge.entry import Entry
from knowledge.keeping.ports import Kept, RepealedSource
from knowledge.keeping.views import EntryFilter, EntryRow
from routing.what_if import PastTicket


class Colour(StrEnum):
    """The three colours of a deadline, and grey where no clock runs."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One line of a list. `place` goes to the building: its unit and room are not seen without revealing."""

    number: str
    title: str
    state: State
    matter_type: str
    category: str
    urgency: str
    lead: str
    place: str
    received_at: datetime
    answer_by: datetime | None
    sign_by: datetime | None
    colour: Colour
    confidence: float
    redos: int
    returns: int
    sealed: bool
    reminders: int = 0
    supervised: str = ""
    """The step of supervision that is open (`casework.supervision_steps.Step`), in lists; empty for none."""
    clock_by: datetime | None = None
    """When the limit that runs now is over: before it is signed that of signing, then that of answering."""


@dataclass(frozen=True, slots=True)
class TicketPage:
    """Everything on a ticket's page, masked."""

    row: TicketRow
    text: str
    time: str
    contact: str
    others: Sequence[str]
    ground_rule: str
    ground_text: str
    auto: bool
    due: Due | None
    public_answer: str
    internal_note: str
    solved: str
    grade: str
    counts: Mapping[str, int]
    history: Sequence[TicketEvent]
    predictions: Mapping[str, Predicted]
    pictures: Sequence[int]
    version: int
    withheld: bool = False
    """Who reports has left a contact, and nobody sees it here."""


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets a list shows. Empty conditions hold for all; `units` restricts to lead or co-units."""

    states: Sequence[State] = ()
    units: Sequence[str] = ()
    number: str = ""
    words: str = ""
    overdue_at: datetime | None = None
    person: int | None = None
    place: str = ""
    """The code of a street or community."""
    viewer: Actor | None = None
    """Who looks: tickets that they, or their unit, keep out of (回避) are not there."""
    limit: int = 50
    offset: int = 0
    since: datetime | None = None
    until: datetime | None = None
    """Received in [since, until)."""
    unsealed: bool = False
    """Without reports and confidential matters."""


STAFF_KEY = "staff:"
"""The key in the outbox of what a person at the desk says begins so."""


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One line of a conversation as staff see it: who spoke, masked text, when.

    `key` is the line's own name among the conversation's, `kind` what was sent, `picture` the id of one, if any.
    """

    at: datetime
    who: str
    text: str
    key: str = ""
    kind: str = InboundKind.TEXT.value
    picture: int | None = None


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that could not be delivered."""

    item: OutboxItem
    error: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """The numbers on the navigation: what waits where. `by_state` counts tickets on their way only."""

    review: int = 0
    attention: int = 0
    returns: int = 0
    answers: int = 0
    follow_up: int = 0
    dead_letters: int = 0
    overdue: int = 0
    supervised: int = 0
    revisits: int = 0
    by_state: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """What an operator made of a machine decision, waiting for a second look; the words are masked."""

    id: int
    ticket: str
    title: str
    text: str
    decision: str
    was: str
    became: str
    by: str
    at: datetime
    source: str


class Views(ReadsTimekeeping, Protocol):
    """Read models. Each call is its own short read-only transaction."""

    def tickets(self, wanted: TicketFilter, now: datetime) -> list[TicketRow]: ...

    def tickets_after(self, wanted: TicketFilter, after: tuple[datetime, str] | None, now: datetime) -> list[TicketRow]:
        """The newest first, those that come after a ticket (its moment and number); `offset` counts for nothing. With
        `overdue_at` the longest overdue first, and the moment is the `clock_by` of that ticket."""

    def count(self, wanted: TicketFilter) -> int: ...

    def ticket(self, number: str, now: datetime, *, knows: bool = False) -> TicketPage:
        """Of a sealed ticket without the clauses that give the reporter away, unless the reader `knows`: may see the
        identity anyhow. Raises NotFoundError."""

    def conversation(self, person: int, limit: int = 100) -> list[ChatLine]: ...

    def attention(self, limit: int = 100) -> list[AttentionItem]: ...

    def dead_letters(self, limit: int = 100) -> list[DeadLetter]: ...

    def queue(self, state: State, now: datetime, limit: int = 50, viewer: Actor | None = None) -> Sequence[TicketRow]:
        """The first that wait in a state: urgent ones, then what several tell of, then the nearest limit."""

    def by_state(self) -> Mapping[str, int]:
        """How many tickets stand where, those that have ended too; slow where there are millions."""

    def counts(self, now: datetime, units: Sequence[str] = (), viewer: Actor | None = None) -> DeskCounts: ...

    def communities(self, since: datetime, viewer: Actor, units: Sequence[str] = ()) -> list[CommunityRow]:
        """民情账本: every street and community with a ticket received since a moment."""

    def unsettled(self, limit: int = 50, *, changed: bool = True) -> list[CorrectionRow]:
        """Corrections that nobody has settled, newest first: those that changed something, or the confirmations."""

    def past_tickets(self, since: datetime, limit: int) -> list[PastTicket]:
        """The newest tickets since a moment in masked words, on which a changed catalogue is tried."""

    def halts(self, limit: int = 20) -> list[Halt]:
        """The newest first, whether or not they were lifted."""

    def entry_rows(self, wanted: EntryFilter, today: date) -> list[EntryRow]:
        """Entries of the knowledge base, by owner and title."""

    def count_entries(self, wanted: EntryFilter, today: date) -> int: ...

    def entry(self, entry_id: str) -> Kept:
        """Raises NotFoundError."""

    def current_entries(self) -> Iterator[Entry]:
        """Every entry that is not retired, as it is meant now: what is being worked on, else what is answered."""

    def repealed_sources(self) -> list[RepealedSource]:
        """Statutes that were marked as repealed, the newest first."""
