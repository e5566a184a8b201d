"""The server around the console: health, mounting, starting and stopping."""

import asyncio
import time
from collections.abc import Mapping

import pytest
from aiohttp import ClientConnectorError, ClientSession, web

from console.app import build_console
from console.site import build_site, running_site
from storage.errors import DatabaseAwayError
from tests.console.city import City


async def _served(health: object, mounts: list[tuple[str, web.Application]]) -> tuple[str, asyncio.Event, object]:
    stop, ready = asyncio.Event(), asyncio.get_running_loop().create_future()
    site = build_site(mounts, health=health, home="/console/")  # type: ignore[arg-type] # each test brings its own

    async def serve() -> None:
        async with running_site(site, "127.0.0.1", 0) as address:
            ready.set_result(address)
            await stop.wait()

    running = asyncio.create_task(serve())
    return await ready, stop, running


def _well(city: City) -> Mapping[str, object]:
    city.database.ping()
    return {"outbox": city.database.views.counts(city.clock.now()).dead_letters}


async def test_a_site_serves_its_mounts_and_its_health_until_it_is_told_to_stop(city: City) -> None:
    address, stop, running = await _served(lambda: _well(city), [("/console", build_console(city.parts))])
    assert isinstance(running, asyncio.Task)
    async with ClientSession() as browser:
        async with browser.get(f"{address}/health") as answer:
            assert (answer.status, await answer.json()) == (200, {"ok": True, "outbox": 0})
        async with browser.get(address) as answer:
            assert answer.url.path == "/console/sign-in"
        stop.set()
        await asyncio.wait_for(running, 5)
        with pytest.raises(ClientConnectorError):
            await browser.get(f"{address}/health")


async def test_a_site_whose_database_is_away_says_so_and_names_only_the_fault() -> None:
    def away() -> Mapping[str, object]:
        raise DatabaseAwayError(reason="postgresql://user:secret@host")

    address, stop, running = await _served(away, [])
    assert isinstance(running, asyncio.Task)
    async with ClientSession() as browser, browser.get(f"{address}/health") as answer:
        assert answer.status == 503
        assert await answer.json() == {"ok": False, "fault": "DatabaseAwayError"}
    stop.set()
    await running


async def test_a_slow_health_check_does_not_stop_the_others() -> None:
    def slow() -> Mapping[str, object]:
        time.sleep(0.5)
        return {}

    address, stop, running = await _served(slow, [])
    assert isinstance(running, asyncio.Task)
    async with ClientSession() as browser:
        waiting = asyncio.create_task(browser.get(f"{address}/health").__aenter__())
        await asyncio.sleep(0.05)
        async with browser.get(f"{address}/console/", allow_redirects=False) as answer:
            assert answer.status == 404
            assert not waiting.done()
        (await waiting).release()
    stop.set()
    await running
