"""Staff end a call: who talked with a person is told, once; nobody else is."""

import pytest

from casework.end_call import end_call
from casework.ports import AttentionKind
from tests.house import Desk


def _end(desk: Desk) -> None:
    [item] = desk.calls()
    with desk.database.units_of_work() as uow:
        end_call(desk.office, uow, item)
        uow.commit()


@pytest.mark.parametrize(
    ("kind", "told"), [(AttentionKind.HANDOVER, 1), (AttentionKind.EMERGENCY, 0), (AttentionKind.TROUBLE, 0)]
)
def test_the_end_of_a_talk_is_told_and_that_of_another_call_is_not(desk: Desk, kind: AttentionKind, told: int) -> None:
    ticket = desk.accepted()
    with desk.database.units_of_work() as uow:
        uow.attention.call(kind, ticket.person, "转人工", desk.clock.now())
        uow.commit()
    before = len(desk.told(ticket.number))
    _end(desk)
    assert desk.calls() == []
    assert len(desk.told(ticket.number)) == before + told


def test_ended_twice_it_is_told_once(desk: Desk) -> None:
    ticket = desk.accepted()
    with desk.database.units_of_work() as uow:
        call = uow.attention.call(AttentionKind.HANDOVER, ticket.person, "转人工", desk.clock.now())
        uow.commit()
    _end(desk)
    before = desk.told(ticket.number)
    with desk.database.units_of_work() as uow:
        end_call(desk.office, uow, uow.attention.get(call))
        uow.commit()
    assert desk.told(ticket.number) == before
    assert sum("人工服务已结束" in each for each in before) == 1
