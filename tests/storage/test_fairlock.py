"""Writers queue in the order of asking, and nobody waits for ever."""

import threading
import time

import pytest

from storage.errors import DatabaseAwayError
from storage.fairlock import FairLock


def test_the_lock_goes_to_who_asked_first() -> None:
    lock, order = FairLock(10), list[int]()
    lock.acquire()

    def queue(place: int) -> None:
        lock.acquire()
        order.append(place)
        lock.release()

    threads = [threading.Thread(target=queue, args=(place,)) for place in range(8)]
    for place, thread in enumerate(threads):
        thread.start()
        _until_waiting(lock, place + 1)
    lock.release()
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_patience_ends_and_the_lock_still_works() -> None:
    lock, refused = FairLock(0.05), list[BaseException]()
    lock.acquire()

    def ask() -> None:
        try:
            lock.acquire()
        except DatabaseAwayError as error:
            refused.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert len(refused) == 1
    lock.release()
    lock.acquire()
    lock.release()


def test_the_same_thread_is_told_that_it_has_the_lock_already() -> None:
    lock = FairLock(10)
    lock.acquire()
    with pytest.raises(RuntimeError):
        lock.acquire()
    lock.release()
    lock.acquire()


def test_one_holder_at_a_time_among_many_impatient() -> None:
    lock, inside, worst, refused = FairLock(0.004), [0], [0], [0]

    def work() -> None:
        for _ in range(50):
            try:
                lock.acquire()
            except DatabaseAwayError:
                refused[0] += 1
                continue
            inside[0] += 1
            worst[0] = max(worst[0], inside[0])
            time.sleep(0.001)
            inside[0] -= 1
            lock.release()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert worst == [1]
    assert refused[0] > 0


def _until_waiting(lock: FairLock, count: int) -> None:
    deadline = time.monotonic() + 5
    while lock.waiting < count:
        assert time.monotonic() < deadline
        time.sleep(0.001)
