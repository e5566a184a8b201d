"""Telegram over a real socket: a fake Bot API with the moods of the real one."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import pytest
from aiohttp import web

from bot.lanes import Lanes
from bot.relay import Relay, RelayPace
from bot.telegram.open import Telegram, open_telegram
from bot.telegram.parts import TelegramParts, TelegramSecretError, TelegramTokenError
from bot.telegram.words import load_telegram_wording
from hotline.clock import SystemClock
from hotline.message import Attachment, Inbound, InboundKind, Message
from storage.errors import DatabaseAwayError
from storage.open import Database
from tests.bot.answering import AnsweringConversation
from tests.bot.fake_bot_api import TOKEN, FakeBotApi, Mood, message, serving, tap
from tests.bot.waiting import until

JPEG = b"\xff\xd8\xff" + b"x" * 50
SECRET = "webhook-secret_1"


@pytest.fixture
def api() -> FakeBotApi:
    return FakeBotApi()


@pytest.fixture
async def address(api: FakeBotApi) -> AsyncIterator[str]:
    async with serving(api) as found:
        yield found


@pytest.fixture
def make(address: str, conversation: AnsweringConversation, lanes: Lanes) -> Callable[..., Telegram]:
    def build(token: str = TOKEN, **more: Any) -> Telegram:
        fields: dict[str, Any] = {"wait": 0, "first_wait": 0.01, "longest_wait": 0.05, "secret": SECRET, **more}
        return open_telegram(TelegramParts(token, conversation, lanes, SystemClock(), api_base=address, **fields))

    return build


@pytest.fixture
def running(make: Callable[..., Telegram], database: Database, pool: ThreadPoolExecutor) -> Callable[..., Any]:
    """Telegram and the relay at work, as `jiesu serve` runs them."""

    @asynccontextmanager
    async def run(**more: Any) -> AsyncIterator[Telegram]:
        stop, wakers = asyncio.Event(), list[Callable[[], None]]()
        telegram = make(stored=lambda: [each() for each in wakers] and None, **more)
        pace = RelayPace(poll=0.02, first_wait=0.01, longest_wait=0.1)
        relay = Relay(database.units_of_work, {"telegram": telegram.channel}, pool=pool, clock=SystemClock(), pace=pace)
        wakers.append(relay.wake)
        tasks = [asyncio.create_task(telegram.run(stop)), asyncio.create_task(relay.run(stop))]
        try:
            yield telegram
        finally:
            stop.set()
            await asyncio.wait_for(asyncio.gather(*tasks), 10)
            await telegram.close()

    return run


def texts(api: FakeBotApi) -> list[str]:
    return [each["text"] for each in api.sent]


def unread(database: Database) -> list[str]:
    return [each.error for each in database.views.dead_letters()]


async def test_a_message_is_answered_with_buttons(api: FakeBotApi, running: Callable[..., Any]) -> None:
    api.updates.append(message(10, "路灯坏了"))
    async with running():
        await until(lambda: bool(api.sent))
    assert api.sent[0]["chat"] == "7"
    assert api.sent[0]["text"] == "heard 路灯坏了"
    assert api.sent[0]["markup"]["inline_keyboard"][0][0] == {"text": "yes", "callback_data": "say:yes"}


def told_with(database: Database, address: str, *pictures: int) -> None:
    with database.units_of_work() as uow:
        at = SystemClock().now()
        person = uow.people.find_or_add("telegram", address, at).id
        uow.outbox.add(person, Message("已经修好", pictures=pictures), key=f"{address}{pictures}", at=at)
        uow.commit()


async def test_pictures_come_after_the_words_of_an_answer_and_gone_ones_are_left_out(
    api: FakeBotApi, running: Callable[..., Any], database: Database
) -> None:
    kept = {1: Attachment("image/jpeg", JPEG), 2: Attachment("image/gif", b"GIF8")}
    told_with(database, "7", 1, 9, 2)
    async with running(picture=kept.get):
        await until(lambda: len(api.sent) == 3)
        await asyncio.sleep(0.1)
    assert [each["text"] for each in api.sent] == ["已经修好", "", ""]
    assert (api.sent[1]["photo"], api.sent[2]["document"]) == (JPEG, b"GIF8")
    assert unread(database) == []


async def test_a_picture_that_failed_is_sent_once_more_and_the_words_are_not(
    api: FakeBotApi, running: Callable[..., Any], database: Database
) -> None:
    kept = {1: Attachment("image/jpeg", JPEG), 2: Attachment("image/png", b"PNG")}
    api.will("sendPhoto", Mood(500, "Oops"), Mood(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))
    told_with(database, "7", 1, 2)
    async with running(picture=kept.get):
        await until(lambda: len(api.sent) == 3)
        await asyncio.sleep(0.1)
    assert [each["text"] for each in api.sent] == ["已经修好", "", ""]
    assert [next(iter({"photo", "document"} & set(each)), "") for each in api.sent] == ["", "document", "photo"]
    assert unread(database) == []


async def test_what_telegram_takes_in_no_shape_is_missed_and_holds_nobody_up(
    api: FakeBotApi, running: Callable[..., Any], database: Database
) -> None:
    api.will("sendPhoto", Mood(400, "Bad Request: IMAGE_PROCESS_FAILED"))
    api.will("sendDocument", Mood(400, "Bad Request: wrong file"))
    told_with(database, "7", 1)
    async with running(picture={1: Attachment("image/jpeg", JPEG)}.get):
        await until(lambda: bool(api.calls_of("sendDocument")))
        told_with(database, "7")
        await until(lambda: len(api.sent) == 2)
    assert unread(database) == []


async def test_the_offset_moves_only_after_the_update_is_stored(
    api: FakeBotApi, running: Callable[..., Any], conversation: AnsweringConversation
) -> None:
    tries = []

    def away(inbound: Inbound) -> None:
        tries.append(inbound.message_id)
        if len(tries) < 5:
            raise DatabaseAwayError(reason="test")

    conversation.stumble = away
    api.updates.append(message(10, "hello"))
    async with running():
        await until(lambda: len(tries) >= 3)
        assert api.offset <= 10
        await until(lambda: api.offset == 11)
        await until(lambda: bool(api.sent))
    assert texts(api) == ["heard hello"]


async def test_a_bad_day_of_telegram_every_notice_arrives_once_and_every_message_is_handled_once(
    api: FakeBotApi, running: Callable[..., Any], database: Database, conversation: AnsweringConversation
) -> None:
    """429 with a wish, 500, a proxy's HTML page, a rival poller, and updates delivered again and again."""
    api.will("getUpdates", Mood(502), Mood(500, "Internal Server Error"), Mood(409, "Conflict: other getUpdates"))
    api.will("getMe", Mood(500, "Internal Server Error"))
    api.will("sendMessage", Mood(429, "Too Many Requests", retry_after=1), Mood(500, "Oops"), Mood(502))
    api.stubborn = 3
    api.updates += [message(number, f"m{number}", person=number % 3 + 1) for number in range(20, 32)]
    async with running():
        await until(lambda: len(api.sent) >= 12 and api.offset == 32)
        await asyncio.sleep(0.2)
    assert sorted(texts(api)) == sorted(f"heard m{number}" for number in range(20, 32))
    for person in ("1", "2", "3"):
        mine = [each["text"] for each in api.sent if each["chat"] == person]
        assert mine == sorted(mine)
    assert unread(database) == []
    stored = {each.message_id for each in conversation.heard}
    assert stored == {str(number) for number in range(20, 32)}


