"""What casework needs from the world. Adapters in `storage/` fulfil these by shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

from casework.ports_answer import AnswerPictures, JointReplies
from casework.ports_assessment import Claims
from casework.ports_consult import Consultations
from casework.ports_follow_up import AnswerForms, CallList, FollowUps
from casework.ports_help import Adoptions, Mediations
from casework.ports_life import Assignments, Splits, UnitNotices
from casework.ports_returns import Returns, RuleProposals
from casework.ports_rights import ApiAnswers, ApiKeys, OutsideTickets, OwnData, Retention
from casework.ports_secrecy import AuditFilter, AuditLine, Looks, Recusals
from casework.ports_supervision import LongCases, Supervisions
from casework.ports_timekeeping import Absences, Timekeeping
from hotline.message import Attachment, Inbound, Message
from hotline.people import Account, Actor, Citizen, Contact, Role
from hotline.ticket import Ticket
from hotline.workflow import FINAL, State
from knowledge.keeping.ports import Entries
from routing.versions import CatalogueVersions


class Tickets(Protocol):
    """Tickets by number."""

    def add(self, ticket: Ticket) -> None:
        """Store a new ticket with its history. Raises ConflictError where the number exists."""

    def get(self, number: str) -> Ticket:
        """The ticket with its whole history. Raises NotFoundError."""

    def save(self, ticket: Ticket) -> None:
        """Store changes and fresh history; raises ConflictError if somebody saved since it was read."""

    def of_person(self, person: int, limit: int = 20, *, state: State | None = None) -> list[Ticket]:
        """A citizen's tickets, newest first; with `state` only those that stand there."""

    def open_due_before(self, moment: datetime, limit: int = 500) -> list[str]:
        """Numbers of tickets on which the deadline watch has something to mark before a moment (`marks.py`)."""


@dataclass(frozen=True, slots=True)
class StoredSession:
    """Where a conversation stands: a JSON-able state and the version that guards it (0: never stored)."""

    state: Mapping[str, object] = field(default_factory=dict)
    version: int = 0


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who has written before: how to reach them, and where their conversation stands.

    `awaited` is the number of the latest ticket about which a unit has asked them something; empty if there is none.
    """

    citizen: Citizen
    contact: Contact = field(default_factory=Contact)
    session: StoredSession = field(default_factory=StoredSession)
    awaited: str = ""


class People(Protocol):
    """Citizens by channel address. Addresses and contacts are sealed at rest."""

    def find_or_add(self, channel: str, address: str, at: datetime) -> Citizen: ...

    def hold(self, citizen: Citizen) -> None:
        """Nobody else stores anything for this person until the unit of work ends. Raises NotFoundError."""

    def find(self, channel: str, address: str) -> Citizen | None: ...

    def caller(self, channel: str, address: str) -> Caller | None:
        """What a conversation needs to know of a person, read at once; None for somebody who never wrote."""

    def get(self, person: int) -> Citizen: ...

    def address(self, person: int) -> str: ...

    def contact(self, person: int) -> Contact: ...

    def remember_contact(self, person: int, contact: Contact) -> None: ...


@dataclass(frozen=True, slots=True)
class Said:
    """One stored message of a citizen, unmasked: for that citizen's own eyes only."""

    id: int
    at: datetime
    text: str
    picture: bool = False

    def __repr__(self) -> str:
        return f"Said({self.id})"


class Inbox(Protocol):
    """Messages as they came; the proof that nothing was lost."""

    def take(self, inbound: Inbound, person: int) -> int | None:
        """Store a message and give its id, or None if (channel, message id) was stored before."""

    def find(self, channel: str, message_id: str) -> int | None: ...

    def said(self, person: int, limit: int = 100) -> list[Said]:
        """A person's own latest messages, oldest first, to show them their conversation again."""

    def picture(self, inbound: int) -> Attachment | None: ...

    def attach(self, inbounds: Sequence[int], ticket: str) -> None:
        """Bind messages (with their pictures) to the ticket they led to."""


