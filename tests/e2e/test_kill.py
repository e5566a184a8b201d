"""SIGKILL at random moments while citizens write and staff work: nothing acknowledged is lost, nothing is doubled."""

import asyncio
import os
import random
from collections import Counter
from pathlib import Path

import aiohttp
import pytest

from app.assembly import open_house
from app.settings import Settings
from casework.views import TicketFilter
from tests.e2e.citizen import WebCitizen
from tests.e2e.server import Server
from tests.e2e.staff import Staff, keys_for_all

KILLS = int(os.environ.get("JIESU_TEST_KILLS", "50"))
CITIZENS = 6
MATTERS = (
    "昨晚十一点多，青石路38号锦绣苑3栋楼下烧烤店油烟直往屋里灌，电话13800001111",
    "今天早上六点，望湖大道和澄波路口的红绿灯不亮了，车都乱开，联系电话13800002222",
    "这半个月每天凌晨，锦绣苑小区门口工地还在打桩，根本睡不着，13800003333",
    "上周五开始，我们小区3栋电梯一直停着没人修，老人下不了楼，电话13800004444",
)

TOLD = {"accept": "工单编号：{number}", "sign": "已签收您的工单 {number}", "approve_answer": "对您的工单 {number}"}
"""What the citizen reads after a step, and how to know it."""
MOVES = {"review": "dispatch", "sign": "sign", "answer": "answer", "approve_answer": "approve_answer"}
"""The steps of staff, and what stands in the history of the ticket."""


@pytest.mark.slow
@pytest.mark.timeout(1200)
async def test_nothing_acknowledged_is_lost_and_no_ticket_is_doubled_when_the_server_is_killed(tmp_path: Path) -> None:
    server = Server(tmp_path, JIESU_CHAT_PER_VISITOR="100000", JIESU_CHAT_PER_ADDRESS="100000")
    with open_house(_settings(server)) as house:
        keys = keys_for_all(house)
    server.start()
    stop = asyncio.Event()
    citizens: list[WebCitizen] = []
    opened: list[str] = []
    timeout = aiohttp.ClientTimeout(total=10)
    sessions = [
        aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.CookieJar(unsafe=True)) for _ in range(CITIZENS + 1)
    ]
    try:
        *outside, inside = sessions
        citizens += [WebCitizen(server.address, session) for session in outside]
        staff = Staff(server.address, inside, keys)
        load = [asyncio.create_task(_complain(citizen, stop, opened)) for citizen in citizens]
        load.append(asyncio.create_task(_handle(staff, stop, opened)))
        rng = random.Random(12345)
        for _ in range(KILLS):
            await asyncio.sleep(rng.uniform(0.05, 0.6))
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)
        stop.set()
        await asyncio.gather(*load)
        if opened[-1] not in {number for number, _ in staff.done}:
            await staff.handle(opened[-1])
        histories = [await citizen.history() for citizen in citizens]
    finally:
        stop.set()
        for session in sessions:
            await session.close()
        server.stop()
    _check_replies_kept(citizens, histories)
    _check_stored(server, citizens, opened, staff.done)
    assert len(opened) >= CITIZENS
    assert {action for _, action in staff.done} == set(MOVES)


async def _complain(citizen: WebCitizen, stop: asyncio.Event, opened: list[str]) -> None:
    """Matter after matter, each confirmed; the number in the reply is what the citizen was promised."""
    await citizen.arrive()
    place = 0
    while not stop.is_set():
        heard = await citizen.say(MATTERS[place % len(MATTERS)])
        for _ in range(6):
            if "confirm" in heard.actions:
                heard = await citizen.tap("confirm")
                break
            skip = next((action for action in heard.actions if action.startswith("skip:")), "")
            heard = await (citizen.tap(skip) if skip else citizen.say("算了"))
            if not skip:
                break
        numbers = _numbers(heard.text)
        assert len(numbers) <= 1
        opened.extend(numbers)
        place += 1


async def _handle(staff: Staff, stop: asyncio.Event, opened: list[str]) -> None:
    """Ticket after ticket in the order in which they were opened."""
    place = 0
    while not stop.is_set():
        if place < len(opened):
            await staff.handle(opened[place])
            place += 1
        else:
            await asyncio.sleep(0.05)


def _numbers(text: str) -> list[str]:
    return list({word for word in "".join(c if c.isdigit() else " " for c in text).split() if len(word) == 18})


def _check_replies_kept(citizens: list[WebCitizen], histories: list[dict[str, object]]) -> None:
    for citizen, history in zip(citizens, histories, strict=True):
        shown = _shown(history)
        promised = {reply["id"] for heard in citizen.acknowledged for reply in heard.replies}
        assert len(shown) == len(set(shown))
        recent = {each for each in promised if each >= min(shown)}
        assert recent <= set(shown)


def _shown(history: dict[str, object]) -> list[int]:
    lines = history["items"]
    assert isinstance(lines, list)
    return [line["id"] for line in lines if line["who"] == "us"]


def _settings(server: Server) -> Settings:
    return Settings(data_dir=server.folder / "data", _env_file=None)  # type: ignore[call-arg]  # pydantic-settings takes it


def _check_stored(server: Server, citizens: list[WebCitizen], opened: list[str], steps: list[tuple[str, str]]) -> None:
    """Every acknowledged message, ticket and step stands in the database, and each was told once in the chat."""
    assert max(Counter(opened).values(), default=0) <= 1
    with open_house(_settings(server)) as house:
        assert house.database.views.count(TicketFilter()) == len(opened)
        with house.database.units_of_work(write=False) as uow:
            heard = [citizen.visitor.message_id(each.id) for citizen in citizens for each in citizen.acknowledged]
            assert [each for each in heard if uow.inbox.find("webchat", each) is None] == []
            for number in opened:
                ticket = uow.tickets.get(number)
                told = [item.message.text for item in uow.outbox.after(ticket.person, 0, 100_000)]
                told = [text for text in told if number in text]
                assert len(told) == len(set(told))
                moves = Counter(event.move for event in ticket.history)
                for action, words in TOLD.items():
                    times = sum(words.format(number=number) in text for text in told)
                    assert times == moves[action], f"{action} of {number} was told {times} times"
                    assert moves[action] <= 1
                assert [each for each, action in steps if each == number and not moves[MOVES[action]]] == []
                assert moves["accept"] == 1