async def test_a_person_who_blocked_the_bot_holds_nobody_up(
    api: FakeBotApi, running: Callable[..., Any], database: Database
) -> None:
    api.will("sendMessage", Mood(403, "Forbidden: bot was blocked by the user"))
    api.updates += [message(1, "one", person=1)]
    async with running():
        await until(lambda: unread(database) != [])
        api.updates += [message(2, "two", person=2)]
        await until(lambda: bool(api.sent))
    assert texts(api) == ["heard two"]
    assert "blocked" in unread(database)[0]


async def test_a_button_press_is_acknowledged_after_it_is_stored(
    api: FakeBotApi, running: Callable[..., Any], conversation: AnsweringConversation
) -> None:
    tries = []

    def away(_inbound: Inbound) -> None:
        tries.append(len(api.calls_of("answerCallbackQuery")))
        if len(tries) == 1:
            raise DatabaseAwayError(reason="test")

    conversation.stumble = away
    api.updates.append(tap(5, "solved:1:yes"))
    async with running():
        await until(lambda: bool(api.calls_of("answerCallbackQuery")) and bool(api.sent))
    assert tries[:2] == [0, 0]
    heard = conversation.heard[0]
    assert (heard.kind, heard.action, heard.text) == (InboundKind.BUTTON, "solved:1:yes", "是的")


