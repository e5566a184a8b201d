"""Units' parts in tickets, what units are told, and which ticket was split from which."""

from datetime import datetime
from typing import cast

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from casework.ports_life import UNFINISHED, Assignment, Family, OwnPart, PartRole, PartState, UnitNotice
from hotline.workflow import FINAL, WITH_UNITS, State
from storage.guard import require_not_barred
from storage.statements import AnyRow
from storage.tables import tickets
from storage.tables_life import assignments, ticket_splits, unit_notices
from storage.titles import TITLE, listed_title, listed_words
from storage.vault import Vault

_WORDS, _NOTICE = "assignments.words", "unit_notices.words"
_OVER = [state.value for state in FINAL]
_WITH_UNITS = [state.value for state in WITH_UNITS]
_RUNS = or_(tickets.c.state != State.AWAITING_CITIZEN.value, assignments.c.state == PartState.SENT.value)
"""While the citizen is waited for only the time to sign goes on."""
_ADD = insert(assignments).returning(assignments.c.id)
_SAVE = update(assignments).where(assignments.c.id == bindparam("which"))
_OF_TICKET = select(assignments).where(assignments.c.ticket == bindparam("number")).order_by(assignments.c.id)
_WITH_TICKET = (
    select(assignments, *TITLE, tickets.c.state.label("ticket_state"), tickets.c.lead)
    .join(tickets, tickets.c.number == assignments.c.ticket)
    .where(tickets.c.state.not_in(_OVER))
)
_OF_UNIT = (
    _WITH_TICKET.where(
        assignments.c.unit == bindparam("whose"),
        assignments.c.state.in_([state.value for state in UNFINISHED]),
        assignments.c.role != PartRole.LEAD.value,
    )
    .order_by(assignments.c.watch_at.is_(None), assignments.c.watch_at, assignments.c.id)
    .limit(bindparam("most"))
)
_LATE = (
    select(assignments.c.ticket)
    .join(tickets, tickets.c.number == assignments.c.ticket)
    .where(assignments.c.watch_at < bindparam("now"), tickets.c.state.in_(_WITH_UNITS), _RUNS)
    .order_by(assignments.c.watch_at)
    .limit(bindparam("most"))
)
_WHISTLED = (
    select(assignments)
    .where(
        assignments.c.role == PartRole.WHISTLED.value,
        assignments.c.at >= bindparam("since"),
        assignments.c.at < bindparam("until"),
    )
    .order_by(assignments.c.id)
)