class Sessions(Protocol):
    """Conversation states, sealed at rest."""

    def load(self, person: int) -> StoredSession: ...

    def save(self, person: int, session: StoredSession, at: datetime, *, unfinished: bool = False) -> None:
        """Store; `session.version` is the one that was read. Raises ConflictError if it is stale.

        `unfinished` marks a conversation that waits for the citizen with a matter half told.
        """

    def silent_since(self, moment: datetime, limit: int = 100) -> list[int]:
        """Persons whose unfinished conversation has not moved since a moment, longest silence first."""


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """Something to be said to a person over a channel. `id` rises with time: a client asks for what came after."""

    id: int
    person: int
    channel: str
    address: str
    message: Message
    at: datetime
    attempts: int = 0
    ticket: str = ""

    def __repr__(self) -> str:
        return f"OutboxItem({self.id}, {self.channel}, attempt {self.attempts})"


@dataclass(frozen=True, slots=True)
class Reply:
    """What was said in direct reply to a message; `id` is the outbox item's."""

    id: int
    message: Message
    at: datetime


class Outbox(Protocol):
    """What has to be said, stored with the change that makes it necessary."""

    def add(
        self, person: int, message: Message, *, key: str, at: datetime, ticket: str = "", reply_to: int | None = None
    ) -> None:
        """Put a message in line; a second one with the same `key` is the same message and is not added."""  # fmt: skip

    def replies(self, inbound: int) -> list[Reply]:
        """What was said in direct reply to a stored message."""

    def fresh_replies(self, inbound: int) -> list[Reply]:
        """What this unit of work has said in direct reply; all there is, if the message was stored in it too."""

    def after(self, person: int, last: int, limit: int = 200) -> list[OutboxItem]:
        """What a person was told after the item `last`, oldest first."""

    def claim(self, worker: str, now: datetime, lease: timedelta, limit: int = 20) -> list[OutboxItem]:
        """Take due items of push channels for a while; one person's items come in order, one at a time."""

    def delivered(self, item: int, at: datetime) -> None: ...

    def postpone(self, item: int, until: datetime, error: str) -> None:
        """Try again later; counts the attempt."""

    def give_up(self, item: int, at: datetime, error: str) -> None:
        """A dead letter: shown in the console, may be revived."""

    def revive(self, item: int, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Predicted:
    """One machine decision."""

    label: str
    confidence: float
    alternatives: Sequence[tuple[str, float]] = ()
    evidence: Sequence[str] = ()
    auto: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person made of a machine decision: confirmed (`was == became`) or changed."""

    ticket: str
    decision: str
    was: str
    became: str
    actor: Actor
    at: datetime
    source: str


class Ledger(Protocol):
    """Every machine decision with model version, and what people made of it."""

    def add(self, inbound: int, model: str, decisions: Mapping[str, Predicted], at: datetime, ticket: str = "") -> None:
        """Keep the decisions on a message: `disposition`, `matter_type`, `category`, `unit`, `emergency`, `answer`."""

    def bind(self, inbound: int, ticket: str) -> None: ...

    def of_ticket(self, ticket: str) -> Mapping[str, Predicted]: ...

    def correct(self, correction: Correction) -> None: ...

    def settle(self, corrections: Sequence[int], actor: Actor, at: datetime, *, accepted: bool) -> int:
        """Keep what a second person made of corrections: they may teach (`accepted`) or are dropped. Gives how many
        were new; one that somebody has settled before stays as it is. Raises NotFoundError where there is none."""


class SaidOfAnswer(StrEnum):
    """What a citizen said of the answer to a question; `NOTHING` is what most people say."""

    NOTHING = ""
    SOLVED = "solved"
    UNSOLVED = "unsolved"
    PERSON = "person"


class GapStanding(StrEnum):
    """What staff made of a question without an answer."""

    OPEN = ""
    NO_GAP = "no_gap"
    DRAFTED = "drafted"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was asked, and what the base made of it.

    `decision` is answer, clarify or handover; `entry` what was given, empty for nothing; `near` the entries that came
    closest with their scores; `unit` the department type that should know. `text` is masked when it is stored.
    """

    text: str
    decision: str
    entry: str
    score: float
    near: Sequence[tuple[str, float]] = ()
    unit: str = ""

    def __repr__(self) -> str:
        return f"Question({self.decision}, {self.entry})"


class Questions(Protocol):
    """Every question that was put to the base, and what its citizen said of the answer."""

    def add(self, inbound: int, person: int, question: Question, at: datetime) -> int:
        """Keep a question and give its id."""

    def given(self, question: int, entry: str) -> None:
        """The citizen chose an entry where two or three were possible: of this one they have said nothing yet."""

    def said(self, question: int, said: SaidOfAnswer, at: datetime) -> None:
        """Keep what the citizen says of the answer; the last word counts."""

    def bind(self, question: int, ticket: str) -> None:
        """The question became a consultation ticket."""

    def settle(self, questions: Sequence[int], standing: GapStanding, actor: Actor, at: datetime, reason: str) -> int:
        """Keep what staff made of questions; gives how many there were."""

    def keep_draft(self, ticket: str, entry: str, at: datetime) -> bool:
        """The answer on a ticket became the draft of an entry, and so did the questions that led to it; False where
        it had become one before. An empty `entry` sets the ticket aside."""


@dataclass(frozen=True, slots=True)
class Halt:
    """Live figures contradicted the promise of a decision: until it is lifted, nothing goes out at once by it.

    Of `judged` that went out at once since `since`, `wrong` were wrong. `week` is the ISO week, e.g. `2026-W10`.
    """

    decision: str
    week: str
    at: datetime
    since: datetime
    judged: int
    wrong: int
    promised: float
    lifted_at: datetime | None = None
    lifted_by: str = ""


class Halts(Protocol):
    """Which decisions may not go out at once for the time being, and which could not in the past."""

    def add(self, halt: Halt) -> bool:
        """Halt a decision; False, and nothing is stored, where it was halted before until it is lifted."""

    def standing(self) -> list[Halt]:
        """Those that nobody has lifted yet."""

    def latest(self, decision: str) -> Halt | None: ...

    def lift(self, decision: str, by: str, at: datetime) -> int:
        """Let a decision go out at once again; gives how many halts that ended."""


class LinkKind(StrEnum):
    """Why two tickets belong together."""

    SAME_CITIZEN = "same_citizen"
    SAME_MATTER = "same_matter"


@dataclass(frozen=True, slots=True)
class TicketLink:
    """A later ticket and an earlier one that belong together. `score` is from 0 to 1, `why` one sentence of masked
    words. `refused_by` is the login of whoever said that they do not; empty while nobody has."""

    ticket: str
    other: str
    kind: LinkKind
    score: float
    why: str
    at: datetime
    refused_by: str = ""


@dataclass(frozen=True, slots=True)
class LinkedTicket:
    """A link as seen from one of its two tickets, with what a list shows of the `other` one (masked)."""

    link: TicketLink
    other: str
    title: str
    state: State
    units: Sequence[str]
    sealed: bool = False

    @property
    def open(self) -> bool:
        return self.state not in FINAL


@dataclass(frozen=True, slots=True)
class Told:
    """A ticket as it is compared with others: masked words, and whether the same citizen is known to stand behind it.

    Who reports, or asked for confidence, or gave no name, is never taken for the same citizen.
    """

    number: str
    title: str
    text: str
    district: str = ""
    same_citizen: bool = False


class Links(Protocol):
    """Which tickets repeat which."""

    def unlooked(self, since: datetime, limit: int) -> list[str]:
        """Numbers of tickets received since a moment that nobody has compared with the others, oldest first."""

    def near(self, number: str, since: datetime, limit: int) -> tuple[Told, list[Told]]:
        """A ticket, and the earlier ones that may be repeated by it, received or closed since a moment: those of the
        same citizen, then those of the same street, or of the same class in the same district, newest first."""

    def looked(self, number: str, at: datetime) -> None:
        """The ticket was compared. Done twice it is done once."""

    def add(self, link: TicketLink) -> bool:
        """Keep a link; False where it stood already, refused or not."""

    def of_ticket(self, number: str) -> list[LinkedTicket]:
        """The links of a ticket, to earlier and to later ones, that nobody refused; the surest first."""

    def counts(self, numbers: Sequence[str]) -> Mapping[str, int]:
        """How many tickets are linked to each; nothing for those without."""

    def refuse(self, ticket: str, other: str, actor: Actor, at: datetime) -> None:
        """They do not belong together, and will not be linked again. Raises NotFoundError where they are not linked."""


class AttentionKind(StrEnum):
    """Why a person must look."""

    EMERGENCY = "emergency"
    HANDOVER = "handover"
    TROUBLE = "trouble"
    CALENDAR = "calendar"
    ESCALATION = "escalation"
    OVERDUE = "overdue"
    PROMISE = "promise"
    KNOWLEDGE = "knowledge"
    VECTORS = "vectors"
    RETURNS = "returns"
    PRIVACY = "privacy"


@dataclass(frozen=True, slots=True)
class AttentionItem:
    """A call for a person. `summary` is masked text."""

    id: int
    kind: AttentionKind
    person: int
    summary: str
    at: datetime
    ticket: str = ""
    taken_by: str = ""
    done_at: datetime | None = None


class Attention(Protocol):
    """What waits for a person: danger, a wish for a human, a message the machine stumbled over."""

    def call(self, kind: AttentionKind, person: int, summary: str, at: datetime, ticket: str = "") -> int:
        """Ask for a person; an open call of the same kind for the same person is reused."""

    def call_once(self, kind: AttentionKind, person: int, summary: str, at: datetime, ticket: str = "") -> int:
        """Ask for a person about something that is not about one citizen: a call of the same kind in the same words
        was made once for all, whoever it was made for and whether or not it is done."""

    def get(self, item: int) -> AttentionItem: ...

    def open_for(self, person: int, kind: AttentionKind, ticket: str = "") -> AttentionItem | None:
        """The oldest open call about a person, of one ticket where it is named."""

    def open(self, limit: int = 100) -> list[AttentionItem]: ...

    def take(self, item: int, login: str) -> None: ...

    def finish(self, item: int, at: datetime) -> None: ...

    def finish_for(self, person: int, kind: AttentionKind, at: datetime) -> None: ...


class Audit(Protocol):
    """Who looked at or changed what, and why; append-only."""

    def write(self, actor: Actor, action: str, target: str, reason: str, at: datetime) -> None: ...

    def lines(self, wanted: AuditFilter) -> Sequence[AuditLine]:
        """The newest first."""

    def count(self, wanted: AuditFilter) -> int: ...

    def actions(self) -> Sequence[str]:
        """Every action that was ever written, in no order."""


class Accounts(Protocol):
    """Staff accounts and their revocable sessions (only a hash of the token is stored)."""

    def add(self, login: str, name: str, role: Role, unit: str, password_hash: str) -> Account:
        """Raises ConflictError where the login exists."""

    def find(self, login: str) -> Account | None: ...

    def all(self) -> list[Account]: ...

    def set_password(self, login: str, password_hash: str) -> None: ...

    def disable(self, login: str, disabled: bool) -> None:
        """Disabling also revokes the account's sessions."""

    def open_session(self, account: Account, token_hash: str, at: datetime, expires: datetime) -> None: ...

    def session_account(self, token_hash: str, now: datetime) -> Account | None: ...

    def revoke(self, token_hash: str) -> None: ...


class UnitOfWork(Protocol):
    """All or nothing: leaving it without `commit` undoes everything. Never held across a network or model call."""

    tickets: Tickets
    people: People
    inbox: Inbox
    sessions: Sessions
    outbox: Outbox
    ledger: Ledger
    questions: Questions
    halts: Halts
    links: Links
    attention: Attention
    audit: Audit
    accounts: Accounts
    entries: Entries
    timekeeping: Timekeeping
    absences: Absences
    assignments: Assignments
    unit_notices: UnitNotices
    splits: Splits
    returns: Returns
    proposals: RuleProposals
    consultations: Consultations
    supervisions: Supervisions
    long_cases: LongCases
    follow_ups: FollowUps
    call_list: CallList
    answer_forms: AnswerForms
    answer_pictures: AnswerPictures
    joint_replies: JointReplies
    claims: Claims
    recusals: Recusals
    looks: Looks
    mediations: Mediations
    adoptions: Adoptions
    api_keys: ApiKeys
    api_answers: ApiAnswers
    own_data: OwnData
    retention: Retention
    outside: OutsideTickets
    catalogue: CatalogueVersions

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...

    def commit(self) -> None: ...


class UnitsOfWork(Protocol):
    """Opens a unit of work: `with units_of_work() as uow: …; uow.commit()`."""

    def __call__(self, *, write: bool = True) -> UnitOfWork: ...


class QueryCodes(Protocol):
    """The pick-up code (提取码) that a citizen needs beside the ticket number to see a ticket on another channel."""

    def code(self, number: str) -> str:
        """Six digits, always the same for a number, and not to be guessed from it."""
