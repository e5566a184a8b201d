"""The event log of a ticket as an assessment reads it: who moved it when, without a word of a citizen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.people import Role
from hotline.taxonomy import Category
from hotline.workflow import State


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line. `said` is the value of a rating (已解决, 满意, …), empty on every other line."""

    at: datetime
    move: str
    start: State
    end: State
    role: Role
    unit: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class TicketLog:
    """A ticket's log, and the facts that do not move. The limits are those of the last dispatch and the last answer."""

    number: str
    category: Category
    street: str
    anonymous: bool
    sign_by: datetime | None
    contact_by: datetime | None
    answer_by: datetime | None
    lines: Sequence[LogLine]
