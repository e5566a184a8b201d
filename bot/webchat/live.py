"""Who is watching, and what they have not seen yet: one reader for all open sockets."""

import asyncio
import time
from collections import deque
from concurrent.futures import Executor

import structlog

from bot.faults import fault
from bot.wake import Bell
from casework.ports import OutboxItem, UnitsOfWork
from hotline.errors import HotlineError

log = structlog.get_logger("webchat")
_WAITING = 400


class Watcher:
    """One open socket of a person, or of a stranger (None). `last` is the latest message it was handed."""

    def __init__(self, person: int | None, last: int) -> None:
        self.person = person
        self.last = last
        self.closed = False
        self._items: deque[OutboxItem] = deque()
        self._fresh = asyncio.Event()

    @property
    def ready(self) -> bool:
        """Whether it keeps up; a slow reader is fed again once it has taken what it has."""
        return len(self._items) < _WAITING

    def hand(self, items: list[OutboxItem]) -> None:
        for item in items:
            if item.id > self.last:
                self._items.append(item)
                self.last = item.id
        self._fresh.set()

    def close(self) -> None:
        self.closed = True
        self._fresh.set()

    async def next(self) -> list[OutboxItem]:
        """What came, in order; nothing at all once it is closed."""
        while not self._items and not self.closed:
            self._fresh.clear()
            await self._fresh.wait()
        taken = list(self._items)
        self._items.clear()
        return taken


class LiveHub:
    """Reads for all watchers at once: right after a commit for those who were told, and now and then for everybody.

    The second is for messages that another process stored. It rests four times as long as it worked, so that many
    open sockets make the news slower and not the machine.
    """

    def __init__(self, units_of_work: UnitsOfWork, pool: Executor, *, poll: float, per_person: int) -> None:
        self._units_of_work = units_of_work
        self._pool = pool
        self._poll = poll
        self._per_person = per_person
        self._watchers: dict[int, list[Watcher]] = {}
        self._strangers: set[Watcher] = set()
        self._told: deque[frozenset[int]] = deque()
        self._bell = Bell()

    def __len__(self) -> int:
        return len(self._strangers) + sum(len(each) for each in self._watchers.values())

    def notify(self, told: frozenset[int]) -> None:
        """These persons were told something: called after a commit, from any thread."""
        self._told.append(told)
        self._bell.ring()

    def watch(self, person: int | None, last: int) -> Watcher:
        """A new socket; the person's oldest is closed where there are too many. A stranger has nothing to be told."""
        watcher = Watcher(person, last)
        if person is None:
            self._strangers.add(watcher)
            return watcher
        watchers = self._watchers.setdefault(person, [])
        watchers.append(watcher)
        if len(watchers) > self._per_person:
            watchers.pop(0).close()
        self.notify(frozenset({person}))
        return watcher

    def leave(self, watcher: Watcher) -> None:
        if watcher.person is None:
            self._strangers.discard(watcher)
            return
        watchers = self._watchers.get(watcher.person, [])
        if watcher in watchers:
            watchers.remove(watcher)
        if not watchers:
            self._watchers.pop(watcher.person, None)

    def close(self) -> None:
        for watcher in [*self._strangers, *(each for several in self._watchers.values() for each in several)]:
            watcher.close()

    async def run(self) -> None:
        """For ever; whoever started it cancels it. A database that is away is asked again later."""
        rest, polled = self._poll, time.monotonic()
        while True:
            await self._bell.wait(max(0.0, polled + rest - time.monotonic()))
            persons = self._woken()
            if time.monotonic() - polled >= rest:
                persons = set(self._watchers)
            started = time.monotonic()
            await self._round(persons)
            if len(persons) == len(self._watchers):
                polled = time.monotonic()
                rest = max(self._poll, 4 * (polled - started))

    def _woken(self) -> set[int]:
        told: set[int] = set()
        while self._told:
            told |= self._told.popleft()
        return told & self._watchers.keys()

    async def _round(self, persons: set[int]) -> None:
        since = {
            person: min(each.last for each in self._watchers[person])
            for person in persons
            if any(each.ready for each in self._watchers[person])
        }
        if not since:
            return
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._pool, self._read, since)
        except HotlineError as error:
            log.warning("live_round_refused", code=error.code)
        except Exception as error:
            log.error("live_round_failed", **fault(error))
        else:
            self._hand_out(found)
            return
        await asyncio.sleep(self._poll)

    def _hand_out(self, found: dict[int, list[OutboxItem]]) -> None:
        for person, items in found.items():
            for watcher in self._watchers.get(person, []):
                if watcher.ready:
                    watcher.hand(items)

    def _read(self, since: dict[int, int]) -> dict[int, list[OutboxItem]]:
        with self._units_of_work(write=False) as uow:
            found = {person: uow.outbox.after(person, last) for person, last in since.items()}
        return {person: items for person, items in found.items() if items}
