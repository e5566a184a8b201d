"""The rows that analytics counts. But for questions without an answer, which are masked, they carry no word of a
citizen; storage fills them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.matter import Grade, Solved
from hotline.taxonomy import Category


@dataclass(frozen=True, slots=True)
class ClosedTicket:
    """A closed ticket: who led, what about, what the citizen said of it, and whether the unit turned to them in time.

    `solved` and `grade` are None where the citizen said nothing.
    """

    number: str
    lead: str
    category: Category
    solved: Solved | None
    grade: Grade | None
    answer_by: datetime | None
    closed_at: datetime
    contacted: bool
    anonymous: bool = False
    street: str = ""
    askable: bool = True
    """False for who wishes no call, or was called in vain often enough, and said nothing."""
    first_solved: Solved | None = None
    first_grade: Grade | None = None
    passages: tuple["Passage", ...] = ()
    redone: bool = False
    late: bool = False

    @property
    def revisitable(self) -> bool:
        """Whether its citizen can be asked how it went: only such a ticket is valid for the three rates."""
        return self.askable and not self.anonymous


@dataclass(frozen=True, slots=True)
class Passage:
    """A ticket's way through one unit, from its dispatch: signed or not, in time, and whether it was sent back."""

    unit: str
    signed: bool
    in_time: bool
    returned: bool


@dataclass(frozen=True, slots=True)
class MisrouteCount:
    """How many tickets a decision was `predicted` as and `became` in the end; equal where people confirmed it."""

    decision: str
    predicted: str
    became: str
    count: int


@dataclass(frozen=True, slots=True)
class MisrouteFigures:
    """What people made of machine decisions in a period, and how many messages the machine decided on in it."""

    counts: Sequence[MisrouteCount]
    predicted_messages: int


@dataclass(frozen=True, slots=True)
class LiveDecision:
    """One machine decision on one ticket, and what became of it until now.

    `unit` is the department type that the machine suggested beside it. `at_once` says that the ticket went out without
    a person. `over` says that no unit can give it back any more, nor waits for the word on a
    return it has asked for; `handled` that it did not end before a unit took it.
    `became` is the last word of a person, None where nobody said one, empty where they only said that it was wrong.
    `ever_changed` says that a person once said so, whatever was said later.
    """

    decision: str
    label: str
    unit: str
    at: datetime
    at_once: bool
    over: bool
    handled: bool
    became: str | None = None
    ever_changed: bool = False


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A question that the base did not answer, or whose citizen said that the answer did not help; masked.

    `near` are entries with scores, best first; `entry` what was given all the same, empty for nothing; `unit` the
    department type that should know. `settled` says what staff made of it: empty, `no_gap` or `drafted`.
    """

    id: int
    person: int
    text: str
    at: datetime
    decision: str
    entry: str
    near: tuple[tuple[str, float], ...]
    unit: str
    said: str
    ticket: str
    settled: str
    settled_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionCount:
    """How many questions were decided so (`answer`, `clarify`, `handover`), got an entry or none, and what their
    citizens said of it: `solved`, `unsolved`, `person`, or nothing."""

    decision: str
    given: bool
    said: str
    count: int
