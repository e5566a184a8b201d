"""目录的版本: catalogues that an administrator published, and the router that follows them.

A version is kept for good and takes effect on its day; before the first one the file of the city decides. The text
of each is read again with the units and categories of today: one that no longer fits them is passed over, loudly.
"""

import logging
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from hotline.clock import Clock, local_day
from hotline.errors import DataFileError, HotlineError
from routing.catalogue import Catalogue, Frame, examine
from routing.decide import Router
from routing.decision import Decision, RoutedMatter, Suggestion
from routing.fact_question import FactQuestion

_LOG = logging.getLogger(__name__)
STALE = timedelta(seconds=1)
"""How long another process may go on with the version before."""


@dataclass(frozen=True, slots=True)
class CatalogueVersion:
    """One published catalogue; `content` is the table as it was uploaded."""

    number: int
    at: datetime
    author: str
    note: str
    effective_from: date
    content: str

    def __repr__(self) -> str:
        return f"CatalogueVersion({self.number}, from {self.effective_from})"


class CatalogueVersions(Protocol):
    """Published catalogues, oldest first; none is ever changed."""

    def add(self, version: CatalogueVersion) -> CatalogueVersion:
        """Store under the next number, which is given back with it."""

    def newest(self) -> int:
        """The highest number; 0 where nothing was published."""

    def after(self, number: int) -> list[CatalogueVersion]: ...

    def get(self, number: int) -> CatalogueVersion:
        """Raises NotFoundError."""


class ReadsVersions(Protocol):
    """A short look into the database."""

    @property
    def catalogue(self) -> CatalogueVersions: ...


def examine_text(content: str, city: Frame) -> tuple[Catalogue, list[DataFileError]]:
    """Read a catalogue that is no file; faults call it `catalogue.csv`.

    Raises:
        DataFileError: it is no table with the columns of a catalogue.
    """
    with tempfile.TemporaryDirectory(prefix="jiesu-") as folder:
        path = Path(folder) / "catalogue.csv"
        path.write_text(content, encoding="utf-8")
        return examine(path, city)


@dataclass(frozen=True, slots=True)
class InForce:
    """A catalogue from its day on; number 0 is the city's file."""

    number: int
    effective_from: date
    router: Router


class LivingRouter:
    """Decides by the version of the catalogue that is in force on the day, in every process, without a restart.

    The database is asked at most once in `STALE`; where it is away, what was last known goes on.
    """

    def __init__(self, files: Router, city: Frame, look: Callable[[], AbstractContextManager[ReadsVersions]],
                 clock: Clock) -> None:  # fmt: skip
        self._city, self._look, self._clock = city, look, clock
        self._versions: tuple[InForce, ...] = (InForce(0, date.min, files),)
        self._known = 0
        self._looked_at: datetime | None = None

    def decide(self, matter: RoutedMatter, suggestion: Suggestion, at: datetime) -> Decision:
        return self.in_force(local_day(at)).router.decide(matter, suggestion, at)

    def question(self, matter: RoutedMatter, suggestion: Suggestion, at: datetime) -> FactQuestion | None:
        return self.in_force(local_day(at)).router.question(matter, suggestion, at)

    def asked(self, fact: str) -> FactQuestion | None:
        return self.in_force(local_day(self._clock.now())).router.asked(fact)

    def in_force(self, day: date) -> InForce:
        """The version with the latest day that has come; of two of one day the one published later."""
        self._follow()
        begun = [each for each in self._versions if each.effective_from <= day]
        return max(begun, key=lambda each: (each.effective_from, each.number))

    def _follow(self) -> None:
        now = self._clock.now()
        if self._looked_at is not None and timedelta() <= now - self._looked_at < STALE:
            return
        try:
            with self._look() as uow:
                fresh = uow.catalogue.after(self._known) if uow.catalogue.newest() != self._known else []
        except HotlineError as error:
            _LOG.warning("the catalogue's versions could not be read: %s", error.code)
            return
        self._looked_at = now
        for version in fresh:
            self._take(version)

    def _take(self, version: CatalogueVersion) -> None:
        self._known = max(self._known, version.number)
        try:
            catalogue, faults = examine_text(version.content, self._city)
        except DataFileError as error:
            catalogue, faults = Catalogue(()), [error]
        if faults:
            _LOG.warning("version %s of the catalogue is left out: %s", version.number, faults[0])
            return
        files = self._versions[0].router
        self._versions += (InForce(version.number, version.effective_from, files.over(catalogue)),)
