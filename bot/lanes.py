"""One person's messages strictly one after the other, different persons side by side, in a bounded pool of threads."""

import asyncio
import contextlib
from collections.abc import Callable, Hashable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import ClassVar, ParamSpec, TypeVar

from hotline.errors import HotlineError

P = ParamSpec("P")
T = TypeVar("T")


class LaneFullError(HotlineError):
    """One person has too many messages waiting: the channel must not acknowledge this one, it may come again."""

    code: ClassVar[str] = "lane_full"


@dataclass(slots=True)
class _Lane:
    """Who is in a lane: the one at work and those behind it. `asyncio.Lock` lets them through in order of arrival."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    inside: int = 0


class Lanes:
    """Runs blocking functions for people. `waiting` is how many messages of one person may stand behind the first.

    `beside` runs what is made ready before a turn, so that it keeps nobody else waiting; without it `pool` does.
    """

    def __init__(self, pool: Executor, *, beside: Executor | None = None, waiting: int = 20) -> None:
        self._pool = pool
        self._beside = beside or pool
        self._most = waiting + 1
        self._lanes: dict[Hashable, _Lane] = {}
        self._tasks: set[asyncio.Task[object]] = set()

    def __len__(self) -> int:
        """How many people are being served or wait."""
        return len(self._lanes)

    async def run(self, key: Hashable, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `function` in a thread once everything that came earlier for `key` is done.

        A caller who is cancelled does not stop the work: the thread cannot be stopped, and the next message of the
        same person must not overtake it.

        Raises:
            LaneFullError: too many wait for this key; nothing was run.
        """
        return await self.run_prepared(key, None, function, *args, **kwargs)

    async def run_prepared(self, key: Hashable, prepare: Callable[[], object] | None, function: Callable[P, T], /,
                           *args: P.args, **kwargs: P.kwargs) -> T:  # fmt: skip
        """The same, with `prepare` run beside just before it; whether that succeeds makes no difference.

        Raises:
            LaneFullError: too many wait for this key; nothing was run.
        """
        lane = self._enter(key)
        task = asyncio.ensure_future(self._serve(key, lane, prepare, lambda: function(*args, **kwargs)))
        self._tasks.add(task)
        task.add_done_callback(self._left)
        return await asyncio.shield(task)

    async def drain(self) -> None:
        """Wait until everything that was begun is done: before the pool is shut down."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    def _enter(self, key: Hashable) -> _Lane:
        lane = self._lanes.setdefault(key, _Lane())
        if lane.inside >= self._most:
            raise LaneFullError
        lane.inside += 1
        return lane

    async def _serve(self, key: Hashable, lane: _Lane, prepare: Callable[[], object] | None,
                     work: Callable[[], T]) -> T:  # fmt: skip
        loop = asyncio.get_running_loop()
        try:
            async with lane.lock:
                if prepare is not None:
                    with contextlib.suppress(Exception):
                        await loop.run_in_executor(self._beside, prepare)
                return await loop.run_in_executor(self._pool, work)
        finally:
            lane.inside -= 1
            if not lane.inside:
                del self._lanes[key]

    def _left(self, task: asyncio.Task[object]) -> None:
        """Looked at even if the caller has gone, so that asyncio does not report an error nobody fetched."""
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()
