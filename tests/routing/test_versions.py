"""A published catalogue decides from its day on, in every process, and a broken one never."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest

from hotline.clock import SetClock
from hotline.errors import ConflictError, DataFileError
from routing.confidence import DispatchConfidence
from routing.decide import Router
from routing.decision import Suggestion
from routing.features import NAMES
from routing.versions import CatalogueVersion, LivingRouter, examine_text
from tests.routing.examples import HEADER, NOON, city, line, matter, units

SURE = DispatchConfidence(tuple(float(name == "first_rule") for name in NAMES), 0.0, 0.5, 0.97)
DAY = timedelta(days=1)


def table(lead: str) -> str:
    return f"{HEADER}\n{line('A', words='噪声', lead=lead)}\n"


class Shelf:
    """Versions as the database keeps them; a look may fail."""

    def __init__(self) -> None:
        self.kept: list[CatalogueVersion] = []
        self.away, self.looks = False, 0

    def add(self, version: CatalogueVersion) -> CatalogueVersion:
        self.kept.append(replace(version, number=len(self.kept) + 1))
        return self.kept[-1]

    def newest(self) -> int:
        return len(self.kept)

    def after(self, number: int) -> list[CatalogueVersion]:
        return self.kept[number:]

    def get(self, number: int) -> CatalogueVersion:
        return self.kept[number - 1]

    def publish(self, content: str, effective_from: date) -> None:
        self.add(CatalogueVersion(0, NOON, "sun", "why", effective_from, content))


@dataclass
class Look:
    catalogue: Shelf


@dataclass
class Hall:
    shelf: Shelf
    clock: SetClock
    router: LivingRouter

    def lead(self, at: datetime = NOON) -> str:
        self.clock.set(self.clock.now() + timedelta(seconds=2))
        return self.router.decide(matter("噪声"), Suggestion(), at).lead


@pytest.fixture
def hall() -> Hall:
    shelf, clock = Shelf(), SetClock(NOON)

    @contextmanager
    def look() -> Iterator[Look]:
        shelf.looks += 1
        if shelf.away:
            raise ConflictError
        yield Look(shelf)

    catalogue, _ = examine_text(table("生态环境"), city())
    return Hall(shelf, clock, LivingRouter(Router(catalogue, units(), SURE), city(), look, clock))


def test_the_file_decides_until_a_version_takes_effect(hall: Hall) -> None:
    assert hall.lead() == "生态环境"
    hall.shelf.publish(table("城管执法"), date(2026, 7, 3))
    assert hall.lead() == "生态环境"
    assert hall.lead(NOON + 2 * DAY) == "城管执法"
    assert hall.router.in_force(date(2026, 7, 3)).number == 1


def test_the_later_day_wins_and_of_one_day_the_later_word(hall: Hall) -> None:
    for lead, day in (("城管执法", 3), ("公安", 2), ("交警", 3)):
        hall.shelf.publish(table(lead), date(2026, 7, day))
    assert [hall.lead(NOON + days * DAY) for days in range(4)] == ["生态环境", "公安", "交警", "交警"]


def test_a_version_that_no_longer_fits_the_city_is_passed_over(hall: Hall) -> None:
    hall.shelf.publish(table("水管所"), date(2026, 7, 1))
    hall.shelf.publish("a,b\n", date(2026, 7, 1))
    assert hall.lead() == "生态环境"
    hall.shelf.publish(table("公安"), date(2026, 7, 1))
    assert hall.lead() == "公安"


def test_a_database_that_is_away_changes_nothing(hall: Hall) -> None:
    hall.shelf.publish(table("公安"), date(2026, 7, 1))
    hall.shelf.away = True
    assert hall.lead() == "生态环境"
    hall.shelf.away = False
    assert hall.lead() == "公安"


def test_the_database_is_asked_at_most_once_a_second(hall: Hall) -> None:
    for _ in range(50):
        hall.router.decide(matter("噪声"), Suggestion(), NOON)
    assert hall.shelf.looks == 1


def test_a_text_that_is_no_table_is_refused() -> None:
    with pytest.raises(DataFileError) as refused:
        examine_text("a,b\n1,2\n", city())
    assert refused.value.reason == "no_column"
