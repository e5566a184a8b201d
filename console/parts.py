"""What the console is built from, wired once in the assembly."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from analytics.gaps import Gap
from casework.office import Office
from casework.ports import UnitsOfWork
from casework.views import Views
from classifiers.verdict import Understanding
from console.assessment import AssessmentParts
from console.catalogue import CatalogueParts
from console.knowledge import KnowledgeParts
from console.passwords import Passwords
from hotline.wording import Wording
from routing.decision import Decision, RoutedMatter, Suggestion


@dataclass(frozen=True, slots=True)
class ConsoleSettings:
    """How the console meets the world.

    `trusted_proxies` is the number of our own proxies in front: what further hosts claim in X-Forwarded-For is not
    believed. Within `failure_window` a login may fail `login_failures` times and an address `address_failures` times.
    """

    secure_cookies: bool = True
    session_span: timedelta = timedelta(hours=12)
    trusted_proxies: int = 0
    login_failures: int = 5
    address_failures: int = 30
    failure_window: timedelta = timedelta(minutes=15)
    calls_per_minute: int = 300
    """What one key of the open interface may ask in a minute."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One rate with the raw counts it was made of, so that nobody has to trust a percentage."""

    name: str
    part: int
    whole: int

    @property
    def rate(self) -> float | None:
        """Between 0 and 1; None where there is nothing to count."""
        return self.part / self.whole if self.whole else None


def no_gaps(_now: datetime) -> Sequence[Gap]:
    """For who keeps no questions."""
    return ()


@dataclass(frozen=True, slots=True)
class ConsoleParts:
    """Everything a page may use.

    `pool` runs the blocking work, `password_pool` (two threads) the slow password hash, so that a flood of sign-ins
    stops neither the loop nor the pages. `understand` and `decide` pre-fill what an operator types during a call.
    `figures` computes the rates of the figures page over an interval `[since, until)`; without it only counts show.
    `gaps` groups the questions of the last weeks that the knowledge base did not answer (blocking).
    """

    office: Office
    units_of_work: UnitsOfWork
    views: Views
    pool: ThreadPoolExecutor
    password_pool: ThreadPoolExecutor
    understand: Callable[[str], Understanding]
    decide: Callable[[RoutedMatter, Suggestion, datetime], Decision]
    knowledge: KnowledgeParts
    calendar_missing: Callable[[], Sequence[int]] = tuple
    figures: Callable[[datetime, datetime], Sequence[Figure]] | None = None
    gaps: Callable[[datetime], Sequence[Gap]] = no_gaps
    look: Callable[[], object] = bool
    """Takes over at once what this process has just changed of calendar and deadlines (blocking)."""
    grid_limit: int = 500
    """Households of one grid above which it is too large."""
    assessment: AssessmentParts | None = None
    catalogue: CatalogueParts | None = None
    passwords: Passwords = field(default_factory=Passwords)
    settings: ConsoleSettings = field(default_factory=ConsoleSettings)

    @property
    def wording(self) -> Wording:
        return self.office.wording

    def now(self) -> datetime:
        return self.office.clock.now()
