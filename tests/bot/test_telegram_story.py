"""A citizen's story in one process: teremok checks every outgoing call against the rules of the Bot API."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup, Message, Update
from teremok import MockBot, MockCallbackQuery, MockMessagePhoto, MockMessageText
from teremok.builders import next_update_id

from bot.lanes import Lanes
from bot.push import RetryLater, Undeliverable
from bot.relay import Relay, RelayPace
from bot.telegram.channel import TelegramChannel
from bot.telegram.parts import TelegramParts
from bot.telegram.receiver import Receiver
from bot.telegram.words import load_telegram_wording
from casework.ports import OutboxItem
from hotline.clock import SetClock, SystemClock
from hotline.message import Button
from hotline.message import Message as Words
from storage.open import Database
from tests.bot.answering import AnsweringConversation


class Story:
    """A person with a phone, the bot, and the relay between them."""

    def __init__(self, database: Database, conversation: AnsweringConversation, pool: ThreadPoolExecutor) -> None:
        self.bot = MockBot()
        self.clock = SetClock(SystemClock().now() + timedelta(minutes=1))
        parts = TelegramParts("42:TEST", conversation, Lanes(pool), self.clock)
        self.receiver = Receiver(self.bot, parts, load_telegram_wording())
        channels = {"telegram": TelegramChannel(self.bot)}
        self.relay = Relay(database.units_of_work, channels, pool=pool, clock=self.clock, pace=RelayPace())

    @property
    def sent(self) -> list[SendMessage]:
        return [each for each in self.bot.requests.all if isinstance(each, SendMessage)]

    async def sends(self, message: Message) -> list[str]:
        """What comes back, by its text."""
        before = len(self.sent)
        await self.receiver.take(Update(update_id=next_update_id(), message=message))
        while await self.relay.once():
            pass
        return [each.text for each in self.sent[before:]]

    async def taps(self, position: int = 0) -> str:
        keyboard = self.sent[-1].reply_markup
        assert isinstance(keyboard, InlineKeyboardMarkup)
        query = MockCallbackQuery(keyboard.inline_keyboard[0][position].callback_data or "")
        await self.receiver.take(Update(update_id=next_update_id(), callback_query=query))
        while await self.relay.once():
            pass
        return self.sent[-1].text


@pytest.fixture
def story(database: Database, conversation: AnsweringConversation, pool: ThreadPoolExecutor) -> Story:
    return Story(database, conversation, pool)


async def test_a_citizen_writes_taps_and_sends_a_picture(story: Story) -> None:
    assert await story.sends(MockMessageText("路灯坏了")) == ["heard 路灯坏了"]
    assert await story.taps() == "tapped say:yes"
    assert len(story.bot.requests.answer_callback_query) == 1
    story.bot.add_file("photo_file_1", b"\xff\xd8\xffpicture")
    assert await story.sends(MockMessagePhoto(caption="照片")) == ["picture image/jpeg 10 照片"]


async def test_markup_in_a_citizens_words_is_only_text(story: Story) -> None:
    words = "<b>路灯</b> *坏* [了](http://x) _"
    assert await story.sends(MockMessageText(words)) == [f"heard {words}"]
    assert story.sent[-1].parse_mode is None


def item(text: str = "hello", *buttons: tuple[Button, ...]) -> OutboxItem:
    return OutboxItem(1, 1, "telegram", "7", Words(text, buttons), SystemClock().now())


@pytest.mark.parametrize(
    ("code", "description", "expected"),
    [
        (403, "Forbidden: bot was blocked by the user", Undeliverable),
        (403, "Forbidden: user is deactivated", Undeliverable),
        (400, "Bad Request: chat not found", Undeliverable),
        (401, "Unauthorized", RetryLater),
        (500, "Internal Server Error", RetryLater),
        (502, "Bad Gateway", RetryLater),
    ],
)
async def test_each_refusal_of_telegram_is_final_or_not(
    story: Story, code: int, description: str, expected: type[Exception]
) -> None:
    story.bot.add_result(SendMessage, ok=False, error_code=code, description=description)
    with pytest.raises(expected):
        await TelegramChannel(story.bot).deliver(item())


async def test_empty_rows_of_buttons_are_left_out_and_blank_texts_are_final(story: Story) -> None:
    await TelegramChannel(story.bot).deliver(item("hi", (), (Button("yes", "y"),)))
    keyboard = story.sent[-1].reply_markup
    assert isinstance(keyboard, InlineKeyboardMarkup)
    assert len(keyboard.inline_keyboard) == 1
    with pytest.raises(Undeliverable):
        await TelegramChannel(story.bot).deliver(item("  "))
