"""A picture that goes with an answer: the web chat shows it to whom it was sent, and to nobody else."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from bot.lanes import Lanes
from bot.webchat import WebchatParts, WebchatSettings, build_webchat
from hotline.clock import SystemClock
from hotline.message import Attachment, Message
from storage.open import Database
from tests.bot.answering import AnsweringConversation
from tests.bot.test_webchat import Client, send
from tests.storage.examples import stored_ticket

PNG = b"\x89PNG\r\n\x1a\n after"


@pytest.fixture
async def client(
    aiohttp_client: Any, database: Database, conversation: AnsweringConversation, lanes: Lanes, pool: ThreadPoolExecutor
) -> Client:
    settings = WebchatSettings(secure_cookie=False)
    parts = WebchatParts(conversation, database.units_of_work, lanes, pool, SystemClock(), database.on_commit, settings)
    made: Client = await aiohttp_client(build_webchat(parts))
    return made


@pytest.fixture
def picture(database: Database) -> int:
    """A picture as the unit stores it, of a ticket of somebody on another channel."""
    with database.units_of_work() as uow:
        ticket = stored_ticket(uow)
        number = uow.answer_pictures.add(ticket.number, 1, Attachment("image/png", PNG), "wang", SystemClock().now())
        uow.commit()
    return number


async def visitor(client: Client, database: Database, text: str = "井盖丢了") -> int:
    await send(client, text=text)
    with database.units_of_work(write=False) as uow:
        return max(item.person for person in range(1, 9) for item in uow.outbox.after(person, 0))


def tell_with(database: Database, person: int, *pictures: int) -> None:
    with database.units_of_work() as uow:
        message = Message("已经修好", pictures=pictures)
        uow.outbox.add(person, message, key=str(uuid4()), at=SystemClock().now())
        uow.commit()


async def shown(client: Client) -> dict[str, Any]:
    answer = await (await client.get("/chat/history")).json()
    item: dict[str, Any] = answer["items"][-1]
    return item


async def test_the_citizen_gets_the_picture_and_no_other_visitor_does(
    client: Client, database: Database, picture: int
) -> None:
    tell_with(database, await visitor(client, database), picture)
    item = await shown(client)
    assert item["pictures"] == [picture]
    address = f"/chat/pictures/{item['id']}/{picture}"
    mine = await client.get(address)
    assert (mine.status, mine.content_type, await mine.read()) == (200, "image/png", PNG)
    assert mine.headers["Cache-Control"] == "no-store"
    client.session.cookie_jar.clear()
    nobody = await client.get(address)
    assert nobody.status == 404
    client.session.cookie_jar.clear()
    await visitor(client, database, "别人的事")
    other = await client.get(address)
    assert (other.status, (await other.json())["error"]) == (404, "picture_gone")


async def test_a_number_that_was_not_sent_opens_nothing(client: Client, database: Database, picture: int) -> None:
    tell_with(database, await visitor(client, database))
    item = await shown(client)
    assert "pictures" not in item
    for name in (str(picture), "0", "99"):
        assert (await client.get(f"/chat/pictures/{item['id']}/{name}")).status == 404
    assert (await client.get(f"/chat/pictures/{item['id']}/x")).status == 422
    assert (await client.get(f"/chat/pictures/0/{picture}")).status == 404