async def test_a_picture_is_fetched_and_what_follows_it_does_not_overtake(
    api: FakeBotApi, running: Callable[..., Any], conversation: AnsweringConversation
) -> None:
    sizes = [{"file_id": name, "file_unique_id": name, "width": width, "height": width, "file_size": 53}
             for name, width in (("small", 90), ("large", 1280), ("middle", 320))]  # fmt: skip
    api.files["large"] = JPEG
    api.will("getFile", Mood(500, "Oops"))
    api.updates += [message(1, photo=sizes, caption="井盖"), message(2, "在路口")]
    async with running():
        await until(lambda: len(api.sent) == 2)
    assert texts(api) == [f"picture image/jpeg {len(JPEG)} 井盖", "heard 在路口"]
    assert [each.kind for each in conversation.heard] == [InboundKind.PHOTO, InboundKind.TEXT]


@pytest.mark.parametrize(("declared", "real"), [(0, 2000), (2000, 2000)])
async def test_a_picture_above_the_limit_leaves_its_words(
    api: FakeBotApi, running: Callable[..., Any], declared: int, real: int
) -> None:
    size = {"file_id": "big", "file_unique_id": "big", "width": 9, "height": 9, "file_size": declared}
    api.files["big"] = b"x" * real
    api.updates += [message(1, photo=[size], caption="井盖没了"), message(2, photo=[size])]
    async with running(picture_bytes=1000):
        await until(lambda: len(api.sent) == 2)
    assert texts(api) == ["heard 井盖没了", "other"]


async def test_a_picture_that_never_comes_leaves_its_words(api: FakeBotApi, running: Callable[..., Any]) -> None:
    size = {"file_id": "gone", "file_unique_id": "gone", "width": 9, "height": 9}
    api.will("getFile", *(Mood(500, "Oops") for _ in range(9)))
    api.updates.append(message(1, photo=[size], caption="井盖没了"))
    async with running():
        await until(lambda: bool(api.sent))
    assert texts(api) == ["heard 井盖没了"]


async def test_a_message_that_makes_us_stumble_is_given_up_with_an_apology_and_the_next_is_served(
    api: FakeBotApi, running: Callable[..., Any], conversation: AnsweringConversation
) -> None:
    def fault(inbound: Inbound) -> None:
        if inbound.message_id == "1":
            raise RuntimeError("a bug")

    conversation.stumble = fault
    api.updates += [message(1, "poison"), message(2, "fine", person=8)]
    async with running():
        await until(lambda: api.offset == 3)
        await until(lambda: len(api.sent) >= 2)
    assert sorted(texts(api)) == sorted([load_telegram_wording().say("telegram.apology"), "heard fine"])


async def test_an_update_of_an_unknown_shape_does_not_spoil_the_batch(
    api: FakeBotApi, running: Callable[..., Any]
) -> None:
    api.updates += [{"update_id": 1, "message": {"strange": True}}, {"update_id": 2, "novelty": {}}, message(3, "fine")]
    async with running():
        await until(lambda: api.offset == 4 and bool(api.sent))
    assert texts(api) == ["heard fine"]


