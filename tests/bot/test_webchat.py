"""The web chat as a browser speaks to it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import aiohttp
import pytest
from aiohttp import FormData, WSMsgType, web
from aiohttp.test_utils import TestClient

from bot.lanes import Lanes
from bot.webchat import WebchatParts, WebchatSettings, build_webchat
from bot.webchat.visitor import COOKIE, Visitor
from hotline.clock import SystemClock
from hotline.message import Inbound, InboundKind, Message
from storage.errors import DatabaseAwayError
from storage.open import Database
from tests.bot.answering import AnsweringConversation

JPEG = b"\xff\xd8\xff\xe0" + b"x" * 100
Client = TestClient[Any, Any]
Open = Callable[..., Awaitable[Client]]


@pytest.fixture
def open_chat(
    aiohttp_client: Any, database: Database, conversation: AnsweringConversation, lanes: Lanes, pool: ThreadPoolExecutor
) -> Open:
    async def open_it(**settings: Any) -> Client:
        chosen = WebchatSettings(**{"secure_cookie": False, "poll": 0.05, **settings})
        parts = WebchatParts(
            conversation, database.units_of_work, lanes, pool, SystemClock(), database.on_commit, chosen
        )
        client: Client = await aiohttp_client(build_webchat(parts))
        return client

    return open_it


@pytest.fixture
async def client(open_chat: Open) -> Client:
    return await open_chat()


async def send(client: Client, client_id: str | None = None, /, **fields: object) -> dict[str, Any]:
    response = await client.post("/chat/send", json={"id": client_id or str(uuid4()), **fields})
    answer: dict[str, Any] = await response.json()
    assert response.status == 200, answer
    return answer


async def refusal(client: Client, status: int, **request: Any) -> dict[str, Any]:
    """Every refusal has the same shape: a code and a sentence."""
    response = await client.post("/chat/send", **request)
    answer: dict[str, Any] = await response.json()
    assert response.status == status, answer
    assert set(answer) == {"error", "message"}
    assert answer["message"].endswith(("。", "？"))
    return answer


async def news(socket: Any, count: int) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    async with asyncio.timeout(5):
        while len(items) < count:
            message = await socket.receive()
            assert message.type is WSMsgType.TEXT
            items += json.loads(message.data)["items"]
    return items


def tell(database: Database, person: int, text: str) -> None:
    with database.units_of_work() as uow:
        uow.outbox.add(person, Message(text), key=str(uuid4()), at=SystemClock().now())
        uow.commit()


def only_person(conversation: AnsweringConversation, database: Database) -> int:
    with database.units_of_work() as uow:
        return uow.people.find_or_add("webchat", conversation.heard[0].address, SystemClock().now()).id


async def test_a_message_is_answered_with_its_own_id_and_the_replies(client: Client) -> None:
    answer = await send(client, "0f0e-message", text="路灯坏了")
    assert answer["ack"] == "0f0e-message"
    assert [each["text"] for each in answer["replies"]] == ["heard 路灯坏了"]
    assert answer["replies"][0]["buttons"][0][0] == {"label": "yes", "action": "say:yes"}


async def test_the_same_message_again_is_handled_once_and_answered_the_same(client: Client, database: Database) -> None:
    first = await send(client, "same-message", text="一次")
    again = await send(client, "same-message", text="一次")
    assert first == again
    history = await (await client.get("/chat/history")).json()
    assert len(history["items"]) == 2


async def test_another_visitor_cannot_fetch_an_answer_with_a_foreign_message_id(open_chat: Open) -> None:
    client = await open_chat()
    first = await send(client, "shared-message-id", text="秘密")
    client.session.cookie_jar.clear()
    other = await send(client, "shared-message-id", text="别人")
    assert other["said"] != first["said"]
    assert [each["text"] for each in other["replies"]] == ["heard 别人"]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"text": "你好"}, InboundKind.TEXT),
        ({"action": "say:yes", "text": "yes"}, InboundKind.BUTTON),
        ({"latitude": 31.2, "longitude": 121}, InboundKind.LOCATION),
    ],
)
async def test_each_kind_of_message_arrives_as_what_it_is(
    client: Client, conversation: AnsweringConversation, fields: dict[str, object], kind: InboundKind
) -> None:
    await send(client, **fields)
    assert conversation.heard[0].kind is kind


async def test_a_picture_arrives_with_its_caption(client: Client, conversation: AnsweringConversation) -> None:
    form = FormData({"id": "picture-0001", "text": "井盖"})
    form.add_field("picture", JPEG, filename="a.png", content_type="image/png")
    response = await client.post("/chat/send", data=form)
    assert response.status == 200
    heard = conversation.heard[0]
    assert heard.attachment is not None
    assert (heard.attachment.mime, heard.attachment.content, heard.text) == ("image/jpeg", JPEG, "井盖")


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"GIF89a", b"%PDF-1.7", b""])
async def test_what_only_calls_itself_a_picture_is_refused(client: Client, content: bytes) -> None:
    form = FormData({"id": "picture-0002"})
    form.add_field("picture", content, filename="a.jpg", content_type="image/jpeg")
    assert (await refusal(client, 415, data=form))["error"] == "picture_kind"


async def test_a_picture_may_be_as_large_as_the_limit_and_not_larger(open_chat: Open) -> None:
    client = await open_chat(picture_bytes=1000)
    for size, status in ((1000, 200), (1001, 413)):
        form = FormData({"id": f"picture-{size}"})
        form.add_field("picture", JPEG.ljust(size, b"x"), filename="a.jpg", content_type="image/jpeg")
        assert (await client.post("/chat/send", data=form)).status == status


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00", "\ud800", "\u200b"])
async def test_an_empty_text_is_refused_with_a_friendly_sentence(client: Client, text: str) -> None:
    assert (await refusal(client, 422, json={"id": "empty-000", "text": text}))["error"] == "empty_text"


async def test_control_characters_and_half_letters_are_taken_out(
    client: Client, conversation: AnsweringConversation
) -> None:
    await send(client, text="路\x00灯\ud83d坏了\n两天")
    assert conversation.heard[0].text == "路灯坏了\n两天"


async def test_a_very_long_text_is_taken_whole_and_one_beyond_the_limit_is_refused(
    client: Client, conversation: AnsweringConversation
) -> None:
    await send(client, text="长" * 20_000)
    assert len(conversation.heard[0].text) == 20_000
    answer = await refusal(client, 422, json={"id": "long-0001", "text": "长" * 20_001})
    assert answer["error"] == "text_too_long"
    assert "20000" in answer["message"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"[" * 100_000, b'{"id": 5, "text": "a"}', b'{"id": "short", "text": "a"}', b"\xff\xfe",
     b'{"id": "12345678", "text": 5}', b'{"id": "12345678", "action": ""}', b'{"id": "12345678", "latitude": NaN}',
     b'{"id": "12345678", "latitude": 95, "longitude": 1}', b'{"id": "12345678", "latitude": true, "longitude": 1}',
     b'{"id": "12345678", "latitude": ' + b"1" * 400 + b', "longitude": 1}'],
)  # fmt: skip
async def test_what_is_no_message_is_refused_in_the_same_shape(
    client: Client, conversation: AnsweringConversation, body: bytes
) -> None:
    answer = await refusal(client, 422, data=body, headers={"Content-Type": "application/json"})
    assert answer["error"] == "unreadable"
    assert conversation.heard == []


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Type": "application/json", "Content-Encoding": "gzip"}, b"not gzip at all"),
        ({"Content-Type": "multipart/form-data; boundary=b"}, b"--b\r\nX: " + b"a" * 100_000 + b"\r\n\r\nx\r\n--b--"),
    ],
)
async def test_a_body_that_is_not_what_its_headers_promise_is_the_senders_mistake(
    client: Client, headers: dict[str, str], body: bytes
) -> None:
    answer = await refusal(client, 422, data=body, headers=headers)
    assert answer["error"] == "unreadable"


async def test_other_media_and_huge_bodies_are_refused(client: Client) -> None:
    await refusal(client, 415, data=b"a=b", headers={"Content-Type": "text/plain"})
    huge = b'{"id": "12345678", "text": "' + b"a" * 600_000 + b'"}'
    await refusal(client, 413, data=huge, headers={"Content-Type": "application/json"})


async def test_nothing_is_acknowledged_while_the_database_is_away_and_the_same_message_succeeds_later(
    client: Client, conversation: AnsweringConversation
) -> None:
    def away(_inbound: Inbound) -> None:
        raise DatabaseAwayError(reason="test")

    conversation.stumble = away
    response = await client.post("/chat/send", json={"id": "patient-1", "text": "在吗"})
    assert response.status == 503
    assert int(response.headers["Retry-After"]) > 0
    assert (await response.json())["error"] == "database_away"
    conversation.stumble = lambda _inbound: None
    assert (await send(client, "patient-1", text="在吗"))["replies"]


async def test_an_unexpected_fault_is_one_sentence_and_shows_nothing_of_itself(
    client: Client, conversation: AnsweringConversation
) -> None:
    def fault(_inbound: Inbound) -> None:
        raise RuntimeError("13812345678 secret detail")

    conversation.stumble = fault
    answer = await refusal(client, 500, json={"id": "faulty-01", "text": "在吗"})
    assert answer["error"] == "trouble"
    assert "secret" not in str(answer)


async def test_a_visitor_who_sends_too_fast_is_told_how_long_to_wait(open_chat: Open) -> None:
    client = await open_chat(per_visitor=3)
    await client.get("/")
    for number in range(3):
        await send(client, text=f"{number}")
    response = await client.post("/chat/send", json={"id": "too-fast1", "text": "again"})
    assert response.status == 429
    seconds = int(response.headers["Retry-After"])
    assert 1 <= seconds <= 20
    assert str(seconds) in (await response.json())["message"]


async def test_an_address_is_counted_across_visitors_by_the_entry_of_the_trusted_proxy(open_chat: Open) -> None:
    client = await open_chat(per_address=2, trusted_proxies=1)

    async def status(forwarded: str) -> int:
        client.session.cookie_jar.clear()
        fields = {"id": str(uuid4()), "text": "a"}
        return (await client.post("/chat/send", json=fields, headers={"X-Forwarded-For": forwarded})).status

    assert [await status(f"{number}.9.9.9, 7.7.7.7") for number in range(3)] == [200, 200, 429]
    assert await status("7.7.7.7, 8.8.8.8") == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example", "http://["])
async def test_pages_of_other_sites_may_neither_send_nor_listen(client: Client, origin: str) -> None:
    answer = await refusal(client, 403, json={"id": "foreign-1", "text": "a"}, headers={"Origin": origin})
    assert answer["error"] == "foreign_origin"
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await client.ws_connect("/chat/live", headers={"Origin": origin})
    assert refused.value.status == 403


async def test_our_own_page_and_configured_ones_may_send(open_chat: Open) -> None:
    client = await open_chat(origins=frozenset({"https://city.example"}))
    own = str(client.make_url("/")).rstrip("/")
    for origin in (own, "https://city.example"):
        fields = {"id": str(uuid4()), "text": "a"}
        assert (await client.post("/chat/send", json=fields, headers={"Origin": origin})).status == 200


async def test_the_visitor_key_is_http_only_and_stands_nowhere_but_in_the_cookie(
    open_chat: Open, conversation: AnsweringConversation
) -> None:
    client = await open_chat()
    page = await client.get("/")
    cookie = page.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    answer = await send(client, text="你好")
    heard = conversation.heard[0]
    for place in (await page.text(), json.dumps(answer), repr(heard), heard.address, heard.message_id):
        assert cookie.value not in place
    assert (await (await open_chat(secure_cookie=True)).get("/")).cookies[COOKIE]["secure"]


@pytest.mark.parametrize("bad", ["", "x", "a" * 44, "'; DROP TABLE people"])
async def test_a_made_up_key_is_replaced_by_a_good_one(client: Client, bad: str) -> None:
    client.session.cookie_jar.update_cookies({COOKIE: bad})
    assert len((await client.get("/")).cookies[COOKIE].value) == 43


async def test_history_shows_both_sides_in_order_to_their_owner_only(client: Client) -> None:
    await send(client, text="第一句")
    await send(client, action="say:yes", text="yes")
    history = await (await client.get("/chat/history")).json()
    assert [(each["who"], each["text"]) for each in history["items"]] == [
        ("me", "第一句"), ("us", "heard 第一句"), ("me", "yes"), ("us", "tapped say:yes"),
    ]  # fmt: skip
    assert history["last"] == history["items"][-1]["id"]
    client.session.cookie_jar.clear()
    assert await (await client.get("/chat/history")).json() == {"known": False, "items": [], "last": 0}


async def test_looking_at_the_page_stores_nobody(client: Client, database: Database) -> None:
    page = await client.get("/")
    await client.get("/chat/history")
    async with client.ws_connect("/chat/live?after=0"):
        await asyncio.sleep(0.1)
    address = Visitor(page.cookies[COOKIE].value).address
    with database.units_of_work(write=False) as uow:
        assert uow.people.find("webchat", address) is None
    await send(client, text="hello")
    with database.units_of_work(write=False) as uow:
        assert uow.people.find("webchat", address) is not None


async def test_a_long_history_ends_with_the_latest(
    client: Client, database: Database, conversation: AnsweringConversation
) -> None:
    await send(client, text="hello")
    person = only_person(conversation, database)
    with database.units_of_work() as uow:
        for number in range(450):
            uow.outbox.add(person, Message(f"news {number}"), key=f"key {number}", at=SystemClock().now())
        uow.commit()
    history = await (await client.get("/chat/history")).json()
    assert history["items"][-1]["text"] == "news 449"


@pytest.mark.parametrize("own_process", [True, False])
async def test_what_is_said_later_is_pushed_once(
    client: Client, database: Database, conversation: AnsweringConversation, own_process: bool
) -> None:
    """With the database's hook, and without it as when another process told the citizen."""
    answer = await send(client, text="hello")
    person = only_person(conversation, database)
    if not own_process:
        database._listeners.clear()
    last = answer["replies"][-1]["id"]
    async with client.ws_connect(f"/chat/live?after={last}") as socket:
        tell(database, person, "您的工单已派出")
        tell(database, person, "您的工单已签收")
        items = await news(socket, 2)
        assert [each["text"] for each in items] == ["您的工单已派出", "您的工单已签收"]
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(socket.receive(), 0.3)


