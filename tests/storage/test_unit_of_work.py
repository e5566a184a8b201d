"""All or nothing, nothing lost between threads, and errors in the house's own words."""

import sys
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text

from hotline.errors import ConflictError, NotFoundError
from hotline.message import Message
from storage.engine import open_engines
from storage.errors import DatabaseAwayError, DatabaseDriverError, DatabaseUrlError, SchemaBehindError
from storage.open import Database, open_database
from storage.seal import Seal
from tests.postgres import PostgresServer
from tests.storage.examples import ADDRESS, NOW, new_ticket, person, stored_ticket

Another = Callable[[], Database]


def test_what_is_committed_is_there(database: Database) -> None:
    with database.units_of_work() as uow:
        whose = person(uow)
        uow.commit()
    with database.units_of_work(write=False) as uow:
        assert uow.people.address(whose) == ADDRESS


def test_leaving_without_commit_undoes_everything(database: Database) -> None:
    with database.units_of_work() as uow:
        stored_ticket(uow)
    with database.units_of_work(write=False) as uow, pytest.raises(NotFoundError):
        uow.tickets.get("260302090000000001")


def test_an_error_inside_undoes_everything_and_the_next_writer_gets_in(database: Database) -> None:
    with pytest.raises(NotFoundError), database.units_of_work() as uow:
        uow.people.get(person(uow) + 1)
    with database.units_of_work() as uow:
        assert uow.people.find("telegram", ADDRESS) is None


def test_a_reading_unit_may_change_nothing(database: Database) -> None:
    with pytest.raises(DatabaseAwayError), database.units_of_work(write=False) as uow:
        uow.people.find_or_add("telegram", ADDRESS, NOW)
    with database.units_of_work() as uow:
        person(uow)
        uow.commit()


