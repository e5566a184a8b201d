"""The running city: one web server, the channels, the relay and the jobs, started together and stopped together."""

import asyncio
import ctypes
import gc
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from app import city
from app.assembly import House
from app.assessment import assessment_of
from app.figures import figures_of
from app.gaps import GapReader
from app.jobs import attempt, keep_watch
from bot.lanes import Lanes
from bot.push import PushChannel
from bot.relay import Relay
from bot.webchat.build import build_webchat
from bot.webchat.parts import WebchatParts, WebchatSettings
from casework.own_data import follow_link
from console.api.app import PREFIX, build_api
from console.app import build_console
from console.catalogue import CatalogueParts
from console.knowledge import KnowledgeParts
from console.parts import ConsoleParts, ConsoleSettings
from console.site import build_site, running_site
from hotline.errors import HotlineError
from hotline.message import Attachment
from knowledge.decide import DATA
from knowledge.terms import load_terms

if TYPE_CHECKING:
    from bot.telegram.open import Telegram

_log = structlog.get_logger("serving")

_COLLECTED_SERVING = (700, 10, 10)
"""Python's own thresholds: what messages leave behind is collected soon, so that memory stays small."""


_SPARE_CORES = max(1, min(4, (os.cpu_count() or 1) - 1))
"""Threads that make question vectors: the engine works outside the interpreter's lock, beside whoever talks."""


class PortTakenError(HotlineError):
    """Somebody else listens on the port."""

    code = "port_taken"


class HostError(HotlineError):
    """The address to listen on is none of this machine's."""

    code = "host_not_here"


async def serve(house: House, *, ready: Callable[[str], None], stop: asyncio.Event | None = None,
                past: Callable[[], int] | None = None) -> None:  # fmt: skip
    """Serve until Ctrl-C, a SIGTERM, or `stop`; requests on the way and work in hand end first.

    `past`, which the demo city has, is played behind the open door, and the jobs wait for it.
    """
    stop = stop or asyncio.Event()
    _listen_for_signals(stop)
    gc.collect()
    gc.freeze()  # what was loaded stays for good: the collector need not look at it again and again
    gc.set_threshold(*_COLLECTED_SERVING)
    _give_back_memory()
    with (
        ThreadPoolExecutor(2, thread_name_prefix="passwords") as passwords,
        ThreadPoolExecutor(_SPARE_CORES, thread_name_prefix="foresee") as beside,
    ):
        lanes = Lanes(house.talk, beside=beside)
        async with _telegram(house, lanes) as telegram:
            channels: Mapping[str, PushChannel] = {"telegram": telegram.channel} if telegram else {}
            relay = Relay(house.database.units_of_work, channels, pool=house.pool, clock=house.office.clock)
            house.database.on_push(relay.wake)
            root = build_webchat(_webchat_parts(house, lanes))
            if telegram and telegram.webhook is not None:
                root.router.add_post("/telegram", telegram.webhook)
            console_parts = _console_parts(house, passwords)
            site = build_site(
                [("/console", build_console(console_parts)), (PREFIX, build_api(console_parts))],
                health=lambda: _health(house),
                pool=house.pool,
                root=root,
            )
            try:
                async with running_site(site, house.settings.host, house.settings.port) as address:
                    ready(address)
                    await _work(house, relay, telegram, past, stop)
                await lanes.drain()  # what was begun for people who have gone is stored before the threads end
            except OSError as error:
                if error.errno in _TAKEN:
                    raise PortTakenError(port=house.settings.port) from None
                if error.errno in _NOT_HERE or isinstance(error, socket.gaierror):
                    raise HostError(host=house.settings.host) from None
                raise


_TAKEN = (98, 48, 10048)
"""Address in use, as Linux, macOS and Windows number it."""
_NOT_HERE = (99, 49, 10049)
"""Address not available, likewise."""


async def _work(house: House, relay: Relay, telegram: "Telegram | None", past: Callable[[], int] | None,
                stop: asyncio.Event) -> None:  # fmt: skip
    """Run relay, jobs and Telegram until `stop`; one that ends by a fault does not take the others with it."""
    tasks = [asyncio.create_task(relay.run(stop)), asyncio.create_task(_watch(house, past, stop))]
    if telegram is not None:
        tasks.append(asyncio.create_task(telegram.run(stop)))
    await stop.wait()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            _log.error("task_failed", fault=type(result).__name__)


