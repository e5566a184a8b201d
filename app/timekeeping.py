"""Keeping time in service: the city's file of holidays is taken over, and deadlines follow the database."""

from app.city import City
from casework.follow_time import Timekeeper
from casework.keep_calendar import ship_calendar
from casework.keep_deadlines import read_table
from casework.office import Office
from casework.ports_timekeeping import PublishedDeadlines
from hotline.clock import Clock
from hotline.deadlines import DeadlineTable
from storage.open import Database


def take_over_calendar(database: Database, city: City, clock: Clock) -> list[int]:
    """Years of the file that nobody has touched in the database are brought up to it; gives which."""
    with database.units_of_work() as uow:
        years = ship_calendar(uow, city.calendar, clock.now())
        if years:
            uow.commit()
    return years


def timekeeper(database: Database, office: Office) -> Timekeeper:
    """What keeps the office's deadlines up to the database; it has looked once."""

    def read(published: PublishedDeadlines) -> DeadlineTable:
        return read_table(office, "deadlines.csv", published.content, version_of(published))

    keeper = Timekeeper(database.views, office.deadlines, read)
    keeper.look()
    return keeper


def version_of(published: PublishedDeadlines) -> str:
    """What tickets keep as the version of a table that was published here."""
    return f"{published.number}"
