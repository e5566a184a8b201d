"""Deadlines follow the database: an edit of the calendar or of the table counts in every process, without a restart."""

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

from casework.keep_calendar import calendar_from
from casework.ports_timekeeping import PublishedDeadlines, ReadsTimekeeping
from hotline.deadlines import DeadlineTable
from hotline.errors import DataFileError
from hotline.following import following

_LOG = logging.getLogger(__name__)
INTERVAL = 1.0
"""Seconds between two looks at the revision."""


class Timekeeper:
    """Brings a `DeadlineTable` up to what stands in the database, again and again.

    Where the database is away, or what was published cannot be read with the present category scheme, the table goes on
    as it was.
    """

    def __init__(self, source: ReadsTimekeeping, table: DeadlineTable,
                 read: Callable[[PublishedDeadlines], DeadlineTable]) -> None:  # fmt: skip
        self._source, self._table, self._read = source, table, read
        self._looking = threading.Lock()
        self._revision = -1
        self._published = 0

    def look(self) -> bool:
        """Take over what changed since the last look; True where there was something.

        Raises:
            HotlineError: the database is away.
        """
        with self._looking:
            revision = self._source.timekeeping_revision()
            if revision == self._revision:
                return False
            years = self._source.calendar_years()
            if years:
                self._table.take(calendar=calendar_from(years, self._table.calendar))
            self._take_published(self._source.published_deadlines())
            self._revision = revision
            return True

    def _take_published(self, newest: list[PublishedDeadlines]) -> None:
        if not newest or newest[0].number == self._published:
            return
        self._published = newest[0].number
        try:
            self._table.take(table=self._read(newest[0]))
        except DataFileError as error:
            _LOG.error("table %s of deadlines cannot be read, the one before it goes on: %s", newest[0].number, error)

    def following(self, interval: float = INTERVAL) -> AbstractContextManager[None]:
        """Look again and again in a thread of its own while the block runs."""
        return following(
            self.look,
            partial(_LOG.warning, "calendar and deadlines could not be brought up to date: %s"),
            name="time",
            interval=interval,
        )
