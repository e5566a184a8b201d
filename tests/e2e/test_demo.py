"""`jiesu demo` as a stranger starts it: the door is open before the past is played, and nothing is left behind."""

import asyncio
import re
import time
from pathlib import Path

import aiohttp
import pytest

from app.demo.story import load_play
from tests.e2e.citizen import WebCitizen
from tests.e2e.server import Server

pytestmark = pytest.mark.timeout(120)
PLAYED = re.compile(r"event=job_done job=past count=(\d+)")


def test_the_demo_answers_while_its_past_is_played_and_leaves_nothing_behind(tmp_path: Path) -> None:
    server = Server(tmp_path, TMPDIR=str(tmp_path), JIESU_LOG_LEVEL="INFO")
    server.start("demo")
    assert asyncio.run(_greeted(server.address))
    assert _stories_played(server) == len(load_play().stories)
    assert server.log().index(server.address) < server.log().index("job=past")
    assert list(tmp_path.glob("jiesu-demo-*"))
    assert server.stop() == 0
    assert not list(tmp_path.glob("jiesu-demo-*"))


async def _greeted(address: str) -> bool:
    async with aiohttp.ClientSession() as session:
        citizen = WebCitizen(address, session)
        await citizen.arrive()
        return bool((await citizen.say("你好")).replies)


def _stories_played(server: Server) -> int:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if found := PLAYED.search(server.log()):
            return int(found[1])
        time.sleep(0.1)
    return 0
