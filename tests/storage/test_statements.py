"""What runs past SQLAlchemy's execution keeps its conversions and its refusals, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import bindparam, insert, select, update

from casework.ports import StoredSession
from hotline.errors import ConflictError, NotFoundError
from hotline.people import Contact
from hotline.workflow import State
from storage.open import Database
from storage.statements import Prepared
from storage.tables import people, sessions
from tests.storage.examples import ADDRESS, NOW, new_ticket, person

_ADD = Prepared(insert(people))
_AT = Prepared(select(people.c.at, people.c.contact).where(people.c.address_hash == bindparam("hash")))
_MOVE = Prepared(update(people).where(people.c.address_hash == bindparam("hash")).values(at=bindparam("when")))
_ORPHAN = Prepared(insert(sessions))
ROW = {"channel": "webchat", "address": b"sealed", "address_hash": b"hash", "contact": None, "at": NOW}


def test_values_go_in_and_come_out_as_sqlalchemy_converts_them(database: Database) -> None:
    with database._engines.write.begin() as connection:
        assert _ADD.count(connection, ROW) == 1
        assert _AT.row(connection, {"hash": b"hash"}) == [NOW, None]
        assert _MOVE.count(connection, {"hash": b"hash", "when": NOW + timedelta(hours=1)}) == 1
        assert _AT.scalar(connection, {"hash": b"hash"}) == NOW + timedelta(hours=1)
        assert _AT.row(connection, {"hash": b"another"}) is None


def test_a_value_that_was_forgotten_is_an_error_and_no_null(database: Database) -> None:
    with database._engines.read.connect() as connection, pytest.raises(KeyError):
        _AT.row(connection, {})


def test_the_drivers_refusals_are_the_houses_errors(database: Database) -> None:
    with database._engines.write.begin() as connection:
        _ADD.count(connection, ROW)
    with pytest.raises(ConflictError), database._engines.write.begin() as connection:
        _ADD.count(connection, ROW)
    orphan = {"person": 4711, "state": b"", "version": 1, "at": NOW, "waiting_since": None}
    with pytest.raises(NotFoundError), database._engines.write.begin() as connection:
        _ORPHAN.count(connection, orphan)


def test_a_caller_is_known_with_contact_session_and_the_ticket_that_waits(database: Database) -> None:
    with database.units_of_work() as uow:
        assert uow.people.caller("telegram", ADDRESS) is None
        whose = person(uow)
        fresh = uow.people.caller("telegram", ADDRESS)
        assert fresh is not None
        assert (fresh.citizen.id, fresh.contact, fresh.session, fresh.awaited) == (
            whose,
            Contact(),
            StoredSession(),
            "",
        )
        uow.people.remember_contact(whose, Contact("张三", "13812345678"))
        uow.sessions.save(whose, StoredSession({"stage": "idle"}), NOW)
        for day, state in enumerate((State.AWAITING_CITIZEN, State.AWAITING_CITIZEN, State.CLOSED), start=1):
            ticket = new_ticket(whose, str(day) * 18, NOW + timedelta(days=day))
            ticket.state = state
            uow.tickets.add(ticket)
        uow.commit()
    with database.units_of_work(write=False) as uow:
        known = uow.people.caller("telegram", ADDRESS)
    assert known is not None
    assert known.contact == Contact("张三", "13812345678")
    assert known.session == StoredSession({"stage": "idle"}, 1)
    assert known.awaited == "2" * 18
