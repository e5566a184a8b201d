"""Blocking work leaves the event loop here, and only here."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from aiohttp import web

from console.parts import ConsoleParts
from console.visits import PARTS

P = ParamSpec("P")
R = TypeVar("R")


def parts_of(request: web.Request) -> ConsoleParts:
    return request.config_dict[PARTS]


async def work(request: web.Request, blocking: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a blocking function in the console's pool."""
    return await asyncio.get_running_loop().run_in_executor(parts_of(request).pool, partial(blocking, *args, **kwargs))


async def slow_work(request: web.Request, blocking: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a password hash in its own small pool, so that guessing never takes the threads of those who work."""
    pool = parts_of(request).password_pool
    return await asyncio.get_running_loop().run_in_executor(pool, partial(blocking, *args, **kwargs))
