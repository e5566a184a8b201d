"""Calls for a person, the ledger of decisions, the audit, and staff accounts."""

from datetime import timedelta

import pytest

from casework.ports import AttentionKind, Predicted
from hotline.errors import ConflictError, NotFoundError
from hotline.people import Account, Role
from storage.attention import ORDER
from storage.open import Database
from tests.storage.examples import NOW, inbound, person

HOUR = timedelta(hours=1)
EMERGENCY, HANDOVER, LATE = AttentionKind.EMERGENCY, AttentionKind.HANDOVER, AttentionKind.OVERDUE


def test_an_open_call_of_the_same_kind_is_reused(database: Database) -> None:
    with database.units_of_work() as uow:
        first = uow.attention.call(EMERGENCY, 1, "闻到煤气", NOW)
        assert uow.attention.call(EMERGENCY, 1, "还有煤气", NOW) == first
        assert uow.attention.call(HANDOVER, 1, "要人工", NOW) != first
        assert uow.attention.call(EMERGENCY, 2, "着火", NOW) != first
        uow.attention.finish(first, NOW)
        assert uow.attention.call(EMERGENCY, 1, "又闻到", NOW) != first


def test_two_tickets_of_one_person_are_two_calls_but_a_call_without_ticket_joins(database: Database) -> None:
    with database.units_of_work() as uow:
        first = uow.attention.call(LATE, 1, "", NOW, "A")
        assert uow.attention.call(LATE, 1, "", NOW, "A") == first
        assert uow.attention.call(LATE, 1, "", NOW, "B") != first
        assert uow.attention.call(LATE, 1, "", NOW) == first


def test_a_call_that_is_about_no_single_citizen_is_made_once_even_after_it_is_done(database: Database) -> None:
    calendar = AttentionKind.CALENDAR
    with database.units_of_work() as uow:
        first = uow.attention.call_once(calendar, 1, "2027 年", NOW, "A")
        assert uow.attention.call_once(calendar, 2, "2027 年", NOW, "B") == first
        uow.attention.finish(first, NOW)
        assert uow.attention.call_once(calendar, 3, "2027 年", NOW, "C") == first
        other = uow.attention.call_once(calendar, 3, "2028 年", NOW, "D")
        assert other != first
        assert uow.attention.get(other).summary == "2028 年"
        assert uow.attention.call_once(LATE, 3, "2027 年", NOW, "C") not in (first, other)


def test_a_call_is_taken_by_one(database: Database) -> None:
    with database.units_of_work() as uow:
        item = uow.attention.call(EMERGENCY, 1, "煤气", NOW, "A")
        uow.attention.take(item, "li")
        uow.attention.take(item, "li")
        with pytest.raises(ConflictError):
            uow.attention.take(item, "wang")
        assert (uow.attention.get(item).taken_by, uow.attention.get(item).ticket) == ("li", "A")
        uow.attention.finish(item, NOW + HOUR)
        assert uow.attention.get(item).done_at == NOW + HOUR
        with pytest.raises(ConflictError):
            uow.attention.take(item, "li")
        with pytest.raises(NotFoundError):
            uow.attention.take(404, "li")


def test_finishing_for_a_person_finishes_that_kind_only(database: Database) -> None:
    with database.units_of_work() as uow:
        uow.attention.call(EMERGENCY, 1, "", NOW)
        kept = [uow.attention.call(HANDOVER, 1, "", NOW), uow.attention.call(EMERGENCY, 2, "", NOW)]
        uow.attention.finish_for(1, EMERGENCY, NOW)
        assert [item.id for item in uow.attention.open()] == kept[::-1]
        assert uow.attention.open_for(1, EMERGENCY) is None
        assert uow.attention.open_for(1, HANDOVER) == uow.attention.get(kept[0])


def test_the_later_decision_on_a_ticket_counts_and_keeps_the_others(database: Database) -> None:
    first, second = Predicted("a", 0.5, (("b", 0.4),), ("词",)), Predicted("b", 0.9, auto=True)
    with database.units_of_work() as uow:
        whose = person(uow)
        one, two = uow.inbox.take(inbound("1"), whose), uow.inbox.take(inbound("2"), whose)
        assert one
        assert two
        uow.ledger.add(one, "m1", {"unit": first, "category": first}, NOW)
        assert uow.ledger.of_ticket("T") == {}
        uow.ledger.bind(one, "T")
        uow.ledger.add(two, "m1", {"unit": second}, NOW, "T")
        assert uow.ledger.of_ticket("T") == {"category": first, "unit": second}


def add_account(database: Database, login: str = "li") -> Account:
    with database.units_of_work() as uow:
        account = uow.accounts.add(login, "李", Role.OPERATOR, "", "hash")
        uow.commit()
    return account


def test_accounts_are_kept_and_a_login_exists_once(database: Database) -> None:
    account = add_account(database)
    other = add_account(database, "chen")
    with database.units_of_work() as uow:
        assert uow.accounts.find("li") == account
        assert uow.accounts.find("nobody") is None
        assert uow.accounts.all() == [other, account]
        with pytest.raises(ConflictError):
            uow.accounts.add("li", "冒名", Role.ADMINISTRATOR, "", "hash")
        uow.accounts.set_password("li", "new")
        found = uow.accounts.find("li")
        assert found
        assert found.password_hash == "new"
        with pytest.raises(NotFoundError):
            uow.accounts.set_password("x", "y")
        with pytest.raises(NotFoundError):
            uow.accounts.disable("x", True)


def test_a_session_opens_runs_out_and_is_revoked(database: Database) -> None:
    account = add_account(database)
    with database.units_of_work() as uow:
        uow.accounts.open_session(account, "t1", NOW, NOW + HOUR)
        assert uow.accounts.session_account("t1", NOW) == account
        assert uow.accounts.session_account("t1", NOW + HOUR) is None
        assert uow.accounts.session_account("t2", NOW) is None
        uow.accounts.revoke("t1")
        assert uow.accounts.session_account("t1", NOW) is None


def test_disabling_an_account_ends_its_sessions_for_good(database: Database) -> None:
    account, other = add_account(database), add_account(database, "chen")
    with database.units_of_work() as uow:
        uow.accounts.open_session(account, "t1", NOW, NOW + HOUR)
        uow.accounts.open_session(other, "t2", NOW, NOW + HOUR)
        uow.accounts.disable("li", True)
        assert uow.accounts.session_account("t1", NOW) is None
        uow.accounts.disable("li", False)
        assert uow.accounts.session_account("t1", NOW) is None
        assert uow.accounts.session_account("t2", NOW) == other


def test_danger_behind_a_full_list_is_listed_first(database: Database) -> None:
    with database.units_of_work() as uow:
        late = [uow.attention.call(LATE, person, "", NOW, f"T{person}") for person in range(1, 4)]
        danger = [uow.attention.call(EMERGENCY, person, "煤气", NOW + HOUR) for person in (9, 8)]
        assert [item.id for item in uow.attention.open(3)] == [*danger, late[0]]
        uow.commit()
    assert [item.id for item in database.views.attention(4)] == [*danger, *late[:2]]


def test_every_kind_of_call_has_its_place() -> None:
    assert sorted(ORDER) == sorted(AttentionKind)