async def _watch(house: House, past: Callable[[], int] | None, stop: asyncio.Event) -> None:
    if past is not None:
        await attempt(house, "past", past)
    await keep_watch(house, stop)


def _give_back_memory() -> None:
    """What loading needed and has freed goes back to the system, 5 MB of it; only glibc can be asked for that."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


def _listen_for_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)


def _webchat_parts(house: House, lanes: Lanes) -> WebchatParts:
    settings = house.settings
    return WebchatParts(
        conversation=house.conversation,
        units_of_work=house.database.units_of_work,
        lanes=lanes,
        pool=house.pool,
        clock=house.office.clock,
        on_commit=house.database.on_commit,
        settings=WebchatSettings(
            secure_cookie=settings.secure_cookies,
            trusted_proxies=settings.trusted_proxies,
            per_visitor=settings.chat_per_visitor,
            per_address=settings.chat_per_address,
            origins=frozenset(part.strip() for part in settings.chat_origins.split(",") if part.strip()),
            retention_days=settings.retention_days,
            picture_retention_days=settings.retention_pictures,
            chat_retention_days=settings.retention_chat,
        ),
        wording_overrides=settings.own_files("webchat.toml"),
        own_data=lambda person, token: follow_link(house.office, house.database.units_of_work, person, token),
    )


def _console_parts(house: House, passwords: ThreadPoolExecutor) -> ConsoleParts:
    mind, settings = house.mind, house.settings
    return ConsoleParts(
        office=house.office,
        units_of_work=house.database.units_of_work,
        views=house.database.views,
        pool=house.pool,
        password_pool=passwords,
        understand=partial(mind.understander.understand, vectors=True),
        decide=house.tools.router.decide,
        knowledge=KnowledgeParts(house.keeping, house.answerer, mind.index, load_terms(DATA)),
        calendar_missing=lambda: missing_years(house),
        figures=lambda since, until: figures_of(house, since, until),
        catalogue=CatalogueParts(mind.city.frame, house.routing),
        gaps=GapReader(house.database, mind.shelf.questions if mind.shelf else None),
        look=house.timekeeper.look,
        grid_limit=settings.grid_households,
        assessment=assessment_of(house.database, mind.city.assessment),
        settings=ConsoleSettings(
            secure_cookies=settings.secure_cookies,
            session_span=timedelta(hours=settings.session_hours),
            trusted_proxies=settings.trusted_proxies,
        ),
    )


def missing_years(house: House) -> list[int]:
    """The years whose holidays nobody has entered and that are needed soon."""
    return city.missing_years(house.office.deadlines.calendar, house.office.clock.now())


def _health(house: House) -> Mapping[str, object]:
    house.database.ping()
    return {"calendar_missing": missing_years(house)}


def _picture(house: House, number: int) -> Attachment | None:
    """A picture of an answer. Blocking."""
    with house.database.units_of_work(write=False) as uow:
        return uow.answer_pictures.get(number)


@asynccontextmanager
async def _telegram(house: House, lanes: Lanes) -> AsyncIterator["Telegram | None"]:
    """The Telegram channel where its token is set. Only then aiogram is imported: three seconds and 150 MB."""
    settings = house.settings
    if not settings.telegram_token.get_secret_value():
        yield None
        return
    from bot.telegram.open import open_telegram  # noqa: PLC0415
    from bot.telegram.parts import TelegramParts, TelegramTokenError  # noqa: PLC0415

    parts = TelegramParts(
        token=settings.telegram_token.get_secret_value(),
        conversation=house.conversation,
        lanes=lanes,
        clock=house.office.clock,
        api_base=settings.telegram_api,
        secret=settings.telegram_secret.get_secret_value(),
        webhook_url=settings.telegram_webhook_url,
        wording_overrides=settings.own_files("telegram.toml"),
        picture=lambda number: _picture(house, number),
    )
    try:
        telegram = open_telegram(parts)
    except TelegramTokenError as error:
        _log.error("telegram_stopped", code=error.code)
        yield None
        return
    try:
        yield telegram
    finally:
        await telegram.close()
