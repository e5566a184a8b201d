"""Every machine decision, and what people made of it. Labels stand in clear, the words that spoke for them sealed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, bindparam, insert, select, update

from casework.ports import Correction, Predicted
from hotline.errors import NotFoundError
from hotline.people import Actor
from storage.statements import AnyRow, InsertOnce, Prepared
from storage.tables import corrections, predictions, settled_corrections
from storage.vault import Vault

_EVIDENCE = "predictions.evidence"

_ADD = Prepared(insert(predictions))
_BIND = (
    update(predictions)
    .where(predictions.c.inbound == bindparam("of_inbound"))
    .values(ticket=bindparam("number"))
)  # fmt: skip
_OF_TICKET = (
    select(predictions.c.decisions, predictions.c.evidence)
    .where(predictions.c.ticket == bindparam("number"))
    .order_by(predictions.c.id)
)
_CORRECT = insert(corrections)
_KNOWN = select(corrections.c.id).where(corrections.c.id.in_(bindparam("wanted", expanding=True)))
_SETTLE = InsertOnce(settled_corrections, settled_corrections.c.correction)


class SqlLedger:
    """Fulfils `casework.ports.Ledger`. Where several messages led to a ticket, the later decision counts."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, inbound: int, model: str, decisions: Mapping[str, Predicted], at: datetime, ticket: str = "") -> None:
        evidence = {name: list(decision.evidence) for name, decision in decisions.items() if decision.evidence}
        _ADD.count(
            self._connection,
            {
                "inbound": inbound,
                "model": model,
                "decisions": {name: _packed(decision) for name, decision in decisions.items()},
                "evidence": self._vault.hide(_EVIDENCE, evidence) if evidence else None,
                "at": at,
                "ticket": ticket or None,
            },
        )

    def bind(self, inbound: int, ticket: str) -> None:
        self._connection.execute(_BIND, {"of_inbound": inbound, "number": ticket})

    def of_ticket(self, ticket: str) -> Mapping[str, Predicted]:
        merged: dict[str, Predicted] = {}
        for row in self._connection.execute(_OF_TICKET, {"number": ticket}):
            merged |= self._unpacked(row)
        return merged

    def correct(self, correction: Correction) -> None:
        self._connection.execute(
            _CORRECT,
            {
                "ticket": correction.ticket,
                "decision": correction.decision,
                "was": correction.was,
                "became": correction.became,
                "actor_role": correction.actor.role.value,
                "actor_id": correction.actor.id,
                "at": correction.at,
                "source": correction.source,
            },
        )

    def settle(self, corrections: Sequence[int], actor: Actor, at: datetime, *, accepted: bool) -> int:
        wanted = sorted(set(corrections))
        known = set(self._connection.execute(_KNOWN, {"wanted": wanted}).scalars())
        if len(known) < len(wanted):
            raise NotFoundError(what="correction", key=min(set(wanted) - known))
        values = {"accepted": accepted, "actor_role": actor.role.value, "actor_id": actor.id, "at": at}
        return sum(_SETTLE.run(self._connection, {"correction": each, **values}) is not None for each in wanted)

    def _unpacked(self, row: AnyRow) -> dict[str, Predicted]:
        sealed = row[1]
        evidence = cast(dict[str, list[str]], self._vault.reveal(_EVIDENCE, sealed)) if sealed else {}
        return {
            name: Predicted(
                label=label,
                confidence=confidence,
                auto=auto,
                alternatives=tuple((each[0], each[1]) for each in alternatives),
                evidence=tuple(evidence.get(name, ())),
            )
            for name, (label, confidence, auto, alternatives) in row[0].items()
        }


def _packed(decision: Predicted) -> list[object]:
    return [decision.label, decision.confidence, decision.auto, [list(each) for each in decision.alternatives]]
