"""Whether live figures contradict the promise under which the machine lets tickets go out at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from analytics.live import Tally, tally
from analytics.rows import LiveDecision
from classifiers.wilson import ONE_SIDE, wilson

LEAST = 30
"""Fewer judged tickets than these say nothing: among 30 already three wrong ones are beyond bad luck."""
SPANS = (timedelta(days=7), timedelta(days=28))
"""The shortest that holds `LEAST` judged tickets counts. A rule that broke yesterday would drown in four good weeks;
a small city needs the four weeks to have anything to count."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What went out at once since `since`, and the precision that had been promised of it."""

    since: datetime
    tally: Tally
    promised: float

    @property
    def enough(self) -> bool:
        return self.tally.judged >= LEAST

    @property
    def precision(self) -> float:
        return self.tally.confirmed / self.tally.judged if self.tally.judged else 1.0

    @property
    def broken(self) -> bool:
        """The upper end of the one-sided 95 % interval lies below the promise.

        The upper end, because the question is whether the promise can still be true. The lower end lies below 97 %
        for every honest service with a few hundred tickets; an alarm on it would ring for ever, and be switched off.
        At a precision of exactly the promise one look in twenty rings; thresholds are set above it, so fewer do.
        """
        return self.enough and wilson(self.tally.confirmed, self.tally.judged, ONE_SIDE)[1] < self.promised


def look(read: Callable[[datetime], Iterable[LiveDecision]], now: datetime, promised: float,
         after: datetime | None = None) -> Finding:  # fmt: skip
    """The figures of the shortest span that says something.

    `read` gives what went out at once since a moment. What was decided before `after` does not count: an administrator
    has seen it and let the machine go on.
    """
    finding = _over(read, now - SPANS[0], promised, after)
    for span in SPANS[1:]:
        if finding.enough:
            break
        finding = _over(read, now - span, promised, after)
    return finding


def _over(read: Callable[[datetime], Iterable[LiveDecision]], start: datetime, promised: float,
          after: datetime | None) -> Finding:  # fmt: skip
    since = max(start, after) if after else start
    return Finding(since, tally(row for row in read(since) if row.at_once and row.at >= since), promised)
