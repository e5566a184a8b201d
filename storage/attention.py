"""What waits for a person."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, case, or_, select, update

from casework.ports import AttentionItem, AttentionKind
from hotline.errors import ConflictError, NotFoundError
from storage.statements import AnyRow, InsertOnce
from storage.tables import attention
from storage.vault import storable

ORDER = (
    AttentionKind.EMERGENCY,
    AttentionKind.HANDOVER,
    AttentionKind.TROUBLE,
    AttentionKind.ESCALATION,
    AttentionKind.RETURNS,
    AttentionKind.OVERDUE,
    AttentionKind.PRIVACY,
    AttentionKind.PROMISE,
    AttentionKind.VECTORS,
    AttentionKind.CALENDAR,
    AttentionKind.KNOWLEDGE,
)
"""Who comes first where a list is cut: danger behind a hundred calls of last week is still seen."""

_OPEN = attention.c.done_at.is_(None)
_RANK = case({kind.value: rank for rank, kind in enumerate(ORDER)}, value=attention.c.kind, else_=len(ORDER))
_ITEMS = select(
    attention.c.id, attention.c.kind, attention.c.person, attention.c.summary, attention.c.at, attention.c.ticket,
    attention.c.taken_by, attention.c.done_at,
)  # fmt: skip
_SAME = (
    select(attention.c.id)
    .where(attention.c.person == bindparam("whose"), attention.c.kind == bindparam("why"), _OPEN)
    .where(or_(attention.c.ticket == bindparam("number"), attention.c.ticket == "", bindparam("number") == ""))
    .order_by(attention.c.id)
    .limit(1)
)
_EVER = (
    select(attention.c.id)
    .where(attention.c.kind == bindparam("why"), attention.c.summary == bindparam("words"))
    .order_by(attention.c.id)
    .limit(1)
)
_OPEN_FOR = (
    _ITEMS.where(attention.c.person == bindparam("whose"), attention.c.kind == bindparam("why"), _OPEN)
    .where(or_(attention.c.ticket == bindparam("number"), bindparam("number") == ""))
    .order_by(attention.c.id)
    .limit(1)
)
_CALL = InsertOnce(attention, attention.c.id)
_GET = _ITEMS.where(attention.c.id == bindparam("item"))
_OPEN_ITEMS = _ITEMS.where(_OPEN).order_by(_RANK, attention.c.id).limit(bindparam("most"))
_TAKE = (
    update(attention)
    .where(attention.c.id == bindparam("item"), _OPEN, attention.c.taken_by.in_(["", bindparam("login")]))
    .values(taken_by=bindparam("login"))
)
_FINISH = update(attention).where(attention.c.id == bindparam("item"), _OPEN).values(done_at=bindparam("when"))
_FINISH_FOR = (
    update(attention)
    .where(attention.c.person == bindparam("whose"), attention.c.kind == bindparam("why"), _OPEN)
    .values(done_at=bindparam("when"))
)


class SqlAttention:
    """Fulfils `casework.ports.Attention`. Calls about two different tickets of one person are two calls."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def call(self, kind: AttentionKind, person: int, summary: str, at: datetime, ticket: str = "") -> int:
        found = self._same(kind, person, ticket)
        if found is not None:
            return found
        values: dict[str, object] = {"kind": kind.value, "person": person, "summary": storable(summary), "at": at,
                                     "ticket": ticket, "taken_by": ""}  # fmt: skip
        added: int | None = _CALL.run(self._connection, values)
        added = self._same(kind, person, ticket) if added is None else added
        if added is None:
            raise ConflictError(what="attention", key=person)
        return added

    def call_once(self, kind: AttentionKind, person: int, summary: str, at: datetime, ticket: str = "") -> int:
        words = {"why": kind.value, "words": storable(summary)}
        found: int | None = self._connection.execute(_EVER, words).scalar()
        return self.call(kind, person, summary, at, ticket) if found is None else found

    def get(self, item: int) -> AttentionItem:
        row = self._connection.execute(_GET, {"item": item}).one_or_none()
        if row is None:
            raise NotFoundError(what="attention", key=item)
        return attention_item(row)

    def open_for(self, person: int, kind: AttentionKind, ticket: str = "") -> AttentionItem | None:
        terms = {"whose": person, "why": kind.value, "number": ticket}
        row = self._connection.execute(_OPEN_FOR, terms).first()
        return attention_item(row) if row else None

    def open(self, limit: int = 100) -> list[AttentionItem]:
        return open_items(self._connection, limit)

    def take(self, item: int, login: str) -> None:
        """Raises NotFoundError where there is none, ConflictError where another has it or it is done."""
        if self._connection.execute(_TAKE, {"item": item, "login": login}).rowcount == 0:
            raise ConflictError(what="attention", key=self.get(item).id)

    def finish(self, item: int, at: datetime) -> None:
        self._connection.execute(_FINISH, {"item": item, "when": at})

    def finish_for(self, person: int, kind: AttentionKind, at: datetime) -> None:
        self._connection.execute(_FINISH_FOR, {"whose": person, "why": kind.value, "when": at})

    def _same(self, kind: AttentionKind, person: int, ticket: str) -> int | None:
        return self._connection.execute(_SAME, {"whose": person, "why": kind.value, "number": ticket}).scalar()


def open_items(connection: Connection, limit: int) -> list[AttentionItem]:
    """The most pressing kinds first, and among these who has waited longest."""
    return [attention_item(row) for row in connection.execute(_OPEN_ITEMS, {"most": limit})]


def attention_item(row: AnyRow) -> AttentionItem:
    return AttentionItem(row[0], AttentionKind(row[1]), *row[2:])