async def test_groups_channels_and_bots_are_not_answered(
    api: FakeBotApi, running: Callable[..., Any], conversation: AnsweringConversation
) -> None:
    group = message(1, "in a group")
    group["message"]["chat"] = {"id": -100, "type": "supergroup", "title": "g"}
    bot_ = message(2, "a bot")
    bot_["message"]["from"]["is_bot"] = True
    nobody = message(3, "nobody")
    del nobody["message"]["from"]
    service = message(4, pinned_message=message(1, "x")["message"])
    api.updates += [group, bot_, nobody, service, message(5, "a person")]
    async with running():
        await until(lambda: api.offset == 6 and bool(api.sent))
    assert [each.text for each in conversation.heard] == ["a person"]


async def test_an_edited_message_is_a_message_of_its_own(
    api: FakeBotApi, running: Callable[..., Any], conversation: AnsweringConversation
) -> None:
    edited = message(2, "路灯坏了两天")
    edited["edited_message"] = edited.pop("message")
    api.updates += [message(1, "路灯坏了"), edited]
    async with running():
        await until(lambda: len(api.sent) == 2)
    assert [(each.message_id, each.text) for each in conversation.heard] == [("1", "路灯坏了"), ("2", "路灯坏了两天")]


@pytest.mark.parametrize(
    ("fields", "kind", "text"),
    [
        ({"text": "/start"}, InboundKind.TEXT, "你好"),
        ({"text": "/start@jiesu_bot abc"}, InboundKind.TEXT, "你好"),
        ({"text": "/我的工单"}, InboundKind.TEXT, "我的工单"),
        ({"text": "/"}, InboundKind.TEXT, "/"),
        ({"text": "a\x00b"}, InboundKind.TEXT, "ab"),
        ({"text": "\u200b"}, InboundKind.OTHER, ""),
        ({"location": {"latitude": 31.5, "longitude": 121.5}}, InboundKind.LOCATION, ""),
        ({"contact": {"phone_number": "13800000000", "first_name": "王"}}, InboundKind.TEXT, "13800000000"),
        ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}, InboundKind.OTHER, ""),
    ],
)
async def test_each_kind_of_message_arrives_as_what_it_is(
    api: FakeBotApi, running: Callable[..., Any], conversation: AnsweringConversation,
    fields: dict[str, Any], kind: InboundKind, text: str,
) -> None:  # fmt: skip
    api.updates.append(message(1, **fields))
    async with running():
        await until(lambda: bool(conversation.heard))
    assert (conversation.heard[0].kind, conversation.heard[0].text) == (kind, text)


async def test_a_long_notice_comes_in_pieces_and_a_second_try_goes_on_after_those_sent(
    api: FakeBotApi, running: Callable[..., Any], database: Database
) -> None:
    text = "一二三四五六七八九。" * 900
    with database.units_of_work() as uow:
        person = uow.people.find_or_add("telegram", "7", SystemClock().now()).id
        uow.outbox.add(person, Message(text), key="long", at=SystemClock().now())
        uow.commit()
    async with running() as telegram:
        api.will("sendMessage", Mood(500, "Oops"))
        await until(lambda: sum(len(each) for each in texts(api)) >= len(text))
        await until(lambda: telegram.channel._begun == {})
    assert "".join(texts(api)) == text
    assert len(api.sent) == 3


async def test_a_wrong_token_ends_telegram_alone_with_one_clear_error(make: Callable[..., Telegram]) -> None:
    telegram = make("4242:another-token-than-theirs")
    with pytest.raises(TelegramTokenError) as refused:
        await telegram.check()
    assert "another-token" not in str(refused.value)
    assert "another-token" not in repr(telegram._parts)
    assert load_telegram_wording().error(refused.value)
    await asyncio.wait_for(telegram.run(asyncio.Event()), 5)
    await telegram.close()