async def test_after_a_break_the_socket_brings_what_was_missed(
    client: Client, database: Database, conversation: AnsweringConversation
) -> None:
    answer = await send(client, text="hello")
    last = answer["replies"][-1]["id"]
    async with client.ws_connect(f"/chat/live?after={last}"):
        pass
    tell(database, only_person(conversation, database), "missed")
    async with client.ws_connect(f"/chat/live?after={last}") as socket:
        assert [each["text"] for each in await news(socket, 1)] == ["missed"]


async def test_nobody_hears_what_is_told_to_another(
    open_chat: Open, database: Database, conversation: AnsweringConversation
) -> None:
    client = await open_chat()
    await send(client, text="one")
    first = only_person(conversation, database)
    client.session.cookie_jar.clear()
    answer = await send(client, text="two")
    async with client.ws_connect(f"/chat/live?after={answer['replies'][-1]['id']}") as socket:
        tell(database, first, "for the first only")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(socket.receive(), 0.3)


async def test_too_many_windows_close_the_oldest(open_chat: Open) -> None:
    client = await open_chat(sockets_per_visitor=2)
    await send(client, text="hello")
    sockets = [await client.ws_connect("/chat/live?after=999") for _ in range(3)]
    assert (await sockets[0].receive()).type is WSMsgType.CLOSE
    assert not sockets[1].closed
    for socket in sockets:
        await socket.close()


