"""Who is away, and who stands in."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from casework.ports_timekeeping import Absence
from hotline.errors import NotFoundError
from storage.statements import AnyRow
from storage.tables_timekeeping import absences

_ADD = insert(absences).returning(absences.c.id)
_GET = select(absences).where(absences.c.id == bindparam("wanted"))
_STANDING = (
    select(absences)
    .where(absences.c.ended_at.is_(None), absences.c.until >= bindparam("today"))
    .order_by(absences.c.since, absences.c.id)
)
_END = (
    update(absences)
    .where(absences.c.id == bindparam("wanted"), absences.c.ended_at.is_(None))
    .values(ended_at=bindparam("when"))
)


class SqlAbsences:
    """Fulfils `casework.ports_timekeeping.Absences`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, absence: Absence) -> int:
        values = {"login": absence.login, "since": absence.since, "until": absence.until, "deputy": absence.deputy,
                  "by": absence.by, "at": absence.at}  # fmt: skip
        number: int = self._connection.execute(_ADD, values).scalar_one()
        return number

    def get(self, absence: int) -> Absence:
        row = self._connection.execute(_GET, {"wanted": absence}).one_or_none()
        if row is None:
            raise NotFoundError(what="absence", key=absence)
        return _absence(row)

    def end(self, absence: int, at: datetime) -> None:
        self._connection.execute(_END, {"wanted": absence, "when": at})

    def standing(self, day: date) -> Sequence[Absence]:
        return [_absence(row) for row in self._connection.execute(_STANDING, {"today": day})]


def _absence(row: AnyRow) -> Absence:
    return Absence(row.login, row.since, row.until, row.deputy, row.by, row.at, row.id, row.ended_at)
