"""Background work: deadlines, silent matters, and the relay, each going on whatever happens to the others."""

import asyncio
from collections.abc import Callable

import structlog

from app.assembly import House
from app.caution import Hourly, watch_promise
from app.repeats import comparer
from bot.conversation.silence import take_silent_matters
from casework.link_repeats import link_repeats
from casework.watch_deadlines import watch_deadlines
from hotline.errors import HotlineError

_log = structlog.get_logger("jobs")


async def keep_watch(house: House, stop: asyncio.Event) -> None:
    """Look at deadlines and at matters half told, every `watch_seconds`, and hourly at the promise, until `stop`."""
    compare = comparer(house.mind.understander.model, house.office.wording)
    promise = Hourly(house.office.clock, lambda: _watch_promise(house))
    while not stop.is_set():
        await attempt(house, "deadlines", lambda: watch_deadlines(house.office, house.database.units_of_work))
        await attempt(house, "silence", lambda: take_silent_matters(house.tools))
        await attempt(house, "repeats", lambda: link_repeats(house.office, house.database.units_of_work, compare))
        await attempt(house, "promise", promise)
        try:
            await asyncio.wait_for(stop.wait(), house.settings.watch_seconds)
        except TimeoutError:
            continue


def _watch_promise(house: House) -> int:
    database = house.database
    return watch_promise(house.office, database.units_of_work, database.views, house.mind.router.promised)


async def attempt(house: House, name: str, job: Callable[[], int]) -> None:
    """Run one job in the pool. A database that is away, or a fault, is logged; the next round tries again."""
    try:
        done = await asyncio.get_running_loop().run_in_executor(house.pool, job)
    except HotlineError as error:
        _log.warning("job_refused", job=name, code=error.code)
    except Exception:
        _log.exception("job_failed", job=name)
    else:
        if done:
            _log.info("job_done", job=name, count=done)
