"""A load of citizens: each sends a message, waits for the answer, and sends the next."""

import asyncio
import time
import uuid
from dataclasses import dataclass, field
from itertools import cycle

import aiohttp

CITIZENS = 24
TURNS = (
    {"text": "昨晚十一点多，青石路38号锦绣苑3栋楼下烧烤店油烟往屋里灌，电话13800001111"},
    {"action": "confirm"},
    {"text": "新生儿上户口要带什么材料"},
    {"text": "从上周开始小区3栋电梯一直停着没人修，锦绣苑，13800002222"},
    {"text": "算了"},
    {"text": "我的工单到哪了"},
)
"""A mix: two matters (one confirmed into a ticket), a question, a withdrawal, a look at one's tickets."""


@dataclass(slots=True)
class Load:
    """How long each answered message took, in seconds, and over how long a time all were sent."""

    spans: list[float] = field(default_factory=list)
    seconds: float = 0.0
    refused: int = 0

    @property
    def rate(self) -> float:
        return len(self.spans) / self.seconds

    def percentile(self, share: float) -> float:
        return sorted(self.spans)[min(len(self.spans) - 1, int(len(self.spans) * share))]


async def put_load(address: str, seconds: float, citizens: int = CITIZENS) -> Load:
    """Let citizens talk for some time."""
    load = Load()
    ends = time.perf_counter() + seconds
    begin = time.perf_counter()
    await asyncio.gather(*(_talk(address, load, ends, place) for place in range(citizens)))
    load.seconds = time.perf_counter() - begin
    return load


def _told(turn: dict[str, str], number: int) -> dict[str, str]:
    """The same in other words: no two citizens write the same, and nothing may be remembered from the one before."""
    return {"text": f"{turn['text']}，第{number}回"} if len(turn.get("text", "")) > 10 else turn


async def _talk(address: str, load: Load, ends: float, place: int) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        async with session.get(f"{address}/"):
            pass
        turns = cycle(TURNS[place % len(TURNS) :] + TURNS[: place % len(TURNS)])
        first = True
        while first or time.perf_counter() < ends:
            first = False
            letter = {"id": str(uuid.uuid4()), **_told(next(turns), len(load.spans))}
            begin = time.perf_counter()
            async with session.post(f"{address}/chat/send", json=letter, headers={"Origin": address}) as answer:
                await answer.read()
                if answer.status != 200:
                    load.refused += 1
                    continue
            load.spans.append(time.perf_counter() - begin)
