"""Consultations: who was called together, what each unit said, and what came of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, bindparam, insert, select, update

from casework.ports_consult import Consultation, Invitation, Position
from storage.guard import require_not_barred
from storage.statements import AnyRow, InsertOnce
from storage.tables import tickets
from storage.tables_life import consultations, positions
from storage.titles import TITLE, listed_title
from storage.vault import Vault

_WORDS, _SAID = "consultations.words", "positions.words"
_OF_TICKET = select(consultations).where(consultations.c.ticket == bindparam("number")).order_by(consultations.c.id)
_POSITIONS = (
    select(positions)
    .join(consultations, consultations.c.id == positions.c.consultation)
    .where(consultations.c.ticket == bindparam("number"))
    .order_by(positions.c.id)
)
_TICKET = select(consultations.c.ticket).where(consultations.c.id == bindparam("which"))
_INVITE = InsertOnce(positions, positions.c.id)
_STATE = (
    update(positions)
    .where(positions.c.consultation == bindparam("which"), positions.c.unit == bindparam("whose"))
    .values(stated_at=bindparam("moment"), by=bindparam("login"), words=bindparam("said"))
)
_OF_UNIT = (
    select(consultations.c.ticket, *TITLE, positions.c.invited_at, positions.c.stated_at)
    .join(consultations, consultations.c.id == positions.c.consultation)
    .join(tickets, tickets.c.number == consultations.c.ticket)
    .where(positions.c.unit == bindparam("whose"), consultations.c.concluded_at.is_(None))
    .order_by(positions.c.id.desc())
    .limit(bindparam("most"))
)


class SqlConsultations:
    """Fulfils `casework.ports_consult.Consultations`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def open(self, ticket: str, login: str, reason: str, at: datetime) -> int:
        values = {"ticket": ticket, "at": at, "by": login, "lead": "", "others": [],
                  "words": self._vault.hide(_WORDS, [reason, "", ""])}  # fmt: skip
        made = insert(consultations).returning(consultations.c.id)
        number: int = self._connection.execute(made, values).scalar_one()
        return number

    def invite(self, consultation: int, units: Sequence[str], at: datetime) -> None:
        ticket = self._connection.execute(_TICKET, {"which": consultation}).scalar_one()
        for unit in units:
            require_not_barred(self._connection, ticket, unit)
            values = {"consultation": consultation, "unit": unit, "invited_at": at, "by": "",
                      "words": self._vault.hide(_SAID, "")}  # fmt: skip
            _INVITE.run(self._connection, values)

    def state(self, consultation: int, unit: str, login: str, words: str, at: datetime) -> None:
        terms = {"which": consultation, "whose": unit, "moment": at, "login": login,
                 "said": self._vault.hide(_SAID, words)}  # fmt: skip
        self._connection.execute(_STATE, terms)

    def conclude(self, concluded: Consultation) -> None:
        words = [concluded.reason, concluded.outcome, concluded.ground]
        values = {"concluded_at": concluded.concluded_at, "lead": concluded.lead, "others": list(concluded.others),
                  "words": self._vault.hide(_WORDS, words)}  # fmt: skip
        self._connection.execute(update(consultations).where(consultations.c.id == concluded.id).values(**values))

    def standing(self, ticket: str) -> Consultation | None:
        return next((each for each in reversed(self.of_ticket(ticket)) if each.concluded_at is None), None)

    def of_ticket(self, number: str) -> list[Consultation]:
        said: dict[int, list[Position]] = {}
        for row in self._connection.execute(_POSITIONS, {"number": number}):
            said.setdefault(row.consultation, []).append(self._position(row))
        rows = self._connection.execute(_OF_TICKET, {"number": number})
        return [self._consultation(row, said.get(row.id, ())) for row in rows]

    def of_unit(self, unit: str, limit: int = 50) -> list[Invitation]:
        rows = self._connection.execute(_OF_UNIT, {"whose": unit, "most": limit})
        return [Invitation(row.ticket, listed_title(row), row.invited_at, row.stated_at is not None) for row in rows]

    def _position(self, row: AnyRow) -> Position:
        words = self._vault.masked(str(self._vault.reveal(_SAID, row.words)))
        return Position(row.unit, row.invited_at, row.stated_at, row.by, words)

    def _consultation(self, row: AnyRow, said: Sequence[Position]) -> Consultation:
        reason, outcome, ground = cast(list[str], self._vault.reveal(_WORDS, row.words))
        return Consultation(row.id, row.ticket, row.at, row.by, reason, tuple(said), row.concluded_at, row.lead,
                            tuple(row.others), outcome, ground)  # fmt: skip
