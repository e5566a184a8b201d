"""Links between tickets on both databases: who is near, what is kept, one citizen found again over any channel."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from casework.ports import LinkKind, TicketLink, UnitOfWork
from hotline.errors import NotFoundError
from hotline.matter import MatterType
from hotline.ticket import Ticket
from storage.open import Database
from storage.tables import tickets
from tests.storage.examples import NOW, OPERATOR, PHONE, appeal, new_ticket, person

EARLIER, LATER, LATEST = "260302090000000001", "260302090000000002", "260302090000000003"
MONTH_AGO = NOW - timedelta(days=30)


def stored(uow: UnitOfWork, number: str, address: str, kind: MatterType = MatterType.COMPLAINT) -> Ticket:
    ticket = new_ticket(person(uow, address, f"channel of {address}"), number)
    ticket.appeal = replace(appeal(), matter_type=kind)
    uow.tickets.add(ticket)
    return ticket


def link(score: float = 0.9) -> TicketLink:
    return TicketLink(LATER, EARLIER, LinkKind.SAME_MATTER, score, "都说到烧烤店。", NOW)


def two(database: Database, kind: MatterType = MatterType.COMPLAINT) -> None:
    with database.units_of_work() as uow:
        stored(uow, EARLIER, "a")
        stored(uow, LATER, "b", kind)
        uow.links.looked(EARLIER, NOW)
        uow.links.looked(EARLIER, NOW)
        uow.commit()


def test_only_what_nobody_compared_waits(database: Database) -> None:
    two(database)
    with database.units_of_work(write=False) as uow:
        assert uow.links.unlooked(MONTH_AGO, 10) == [LATER]
        assert uow.links.unlooked(NOW + timedelta(seconds=1), 10) == []


def test_the_number_that_was_left_makes_two_channels_one_citizen_and_is_not_readable(database: Database) -> None:
    two(database)
    with database.units_of_work(write=False) as uow:
        told, [other] = uow.links.near(LATER, MONTH_AGO, 10)
        assert (told.number, other.number, other.same_citizen) == (LATER, EARLIER, True)
        assert uow.links.near(EARLIER, MONTH_AGO, 10)[1] == []
    assert PHONE not in repr(other)


def test_a_report_is_near_by_its_matter_and_its_sender_is_nobody(database: Database) -> None:
    two(database, MatterType.REPORT)
    with database.units_of_work(write=False) as uow:
        [other] = uow.links.near(LATER, MONTH_AGO, 10)[1]
        assert not other.same_citizen


def test_a_link_is_kept_once_seen_from_both_sides_and_refused_for_good(database: Database) -> None:
    two(database)
    with database.units_of_work() as uow:
        assert uow.links.add(link())
        assert not uow.links.add(link(0.7))
        for here, there in ((LATER, EARLIER), (EARLIER, LATER)):
            [seen] = uow.links.of_ticket(here)
            assert (seen.other, seen.link) == (there, link())
        assert uow.links.counts([EARLIER, LATER]) == {EARLIER: 1, LATER: 1}
        uow.links.refuse(EARLIER, LATER, OPERATOR, NOW)
        assert uow.links.of_ticket(LATER) == []
        assert uow.links.counts([EARLIER, LATER]) == {}
        assert not uow.links.add(link())
        with pytest.raises(NotFoundError):
            uow.links.refuse(EARLIER, LATER, OPERATOR, NOW)


def test_of_a_backlog_the_newest_wait_shortest_and_of_these_the_oldest_comes_first(database: Database) -> None:
    with database.units_of_work() as uow:
        for number in (EARLIER, LATER, LATEST):
            stored(uow, number, number)
        uow.commit()
        assert uow.links.unlooked(MONTH_AGO, 2) == [LATER, LATEST]


def of_one_citizen(database: Database) -> None:
    """Two links of one pair of citizens' tickets each: another matter, and between the later two the same."""
    with database.units_of_work() as uow:
        for number in (EARLIER, LATER, LATEST):
            stored(uow, number, number)
        uow.links.add(replace(link(), kind=LinkKind.SAME_CITIZEN))
        uow.links.add(replace(link(), ticket=LATEST, other=LATER))
        uow.commit()


@pytest.mark.parametrize("which", [EARLIER, LATER])
@pytest.mark.parametrize("sealed", [
    {"matter_type": MatterType.REPORT}, {"confidential": True}, {"anonymous": True}
])  # fmt: skip
def test_what_becomes_a_report_after_it_was_linked_shows_its_sender_in_no_other_ticket(
    database: Database, which: str, sealed: dict[str, Any]
) -> None:
    of_one_citizen(database)
    with database.units_of_work() as uow:
        assert [seen.other for seen in uow.links.of_ticket(EARLIER)] == [LATER]
        ticket = uow.tickets.get(which)
        ticket.appeal = replace(ticket.appeal, **sealed)
        uow.tickets.save(ticket)
        uow.commit()
    with database.units_of_work(write=False) as uow:
        assert uow.links.of_ticket(EARLIER) == []
        assert [seen.other for seen in uow.links.of_ticket(LATER)] == [LATEST]
        assert [seen.other for seen in uow.links.of_ticket(LATEST)] == [LATER]


def test_another_matter_of_the_same_citizen_counts_for_nothing(database: Database) -> None:
    of_one_citizen(database)
    with database.units_of_work(write=False) as uow:
        assert uow.links.counts([EARLIER, LATER, LATEST]) == {LATER: 1, LATEST: 1}


def test_a_ticket_whose_words_cannot_be_opened_is_looked_at_all_the_same(database: Database) -> None:
    two(database)
    with database._engines.write.begin() as connection:
        connection.execute(update(tickets).where(tickets.c.number == LATER).values(words=b"broken"))
    with database.units_of_work() as uow:
        uow.links.looked(LATER, NOW)
        assert uow.links.unlooked(MONTH_AGO, 10) == []


def test_of_an_unknown_ticket_nothing_is_near(database: Database) -> None:
    with database.units_of_work(write=False) as uow, pytest.raises(NotFoundError):
        uow.links.near("0", MONTH_AGO, 10)
