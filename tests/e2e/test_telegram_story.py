"""The whole story over Telegram: against teremok's strict rules, and over a socket that misbehaves as the real one."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup, Update
from pydantic import SecretStr
from teremok import MockBot, MockCallbackQuery, MockMessageText
from teremok.builders import next_update_id

from app.assembly import House, open_house
from app.serving import serve
from app.settings import Settings
from bot.lanes import Lanes
from bot.relay import Relay
from bot.telegram.channel import TelegramChannel
from bot.telegram.parts import TelegramParts
from bot.telegram.receiver import Receiver
from bot.telegram.words import load_telegram_wording
from casework.views import TicketFilter
from hotline.workflow import State
from tests.bot.fake_bot_api import TOKEN, FakeBotApi, Mood, message, serving, tap
from tests.bot.waiting import until
from tests.e2e.desk import reply, send_out, take_on

MATTER = "从上个月开始锦绣苑3栋楼顶漏水，一下雨就往我家卧室滴，物业一直不来修，电话13800001234"


def _settings(folder: Path, **more: object) -> Settings:
    return Settings(data_dir=folder / "data", port=0, watch_seconds=0.5, _env_file=None, **more)  # type: ignore[call-arg, arg-type]  # pydantic checks them


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(_settings(tmp_path)) as opened:
        yield opened


class Phone:
    """A citizen's phone with the bot in it."""

    def __init__(self, house: House) -> None:
        self.bot = MockBot()
        parts = TelegramParts("42:TEST", house.conversation, Lanes(house.pool), house.office.clock)
        self._receiver = Receiver(self.bot, parts, load_telegram_wording())
        channels = {"telegram": TelegramChannel(self.bot)}
        self._relay = Relay(house.database.units_of_work, channels, pool=house.pool, clock=house.office.clock)

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self._sent]

    @property
    def _sent(self) -> list[SendMessage]:
        return [each for each in self.bot.requests.all if isinstance(each, SendMessage)]

    async def writes(self, text: str) -> str:
        await self._receiver.take(Update(update_id=next_update_id(), message=MockMessageText(text)))
        return await self.looks()

    async def taps(self, label: str) -> str:
        """Press the newest button of that name."""
        for sent in reversed(self._sent):
            keyboard = sent.reply_markup
            rows = keyboard.inline_keyboard if isinstance(keyboard, InlineKeyboardMarkup) else []
            found = [button for row in rows for button in row if button.text == label]
            if found:
                query = MockCallbackQuery(found[0].callback_data or "")
                await self._receiver.take(Update(update_id=next_update_id(), callback_query=query))
                return await self.looks()
        raise AssertionError(f"no button {label} in {self.texts}")

    async def looks(self) -> str:
        """Wait for what is pushed; the newest message."""
        while await self._relay.once():
            pass
        return self.texts[-1]


@pytest.mark.timeout(120)
async def test_the_story_in_one_process_keeps_every_rule_of_the_bot_api(house: House) -> None:
    phone = Phone(house)
    assert "请您核对" in await phone.writes(MATTER)
    receipt = await phone.taps("确认提交")
    number = _number(receipt)
    unit = await asyncio.to_thread(send_out, house, number)
    await asyncio.to_thread(take_on, house, number, unit)
    assert "已签收" in await phone.looks()
    await asyncio.to_thread(reply, house, number, unit, "本周安排维修。")
    assert "本周安排维修" in await phone.looks()
    assert "重新办理" in await phone.taps("没解决")
    await asyncio.to_thread(reply, house, number, unit, "已做防水。")
    await phone.looks()
    assert "打个分" in await phone.taps("已解决")
    assert "已办结" in await phone.taps("满意")
    assert _state(house, number) is State.CLOSED
    assert not [text for text, times in Counter(phone.texts).items() if times > 1]


@pytest.mark.timeout(120)
async def test_over_a_socket_that_refuses_fails_and_repeats_there_is_one_ticket_and_each_notice_comes_once(
    tmp_path: Path,
) -> None:
    api = FakeBotApi()
    async with serving(api) as base:
        settings = _settings(tmp_path, telegram_token=SecretStr(TOKEN), telegram_api=base)
        with open_house(settings) as house:
            stop, ready = asyncio.Event(), asyncio.Event()
            running = asyncio.create_task(serve(house, ready=lambda _: ready.set(), stop=stop))
            try:
                await asyncio.wait_for(ready.wait(), 30)
                await _story(house, api)
            finally:
                stop.set()
                await running
            assert house.database.views.count(TicketFilter()) == 1
    repeated = [text for text, times in Counter(each["text"] for each in api.sent).items() if times > 1]
    assert not repeated


async def _story(house: House, api: FakeBotApi) -> None:
    api.will("sendMessage", Mood(429, "Too Many Requests: retry after 1", retry_after=1), Mood(500, "Internal"))
    api.will("getUpdates", Mood(502), Mood(500, "Internal Server Error"))
    api.stubborn = 2
    api.updates = [message(101, MATTER)]
    await until(lambda: _said(api, "请您核对"), 40)
    api.stubborn = 2
    api.updates.append(tap(102, "confirm"))
    await until(lambda: _said(api, "工单编号"), 40)
    number = _number(next(each["text"] for each in api.sent if "工单编号" in each["text"]))
    unit = await asyncio.to_thread(send_out, house, number)
    api.will("sendMessage", Mood(500, "Internal"), Mood(429, "Too Many Requests: retry after 1", retry_after=1))
    await asyncio.to_thread(take_on, house, number, unit)
    await asyncio.to_thread(reply, house, number, unit, "本周安排维修。")
    await until(lambda: _said(api, "本周安排维修"), 40)
    api.updates.append(tap(103, f"solved:{number}:no"))
    await until(lambda: _said(api, "重新办理"), 40)
    await asyncio.to_thread(reply, house, number, unit, "已做防水。")
    await until(lambda: _said(api, "已做防水"), 40)
    api.stubborn = 3
    api.updates += [tap(104, f"solved:{number}:yes"), tap(105, f"grade:{number}:1")]
    await until(lambda: _said(api, "已办结"), 40)
    assert _state(house, number) is State.CLOSED


def _said(api: FakeBotApi, words: str) -> bool:
    return any(words in each["text"] for each in api.sent)


def _number(text: str) -> str:
    found = re.search(r"\d{18}", text)
    assert found is not None, text
    return found.group()


def _state(house: House, number: str) -> State:
    with house.database.units_of_work(write=False) as uow:
        return uow.tickets.get(number).state
