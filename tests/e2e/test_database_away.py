"""The database goes away for ten seconds: the citizen hears of it, waits, and nothing is lost or doubled."""

import asyncio
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from app.assembly import open_house
from app.settings import Settings
from casework.views import TicketFilter
from tests.e2e.citizen import WebCitizen
from tests.e2e.proxy import Proxy
from tests.e2e.server import Server
from tests.postgres import postgres_server

AWAY = 10.0
MATTER = "从上个月开始锦绣苑3栋楼顶漏水，一下雨就往我家卧室滴，电话13800001234"


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_messages_wait_out_a_database_that_is_away_for_ten_seconds(tmp_path: Path) -> None:
    with postgres_server() as postgres, postgres.database() as url:
        proxy = Proxy(_socket(url))
        await proxy.open()
        server = Server(tmp_path, JIESU_DATABASE_URL=_through(url, proxy.port))
        await asyncio.to_thread(server.start)
        try:
            async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
                await _story(server, session, proxy)
        finally:
            assert await asyncio.to_thread(server.stop) == 0
            await proxy.cut()
        settings = Settings(data_dir=tmp_path / "data", database_url=url, _env_file=None)  # type: ignore[call-arg, arg-type]  # pydantic checks them
        with open_house(settings) as house:
            assert house.database.views.count(TicketFilter()) == 1


async def _story(server: Server, session: aiohttp.ClientSession, proxy: Proxy) -> None:
    citizen = WebCitizen(server.address, session)
    await citizen.arrive()
    assert "confirm" in (await citizen.say(MATTER)).actions
    await proxy.cut()
    assert not await asyncio.to_thread(server.healthy)
    refusal = await _refused(server, session)
    assert "稍" in refusal["message"]
    confirmed = asyncio.create_task(citizen.tap("confirm"))
    await asyncio.sleep(AWAY)
    assert not confirmed.done()
    await proxy.open()
    heard = await asyncio.wait_for(confirmed, 60)
    assert "工单编号" in heard.text
    assert await asyncio.to_thread(server.healthy)


async def _refused(server: Server, session: aiohttp.ClientSession) -> dict[str, str]:
    letter = {"id": "00000000-0000-4000-8000-000000000001", "text": "还在吗"}
    async with session.post(f"{server.address}/chat/send", json=letter, headers={"Origin": server.address}) as answer:
        assert answer.status == 503
        assert "Retry-After" in answer.headers
        return dict(await answer.json())


def _socket(url: str) -> str:
    """The socket file that the test server listens on."""
    (folder,) = parse_qs(urlsplit(url).query)["host"]
    return f"{folder}/.s.PGSQL.5432"


def _through(url: str, port: int) -> str:
    return f"postgresql://postgres@127.0.0.1:{port}{urlsplit(url).path}"
