"""What keeping time needs from the world: the calendar and the table of deadlines in the database, and who is away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from hotline.calendar import SpecialDay


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """The days of a covered year that differ from Monday to Friday. `shipped` ones follow the file they came with;
    once a person (`by`) has touched a year it stays as people made it."""

    year: int
    days: tuple[SpecialDay, ...]
    by: str
    at: datetime
    shipped: bool = False


@dataclass(frozen=True, slots=True)
class PublishedDeadlines:
    """A table of deadlines as somebody published it; `number` counts from 1 and is its version."""

    number: int
    content: str
    by: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """An account is away on these days (both included), and who of the same unit stands in. `id` 0: not stored yet."""

    login: str
    since: date
    until: date
    deputy: str
    by: str
    at: datetime
    id: int = 0
    ended_at: datetime | None = None

    def covers(self, day: date) -> bool:
        return self.ended_at is None and self.since <= day <= self.until


class ReadsTimekeeping(Protocol):
    """What deadlines are counted by, as it stands in the database; each call is a short reading of its own."""

    def timekeeping_revision(self) -> int:
        """Rises with every change."""

    def calendar_years(self) -> list[CalendarYear]:
        """Every covered year, in order."""

    def published_deadlines(self, limit: int = 1) -> list[PublishedDeadlines]:
        """The newest tables first; none where nobody has published one and that of the files counts."""

    def absences(self, day: date) -> Sequence[Absence]:
        """Who is away on that day or will be later."""


class Timekeeping(Protocol):
    """The calendar and the table of deadlines, to be changed."""

    def year(self, year: int) -> CalendarYear | None: ...

    def put_year(self, year: CalendarYear) -> None:
        """Store a year in place of what was known of it."""

    def publish(self, content: str, by: str, at: datetime, note: str) -> int:
        """Store a table as the newest; gives its number."""

    def provisional(self, after: str, limit: int = 200) -> list[str]:
        """Numbers, from `after` on, of tickets whose deadlines assume a year that nobody had entered."""


class Absences(Protocol):
    """Who is away, and who stands in."""

    def add(self, absence: Absence) -> int: ...

    def get(self, absence: int) -> Absence:
        """Raises NotFoundError."""

    def end(self, absence: int, at: datetime) -> None: ...

    def standing(self, day: date) -> Sequence[Absence]:
        """Those that nobody has ended and whose last day is not before `day`, the earliest first."""
