"""Calendar years, published tables and absences on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework.ports_timekeeping import Absence, CalendarYear
from hotline.calendar import SpecialDay
from hotline.errors import NotFoundError
from hotline.workflow import State
from storage.open import Database
from tests.storage.examples import NOW, due, new_ticket, person

DAYS = (SpecialDay(date(2027, 1, 1), False, "元旦"), SpecialDay(date(2027, 1, 9), True, "调休上班"))
YEAR = CalendarYear(2027, DAYS, "qian", NOW)
AWAY = Absence("wang", date(2026, 3, 2), date(2026, 3, 6), "wu", "wang", NOW)


def test_a_year_goes_in_and_comes_out_and_every_change_raises_the_revision(database: Database) -> None:
    assert (database.views.timekeeping_revision(), database.views.calendar_years()) == (0, [])
    with database.units_of_work() as uow:
        uow.timekeeping.put_year(YEAR)
        uow.timekeeping.put_year(replace(YEAR, days=DAYS[:1], shipped=True))
        assert uow.timekeeping.year(2026) is None
        uow.commit()
    assert database.views.calendar_years() == [replace(YEAR, days=DAYS[:1], shipped=True)]
    assert database.views.timekeeping_revision() == 2
    with database.units_of_work() as uow:
        uow.timekeeping.put_year(YEAR)
    assert database.views.timekeeping_revision() == 2, "nothing was committed"


def test_the_newest_table_comes_first(database: Database) -> None:
    with database.units_of_work() as uow:
        numbers = [uow.timekeeping.publish(content, "qian", NOW, "why") for content in ("one", "two")]
        uow.commit()
    assert numbers == [1, 2]
    assert [each.content for each in database.views.published_deadlines(5)] == ["two", "one"]
    assert [each.number for each in database.views.published_deadlines()] == [2]


def test_only_open_tickets_with_provisional_dates_wait_for_a_year(database: Database) -> None:
    ends = NOW + timedelta(days=8)
    with database.units_of_work() as uow:
        whose = person(uow)
        for number, provisional, state in (("1", True, State.IN_PROGRESS), ("2", False, State.IN_PROGRESS),
                                           ("3", True, State.WITHDRAWN), ("4", True, State.ACCEPTED)):  # fmt: skip
            ticket = new_ticket(whose, number)
            ticket.due, ticket.state = replace(due(ends), provisional=provisional), state
            uow.tickets.add(ticket)
        assert uow.timekeeping.provisional("") == ["1", "4"]
        assert uow.timekeeping.provisional("", 1) == ["1"]
        assert uow.timekeeping.provisional("1") == ["4"]


def test_an_absence_stands_until_its_last_day_or_its_end(database: Database) -> None:
    with database.units_of_work() as uow:
        number = uow.absences.add(AWAY)
        later = uow.absences.add(replace(AWAY, since=date(2026, 3, 9), until=date(2026, 3, 9)))
        uow.commit()
    found = database.views.absences(date(2026, 3, 6))
    assert [each.id for each in found] == [number, later]
    assert found[0] == replace(AWAY, id=number)
    assert [each.id for each in database.views.absences(date(2026, 3, 7))] == [later]
    with database.units_of_work() as uow:
        uow.absences.end(later, NOW)
        assert uow.absences.get(later).ended_at == NOW
        uow.absences.end(later, NOW + timedelta(days=1))
        assert uow.absences.get(later).ended_at == NOW, "once"
        with pytest.raises(NotFoundError):
            uow.absences.get(404)
        uow.commit()
    assert database.views.absences(date(2026, 3, 7)) == []
