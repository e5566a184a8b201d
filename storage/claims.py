"""Claims on how a ticket counts (剔除, 申诉), and what was decided."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from analytics.assessment.table import Findings
from casework.ports_assessment import Claim, ClaimKind
from hotline.assessment import Figure
from hotline.errors import ConflictError, NotFoundError
from hotline.people import Actor, Role
from storage.actors import actor_of, actor_values
from storage.assessment_rows import CLOSED_IN
from storage.statements import AnyRow, InsertOnce
from storage.tables_care import assessment_claims
from storage.vault import Vault

_WORDS, _DECISION = "assessment_claims.words", "assessment_claims.decision"
_ADD = InsertOnce(assessment_claims, assessment_claims.c.id)
_ALL = select(assessment_claims)
_WAITING = _ALL.where(assessment_claims.c.decided_at.is_(None)).order_by(assessment_claims.c.id)
_DECIDED = _ALL.where(assessment_claims.c.decided_at.is_not(None)).order_by(assessment_claims.c.decided_at.desc())
_OF_TICKET = _ALL.where(assessment_claims.c.ticket == bindparam("wanted")).order_by(assessment_claims.c.id)
_ONE = _ALL.where(assessment_claims.c.id == bindparam("wanted"))
_DECIDE = update(assessment_claims).where(
    assessment_claims.c.id == bindparam("wanted"), assessment_claims.c.decided_at.is_(None)
)
_UPHELD = select(assessment_claims.c.ticket, assessment_claims.c.kind, assessment_claims.c.subject).where(
    assessment_claims.c.accepted.is_(True), assessment_claims.c.ticket.in_(CLOSED_IN)
)


class SqlClaims:
    """Fulfils `casework.ports_assessment.Claims`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, claim: Claim) -> int:
        values: dict[str, object] = {
            "ticket": claim.ticket,
            "kind": claim.kind.value,
            "subject": claim.subject,
            "words": self._vault.hide(_WORDS, claim.words),
            **actor_values("by", claim.by),
            "at": claim.at,
            "decided_login": "",
            "decided_name": "",
        }
        number: int | None = _ADD.run(self._connection, values)
        if number is None:
            raise ConflictError(what="claim", key=claim.ticket)
        return number

    def get(self, claim: int) -> Claim:
        row = self._connection.execute(_ONE, {"wanted": claim}).one_or_none()
        if row is None:
            raise NotFoundError(what="claim", key=claim)
        return self._claim(row)

    def of_ticket(self, ticket: str) -> Sequence[Claim]:
        return [self._claim(row) for row in self._connection.execute(_OF_TICKET, {"wanted": ticket})]

    def waiting(self, limit: int = 200) -> Sequence[Claim]:
        return [self._claim(row) for row in self._connection.execute(_WAITING.limit(limit))]

    def decided(self, limit: int = 200) -> Sequence[Claim]:
        return [self._claim(row) for row in self._connection.execute(_DECIDED.limit(limit))]

    def decide(self, claim: int, actor: Actor, at: datetime, *, accepted: bool, words: str) -> None:
        values = {"accepted": accepted, "decided_login": actor.id, "decided_name": actor.name, "decided_at": at,
                  "decision": self._vault.hide(_DECISION, words)}  # fmt: skip
        if self._connection.execute(_DECIDE.values(values), {"wanted": claim}).rowcount == 0:
            raise ConflictError(what="claim", key=claim)

    def _claim(self, row: AnyRow) -> Claim:
        decided = Actor(Role.SUPERVISOR, row.decided_login, name=row.decided_name) if row.decided_at else None
        return Claim(
            ticket=row.ticket,
            kind=ClaimKind(row.kind),
            subject=row.subject,
            words=str(self._vault.reveal(_WORDS, row.words)),
            by=actor_of("by", row),
            at=row.at,
            id=row.id,
            accepted=row.accepted,
            decided_by=decided,
            decided_at=row.decided_at,
            decision=str(self._vault.reveal(_DECISION, row.decision)) if row.decision else "",
        )


def findings(connection: Connection, since: datetime, until: datetime) -> Findings:
    """What was accepted about the tickets closed in [since, until)."""
    excluded: set[str] = set()
    spared: dict[Figure, set[str]] = {}
    for row in connection.execute(_UPHELD, {"since": since, "until": until}):
        if row.kind == ClaimKind.EXCLUSION.value:
            excluded.add(row.ticket)
        else:
            spared.setdefault(Figure(row.subject), set()).add(row.ticket)
    return Findings(frozenset(excluded), spared)
