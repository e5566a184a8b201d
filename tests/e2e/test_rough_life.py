"""A real server among rough people: impatient, slow, hostile, or stopped in the middle of everything."""

import asyncio
import contextlib
import re
import sqlite3
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.e2e.citizen import WebCitizen
from tests.e2e.server import Server

MATTER = "从上个月开始锦绣苑3栋2单元502楼顶漏水，一下雨就往我家卧室滴，我叫欧阳明珠，电话13912345678"
PRIVATE = ("13912345678", "欧阳明珠", "2单元502")
WITHIN = 8.0
"""Seconds: what stops a service kills it after ten."""

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path, JIESU_LOG_LEVEL="DEBUG", JIESU_CHAT_PER_VISITOR="1000", JIESU_CHAT_PER_ADDRESS="10000")
    started.start()
    try:
        yield started
    finally:
        started.stop()


def _browser() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))


async def _send(server: Server, session: aiohttp.ClientSession, **letter: str) -> dict[str, Any]:
    async with session.post(
        f"{server.address}/chat/send", json={"id": str(uuid.uuid4()), **letter}, headers={"Origin": server.address}
    ) as answer:
        assert answer.status == 200
        heard: dict[str, Any] = await answer.json()
        return heard


def _numbers(heard: list[dict[str, Any]]) -> set[str]:
    return {number for each in heard for reply in each["replies"] for number in re.findall(r"\d{18}", reply["text"])}


async def test_ten_taps_at_the_same_instant_on_ten_connections_are_one_ticket(server: Server) -> None:
    async with _browser() as session:
        citizen = WebCitizen(server.address, session)
        await citizen.arrive()
        assert "confirm" in (await citizen.say(MATTER)).actions
        taps = await asyncio.gather(*(_send(server, session, action="confirm") for _ in range(10)))
        assert len(_numbers(taps)) == 1
        assert "confirm" in (await citizen.say(MATTER.replace("3栋", "5栋"))).actions
        same = str(uuid.uuid4())
        repeated = await asyncio.gather(*(_send(server, session, id=same, action="confirm") for _ in range(10)))
        assert len({str(each["replies"]) for each in repeated}) == 1
    assert _count(server, "SELECT count(*) FROM tickets") == 2


async def test_a_conversation_goes_on_after_a_stop_that_waits_for_nobody(server: Server) -> None:
    """Somebody holds connections open and half a message back; others are being answered."""
    held = [await _half_a_message(server) for _ in range(20)]
    async with _browser() as session:
        citizen = WebCitizen(server.address, session)
        await citizen.arrive()
        assert "confirm" in (await citizen.say(MATTER)).actions
        strangers = [asyncio.create_task(_stranger(server)) for _ in range(8)]
        await asyncio.sleep(0.05)
        begin = time.monotonic()
        assert await asyncio.to_thread(server.stop) == 0
        assert time.monotonic() - begin < WITHIN
        answers = await asyncio.gather(*strangers)
        for writer in held:
            writer.close()
        await asyncio.to_thread(server.start)
        assert _count(server, "SELECT count(*) FROM inbox") == 1 + sum(answers), "what was acknowledged is stored"
        assert re.search(r"\d{18}", (await citizen.tap("confirm")).text)


async def _half_a_message(server: Server) -> asyncio.StreamWriter:
    _, writer = await asyncio.open_connection("127.0.0.1", server.port)
    head = "POST /chat/send HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
    writer.write(head.encode())
    await writer.drain()
    return writer


async def _stranger(server: Server) -> bool:
    """Whether the message was acknowledged; one that came too late is not, and not stored either."""
    async with _browser() as session:
        with contextlib.suppress(aiohttp.ClientError):
            await _send(server, session, text="路灯不亮")
            return True
    return False


async def test_neither_log_nor_database_can_be_read_for_what_citizens_said(server: Server) -> None:
    async with _browser() as session:
        citizen = WebCitizen(server.address, session)
        await citizen.arrive()
        await citizen.say(MATTER)
        await citizen.tap("confirm")
        await citizen.say("转人工，我的电话13912345678")
        key = next(each.value for each in session.cookie_jar if each.key == "jiesu_visitor")
    await _nonsense(server)
    await asyncio.to_thread(server.stop)
    data = b"".join(path.read_bytes() for path in (server.folder / "data").glob("jiesu.sqlite3*"))
    written = (server.folder / "server.log").read_text(encoding="utf-8", errors="backslashreplace")
    for secret in (*PRIVATE, key):
        assert secret.encode() not in data
        assert secret not in written
    assert "aiohttp.server" in written, "the nonsense was noticed"


async def _nonsense(server: Server) -> None:
    """A length that is too short: the server takes the rest of the words for another request, and stumbles."""
    _, writer = await asyncio.open_connection("127.0.0.1", server.port)
    head = "GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n"
    writer.write(f"{head}x电话13912345678 欧阳明珠 HTTP/1.1\r\n\r\n".encode())
    await writer.drain()
    await asyncio.sleep(0.5)
    writer.close()


def test_a_wrong_telegram_token_ends_telegram_and_nothing_else(tmp_path: Path) -> None:
    server = Server(tmp_path, JIESU_TELEGRAM_TOKEN="no-token-at-all")
    server.start()
    assert server.healthy()
    assert server.stop() == 0
    assert "telegram_token" in server.log()
    assert "no-token-at-all" not in server.log()


def _count(server: Server, query: str) -> int:
    with contextlib.closing(sqlite3.connect(server.folder / "data" / "jiesu.sqlite3")) as connection:
        return int(connection.execute(query).fetchone()[0])
