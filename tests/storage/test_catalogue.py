"""Published catalogues and the past tickets they are tried on, on both databases."""

from datetime import date, timedelta

import pytest

from hotline.errors import NotFoundError
from routing.versions import CatalogueVersion
from storage.open import Database
from tests.storage.examples import NOW

VERSION = CatalogueVersion(0, NOW, "sun", "油烟改派", date(2026, 4, 1), "id,title\n甲,乙\n")


def test_versions_are_numbered_and_kept(database: Database) -> None:
    with database.units_of_work() as uow:
        assert uow.catalogue.newest() == 0
        first = uow.catalogue.add(VERSION)
        second = uow.catalogue.add(VERSION)
        uow.commit()
    with database.units_of_work(write=False) as uow:
        assert [each.number for each in uow.catalogue.after(0)] == [first.number, second.number]
        assert uow.catalogue.after(first.number) == [second]
        assert uow.catalogue.newest() == second.number > first.number
        assert uow.catalogue.get(first.number) == first
        with pytest.raises(NotFoundError):
            uow.catalogue.get(99)


def test_a_version_that_was_not_committed_is_not_there(database: Database) -> None:
    with database.units_of_work() as uow:
        uow.catalogue.add(VERSION)
    with database.units_of_work(write=False) as uow:
        assert uow.catalogue.newest() == 0


def test_without_tickets_there_is_nothing_to_try(database: Database) -> None:
    assert database.views.past_tickets(NOW - timedelta(days=9), 10) == []
