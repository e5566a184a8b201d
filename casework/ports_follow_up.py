"""What follow-up needs to be kept: what was said each time, who is still to be called, and the forms of answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from hotline.matter import Grade, Solved
from hotline.people import Actor
from hotline.workflow import State


class Outcome(StrEnum):
    """What became of one attempt to reach the citizen."""

    REACHED = "接通"
    NO_ANSWER = "未接"
    WRONG_NUMBER = "号码错误"
    DECLINED = "拒访"
    GIVEN_UP = "无法回访"
    """Not an attempt but the end of trying: the ticket counts as not re-visitable."""


class How(StrEnum):
    """Over which way the citizen was followed up."""

    CHAT = "chat"
    PHONE = "phone"


class YesNo(StrEnum):
    """A plain answer."""

    YES = "是"
    NO = "否"


class Truth(StrEnum):
    """是否属实: whether what the citizen told was found to be so."""

    TRUE = "属实"
    PARTLY = "部分属实"
    FALSE = "不属实"
    UNKNOWN = "无法核实"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One line of the record, never changed. `by` is a login, or empty for the citizen's own word in the chat.

    `contacted` is whether the citizen says that the unit got in touch, `true_matter` whether the answer was true to
    them. `words` are masked when read.
    """

    ticket: str
    at: datetime
    by: str
    how: How
    outcome: Outcome
    kind: str = ""
    contacted: bool | None = None
    true_matter: bool | None = None
    solved: Solved | None = None
    grade: Grade | None = None
    words: str = ""

    @property
    def reached(self) -> bool:
        return self.outcome in (Outcome.REACHED, Outcome.DECLINED)


class FollowUps(Protocol):
    """The record of follow-ups; append-only."""

    def add(self, line: FollowUp) -> None: ...

    def of_ticket(self, number: str) -> list[FollowUp]:
        """Oldest first."""


class CallKind(StrEnum):
    """Why a person has to call."""

    SILENT = "silent"
    """Answered, and the citizen said nothing in the chat."""
    BAD_GRADE = "bad_grade"
    """Solved, and badly graded all the same: to learn why."""
    RECTIFIED = "rectified"
    """After a bad grade the unit has had its time: whether it is better now."""
    SAMPLE = "sample"
    """One of the share of closed tickets that is called again."""


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to be called from `at` on, until `due_at`. `round` counts the ticket's redos when it was listed."""

    id: int
    ticket: str
    kind: CallKind
    round: int
    at: datetime
    due_at: datetime
    done_at: datetime | None = None
    done_by: str = ""


@dataclass(frozen=True, slots=True)
class ListedCall:
    """A call with what the list shows of its ticket (masked). `attempts` are those since it was listed."""

    call: Call
    title: str
    state: State
    lead: str
    attempts: int
    last_outcome: str
    sealed: bool


class CallList(Protocol):
    """Who is to be called."""

    def add(self, ticket: str, kind: CallKind, round_: int, at: datetime, due_at: datetime) -> bool:
        """List a call; False where the same was listed before, done or not."""

    def get(self, call: int) -> Call:
        """Raises NotFoundError."""

    def of_ticket(self, number: str) -> list[Call]: ...

    def done(self, call: int, by: str, at: datetime) -> None:
        """Take a call off the list. Raises ConflictError where somebody did."""

    def waiting(self, now: datetime, limit: int = 200) -> list[ListedCall]:
        """What is to be called now, what is due first first."""

    def silent(self, limit: int = 500) -> list[str]:
        """Numbers of tickets that wait for their follow-up and stand on no list for this round."""

    def over(self, limit: int = 500) -> list[Call]:
        """Open calls for silence whose ticket no longer waits for a follow-up, or waits in another round."""

    def closed_in(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        """Tickets closed in [since, until) whose citizen can be called, with their redos."""

    def drawn_since(self, moment: datetime) -> bool:
        """Whether a sample was drawn since a moment."""

    def count_closed(self, since: datetime, until: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """What a unit fills in with its answer beside the words (办理结果). `unsolved_reason` is masked when read.

    `solved` is the unit's own view, not the citizen's.
    """

    truth: Truth
    contacted: bool
    contacted_at: datetime | None
    solved: Solved
    unsolved_reason: str = ""


@dataclass(frozen=True, slots=True)
class FiledForm:
    """A form as it was handed in: who did, and when."""

    form: AnswerForm
    at: datetime
    by: str
    unit: str


class AnswerForms(Protocol):
    """The forms of answers, one for each time a ticket was answered; append-only."""

    def add(self, number: str, form: AnswerForm, actor: Actor, at: datetime) -> None: ...

    def of_ticket(self, number: str) -> list[FiledForm]:
        """Oldest first."""
