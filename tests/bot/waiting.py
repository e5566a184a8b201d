"""Waiting for what a task or another thread will have done."""

import asyncio
from collections.abc import Callable


async def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Raises TimeoutError where it does not become true."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - it watches what knows no event
            await asyncio.sleep(0.01)
