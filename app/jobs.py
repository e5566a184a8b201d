"""Background work: deadlines, silent matters, and the relay, each going on whatever happens to the others."""

import asyncio
from collections.abc import Callable
from functools import cache

import structlog

from app.assembly import House
from app.caution import Hourly, watch_promise
from app.gaps import draft_answers
from app.repeats import Comparer, comparer
from bot.conversation.silence import take_silent_matters
from casework.erase_own_data import finish_erasures
from casework.expire import Keeping, expire
from casework.link_repeats import link_repeats
from casework.lost_vectors import report_lost_vectors, report_missing_vectors
from casework.remind_of_entries import remind_of_entries
from casework.settle_provisional import Settling
from casework.watch_calls import draw_sample, watch_calls
from casework.watch_deadlines import watch_deadlines
from casework.watch_parts import watch_parts
from casework.watch_supervision import watch_supervision
from hotline.errors import HotlineError
from lexicon.vectors import engine_exists

_log = structlog.get_logger("jobs")


async def keep_watch(house: House, stop: asyncio.Event) -> None:
    """Run every job each `watch_seconds`, one after the other, until `stop`."""
    jobs = _jobs(house)
    while not stop.is_set():
        for name, job in jobs.items():
            await attempt(house, name, job)
        try:
            await asyncio.wait_for(stop.wait(), house.settings.watch_seconds)
        except TimeoutError:
            continue


def _jobs(house: House) -> dict[str, Callable[[], int]]:
    """What is looked at in every round, and what once an hour; each says how many things it did.

    What a job reads it reads in its own first round: a file that is wrong stops that job, and not the others.
    """
    office, units_of_work = house.office, house.database.units_of_work

    @cache
    def compare() -> Comparer:
        return comparer(house.mind.understander.model, office.wording)

    return {
        "deadlines": lambda: watch_deadlines(office, units_of_work),
        "calendar": Settling(office, units_of_work),
        "parts": lambda: watch_parts(office, units_of_work),
        "supervision": lambda: watch_supervision(office, units_of_work),
        "calls": lambda: watch_calls(office, units_of_work),
        "sample": Hourly(office.clock, lambda: draw_sample(office, units_of_work)),
        "silence": lambda: take_silent_matters(house.tools),
        "repeats": lambda: link_repeats(office, units_of_work, compare()),
        "drafts": lambda: draft_answers(house),
        "vectors": lambda: report_lost_vectors(office, units_of_work, lost=_lost_vectors(house)),
        "engine": Hourly(
            office.clock, lambda: report_missing_vectors(office, units_of_work, missing=_missing_vectors(house))
        ),
        "promise": Hourly(office.clock, lambda: _watch_promise(house)),
        "knowledge": Hourly(office.clock, lambda: _remind_of_entries(house)),
        "erasures": Hourly(office.clock, lambda: finish_erasures(office, units_of_work)),
        "retention": Hourly(office.clock, lambda: _expire(house)),
    }


def _expire(house: House) -> int:
    settings = house.settings
    keeping = Keeping(settings.retention_days, settings.retention_chat, settings.retention_pictures,
                      settings.retention_audit)  # fmt: skip
    done = {kind: count for kind, count in expire(house.office, house.database.units_of_work, keeping).items() if count}
    if done:
        _log.info("expired", **done)
    return sum(done.values())


def _lost_vectors(house: House) -> bool:
    return house.mind.shelf is not None and house.mind.shelf.broken


def _missing_vectors(house: House) -> bool:
    """Whether questions are to be compared by meaning, and cannot be though they could: the engine is not installed."""
    return house.settings.sentence_vectors and house.mind.shelf is None and engine_exists()


def _remind_of_entries(house: House) -> int:
    database = house.database
    return remind_of_entries(house.office, database.units_of_work, database.views)


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
