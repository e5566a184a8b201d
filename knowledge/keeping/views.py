"""What people see of the kept entries: rows of a list, narrowed by a filter."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from knowledge.keeping.states import EntryState

SOON = timedelta(days=30)
"""So long before the end an entry is shown as one that expires."""


class Standing(StrEnum):
    """Which entries a list shows: by state, or by what somebody has to do about what is published."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    RETIRED = "retired"
    DUE = "due"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    CITY_OPEN = "city_open"
    """Something in it that differs by city has not been filled in."""


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Empty means any. `words` must all occur somewhere in the entry. `owner` is a type of unit."""

    words: str = ""
    standing: Standing | None = None
    owner: str = ""
    kind: str = ""
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line of the list. `state` is that of what is being worked on, else of what is answered or was last said;
    `answered` says that a version of it is published. The dates are those of that version."""

    id: str
    title: str
    owner: str
    kind: str
    state: EntryState
    answered: bool
    author: str
    source: str
    effective: date | None
    expires: date | None
    review: date | None

    def warnings(self, today: date) -> list[Standing]:
        """What somebody has to do something about."""
        if not self.answered:
            return []
        expired = self.expires is not None and self.expires <= today
        soon = self.expires is not None and not expired and self.expires <= today + SOON
        due = self.review is not None and self.review <= today
        marks = ((expired, Standing.EXPIRED), (soon, Standing.EXPIRING), (due, Standing.DUE))
        return [mark for holds, mark in marks if holds]
