"""What has to be said is said once, in order, by one worker at a time, and nothing falls under the table."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from casework.ports import Reply
from hotline.errors import NotFoundError
from hotline.message import Button, Message
from storage.open import Database
from tests.storage.examples import ADDRESS, NOW, inbound, person

LEASE = timedelta(seconds=30)
HELLO = Message("您好", ((Button("是", "yes"), Button("否", "no")), (Button("人工", "human"),)))


def say(database: Database, *keys: str, address: str = ADDRESS, channel: str = "telegram") -> int:
    with database.units_of_work() as uow:
        whose = person(uow, address, channel)
        for key in keys:
            uow.outbox.add(whose, Message(key), key=key, at=NOW)
        uow.commit()
    return whose


def claim(database: Database, worker: str = "w", now: timedelta = timedelta(), limit: int = 20) -> dict[str, int]:
    """What a worker gets, as text to number."""
    with database.units_of_work() as uow:
        items = uow.outbox.claim(worker, NOW + now, LEASE, limit)
        uow.commit()
    return {item.message.text: item.id for item in items}


def test_an_item_comes_back_whole(database: Database) -> None:
    with database.units_of_work() as uow:
        whose = person(uow)
        asked = uow.inbox.take(inbound(), whose)
        uow.outbox.add(whose, HELLO, key="k", at=NOW, ticket="26", reply_to=asked)
        (item,) = uow.outbox.claim("w", NOW, LEASE)
        assert (item.person, item.channel, item.address, item.message) == (whose, "telegram", ADDRESS, HELLO)
        assert (item.at, item.attempts, item.ticket) == (NOW, 0, "26")
        assert asked
        assert uow.outbox.replies(asked) == [Reply(item.id, item.message, item.at)]
        assert uow.outbox.replies(asked + 1) == []


def test_the_same_key_is_the_same_message(database: Database) -> None:
    say(database, "a", "a", "b")
    say(database, "a")
    with database.units_of_work(write=False) as uow:
        assert [item.message.text for item in uow.outbox.after(1, 0)] == ["a", "b"]


def test_a_client_asks_for_what_came_after(database: Database) -> None:
    whose = say(database, "a", "b", "c", address="v1", channel="webchat")
    say(database, "other", address="v2", channel="webchat")
    with database.units_of_work(write=False) as uow:
        first, second, third = uow.outbox.after(whose, 0)
        assert uow.outbox.after(whose, first.id) == [second, third]
        assert uow.outbox.after(whose, third.id) == []
        assert uow.outbox.after(whose, 0, limit=1) == [first]


def test_mailboxes_are_never_pushed(database: Database) -> None:
    say(database, "a", address="v1", channel="webchat")
    assert claim(database, now=timedelta(days=1)) == {}


def test_one_persons_items_come_in_order_one_at_a_time(database: Database) -> None:
    say(database, "a1", "a2")
    say(database, "b1", address="other")
    first = claim(database)
    assert set(first) == {"a1", "b1"}
    assert claim(database, "other") == {}
    with database.units_of_work() as uow:
        uow.outbox.delivered(first["a1"], NOW)
        uow.commit()
    assert set(claim(database)) == {"a2"}


def test_a_claimer_that_crashed_loses_its_items_when_the_lease_ends(database: Database) -> None:
    say(database, "a")
    assert set(claim(database, "crashed")) == {"a"}
    assert claim(database, "next", LEASE - timedelta(seconds=1)) == {}
    assert set(claim(database, "next", LEASE)) == {"a"}


def test_a_claim_that_was_not_committed_is_none(database: Database) -> None:
    say(database, "a")
    with database.units_of_work() as uow:
        assert len(uow.outbox.claim("w", NOW, LEASE)) == 1
    assert set(claim(database)) == {"a"}


def test_a_postponed_item_waits_and_counts_and_holds_back_what_follows(database: Database) -> None:
    say(database, "a", "b")
    item = claim(database)["a"]
    later = timedelta(minutes=5)
    with database.units_of_work() as uow:
        uow.outbox.postpone(item, NOW + later, "timeout")
        uow.commit()
    assert claim(database, now=later - timedelta(seconds=1)) == {}
    with database.units_of_work() as uow:
        (again,) = uow.outbox.claim("w", NOW + later, LEASE)
        assert (again.id, again.attempts) == (item, 1)


def test_a_dead_letter_is_shown_lets_others_pass_and_may_be_revived(database: Database) -> None:
    say(database, "a", "b")
    item = claim(database)["a"]
    with database.units_of_work() as uow:
        uow.outbox.give_up(item, NOW, "blocked by user")
        uow.commit()
    (letter,) = database.views.dead_letters()
    assert (letter.item.id, letter.error, letter.at, letter.item.attempts) == (item, "blocked by user", NOW, 1)
    assert database.views.counts(NOW).dead_letters == 1
    assert set(claim(database)) == {"b"}
    with database.units_of_work() as uow:
        uow.outbox.revive(item, NOW)
        uow.commit()
    assert database.views.dead_letters() == []
    assert set(claim(database)) == {"a"}


def test_only_the_dead_can_be_revived(database: Database) -> None:
    say(database, "a")
    with database.units_of_work() as uow:
        for item in (1, 404):
            with pytest.raises(NotFoundError):
                uow.outbox.revive(item, NOW)


def test_what_is_delivered_stays_delivered(database: Database) -> None:
    """A worker whose lease ran out long ago reports late: its failure must not send the message again."""
    say(database, "a")
    item = claim(database)["a"]
    with database.units_of_work() as uow:
        uow.outbox.delivered(item, NOW)
        uow.outbox.postpone(item, NOW, "late")
        uow.outbox.give_up(item, NOW, "late")
        uow.commit()
    assert claim(database, now=timedelta(days=1)) == {}
    assert database.views.dead_letters() == []


def test_a_message_to_nobody_is_refused(database: Database) -> None:
    with database.units_of_work() as uow, pytest.raises(NotFoundError):
        uow.outbox.add(404, HELLO, key="k", at=NOW)


def test_the_limit_of_a_claim_holds(database: Database) -> None:
    for index in range(5):
        say(database, f"k{index}", address=f"p{index}")
    assert len(claim(database, limit=3)) == 3
    assert len(claim(database, limit=3)) == 2


def test_many_workers_never_get_the_same_item(database: Database, open_again: Callable[[], Database]) -> None:
    for index in range(40):
        say(database, f"k{index}", address=f"p{index}")
    got: list[int] = []

    def work(own: Database) -> None:
        while items := claim(own, limit=3):
            got.extend(items.values())

    workers = [threading.Thread(target=work, args=(open_again(),)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(got) == sorted(set(got))
    assert len(got) == 40


def test_numbers_of_one_person_rise_in_the_order_of_commits(database: Database) -> None:
    """A client that saw number 11 never has to look for a number 10 that was committed later."""
    whose = say(database, "first", address="v1", channel="webchat")
    seen: list[list[int]] = []

    def look(_: frozenset[int]) -> None:
        with database.units_of_work(write=False) as uow:
            seen.append([item.id for item in uow.outbox.after(whose, 0)])

    database.on_commit(look)

    def write(name: str) -> None:
        for index in range(15):
            with database.units_of_work() as uow:
                uow.outbox.add(whose, Message(name), key=f"{name}{index}", at=NOW)
                uow.commit()

    writers = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    whole = max(seen, key=len)
    assert len(whole) == 61
    assert all(numbers == whole[: len(numbers)] for numbers in seen)
