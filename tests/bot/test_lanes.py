import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.lanes import LaneFullError, Lanes


async def test_messages_of_one_person_run_in_the_order_of_arrival(lanes: Lanes) -> None:
    done: list[int] = []

    def work(number: int) -> None:
        time.sleep(0.02 if number == 0 else 0)
        done.append(number)

    await asyncio.gather(*(lanes.run("one", work, number) for number in range(10)))
    assert done == list(range(10))


async def test_different_persons_are_served_at_the_same_time(lanes: Lanes) -> None:
    together = threading.Barrier(2, timeout=5)
    await asyncio.gather(lanes.run("one", together.wait), lanes.run("two", together.wait))


async def test_a_person_with_too_many_messages_waiting_is_refused_and_others_are_not(
    pool: ThreadPoolExecutor,
) -> None:
    lanes, gate = Lanes(pool, waiting=1), threading.Event()
    running = [asyncio.ensure_future(lanes.run("one", gate.wait, 5)) for _ in range(2)]
    await asyncio.sleep(0.01)
    with pytest.raises(LaneFullError):
        await lanes.run("one", gate.wait, 5)
    assert await lanes.run("two", lambda: "served") == "served"
    gate.set()
    assert await asyncio.gather(*running) == [True, True]


async def test_a_caller_who_goes_away_does_not_let_the_next_message_overtake(lanes: Lanes) -> None:
    gate, order = threading.Event(), list[str]()

    def first() -> None:
        gate.wait(5)
        order.append("first")

    caller = asyncio.ensure_future(lanes.run("one", first))
    await asyncio.sleep(0.02)
    caller.cancel()
    second = asyncio.ensure_future(lanes.run("one", order.append, "second"))
    await asyncio.sleep(0.02)
    assert order == []
    gate.set()
    await second
    assert order == ["first", "second"]


async def test_an_error_reaches_its_caller_and_leaves_the_lane_free(lanes: Lanes) -> None:
    def fail() -> None:
        raise KeyError("boom")

    with pytest.raises(KeyError):
        await lanes.run("one", fail)
    assert await lanes.run("one", lambda: 7) == 7


async def test_what_is_made_ready_keeps_nobody_else_waiting(pool: ThreadPoolExecutor) -> None:
    order: list[str] = []
    with ThreadPoolExecutor(1) as talk:
        lanes, gate = Lanes(talk, beside=pool), threading.Event()
        slow = asyncio.ensure_future(lanes.run_prepared("one", lambda: gate.wait(5), order.append, "prepared"))
        await asyncio.sleep(0.01)
        await lanes.run("two", order.append, "other")
        behind = asyncio.ensure_future(lanes.run("one", order.append, "behind"))
        gate.set()
        await asyncio.gather(slow, behind)
    assert order == ["other", "prepared", "behind"]


async def test_a_message_has_its_turn_even_if_nothing_could_be_made_ready(lanes: Lanes) -> None:
    def fail() -> None:
        raise KeyError("boom")

    assert await lanes.run_prepared("one", fail, lambda: 7) == 7


async def test_idle_people_are_forgotten(lanes: Lanes) -> None:
    await asyncio.gather(*(lanes.run(number % 7, time.sleep, 0) for number in range(50)))
    assert len(lanes) == 0


async def test_drain_waits_for_work_whose_caller_has_gone(lanes: Lanes) -> None:
    done: list[str] = []

    def slow() -> None:
        time.sleep(0.05)
        done.append("slow")

    caller = asyncio.ensure_future(lanes.run("one", slow))
    await asyncio.sleep(0.01)
    caller.cancel()
    await lanes.drain()
    assert done == ["slow"]
