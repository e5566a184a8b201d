"""The link to one's own data: once, for this visitor's cookie only, as a file that no cache keeps."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from app.assembly import House
from bot.lanes import Lanes
from bot.webchat import WebchatParts, WebchatSettings, build_webchat
from casework.own_data import follow_link
from tests.bot.conversation.test_my_data import token

Client = TestClient[Any, Any]


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as threads:
        yield threads


@pytest.fixture
async def client(aiohttp_client: Any, house: House, threads: ThreadPoolExecutor) -> Client:
    parts = WebchatParts(
        house.conversation, house.database.units_of_work, Lanes(threads), threads, house.office.clock,
        house.database.on_commit, WebchatSettings(secure_cookie=False),
        own_data=lambda person, token: follow_link(house.office, house.database.units_of_work, person, token),
    )  # fmt: skip
    made: Client = await aiohttp_client(build_webchat(parts))
    return made


async def say(client: Client, text: str, name: str) -> str:
    response = await client.post("/chat/send", json={"id": f"message-{name}", "text": text})
    answer = await response.json()
    assert response.status == 200, answer
    return "\n".join(each["text"] for each in answer["replies"])


async def test_the_file_comes_once_and_to_its_owner_only(client: Client) -> None:
    await say(client, "我姓张，电话13812345678，新生儿怎么上户口", "1")
    link = token(await say(client, "我的数据", "2"))
    mine = {each.key: each.value for each in client.session.cookie_jar}
    client.session.cookie_jar.clear()
    stranger = await client.get(f"/chat/data/{link}")
    assert stranger.status == 410
    await say(client, "你好", "3")
    other = await client.get(f"/chat/data/{link}")
    assert (other.status, (await other.json())["error"]) == (410, "link_over")
    client.session.cookie_jar.clear()
    cookies = "; ".join(f"{name}={value}" for name, value in mine.items())
    answer = await client.get(f"/chat/data/{link}", headers={"Cookie": cookies})
    text = await answer.text()
    assert answer.status == 200, text
    assert "新生儿怎么上户口" in text
    assert "13812345678" in text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "13812345678" not in f"{answer.url}"
    again = await client.get(f"/chat/data/{link}", headers={"Cookie": cookies})
    assert again.status == 410


@pytest.mark.parametrize("link", ["x", "%00", "..%2f..", "a" * 5000])
async def test_a_link_that_is_none_gives_nothing(client: Client, link: str) -> None:
    await say(client, "你好", "1")
    answer = await client.get(f"/chat/data/{link}")
    assert answer.status in (400, 404, 410)
