"""The rows that analytics counts. They carry no word of a citizen; storage fills them."""

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
