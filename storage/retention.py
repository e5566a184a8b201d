"""What is over its time is emptied or deleted, a bounded number at a time."""

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from hotline.workflow import FINAL
from storage.inbox import ERASED
from storage.outbox import Parcel
from storage.tables import audit, history, inbox, outbox, pictures, sessions, ticket_links, tickets
from storage.tables_answer import answer_pictures
from storage.tables_rights import expired_tickets, retention_floors
from storage.ticket_rows import WORDS
from storage.tombstones import empty_heard, empty_told
from storage.tombstones_beside import empty_beside
from storage.vault import Vault

_MOST: BindParameter[Any] = bindparam("most")
_BEFORE: BindParameter[Any] = bindparam("until")
_OLD_PICTURES = (
    select(pictures.c.inbound)
    .join(inbox, inbox.c.id == pictures.c.inbound)
    .where(inbox.c.at < _BEFORE)
    .order_by(pictures.c.inbound)
    .limit(_MOST)
)
_DROP_PICTURES = delete(pictures).where(pictures.c.inbound.in_(bindparam("ids", expanding=True)))
_OLD_ANSWER_PICTURES = (
    select(answer_pictures.c.id).where(answer_pictures.c.at < _BEFORE).order_by(answer_pictures.c.id).limit(_MOST)
)
_DROP_ANSWER_PICTURES = delete(answer_pictures).where(answer_pictures.c.id.in_(bindparam("ids", expanding=True)))
_OLD_HEARD = (
    select(inbox.c.id)
    .where(inbox.c.at < _BEFORE, inbox.c.ticket.is_(None), inbox.c.kind != ERASED)
    .order_by(inbox.c.id)
    .limit(_MOST)
)
_OLD_TOLD = (
    select(outbox.c.id)
    .where(outbox.c.at < _BEFORE, outbox.c.ticket == "", outbox.c.due_at.is_(None),
           outbox.c.state != Parcel.ERASED.value)
    .order_by(outbox.c.id)
    .limit(_MOST)
)  # fmt: skip
_OLD_SESSIONS = select(sessions.c.person).where(sessions.c.at < _BEFORE).order_by(sessions.c.at).limit(_MOST)
_DROP_SESSIONS = delete(sessions).where(sessions.c.person.in_(bindparam("ids", expanding=True)))
_MOVED_SINCE = select(history.c.ticket).where(history.c.ticket == tickets.c.number, history.c.at >= _BEFORE).exists()
_DONE_BEFORE = select(expired_tickets.c.ticket).where(expired_tickets.c.ticket == tickets.c.number).exists()
_OLD_TICKETS = (
    select(tickets.c.number)
    .where(
        tickets.c.received_at < _BEFORE,
        tickets.c.state.in_([state.value for state in FINAL]),
        ~or_(_MOVED_SINCE, _DONE_BEFORE),
    )
    .order_by(tickets.c.received_at, tickets.c.number)
    .limit(_MOST)
)
_TICKET: BindParameter[Any] = bindparam("which")
_EMPTY_TICKET = (
    update(tickets)
    .where(tickets.c.number == _TICKET)
    .values(words=bindparam("nothing"), title_masked="", text_masked="", place_masked="")
)
_EMPTY_HISTORY = update(history).where(history.c.ticket == _TICKET, history.c.words.is_not(None)).values(words=None)
_EMPTY_LINKS = (
    update(ticket_links)
    .where(or_(ticket_links.c.ticket == _TICKET, ticket_links.c.other == _TICKET))
    .values(why="")
)  # fmt: skip
_ITS_HEARD = select(inbox.c.id).where(inbox.c.ticket == _TICKET, inbox.c.kind != ERASED)
_ITS_TOLD = select(outbox.c.id).where(outbox.c.ticket == _TICKET, outbox.c.state != Parcel.ERASED.value)
_EXPIRED = insert(expired_tickets)
_OLD_AUDIT = select(audit.c.id).where(audit.c.at < _BEFORE).order_by(audit.c.id).limit(_MOST)
_DROP_AUDIT = delete(audit).where(audit.c.id.in_(bindparam("ids", expanding=True)))
_UPSERT = {"sqlite": sqlite.insert(retention_floors), "postgresql": postgresql.insert(retention_floors)}
_GONE = "—"


class SqlRetention:
    """Fulfils `casework.ports_rights.Retention`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def expire_pictures(self, before: datetime, limit: int) -> int:
        old = self._ids(_OLD_PICTURES, before, limit)
        if old:
            self._connection.execute(_DROP_PICTURES, {"ids": old})
        answered = self._ids(_OLD_ANSWER_PICTURES, before, limit)
        if answered:
            self._connection.execute(_DROP_ANSWER_PICTURES, {"ids": answered})
        return len(old) + len(answered)

    def expire_words(self, before: datetime, limit: int) -> int:
        heard, told = self._ids(_OLD_HEARD, before, limit), self._ids(_OLD_TOLD, before, limit)
        resting = self._ids(_OLD_SESSIONS, before, limit)
        if resting:
            self._connection.execute(_DROP_SESSIONS, {"ids": resting})
        empty_heard(self._connection, self._vault, heard)
        empty_told(self._connection, self._vault, told)
        return len(heard) + len(told) + len(resting)

    def expire_tickets(self, before: datetime, at: datetime, limit: int) -> int:
        numbers = list(
            self._connection.execute(_OLD_TICKETS, {"until": before, "most": limit}).scalars()
        )  # fmt: skip
        if numbers:
            self._lower_to("history", before)
        for number in numbers:
            self._empty(number, at)
        return len(numbers)

    def expire_audit(self, before: datetime, limit: int) -> int:
        old = self._ids(_OLD_AUDIT, before, limit)
        if old:
            self._lower_to("audit", before)
            self._connection.execute(_DROP_AUDIT, {"ids": old})
        return len(old)

    def _empty(self, number: str, at: datetime) -> None:
        """An appeal carries words; a dash stands for those that are gone."""
        nothing = self._vault.hide(WORDS, ["", _GONE, "", "", "", "", "", "", ""])
        self._connection.execute(_EMPTY_TICKET, {"which": number, "nothing": nothing})
        for statement in (_EMPTY_HISTORY, _EMPTY_LINKS):
            self._connection.execute(statement, {"which": number})
        heard = self._connection.execute(_ITS_HEARD, {"which": number}).scalars().all()
        told = self._connection.execute(_ITS_TOLD, {"which": number}).scalars().all()
        empty_heard(self._connection, self._vault, heard)
        empty_told(self._connection, self._vault, told)
        empty_beside(self._connection, self._vault, number)
        self._connection.execute(_EXPIRED, {"ticket": number, "at": at})

    def _lower_to(self, name: str, before: datetime) -> None:
        """Let lines before a moment go; a trigger holds all others."""
        wanted = _UPSERT[self._connection.dialect.name].values(name=name, before=before)
        self._connection.execute(
            wanted.on_conflict_do_update(index_elements=["name"], set_={"before": before})  # type: ignore[attr-defined]
        )

    def _ids(self, statement: Select[Any], before: datetime, limit: int) -> list[int]:
        return list(self._connection.execute(statement, {"until": before, "most": limit}).scalars())
