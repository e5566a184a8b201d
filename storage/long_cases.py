"""Long cases and what was done about them."""

from dataclasses import replace
from datetime import date, datetime
from typing import cast

from sqlalchemy import Connection, bindparam, insert, select, update

from casework.ports_supervision import CaseEntry, ListedCase, LongCase
from hotline.errors import ConflictError
from hotline.people import Actor
from hotline.workflow import State
from storage.statements import AnyRow
from storage.tables import tickets
from storage.tables_supervision import long_case_entries, long_cases
from storage.titles import TITLE, listed_title, listed_words
from storage.vault import Vault

_FIELD = "long_cases.words"
_ADD, _NOTE = insert(long_cases), insert(long_case_entries)
_OF_TICKET = (
    select(long_cases).where(long_cases.c.ticket == bindparam("wanted")).order_by(long_cases.c.id.desc()).limit(1)
)
_ENTRIES = (
    select(long_case_entries)
    .where(long_case_entries.c.long_case == bindparam("wanted"))
    .order_by(long_case_entries.c.id)
)
_CLOSE = update(long_cases).where(long_cases.c.id == bindparam("which"), long_cases.c.closed_at.is_(None))
_ALL = (
    select(long_cases, *TITLE, tickets.c.state, tickets.c.lead)
    .join(tickets, tickets.c.number == long_cases.c.ticket)
    .limit(bindparam("most"))
)
_OPEN = _ALL.where(long_cases.c.closed_at.is_(None)).order_by(long_cases.c.until, long_cases.c.id)
_CLOSED = _ALL.where(long_cases.c.closed_at.is_not(None)).order_by(long_cases.c.closed_at.desc(), long_cases.c.id)


class SqlLongCases:
    """Fulfils `casework.ports_supervision.LongCases`. A unique key keeps one open for each ticket."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def open(self, ticket: str, plan: str, leader: str, until: date, actor: Actor, at: datetime) -> None:
        values: dict[str, object] = {
            "ticket": ticket,
            "plan": self._vault.hide(_FIELD, plan),
            "leader": self._vault.hide(_FIELD, leader),
            "until": until,
            "opened_at": at,
            "opened_by": actor.id,
            "closed_by": "",
        }
        self._connection.execute(_ADD, values)

    def of_ticket(self, number: str) -> LongCase | None:
        row = self._connection.execute(_OF_TICKET, {"wanted": number}).one_or_none()
        if row is None:
            return None
        lines = self._connection.execute(_ENTRIES, {"wanted": row.id})
        return self._case(row, tuple(CaseEntry(each.at, each.by, self._words(each.words)) for each in lines))

    def note(self, case: int, words: str, actor: Actor, at: datetime) -> None:
        values = {"long_case": case, "at": at, "by": actor.id, "words": self._vault.hide(_FIELD, words)}
        self._connection.execute(_NOTE, values)

    def close(self, case: int, outcome: str, actor: Actor, at: datetime) -> None:
        values = {"closed_at": at, "closed_by": actor.id, "outcome": self._vault.hide(_FIELD, outcome)}
        if self._connection.execute(_CLOSE.values(values), {"which": case}).rowcount == 0:
            raise ConflictError(what="long_case", key=case)

    def all(self, *, closed: bool = False, limit: int = 200) -> list[ListedCase]:
        rows = self._connection.execute(_CLOSED if closed else _OPEN, {"most": limit})
        return [ListedCase(self._listed(row), listed_title(row), State(row.state), row.lead) for row in rows]

    def _listed(self, row: AnyRow) -> LongCase:
        case = self._case(row, ())
        return replace(case, plan=listed_words(row, case.plan), outcome=listed_words(row, case.outcome))

    def _words(self, sealed: bytes | None) -> str:
        return self._vault.masked(cast(str, self._vault.reveal(_FIELD, sealed))) if sealed else ""

    def _case(self, row: AnyRow, entries: tuple[CaseEntry, ...]) -> LongCase:
        return LongCase(row.id, row.ticket, self._words(row.plan), self._words(row.leader), row.until, row.opened_at,
                        row.opened_by, row.closed_at, row.closed_by, self._words(row.outcome), entries)  # fmt: skip
