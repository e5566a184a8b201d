"""Conversation states: kept between processes, guarded against two handlers, and heard when they fall silent."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from casework.ports import StoredSession
from hotline.errors import ConflictError
from storage.open import Database
from tests.storage.examples import NOW, person

STATE = {"step": "place", "said": ["漏水", 3, None], "draft": {"sure": True}}


def test_a_state_survives_a_restart(database: Database, open_again: Callable[[], Database]) -> None:
    with database.units_of_work() as uow:
        whose = person(uow)
        assert uow.sessions.load(whose) == StoredSession()
        uow.sessions.save(whose, StoredSession(STATE, 0), NOW)
        uow.commit()
    with open_again().units_of_work(write=False) as uow:
        assert uow.sessions.load(whose) == StoredSession(STATE, 1)


@pytest.mark.parametrize("before", [0, 1])
def test_the_second_of_two_savers_is_told(database: Database, before: int) -> None:
    with database.units_of_work() as uow:
        whose = person(uow)
        for version in range(before):
            uow.sessions.save(whose, StoredSession({}, version), NOW)
        read_by_both = uow.sessions.load(whose)
        uow.sessions.save(whose, StoredSession({"by": "first"}, read_by_both.version), NOW)
        with pytest.raises(ConflictError):
            uow.sessions.save(whose, StoredSession({"by": "second"}, read_by_both.version), NOW)
        assert uow.sessions.load(whose).state == {"by": "first"}


def test_unfinished_conversations_are_found_when_they_fall_silent(database: Database) -> None:
    minute = timedelta(minutes=1)
    with database.units_of_work() as uow:
        early, late, done = (person(uow, name) for name in ("a", "b", "c"))
        uow.sessions.save(late, StoredSession(), NOW + 2 * minute, unfinished=True)
        uow.sessions.save(early, StoredSession(), NOW, unfinished=True)
        uow.sessions.save(done, StoredSession(), NOW)
        assert uow.sessions.silent_since(NOW - minute) == []
        assert uow.sessions.silent_since(NOW) == [early]
        assert uow.sessions.silent_since(NOW + 2 * minute) == [early, late]
        assert uow.sessions.silent_since(NOW + 2 * minute, limit=1) == [early]
        uow.sessions.save(early, StoredSession({}, 1), NOW + minute)
        assert uow.sessions.silent_since(NOW + 2 * minute) == [late]