def test_800_concurrent_increments_lose_nothing(url: str) -> None:
    """The trap that the driver's default transactions fall into: a lost update without an error."""
    engines = open_engines(url)
    with engines.write.begin() as connection:
        connection.execute(text("CREATE TABLE counter (value integer)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    lock = "" if engines.write.dialect.name == "sqlite" else " FOR UPDATE"
    read = text(f"SELECT value FROM counter{lock}")  # noqa: S608 - one of two constants

    def add_a_hundred() -> None:
        for _ in range(100):
            with engines.write.begin() as connection:
                value = connection.execute(read).scalar_one()
                connection.execute(text("UPDATE counter SET value = :value"), {"value": value + 1})

    _in_threads(add_a_hundred, 8)
    with engines.write.begin() as connection:
        assert connection.execute(text("SELECT value FROM counter")).scalar_one() == 800
    engines.dispose()


def test_800_increments_of_a_session_from_eight_threads_lose_nothing(database: Database) -> None:
    with database.units_of_work() as uow:
        whose = person(uow)
        uow.commit()

    def add_a_hundred() -> None:
        for _ in range(100):
            with database.units_of_work() as uow:
                uow.people.find_or_add("telegram", ADDRESS, NOW)
                session = uow.sessions.load(whose)
                count = session.state.get("count", 0)
                assert isinstance(count, int)
                uow.sessions.save(whose, type(session)({"count": count + 1}, session.version), NOW)
                uow.commit()

    _in_threads(add_a_hundred, 8)
    with database.units_of_work(write=False) as uow:
        assert uow.sessions.load(whose).state == {"count": 800}


def test_two_databases_on_one_file_wait_for_each_other(open_again: Another) -> None:
    """Two processes share no lock of ours: the database's own must hold."""
    first, second = open_again(), open_again()
    serial = iter(range(1000))

    def add_twenty(database: Database) -> None:
        for _ in range(20):
            with database.units_of_work() as uow:
                stored_ticket(uow, f"{next(serial):018d}")
                uow.commit()

    threads = [threading.Thread(target=add_twenty, args=(database,)) for database in (first, second, first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with first.units_of_work(write=False) as uow:
        person = uow.tickets.get(f"{0:018d}").person  # not always 1: who comes second has used up a number
        assert len(uow.tickets.of_person(person, limit=100)) == 80


def test_one_thread_asking_twice_is_told_so_instead_of_waiting_for_itself(sqlite_url: str, seal: Seal) -> None:
    with (
        open_database(sqlite_url, seal=seal, mask=str) as database,
        database.units_of_work(),
        pytest.raises(RuntimeError, match="inside a write unit"),
        database.units_of_work(),
    ):
        pass


def test_a_reader_does_not_wait_for_a_writer_and_sees_the_last_commit(database: Database) -> None:
    with database.units_of_work() as writer:
        person(writer)
        with database.units_of_work(write=False) as reader:
            assert reader.people.find("telegram", ADDRESS) is None
        writer.commit()
    with database.units_of_work(write=False) as reader:
        assert reader.people.find("telegram", ADDRESS) is not None


def test_a_unique_rule_broken_is_a_conflict_on_both_databases(database: Database) -> None:
    with database.units_of_work() as uow:
        stored_ticket(uow)
        uow.commit()
    with database.units_of_work() as uow, pytest.raises(ConflictError):
        uow.tickets.add(new_ticket(1))


def test_what_points_to_nothing_is_not_found_on_both_databases(database: Database) -> None:
    with database.units_of_work() as uow, pytest.raises(NotFoundError):
        uow.ledger.add(404, "m1", {}, NOW)
    with database.units_of_work() as uow:
        person(uow)
        uow.commit()


def test_a_history_line_written_twice_is_a_conflict_from_the_driver_itself(database: Database) -> None:
    with database.units_of_work() as uow:
        ticket = stored_ticket(uow)
        ticket.fresh.append(ticket.history[0])
        with pytest.raises(ConflictError):
            uow.tickets.save(ticket)


def test_listeners_hear_who_got_mail_after_the_commit_and_only_then(database: Database) -> None:
    heard: list[frozenset[int]] = []
    database.on_commit(heard.append)
    with database.units_of_work() as uow:
        web, chat = person(uow, "v1", "webchat"), person(uow)
        uow.outbox.add(web, Message("您好"), key="a", at=NOW)
        uow.outbox.add(chat, Message("您好"), key="b", at=NOW)
        uow.commit()
        assert heard == []
    assert heard == [frozenset({web})]
    with database.units_of_work() as uow:
        uow.outbox.add(web, Message("您好"), key="c", at=NOW)
    with database.units_of_work() as uow:
        uow.outbox.add(web, Message("您好"), key="a", at=NOW)
        uow.commit()
    assert len(heard) == 1


def test_a_listener_that_stumbles_undoes_nothing_and_may_open_a_unit_of_its_own(database: Database) -> None:
    found: list[str] = []

    def stumble(_: frozenset[int]) -> None:
        raise ValueError

    def look(persons: frozenset[int]) -> None:
        with database.units_of_work() as uow:
            found.extend(item.message.text for who in persons for item in uow.outbox.after(who, 0))

    database.on_commit(stumble)
    database.on_commit(look)
    with database.units_of_work() as uow:
        uow.outbox.add(person(uow, "v1", "webchat"), Message("收到"), key="a", at=NOW)
        uow.commit()
    assert found == ["收到"]


@pytest.mark.parametrize(
    "address", ["postgresql://nobody:geheim@127.0.0.1:9/none", "sqlite:////proc/no/such/folder/x.db"]
)
def test_a_database_that_is_away_is_said_to_be_away_within_seconds(address: str, seal: Seal) -> None:
    try:
        database = open_database(address, seal=seal, mask=str)
    except OSError:
        return  # the folder cannot even be made: the settings are wrong, not the database
    with database, pytest.raises(DatabaseAwayError) as refusal:
        database.ping()
    assert "geheim" not in str(refusal.value)


@pytest.mark.parametrize("address", ["mysql://root:geheim@db/x", "sqlite://", "sqlite:///:memory:", "no url"])
def test_an_address_that_is_not_served_is_refused_without_repeating_it(address: str, seal: Seal) -> None:
    with pytest.raises(DatabaseUrlError) as refusal:
        open_database(address, seal=seal, mask=str)
    assert "geheim" not in str(refusal.value)


def test_a_driver_that_is_not_installed_is_named_as_that(seal: Seal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DatabaseDriverError):
        open_database("postgresql://root:geheim@db/x", seal=seal, mask=str)


def test_missing_tables_are_named_as_that(empty_url: str, seal: Seal) -> None:
    with (
        open_database(empty_url, seal=seal, mask=str) as database,
        pytest.raises(SchemaBehindError),
        database.units_of_work() as uow,
    ):
        person(uow)


@pytest.mark.postgres
def test_a_connection_that_was_cut_is_away_once_and_comes_back_by_itself(postgres: PostgresServer, seal: Seal) -> None:
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename IS NOT NULL"
    with postgres.database() as address, open_database(address, seal=seal, mask=str) as database:
        with database.units_of_work() as uow:
            person(uow)
            postgres.run(cut)
            with pytest.raises(DatabaseAwayError):
                uow.commit()
        with database.units_of_work() as uow:
            assert uow.people.find("telegram", ADDRESS) is None
        postgres.run(cut)
        database.ping()


def test_ping_answers_where_the_database_does(database: Database) -> None:
    database.ping()


def _in_threads(work: Callable[[], None], count: int) -> None:
    errors: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