@pytest.mark.parametrize("token", ["", "abc", "12 34:abc", "x:y"])
async def test_what_has_not_even_the_shape_of_a_token_is_refused_at_once(
    make: Callable[..., Telegram], token: str
) -> None:
    with pytest.raises(TelegramTokenError):
        make(token)


async def test_stopping_is_quick_while_telegram_cannot_be_reached(
    conversation: AnsweringConversation, lanes: Lanes
) -> None:
    parts = TelegramParts(TOKEN, conversation, lanes, SystemClock(), api_base="http://127.0.0.1:9")
    telegram, stop = open_telegram(parts), asyncio.Event()
    task = asyncio.create_task(telegram.run(stop))
    await asyncio.sleep(0.1)
    assert not task.done()
    stop.set()
    await asyncio.wait_for(task, 2)
    await telegram.close()


@pytest.fixture
async def hook(make: Callable[..., Telegram], aiohttp_client: Any) -> AsyncIterator[Any]:
    telegram = make(webhook_url="https://city.example/telegram")
    assert telegram.webhook is not None
    app = web.Application()
    app.router.add_post("/telegram", telegram.webhook)
    yield await aiohttp_client(app)
    await telegram.close()


def signed(secret: str = SECRET) -> dict[str, str]:
    return {"X-Telegram-Bot-Api-Secret-Token": secret}


async def test_a_webhook_call_is_answered_after_the_message_is_stored(
    hook: Any, database: Database, conversation: AnsweringConversation
) -> None:
    for _ in range(2):
        response = await hook.post("/telegram", json=message(1, "hello"), headers=signed())
        assert response.status == 200
    with database.units_of_work(write=False) as uow:
        number = uow.inbox.find("telegram", "1")
        assert number is not None
        assert len(uow.outbox.replies(number)) == 1


async def test_a_webhook_call_during_an_outage_is_repeated_by_telegram(
    hook: Any, conversation: AnsweringConversation
) -> None:
    def away(_inbound: Inbound) -> None:
        raise DatabaseAwayError(reason="test")

    conversation.stumble = away
    assert (await hook.post("/telegram", json=message(1, "hello"), headers=signed())).status == 500
    conversation.stumble = lambda _inbound: None
    assert (await hook.post("/telegram", json=message(1, "hello"), headers=signed())).status == 200
    assert [each.text for each in conversation.heard] == ["hello"]


@pytest.mark.parametrize("headers", [{}, signed("wrong"), signed(""), signed("密".encode().decode("latin-1"))])
async def test_a_webhook_call_without_the_secret_is_nobody(
    hook: Any, conversation: AnsweringConversation, headers: dict[str, str]
) -> None:
    assert (await hook.post("/telegram", json=message(1, "hello"), headers=headers)).status == 401
    assert conversation.heard == []


@pytest.mark.parametrize(("body", "status"), [(b"{", 200), (b'{"update_id": "x"}', 200), (b"x" * 1_100_000, 413)])
async def test_nonsense_with_the_secret_is_not_asked_for_again(hook: Any, body: bytes, status: int) -> None:
    assert (await hook.post("/telegram", data=BytesIO(body), headers=signed())).status == status


@pytest.mark.parametrize("secret", ["", "with space", "x" * 257])
async def test_a_webhook_needs_a_secret(make: Callable[..., Telegram], secret: str) -> None:
    with pytest.raises(TelegramSecretError):
        make(webhook_url="https://city.example/telegram", secret=secret)


async def test_with_a_webhook_telegram_is_told_where_and_polling_rests(
    api: FakeBotApi, running: Callable[..., Any]
) -> None:
    async with running(webhook_url="https://city.example/telegram"):
        await until(lambda: bool(api.calls_of("setWebhook")))
    assert api.calls_of("setWebhook")[0]["secret_token"] == SECRET
    assert api.calls_of("getUpdates") == []
