"""The calendar and the table of deadlines in the database."""

from datetime import date, datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from casework.ports_timekeeping import CalendarYear, PublishedDeadlines
from hotline.calendar import WORK, SpecialDay
from hotline.workflow import FINAL
from storage.statements import AnyRow
from storage.tables import tickets
from storage.tables_timekeeping import PROVISIONAL, calendar_years, deadline_tables, timekeeping_changes

_REVISION = select(func.count()).select_from(timekeeping_changes)
_YEARS = select(calendar_years).order_by(calendar_years.c.year)
_YEAR = select(calendar_years).where(calendar_years.c.year == bindparam("wanted"))
_FORGET = delete(calendar_years).where(calendar_years.c.year == bindparam("wanted"))
_TABLES = select(deadline_tables).order_by(deadline_tables.c.number.desc()).limit(bindparam("most"))
_PUBLISH = insert(deadline_tables).returning(deadline_tables.c.number)
_WAITING = (
    select(tickets.c.number)
    .where(PROVISIONAL, tickets.c.number > bindparam("last"), tickets.c.state.not_in([state.value for state in FINAL]))
    .order_by(tickets.c.number)
    .limit(bindparam("most"))
)


class SqlTimekeeping:
    """Fulfils `casework.ports_timekeeping.Timekeeping`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def year(self, year: int) -> CalendarYear | None:
        row = self._connection.execute(_YEAR, {"wanted": year}).one_or_none()
        return _year(row) if row else None

    def put_year(self, year: CalendarYear) -> None:
        self._connection.execute(_FORGET, {"wanted": year.year})
        days = [[each.day.isoformat(), each.kind, each.name] for each in year.days]
        values = {"year": year.year, "days": days, "by": year.by, "at": year.at, "shipped": year.shipped}
        self._connection.execute(insert(calendar_years), values)
        self._changed(f"year {year.year}", year.at)

    def publish(self, content: str, by: str, at: datetime, note: str) -> int:
        values = {"content": content, "by": by, "at": at, "note": note}
        number: int = self._connection.execute(_PUBLISH, values).scalar_one()
        self._changed(f"deadlines {number}", at)
        return number

    def provisional(self, after: str, limit: int = 200) -> list[str]:
        return list(self._connection.execute(_WAITING, {"last": after, "most": limit}).scalars())

    def _changed(self, what: str, at: datetime) -> None:
        self._connection.execute(insert(timekeeping_changes), {"what": what, "at": at})


def revision(connection: Connection) -> int:
    return connection.execute(_REVISION).scalar_one()


def years(connection: Connection) -> list[CalendarYear]:
    return [_year(row) for row in connection.execute(_YEARS)]


def published(connection: Connection, limit: int) -> list[PublishedDeadlines]:
    return [PublishedDeadlines(*row) for row in connection.execute(_TABLES, {"most": limit})]


def _year(row: AnyRow) -> CalendarYear:
    days = tuple(SpecialDay(date.fromisoformat(day), kind == WORK, name) for day, kind, name in row.days)
    return CalendarYear(row.year, days, row.by, row.at, row.shipped)
