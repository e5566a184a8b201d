"""`jiesu calendar`: a year's holidays and exchanged working days, in and checked."""

import sys
from pathlib import Path

from app.books import at_the_keyboard, open_books
from app.city import load_city, missing_years
from app.settings import read_settings
from app.timekeeping import take_over_calendar
from casework.keep_calendar import calendar_from, import_years
from casework.office import Office
from hotline.calendar import CalendarYearMissingError, OfficeHours, WorkingCalendar, load_calendar
from hotline.clock import SystemClock
from storage.open import Database


def take(file: Path) -> None:
    """Import the years of a file, each in the place of what was known of it.

    Raises:
        DataFileError: a line is wrong, and nothing is taken.
    """
    settings, clock = read_settings(), SystemClock()
    city = load_city(settings.city_dir, OfficeHours(settings.intervals()))
    table = load_calendar(file)
    with open_books(settings) as database:
        take_over_calendar(database, city, clock)
        office = Office(city.units, city.taxonomy, city.deadlines, city.wording, database.query_codes, clock, int)
        with database.units_of_work() as uow:
            years = import_years(office, uow, at_the_keyboard(), table, source=file.name)
            uow.commit()
    for year in years:
        _say(city.wording.say("command.calendar_year", **figures(table, year)))


def check() -> None:
    """Say of each year what stands in the database.

    Raises:
        CalendarYearMissingError: a year that deadlines of the next weeks reach is not covered.
    """
    settings, clock = read_settings(), SystemClock()
    city = load_city(settings.city_dir, OfficeHours(settings.intervals()))
    with open_books(settings) as database:
        take_over_calendar(database, city, clock)
        calendar = stored(database, city.calendar)
    for year in sorted(calendar.years):
        _say(city.wording.say("command.calendar_year", **figures(calendar, year)))
    for year in missing_years(calendar, clock.now()):
        raise CalendarYearMissingError(year=year)


def stored(database: Database, like: WorkingCalendar) -> WorkingCalendar:
    """The calendar of the database, in the hours of `like`."""
    return calendar_from(database.views.calendar_years(), like)


def figures(calendar: WorkingCalendar, year: int) -> dict[str, object]:
    """How many days of a year are off and how many weekends are worked."""
    days = calendar.special_days(year)
    worked = sum(each.worked for each in days)
    return {"year": year, "off": len(days) - worked, "worked": worked}


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
