"""Carries what stands in the outbox to the channels: lease, deliver outside any transaction, mark, try again."""

import asyncio
import random
from collections.abc import Callable, Mapping, Set
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

import structlog

from bot.faults import fault
from bot.push import PushChannel, RetryLater, Undeliverable
from bot.wake import Bell
from casework.ports import OutboxItem, UnitOfWork, UnitsOfWork
from hotline.clock import Clock
from hotline.errors import HotlineError

T = TypeVar("T")
log = structlog.get_logger("relay")


@dataclass(frozen=True, slots=True)
class RelayPace:
    """How the relay works: rows a round, seconds between rounds, the lease, and how waiting grows with each attempt.

    The defaults give an unreachable channel some four hours before a message becomes a dead letter.
    """

    batch: int = 20
    poll: float = 1.0
    lease: float = 60.0
    first_wait: float = 2.0
    longest_wait: float = 900.0
    attempts: int = 24


class Relay:
    """One relay of one process. `worker` is its name on leases."""

    def __init__(
        self,
        units_of_work: UnitsOfWork,
        channels: Mapping[str, PushChannel],
        *,
        pool: Executor,
        clock: Clock,
        worker: str = "relay",
        pace: RelayPace | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._units_of_work = units_of_work
        self._channels = channels
        self._pool = pool
        self._clock = clock
        self._worker = worker
        self._pace = pace or RelayPace()
        self._jitter = jitter
        self._bell = Bell()
        self._delivered: set[int] = set()

    def wake(self, _told: Set[int] = frozenset()) -> None:
        """Look at once: to be called after a commit, from any thread (`database.on_commit(relay.wake)`)."""
        self._bell.ring()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`; a database that is away is waited for, a fault is logged, nothing ends the relay."""
        stopping = asyncio.ensure_future(stop.wait())
        try:
            while not stop.is_set():
                if not await self._round():
                    await self._bell.wait(self._pace.poll, stopping)
        finally:
            stopping.cancel()

    async def _round(self) -> int:
        """How many rows were dealt with; none as well where the round failed, so that the loop pauses."""
        try:
            return await self.once()
        except HotlineError as error:
            log.warning("relay_round_refused", code=error.code)
        except Exception as error:
            log.error("relay_round_failed", **fault(error))
        return 0

    async def once(self) -> int:
        """Claim some rows, deliver them side by side, and say how many there were."""
        await self._mark_delivered()
        lease = timedelta(seconds=self._pace.lease)
        items = await self._in_unit(
            lambda uow: uow.outbox.claim(self._worker, self._clock.now(), lease, self._pace.batch)
        )
        results = await asyncio.gather(*(self._carry(item) for item in items), return_exceptions=True)
        failed = [each for each in results if isinstance(each, BaseException)]
        if failed:
            raise failed[0]
        return len(items)

    async def _carry(self, item: OutboxItem) -> None:
        try:
            await self._deliver(item)
        except Undeliverable as refusal:
            await self._give_up(item, refusal.reason)
        except RetryLater as delay:
            await self._later(item, delay)
        except Exception as error:
            log.error("delivery_failed", item=item.id, channel=item.channel, **fault(error))
            await self._later(item, RetryLater(type(error).__name__))
        else:
            self._delivered.add(item.id)
            await self._mark(item.id)

    async def _deliver(self, item: OutboxItem) -> None:
        """Inside the lease, or not at all: a later end could meet somebody else's second try.

        What was delivered but could not be marked (the database went away in between) is not sent again.
        """
        if item.id in self._delivered:
            return
        channel = self._channels.get(item.channel)
        if channel is None:
            raise RetryLater("no_channel", self._pace.longest_wait)
        try:
            async with asyncio.timeout(self._pace.lease * 0.8):
                await channel.deliver(item)
        except TimeoutError:
            raise RetryLater("timeout") from None

    async def _mark_delivered(self) -> None:
        for number in sorted(self._delivered):
            await self._mark(number)

    async def _mark(self, number: int) -> None:
        at = self._clock.now()
        await self._in_unit(lambda uow: uow.outbox.delivered(number, at))
        self._delivered.discard(number)

    async def _later(self, item: OutboxItem, delay: RetryLater) -> None:
        attempts = item.attempts + 1
        allowed = self._pace.attempts if delay.seconds is None else self._pace.attempts * 5
        if attempts >= allowed:
            await self._give_up(item, delay.reason)
            return
        until = self._clock.now() + timedelta(seconds=self.wait(attempts, delay.seconds))
        log.info("delivery_postponed", item=item.id, channel=item.channel, attempt=attempts, reason=delay.reason)
        await self._in_unit(lambda uow: uow.outbox.postpone(item.id, until, delay.reason))

    def wait(self, attempts: int, asked: float | None) -> float:
        """Seconds until the next try: doubled each time up to the longest, with jitter, never less than asked for."""
        grown = min(self._pace.longest_wait, self._pace.first_wait * 2.0 ** min(attempts - 1, 30))
        spread = grown * (0.75 + self._jitter() / 2)
        return spread if asked is None else asked + min(spread, asked * 0.25 + 1)

    async def _give_up(self, item: OutboxItem, reason: str) -> None:
        log.warning("delivery_given_up", item=item.id, channel=item.channel, reason=reason)
        at = self._clock.now()
        await self._in_unit(lambda uow: uow.outbox.give_up(item.id, at, reason))

    async def _in_unit(self, work: Callable[[UnitOfWork], T]) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, partial(self._blocking, work))

    def _blocking(self, work: Callable[[UnitOfWork], T]) -> T:
        with self._units_of_work() as uow:
            result = work(uow)
            uow.commit()
        return result