async def test_strangers_do_not_close_each_others_windows(open_chat: Open) -> None:
    client = await open_chat(sockets_per_visitor=1)
    sockets = [await client.ws_connect("/chat/live?after=0") for _ in range(3)]
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(sockets[0].receive(), 0.2)
    for socket in sockets:
        await socket.close()


async def test_the_chat_stops_at_once_though_windows_are_open(open_chat: Open) -> None:
    client = await open_chat()
    stranger = await client.ws_connect("/chat/live?after=0")
    await send(client, text="hello")
    person = await client.ws_connect("/chat/live?after=0")
    await news(person, 1)
    async with asyncio.timeout(5):
        await client.server.close()
        assert (await stranger.receive()).type is WSMsgType.CLOSE
        assert (await person.receive()).type is WSMsgType.CLOSE


async def test_another_application_is_mounted_beside_the_chat_untouched(
    aiohttp_client: Any, database: Database, conversation: AnsweringConversation, lanes: Lanes, pool: ThreadPoolExecutor
) -> None:
    async def desk(_request: web.Request) -> web.Response:
        return web.Response(text="desk")

    parts = WebchatParts(conversation, database.units_of_work, lanes, pool, SystemClock(), database.on_commit)
    chat, console = build_webchat(parts), web.Application()
    console.router.add_get("/", desk)
    chat.add_subapp("/console", console)
    client = await aiohttp_client(chat)
    response = await client.get("/console/")
    assert await response.text() == "desk"
    assert "Content-Security-Policy" not in response.headers


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9" * 19, "٣"])
async def test_a_place_that_is_no_number_is_refused(client: Client, after: str) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await client.ws_connect(f"/chat/live?after={after}")
    assert refused.value.status == 422


async def test_pages_allow_no_inline_script_and_use_none(client: Client) -> None:
    for path in ("/", "/privacy"):
        page = await client.get(path)
        text = await page.text()
        policy = page.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "style=" not in text
        assert " onclick" not in text
        assert "<script>" not in text


async def test_the_privacy_page_promises_the_configured_time(open_chat: Open) -> None:
    client = await open_chat(retention_days=417)
    assert "417" in await (await client.get("/privacy")).text()


async def test_files_are_kept_by_browsers_for_as_long_as_they_are_the_same(client: Client) -> None:
    text = await (await client.get("/")).text()
    address = text.split('<script src="')[1].split('"')[0]
    script = await client.get(address)
    assert script.status == 200
    assert "immutable" in script.headers["Cache-Control"]
    assert (await client.get(address, headers={"If-None-Match": script.headers["ETag"]})).status == 304
    assert (await client.get("/chat/static/chat.js")).headers["Cache-Control"] == "no-cache"
    assert (await client.get("/chat/static/..%2f..%2fparts.py")).status == 404
