"""Whoever comes first for a key goes first, through everything that has to be awaited."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager


class Turns:
    """Fetching a picture takes time; the words sent after it must not arrive before it."""

    def __init__(self) -> None:
        self._locks: dict[Hashable, tuple[asyncio.Lock, int]] = {}

    def __len__(self) -> int:
        return len(self._locks)

    @asynccontextmanager
    async def of(self, key: Hashable) -> AsyncIterator[None]:
        lock, inside = self._locks.get(key, (asyncio.Lock(), 0))
        self._locks[key] = (lock, inside + 1)
        try:
            async with lock:
                yield
        finally:
            lock, inside = self._locks[key]
            if inside == 1:
                del self._locks[key]
            else:
                self._locks[key] = (lock, inside - 1)
