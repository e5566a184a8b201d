"""谨慎派单: whether what went out at once kept its promise, and how a broken one halts what goes out next."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from analytics.live import UNIT, week_of_moment
from analytics.promise import look
from analytics.rows import LiveDecision
from casework.halt import halt
from casework.office import Office
from casework.ports import Halt, UnitsOfWork
from hotline.clock import Clock
from hotline.errors import HotlineError
from routing.decision import Decision, RoutedMatter, Suggestion
from routing.fact_question import FactQuestion

_log = structlog.get_logger("caution")

STALE = timedelta(minutes=1)
"""How long another process may still dispatch at once after a halt, and how long it waits after one was lifted."""


class Decides(Protocol):
    """From a matter to the competent unit."""

    def decide(self, matter: RoutedMatter, suggestion: Suggestion, at: datetime) -> Decision: ...

    def question(self, matter: RoutedMatter, suggestion: Suggestion, at: datetime) -> FactQuestion | None: ...

    def asked(self, fact: str) -> FactQuestion | None: ...


class CautiousRouter:
    """Decides as the router does; while a halt stands, nothing of it goes out without a person.

    The flag is read where the decision is made, and not where the ticket is stored: the ledger, the ticket and what
    the citizen is told then agree on whether a person was asked. Suggestion, confidence and ground stay as they are,
    for the dispatcher needs them now more than ever.
    """

    def __init__(self, router: Decides, units_of_work: UnitsOfWork, clock: Clock) -> None:
        self._router, self._units_of_work, self._clock = router, units_of_work, clock
        self._halted: frozenset[str] | None = None
        self._read_at: datetime | None = None

    def decide(self, matter: RoutedMatter, suggestion: Suggestion, at: datetime) -> Decision:
        decision = self._router.decide(matter, suggestion, at)
        if decision.auto and UNIT in self.halted():
            return replace(decision, auto=False)
        return decision

    def question(self, matter: RoutedMatter, suggestion: Suggestion, at: datetime) -> FactQuestion | None:
        return self._router.question(matter, suggestion, at)

    def asked(self, fact: str) -> FactQuestion | None:
        return self._router.asked(fact)

    def halted(self) -> frozenset[str]:
        """The decisions that are halted, as of a minute ago at most.

        Where the database does not answer, what was last known holds; who knows nothing yet asks a person.
        """
        now = self._clock.now()
        if self._halted is None or self._read_at is None or not timedelta() <= now - self._read_at < STALE:
            try:
                with self._units_of_work(write=False) as uow:
                    self._halted = frozenset(each.decision for each in uow.halts.standing())
                self._read_at = now
            except HotlineError as error:
                _log.warning("halts_unknown", code=error.code)
                return self._halted if self._halted is not None else frozenset({UNIT})
        return self._halted


class LiveRows(Protocol):
    """Gives what went out at once since a moment, with what became of it."""

    def units_at_once(self, since: datetime, now: datetime) -> list[LiveDecision]: ...


def watch_promise(office: Office, units_of_work: UnitsOfWork, views: LiveRows, promised: float) -> int:
    """Halt what goes out at once where live figures contradict the promise; gives how many halts are new.

    Only the unit is watched: it is the one decision by which something leaves the house without a person, and of which
    every case is judged, by the unit's keeping the ticket or giving it back. Category and matter type of these tickets
    are looked at only when a ticket came back, so their figures would be those of the worst tickets.

    Safe to run at any time and by several processes: a decision that is halted is not halted again
    before somebody has lifted it.
    """
    now = office.clock.now()
    with units_of_work(write=False) as uow:
        last = uow.halts.latest(UNIT)
    if last is not None and last.lifted_at is None:
        return 0
    after = last.lifted_at if last else None
    finding = look(lambda since: views.units_at_once(since, now), now, promised, after)
    if not finding.broken:
        return 0
    counts = finding.tally
    found = Halt(UNIT, week_of_moment(now), now, finding.since, counts.judged, counts.misrouted, promised)
    with units_of_work() as uow:
        new = halt(office, uow, found)
        uow.commit()
    return int(new)


class Hourly:
    """Runs a job in the first round of every hour of the clock, and once after a start."""

    def __init__(self, clock: Clock, job: Callable[[], int]) -> None:
        self._clock, self._job = clock, job
        self._hour: datetime | None = None

    def __call__(self) -> int:
        hour = self._clock.now().replace(minute=0, second=0, microsecond=0)
        if hour == self._hour:
            return 0
        done = self._job()
        self._hour = hour  # only now: what failed is tried again in the next round
        return done