class SqlAssignments:
    """Fulfils `casework.ports_life.Assignments`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, part: Assignment) -> int:
        require_not_barred(self._connection, part.ticket, part.unit)
        number: int = self._connection.execute(_ADD, self._values(part)).scalar_one()
        return number

    def save(self, part: Assignment) -> None:
        self._connection.execute(_SAVE.values(**self._values(part)), {"which": part.id})

    def of_ticket(self, number: str) -> list[Assignment]:
        return [self._part(row) for row in self._connection.execute(_OF_TICKET, {"number": number})]

    def of_unit(self, unit: str, limit: int = 100) -> list[OwnPart]:
        rows = self._connection.execute(_OF_UNIT, {"whose": unit, "most": limit})
        return [OwnPart(self._part(row), listed_title(row), State(row.ticket_state), row.lead) for row in rows]

    def late(self, now: datetime, limit: int = 200) -> list[str]:
        found = self._connection.execute(_LATE, {"now": now, "most": limit}).scalars()
        return list(dict.fromkeys(found))

    def whistled(self, since: datetime, until: datetime) -> list[Assignment]:
        return [_facts(row) for row in self._connection.execute(_WHISTLED, {"since": since, "until": until})]

    def _values(self, part: Assignment) -> dict[str, object]:
        words = [part.reason, part.report, part.objection, part.ruling]
        return {
            "ticket": part.ticket,
            "unit": part.unit,
            "role": part.role.value,
            "state": part.state.value,
            "at": part.at,
            "by": part.by,
            "by_unit": part.by_unit,
            "days": part.days,
            "sign_by": part.sign_by,
            "due_by": part.due_by,
            "signed_at": part.signed_at,
            "reported_at": part.reported_at,
            "objected_at": part.objected_at,
            "ended_at": part.ended_at,
            "late_at": part.late_at,
            "watch_at": _watched(part),
            "words": self._vault.hide(_WORDS, words) if any(words) else None,
        }

    def _part(self, row: AnyRow) -> Assignment:
        words = cast(list[str], self._vault.reveal(_WORDS, row.words)) if row.words else ["", "", "", ""]
        return _facts(row, *words)


def _watched(part: Assignment) -> datetime | None:
    """The running limit, unless it is marked: a mark stands for the limit that had passed when it was made."""
    clock = part.clock
    return None if clock is None or (part.late_at is not None and part.late_at > clock) else clock


def _facts(row: AnyRow, reason: str = "", report: str = "", objection: str = "", ruling: str = "") -> Assignment:
    return Assignment(
        ticket=row.ticket,
        unit=row.unit,
        role=PartRole(row.role),
        state=PartState(row.state),
        at=row.at,
        by=row.by,
        by_unit=row.by_unit,
        days=row.days,
        sign_by=row.sign_by,
        due_by=row.due_by,
        signed_at=row.signed_at,
        reported_at=row.reported_at,
        objected_at=row.objected_at,
        ended_at=row.ended_at,
        late_at=row.late_at,
        reason=reason,
        report=report,
        objection=objection,
        ruling=ruling,
        id=row.id,
    )


_UNREAD = (
    select(unit_notices, *TITLE)
    .join(tickets, tickets.c.number == unit_notices.c.ticket)
    .where(unit_notices.c.unit == bindparam("whose"), unit_notices.c.read_at.is_(None))
    .order_by(unit_notices.c.id.desc())
    .limit(bindparam("most"))
)
_READ = (
    update(unit_notices)
    .where(
        unit_notices.c.id == bindparam("which"),
        unit_notices.c.unit == bindparam("whose"),
        unit_notices.c.read_at.is_(None),
    )
    .values(read_by=bindparam("login"), read_at=bindparam("moment"))
)


class SqlUnitNotices:
    """Fulfils `casework.ports_life.UnitNotices`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, unit: str, ticket: str, kind: str, words: str, at: datetime) -> None:
        values = {"unit": unit, "ticket": ticket, "kind": kind, "words": self._vault.hide(_NOTICE, words), "at": at,
                  "read_by": ""}  # fmt: skip
        self._connection.execute(insert(unit_notices), values)

    def unread(self, unit: str, limit: int = 50) -> list[UnitNotice]:
        rows = self._connection.execute(_UNREAD, {"whose": unit, "most": limit})
        return [UnitNotice(row.id, row.unit, row.ticket, row.kind, self._words(row), row.at) for row in rows]

    def read(self, notice: int, unit: str, login: str, at: datetime) -> bool:
        terms = {"which": notice, "whose": unit, "login": login, "moment": at}
        return bool(self._connection.execute(_READ, terms).rowcount)

    def _words(self, row: AnyRow) -> str:
        words = self._vault.masked(str(self._vault.reveal(_NOTICE, row.words)))
        return listed_words(row, words)


_FAMILY = (
    select(ticket_splits.c.parent, ticket_splits.c.child)
    .where(or_(ticket_splits.c.parent == bindparam("number"), ticket_splits.c.child == bindparam("number")))
    .order_by(ticket_splits.c.child)
)


class SqlSplits:
    """Fulfils `casework.ports_life.Splits`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, parent: str, child: str, at: datetime) -> None:
        self._connection.execute(insert(ticket_splits), {"parent": parent, "child": child, "at": at})

    def family(self, number: str) -> Family:
        pairs = self._connection.execute(_FAMILY, {"number": number}).all()
        parent = next((row.parent for row in pairs if row.child == number), "")
        return Family(parent, tuple(row.child for row in pairs if row.parent == number))
