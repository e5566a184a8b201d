"""撤销废止: what a mistaken mark set aside is answered from again, and nothing that people did meanwhile is undone."""

from dataclasses import replace

import pytest

from hotline.errors import InvalidInputError, NotAllowedError, NotFoundError
from knowledge.base import KnowledgeBase
from knowledge.keeping.change import change
from knowledge.keeping.repeal import repeal_source
from knowledge.keeping.restore import restore_source
from knowledge.keeping.ship import ship
from knowledge.keeping.states import EntryState
from knowledge.keeping.submit import send_back
from tests.knowledge.examples import METER, POWER, WATER
from tests.knowledge.keeping.conftest import ADMINISTRATOR, OPERATOR, SUPERVISOR, Room
from tests.storage.examples import NOW

STATUTE = "城市供水条例"


def repealed(room: Room, statute: str = STATUTE) -> None:
    room.do(repeal_source, ADMINISTRATOR, statute, note="以新条例为准")


def restored(room: Room, statute: str = STATUTE) -> None:
    room.do(restore_source, ADMINISTRATOR, statute, reason="标错了")


def test_what_waited_only_for_the_mark_is_answered_from_again(room: Room) -> None:
    before = room.answered()
    repealed(room)
    assert room.answered() != before
    restored(room, "《中华人民共和国城市供水条例》")
    assert room.answered() == before
    assert room.database.views.repealed_sources() == []


def test_only_an_administrator_with_a_reason_and_a_marked_statute(room: Room) -> None:
    repealed(room)
    with pytest.raises(NotAllowedError):
        room.do(restore_source, SUPERVISOR, STATUTE, reason="标错了")
    with pytest.raises(InvalidInputError):
        room.do(restore_source, ADMINISTRATOR, STATUTE, reason=" ")
    with pytest.raises(NotFoundError):
        restored(room, "没有标过的条例")
    assert set(room.answered()) == {"power"}


def test_what_a_person_sent_back_meanwhile_stays_with_its_writer(room: Room) -> None:
    repealed(room)
    room.do(send_back, SUPERVISOR, "water", number=1, reason="按新规重写")
    restored(room)
    assert room.kept("water").latest.state is EntryState.DRAFT
    assert "water" not in room.answered()


def test_the_answer_comes_back_beside_a_draft_that_was_being_written(room: Room) -> None:
    room.do(change, OPERATOR, replace(WATER, short="先看停水通知。"), number=1, why="")
    repealed(room)
    assert "water" not in room.answered()
    restored(room)
    assert room.answered()["water"] == WATER
    assert room.kept("water").latest.state is EntryState.DRAFT


def test_what_leans_on_another_repealed_statute_goes_on_waiting(room: Room) -> None:
    both = replace(POWER, source=f"《{STATUTE}》、《电力法》")
    with room.database.units_of_work() as uow:
        ship(uow, KnowledgeBase([WATER, METER, both]), NOW)
        uow.commit()
    repealed(room)
    repealed(room, "电力法")
    restored(room)
    assert "power" not in room.answered()
    assert "water" in room.answered()


def test_a_release_that_came_while_the_mark_stood_is_answered_from_when_it_is_gone(room: Room) -> None:
    repealed(room)
    fresh = replace(WATER, id="pressure", title="水压太小怎么办")
    with room.database.units_of_work() as uow:
        ship(uow, KnowledgeBase([WATER, METER, POWER, fresh]), NOW)
        uow.commit()
    assert "pressure" not in room.answered()
    restored(room)
    assert room.answered()["pressure"] == fresh
