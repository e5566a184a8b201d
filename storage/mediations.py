"""Mediations: referred with the citizen's word, and how they ended."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from casework.ports_help import Mediation, MediationKind, Outcome
from hotline.errors import ConflictError
from hotline.people import Actor, Role
from storage.actors import actor_of, actor_values
from storage.statements import AnyRow, InsertOnce
from storage.tables_care import mediations
from storage.vault import Vault

_WORDS, _OUTCOME = "mediations.words", "mediations.outcome_words"
_ADD = InsertOnce(mediations, mediations.c.id)
_OF_TICKET = select(mediations).where(mediations.c.ticket == bindparam("wanted")).order_by(mediations.c.id)
_OPEN = update(mediations).where(mediations.c.id == bindparam("wanted"), mediations.c.open.is_(True))
_UNASKED = _OPEN.where(mediations.c.consent_at.is_(None))


class SqlMediations:
    """Fulfils `casework.ports_help.Mediations`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, mediation: Mediation) -> int:
        values: dict[str, object] = {
            "ticket": mediation.ticket,
            "kind": mediation.kind.value,
            "words": self._vault.hide(_WORDS, mediation.words),
            **actor_values("by", mediation.by),
            "at": mediation.at,
            **dict.fromkeys(("consent_role", "consent_login", "consent_name"), ""),
            **dict.fromkeys(("outcome", "outcome_login", "outcome_name"), ""),
            "open": True,
        }
        number: int | None = _ADD.run(self._connection, values)
        if number is None:
            raise ConflictError(what="mediation", key=mediation.ticket)
        return number

    def of_ticket(self, ticket: str) -> Sequence[Mediation]:
        return [self._mediation(row) for row in self._connection.execute(_OF_TICKET, {"wanted": ticket})]

    def consent(self, mediation: int, actor: Actor, at: datetime, *, given: bool) -> None:
        said = _UNASKED.values(consent=given, consent_role=actor.role.value, consent_login=actor.id,
                               consent_name=actor.name, consent_at=at, open=given)  # fmt: skip
        self._once(self._connection.execute(said, {"wanted": mediation}).rowcount, mediation)

    def end(self, mediation: int, actor: Actor, at: datetime, outcome: Outcome, words: str) -> None:
        ended = _OPEN.values(outcome=outcome.value, outcome_words=self._vault.hide(_OUTCOME, words),
                             outcome_login=actor.id, outcome_name=actor.name, outcome_at=at, open=False)  # fmt: skip
        self._once(self._connection.execute(ended, {"wanted": mediation}).rowcount, mediation)

    def _once(self, rows: int, mediation: int) -> None:
        if rows == 0:
            raise ConflictError(what="mediation", key=mediation)

    def _mediation(self, row: AnyRow) -> Mediation:
        asked = Actor(Role(row.consent_role), row.consent_login, name=row.consent_name) if row.consent_at else None
        ended = Actor(Role.OPERATOR, row.outcome_login, name=row.outcome_name) if row.outcome_at else None
        return Mediation(
            ticket=row.ticket,
            kind=MediationKind(row.kind),
            words=str(self._vault.reveal(_WORDS, row.words)),
            by=actor_of("by", row),
            at=row.at,
            id=row.id,
            consent=row.consent,
            consent_by=asked,
            consent_at=row.consent_at,
            outcome=Outcome(row.outcome) if row.outcome else None,
            outcome_words=str(self._vault.reveal(_OUTCOME, row.outcome_words)) if row.outcome_words else "",
            outcome_by=ended,
            outcome_at=row.outcome_at,
        )
