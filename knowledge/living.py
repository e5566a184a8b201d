"""Answering from what is published now: edits are noticed within a second, in every process, without a restart."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from typing import Protocol

from hotline.clock import Clock, local_day
from hotline.following import following
from knowledge.answer import Answer
from knowledge.base import KnowledgeBase
from knowledge.decide import Answerer
from knowledge.entry import Entry

_LOG = logging.getLogger(__name__)
INTERVAL = 0.5
"""Seconds between two looks at the counter."""


class ReadsPublished(Protocol):
    """What is answered from, as it stands in the database; each call is a short reading of its own."""

    def knowledge_revision(self) -> int: ...

    def published_entries(self, after: int = 0) -> tuple[int, Mapping[str, Entry | None]]:
        """The revision, and what changed after an earlier one: None where an entry is not published any more."""


class LivingAnswerer:
    """An `Answerer` that follows the database.

    The new index is built beside the old one by the thread that looks, and then takes its place; who asks meanwhile is
    answered from the old one. Where the database is away, or the new index fails to build, the old one goes on.
    """

    def __init__(self, source: ReadsPublished, build: Callable[[KnowledgeBase], Answerer],
                 ready: Answerer | None = None, revision: int | None = None) -> None:  # fmt: skip
        """`ready` is an answerer that was built before: it is used as long as it holds just what is published.

        With `revision` it is known that it held so then, and nothing is read.
        """
        self._source, self._build = source, build
        self._looking = threading.Lock()
        if ready is not None and revision is not None:
            self._revision, self._present = revision, ready
            return
        self._revision, changed = source.published_entries()
        base = _with_changes(KnowledgeBase(()), changed)
        self._present = ready if ready is not None and _same(ready.base, base) else build(base)

    @property
    def base(self) -> KnowledgeBase:
        return self._present.base

    @property
    def present(self) -> Answerer:
        """The answerer of this moment, whole and unchanging."""
        return self._present

    def answer(self, query: str, at: datetime, *, in_words: bool = False) -> Answer:
        return self._present.answer(query, at, in_words=in_words)

    def foresee(self, query: str) -> None:
        self._present.foresee(query)

    def look(self) -> bool:
        """Take over what was published since the last look; True where there was something.

        Raises:
            HotlineError: the database is away.
        """
        with self._looking:
            if self._source.knowledge_revision() == self._revision:
                return False
            revision, changed = self._source.published_entries(self._revision)
            self._present = self._build(_with_changes(self._present.base, changed))
            self._revision = revision
            return True

    def following(self, interval: float = INTERVAL) -> AbstractContextManager[None]:
        """Look again and again in a thread of its own while the block runs."""
        return following(
            self.look,
            partial(_LOG.warning, "the knowledge base could not be brought up to date: %s"),
            name="knowledge",
            interval=interval,
        )


class LivingEntries(Mapping[str, Entry]):
    """The entries that are published and in force now, by id: a button under an old message gives no expired answer."""

    def __init__(self, answerer: LivingAnswerer, clock: Clock) -> None:
        self._answerer, self._clock = answerer, clock

    def __getitem__(self, entry_id: str) -> Entry:
        entry = self._answerer.base.find(entry_id)
        if entry is None or not entry.in_force(local_day(self._clock.now())):
            raise KeyError(entry_id)
        return entry

    def __iter__(self) -> Iterator[str]:
        return (entry.id for entry in self._answerer.base.in_force(local_day(self._clock.now())))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _with_changes(base: KnowledgeBase, changed: Mapping[str, Entry | None]) -> KnowledgeBase:
    entries: dict[str, Entry | None] = {**{entry.id: entry for entry in base}, **changed}
    return KnowledgeBase(entry for entry in entries.values() if entry is not None)


def _same(one: KnowledgeBase, other: KnowledgeBase) -> bool:
    return {entry.id: entry for entry in one} == {entry.id: entry for entry in other}
