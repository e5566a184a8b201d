"""放假安排: a year's holidays and exchanged working days are entered by an administrator, as a file or day by day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_timekeeping import CalendarYear
from hotline.calendar import OFF, WORK, CalendarYearMissingError, SpecialDay, WorkingCalendar
from hotline.errors import InvalidInputError, NotAllowedError
from hotline.people import MACHINE, Actor, Role

ORDINARY = "ordinary"
KINDS = (OFF, WORK, ORDINARY)
"""Off although Monday to Friday, worked although a weekend, or as the day of the week says."""


def ship_calendar(uow: UnitOfWork, files: WorkingCalendar, at: datetime) -> list[int]:
    """Take over the years of the city's file; a year that people have touched stays as they made it.

    Gives the years that are new or changed. Safe to run at every start.
    """
    changed = []
    for year in sorted(files.years):
        known, days = uow.timekeeping.year(year), tuple(files.special_days(year))
        if known is None or (known.shipped and known.days != days):
            uow.timekeeping.put_year(CalendarYear(year, days, MACHINE.id, at, shipped=True))
            changed.append(year)
    return changed


def import_years(office: Office, uow: UnitOfWork, actor: Actor, table: WorkingCalendar, *, source: str) -> list[int]:
    """Put every year of a table in the place of what was known of it; gives the years.

    Raises:
        NotAllowedError: not an administrator.
    """
    _require_administrator(actor)
    at = office.clock.now()
    for year in sorted(table.years):
        uow.timekeeping.put_year(CalendarYear(year, tuple(table.special_days(year)), actor.id, at))
        uow.audit.write(actor, "import_calendar", str(year), source, at)
    return sorted(table.years)


def edit_day(office: Office, uow: UnitOfWork, actor: Actor, day: date, *, kind: str, name: str) -> None:
    """Say of one day whether it is worked.

    Raises:
        NotAllowedError: not an administrator.
        CalendarYearMissingError: the year is not covered; one day alone would make it look as if it were.
        InvalidInputError: an unknown kind, or a special day without a name.
    """
    _require_administrator(actor)
    if kind not in KINDS:
        raise InvalidInputError(field="kind", rule="choice")
    if kind != ORDINARY and not name.strip():
        raise InvalidInputError(field="day_name", rule="required")
    year = uow.timekeeping.year(day.year)
    if year is None:
        raise CalendarYearMissingError(year=day.year)
    at = office.clock.now()
    others = [each for each in year.days if each.day != day]
    added = [] if kind == ORDINARY else [SpecialDay(day, kind == WORK, name.strip())]
    days = tuple(sorted(others + added, key=lambda each: each.day))
    uow.timekeeping.put_year(replace(year, days=days, by=actor.id, at=at, shipped=False))
    uow.audit.write(actor, "edit_calendar", day.isoformat(), f"{kind} {name.strip()}".strip(), at)


def calendar_from(years: Iterable[CalendarYear], like: WorkingCalendar) -> WorkingCalendar:
    """What the stored years say, in the hours of `like`."""
    known = tuple(years)
    days = [day for year in known for day in year.days]
    return WorkingCalendar.of(days, [year.year for year in known], like.hours)


def _require_administrator(actor: Actor) -> None:
    if actor.role is not Role.ADMINISTRATOR:
        raise NotAllowedError(what="calendar")
