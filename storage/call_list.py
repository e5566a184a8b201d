"""Who is to be called, and why."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, func, or_, select, update

from casework.ports_follow_up import Call, CallKind, ListedCall, Outcome
from hotline.errors import ConflictError, NotFoundError
from hotline.workflow import State
from storage.statements import AnyRow, InsertOnce
from storage.tables import tickets
from storage.tables_supervision import call_list, follow_ups
from storage.titles import TITLE, is_sealed, listed_title

_OPEN = call_list.c.done_at.is_(None)
_ADD = InsertOnce(call_list, call_list.c.id)
_GET = select(call_list).where(call_list.c.id == bindparam("which"))
_OF_TICKET = select(call_list).where(call_list.c.ticket == bindparam("wanted")).order_by(call_list.c.id)
_DONE = update(call_list).where(call_list.c.id == bindparam("which"), _OPEN)
_TRIES = and_(
    follow_ups.c.ticket == call_list.c.ticket,
    follow_ups.c.at >= call_list.c.at,
    follow_ups.c.how == "phone",
    follow_ups.c.outcome != Outcome.GIVEN_UP.value,
)
_ATTEMPTS = select(func.count()).select_from(follow_ups).where(_TRIES).correlate(call_list).scalar_subquery()
_LAST = (
    select(follow_ups.c.outcome).where(_TRIES).order_by(follow_ups.c.id.desc()).limit(1).correlate(call_list)
).scalar_subquery()
_NOW = and_(_OPEN, call_list.c.at <= bindparam("now"))
_WAITING = (
    select(call_list, *TITLE, tickets.c.state, tickets.c.lead, _ATTEMPTS.label("attempts"), _LAST.label("last_outcome"))
    .join(tickets, tickets.c.number == call_list.c.ticket)
    .where(_NOW)
    .order_by(call_list.c.due_at, call_list.c.id)
    .limit(bindparam("most"))
)  # fmt: skip
COUNT_WAITING = select(func.count()).select_from(call_list).where(_NOW)
_SAME_ROUND = and_(
    call_list.c.ticket == tickets.c.number,
    call_list.c.kind == CallKind.SILENT.value,
    call_list.c.round == tickets.c.redos,
)
_WAITS = tickets.c.state == State.FOLLOW_UP.value
_SILENT = (
    select(tickets.c.number)
    .where(_WAITS, ~exists().where(_SAME_ROUND))
    .order_by(tickets.c.received_at)
    .limit(bindparam("most"))
)
_GONE = (
    select(call_list)
    .join(tickets, tickets.c.number == call_list.c.ticket)
    .where(_OPEN, call_list.c.kind == CallKind.SILENT.value, or_(~_WAITS, tickets.c.redos != call_list.c.round))
    .limit(bindparam("most"))
)

_DRAWN = (
    select(call_list.c.id)
    .where(call_list.c.kind == CallKind.SAMPLE.value, call_list.c.at >= bindparam("moment"))
    .limit(1)
)


def _closed(since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(tickets.c.closed_at >= since, tickets.c.closed_at < until)


class SqlCallList:
    """Fulfils `casework.ports_follow_up.CallList`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, ticket: str, kind: CallKind, round_: int, at: datetime, due_at: datetime) -> bool:
        values: dict[str, Any] = {"ticket": ticket, "kind": kind.value, "round": round_, "at": at, "due_at": due_at,
                                  "done_by": ""}  # fmt: skip
        return _ADD.run(self._connection, values) is not None

    def get(self, call: int) -> Call:
        row = self._connection.execute(_GET, {"which": call}).one_or_none()
        if row is None:
            raise NotFoundError(what="call", key=call)
        return _call(row)

    def of_ticket(self, number: str) -> list[Call]:
        return [_call(row) for row in self._connection.execute(_OF_TICKET, {"wanted": number})]

    def done(self, call: int, by: str, at: datetime) -> None:
        if self._connection.execute(_DONE.values(done_at=at, done_by=by), {"which": call}).rowcount == 0:
            raise ConflictError(what="call", key=call)

    def waiting(self, now: datetime, limit: int = 200) -> list[ListedCall]:
        return [_listed(row) for row in self._connection.execute(_WAITING, {"now": now, "most": limit})]

    def silent(self, limit: int = 500) -> list[str]:
        return list(self._connection.execute(_SILENT, {"most": limit}).scalars())

    def over(self, limit: int = 500) -> list[Call]:
        return [_call(row) for row in self._connection.execute(_GONE, {"most": limit})]

    def closed_in(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        """Who gave no name is nobody to call."""
        rows = select(tickets.c.number, tickets.c.redos).where(_closed(since, until), ~tickets.c.anonymous)
        return [(row.number, row.redos) for row in self._connection.execute(rows)]

    def drawn_since(self, moment: datetime) -> bool:
        return self._connection.execute(_DRAWN, {"moment": moment}).scalar() is not None

    def count_closed(self, since: datetime, until: datetime) -> int:
        counted = select(func.count()).select_from(tickets).where(_closed(since, until))
        return self._connection.execute(counted).scalar_one()


def _call(row: AnyRow) -> Call:
    return Call(row.id, row.ticket, CallKind(row.kind), row.round, row.at, row.due_at, row.done_at, row.done_by)


def _listed(row: AnyRow) -> ListedCall:
    return ListedCall(_call(row), listed_title(row), State(row.state), row.lead, row.attempts, row.last_outcome or "",
                      is_sealed(row))  # fmt: skip
