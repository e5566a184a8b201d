"""A bell that threads ring and one task of an event loop hears."""

import asyncio
import contextlib
from typing import Literal


class Bell:
    """Rung from any thread; it may ring before anyone listens, and rings in between are not lost."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def ring(self) -> None:
        """A loop that has just ended has nobody left to wake."""
        loop = self._loop
        if loop is None:
            self._event.set()
            return
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(self._event.set)

    async def wait(self, seconds: float, *also: asyncio.Task[Literal[True]]) -> bool:
        """Until it rings, the time is over, or one of `also` is done. True if it rang."""
        self._loop = asyncio.get_running_loop()
        ringing = asyncio.ensure_future(self._event.wait())
        await asyncio.wait({ringing, *also}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        ringing.cancel()
        rang = self._event.is_set()
        self._event.clear()
        return rang
