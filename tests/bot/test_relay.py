import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.push import RetryLater, Undeliverable
from bot.relay import Relay, RelayPace
from casework.ports import OutboxItem, UnitOfWork
from hotline.clock import SetClock
from hotline.message import Message
from storage.errors import DatabaseAwayError
from storage.open import Database
from tests.bot.waiting import until

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


class Post:
    """A channel that keeps what it carried. `trouble` are errors for the next deliveries, in order."""

    def __init__(self, *trouble: Exception) -> None:
        self.trouble = list(trouble)
        self.carried: list[str] = []

    async def deliver(self, item: OutboxItem) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
        self.carried.append(item.message.text)


class Faulty:
    """Units of work whose database goes away when told so."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.away = False

    def __call__(self, *, write: bool = True) -> UnitOfWork:
        if self.away:
            raise DatabaseAwayError(reason="test")
        return self._database.units_of_work(write=write)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START)


@pytest.fixture
def make(database: Database, pool: ThreadPoolExecutor, clock: SetClock) -> Callable[..., Relay]:
    def build(post: Any, *, units: Any = None, **pace: Any) -> Relay:
        chosen = RelayPace(**pace)
        return Relay(
            units or database.units_of_work, {"telegram": post}, pool=pool, clock=clock, pace=chosen,
            jitter=lambda: 0.5,
        )  # fmt: skip

    return build


def put(database: Database, *texts: str, address: str = "7", channel: str = "telegram") -> None:
    with database.units_of_work() as uow:
        person = uow.people.find_or_add(channel, address, START).id
        for text in texts:
            uow.outbox.add(person, Message(text), key=f"{address}:{text}", at=START)
        uow.commit()


async def rounds(relay: Relay) -> None:
    while await relay.once():
        pass


def dead(database: Database) -> list[str]:
    return [each.error for each in database.views.dead_letters()]


async def test_everything_is_carried_once_and_in_order(database: Database, make: Callable[..., Relay]) -> None:
    post = Post()
    put(database, *(str(number) for number in range(5)))
    relay = make(post)
    await rounds(relay)
    await rounds(relay)
    assert post.carried == ["0", "1", "2", "3", "4"]


async def test_a_rate_limit_is_respected_to_the_second(
    database: Database, make: Callable[..., Relay], clock: SetClock
) -> None:
    post = Post(RetryLater("too many", 30))
    put(database, "hello")
    relay = make(post)
    await rounds(relay)
    clock.pass_time(timedelta(seconds=29))
    await rounds(relay)
    assert post.carried == []
    clock.pass_time(timedelta(seconds=12))
    await rounds(relay)
    assert post.carried == ["hello"]


async def test_failures_wait_longer_each_time_up_to_the_longest(make: Callable[..., Relay]) -> None:
    relay = make(Post(), first_wait=2.0, longest_wait=60.0)
    waits = [relay.wait(attempt, None) for attempt in range(1, 9)]
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]
    assert relay.wait(1, 90.0) >= 90
    assert relay.wait(10_000, None) == 60


async def test_a_notice_survives_a_bad_hour_and_nothing_overtakes_it(
    database: Database, make: Callable[..., Relay], clock: SetClock
) -> None:
    post = Post(*(RetryLater("502") for _ in range(8)))
    put(database, "first", "second")
    relay = make(post)
    for _ in range(60):
        await rounds(relay)
        clock.pass_time(timedelta(seconds=60))
    assert post.carried == ["first", "second"]


async def test_a_blocked_bot_is_given_up_at_once_and_shown_and_the_next_person_is_served(
    database: Database, make: Callable[..., Relay]
) -> None:
    post = Post(Undeliverable("blocked"))
    put(database, "to nobody", address="1")
    put(database, "to somebody", address="2")
    await rounds(make(post))
    assert post.carried == ["to somebody"]
    assert dead(database) == ["blocked"]


async def test_after_the_last_attempt_it_becomes_a_dead_letter(
    database: Database, make: Callable[..., Relay], clock: SetClock
) -> None:
    post = Post(*(RetryLater("network") for _ in range(3)))
    put(database, "lost")
    relay = make(post, attempts=3)
    for _ in range(10):
        await rounds(relay)
        clock.pass_time(timedelta(hours=1))
    assert post.carried == []
    assert dead(database) == ["network"]


async def test_a_channel_that_is_not_set_up_keeps_its_messages_waiting(
    database: Database, make: Callable[..., Relay]
) -> None:
    put(database, "for wechat", channel="wechat")
    put(database, "for telegram")
    post = Post()
    await rounds(make(post))
    assert post.carried == ["for telegram"]
    assert dead(database) == []


async def test_an_unexpected_fault_of_a_channel_is_tried_again(
    database: Database, make: Callable[..., Relay], clock: SetClock
) -> None:
    post = Post(ValueError("a bug"))
    put(database, "hello")
    relay = make(post)
    await rounds(relay)
    clock.pass_time(timedelta(minutes=1))
    await rounds(relay)
    assert post.carried == ["hello"]


async def test_a_channel_that_hangs_is_left_before_the_lease_ends(
    database: Database, make: Callable[..., Relay], clock: SetClock
) -> None:
    class Hanging(Post):
        async def deliver(self, item: OutboxItem) -> None:
            if not self.carried:
                self.carried.append("hung")
                await asyncio.sleep(60)
            await super().deliver(item)

    post = Hanging()
    put(database, "hello")
    relay = make(post, lease=0.1)
    await rounds(relay)
    clock.pass_time(timedelta(minutes=1))
    await rounds(relay)
    assert post.carried == ["hung", "hello"]


async def test_what_was_carried_but_not_marked_is_not_carried_again(
    database: Database, make: Callable[..., Relay], clock: SetClock
) -> None:
    units = Faulty(database)

    class Unplugging(Post):
        async def deliver(self, item: OutboxItem) -> None:
            await super().deliver(item)
            units.away = True

    post = Unplugging()
    put(database, "once")
    relay = make(post, units=units)
    with pytest.raises(DatabaseAwayError):
        await relay.once()
    units.away = False
    clock.pass_time(timedelta(hours=1))
    await rounds(relay)
    assert post.carried == ["once"]


async def test_a_database_that_is_away_does_not_end_the_relay(database: Database, make: Callable[..., Relay]) -> None:
    units, post, stop = Faulty(database), Post(), asyncio.Event()
    units.away = True
    relay = make(post, units=units, poll=0.02)
    running = asyncio.create_task(relay.run(stop))
    await asyncio.sleep(0.1)
    assert not running.done()
    units.away = False
    put(database, "back")
    await until(lambda: bool(post.carried))
    stop.set()
    await asyncio.wait_for(running, 5)
    assert post.carried == ["back"]


async def test_it_wakes_at_once_when_another_thread_says_so(
    database: Database, make: Callable[..., Relay], pool: ThreadPoolExecutor
) -> None:
    post, stop = Post(), asyncio.Event()
    relay = make(post, poll=60.0)
    running = asyncio.create_task(relay.run(stop))
    await asyncio.sleep(0.1)
    put(database, "now")
    await asyncio.get_running_loop().run_in_executor(pool, relay.wake)
    await until(lambda: bool(post.carried))
    stop.set()
    await asyncio.wait_for(running, 5)
