"""Time is passed in. Stored moments are UTC and aware; people see Asia/Shanghai."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Says what time it is, as an aware UTC moment."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SetClock:
    """A clock that stands still until somebody moves it: tests, replays and the demo's past."""

    def __init__(self, start: datetime) -> None:
        self._now = utc(start)

    def now(self) -> datetime:
        return self._now

    def set(self, moment: datetime) -> None:
        self._now = utc(moment)

    def pass_time(self, span: timedelta) -> None:
        self._now += span


def utc(moment: datetime) -> datetime:
    """The same moment in UTC. A naive moment is refused: nobody knows when it was.

    Raises:
        ValueError: `moment` carries no zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a zone: {moment!r}; pass an aware datetime")
    return moment.astimezone(UTC)


def local(moment: datetime) -> datetime:
    """The moment as people in the city read it."""
    return moment.astimezone(SHANGHAI)


def local_day(moment: datetime) -> date:
    """The calendar day of a moment in the city."""
    return local(moment).date()
