"""The knowledge base: entries by id, and those that may be given as an answer on a day."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from hotline.errors import NotFoundError
from knowledge.entry import Entry


class KnowledgeBase:
    """Entries in the order of their files. Ids are unique; who loads them has checked it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = {entry.id: entry for entry in entries}

    @cached_property
    def plain(self) -> bool:
        """Whether it is a table of titles and answers: no entry has another way of asking."""
        return not any(entry.variants for entry in self)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def get(self, entry_id: str) -> Entry:
        """The entry of an id.

        Raises:
            NotFoundError: there is none.
        """
        try:
            return self._entries[entry_id]
        except KeyError:
            raise NotFoundError(what="entry", key=entry_id) from None

    def find(self, entry_id: str) -> Entry | None:
        return self._entries.get(entry_id)

    def in_force(self, day: date) -> list[Entry]:
        return [entry for entry in self if entry.in_force(day)]

    def due_for_review(self, day: date) -> list[Entry]:
        """What its owner should have looked at by that day, expired entries included."""
        return [entry for entry in self if entry.review is not None and entry.review <= day]
