"""Returns with their evidence, and what they and consultations propose for the catalogue."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, bindparam, func, insert, select, update

from casework.ports_returns import (
    OpenReturn,
    ProposalState,
    ReturnClass,
    ReturnCount,
    ReturnRequest,
    ReturnState,
    RuleProposal,
)
from hotline.errors import NotFoundError
from hotline.message import Attachment
from storage.statements import AnyRow
from storage.tables import tickets
from storage.tables_life import evidence, returns, rule_proposals
from storage.titles import TITLE, listed_title
from storage.vault import Vault

_WORDS, _PICTURE = "returns.words", "evidence.content"
_ADD = insert(returns).returning(returns.c.id)
_OF_TICKET = select(returns).where(returns.c.ticket == bindparam("number")).order_by(returns.c.id)
_OPEN_OF = _OF_TICKET.where(returns.c.state == ReturnState.OPEN.value)
_PICTURES = (
    select(evidence.c.request, evidence.c.id)
    .join(returns, returns.c.id == evidence.c.request)
    .where(returns.c.ticket == bindparam("number"))
    .order_by(evidence.c.id)
)
_PICTURE_OF = (
    select(evidence.c.mime, evidence.c.content)
    .join(returns, returns.c.id == evidence.c.request)
    .where(returns.c.ticket == bindparam("number"), evidence.c.id == bindparam("picture"))
)
_WAITING = (
    select(returns, *TITLE, tickets.c.answer_by, tickets.c.returns)
    .join(tickets, tickets.c.number == returns.c.ticket)
    .where(returns.c.state == ReturnState.OPEN.value)
    .order_by(returns.c.decide_by, returns.c.id)
    .limit(bindparam("most"))
)
_COUNTS = (
    select(returns.c.unit, returns.c.kind, returns.c.state, func.count())
    .where(returns.c.at >= bindparam("since"), returns.c.at < bindparam("until"))
    .group_by(returns.c.unit, returns.c.kind, returns.c.state)
    .order_by(returns.c.unit, returns.c.kind, returns.c.state)
)


class SqlReturns:
    """Fulfils `casework.ports_returns.Returns`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, request: ReturnRequest) -> int:
        values = {
            "ticket": request.ticket,
            "unit": request.unit,
            "kind": request.kind.value,
            "state": request.state.value,
            "at": request.at,
            "by": request.by,
            "decide_by": request.decide_by,
            "decided_by": "",
            "words": self._hidden(request.reason, request.ground, request.evidence, ""),
        }
        number: int = self._connection.execute(_ADD, values).scalar_one()
        return number

    def of_ticket(self, number: str) -> list[ReturnRequest]:
        terms = {"number": number}
        pictures: dict[int, list[int]] = {}
        for request, picture in self._connection.execute(_PICTURES, terms):
            pictures.setdefault(request, []).append(picture)
        rows = self._connection.execute(_OF_TICKET, terms)
        return [self._request(row, pictures.get(row.id, ())) for row in rows]

    def decide(self, ticket: str, state: ReturnState, login: str, ruling: str, at: datetime) -> None:
        row = self._connection.execute(_OPEN_OF, {"number": ticket}).one_or_none()
        if row is None:
            return
        reason, ground, proof, _ = cast(list[str], self._vault.reveal(_WORDS, row.words))
        decided = {"state": state.value, "decided_by": login, "decided_at": at,
                   "words": self._hidden(reason, ground, proof, ruling)}  # fmt: skip
        self._connection.execute(update(returns).where(returns.c.id == row.id).values(**decided))

    def waiting(self, limit: int = 200) -> list[OpenReturn]:
        rows = self._connection.execute(_WAITING, {"most": limit})
        return [OpenReturn(self._request(row, ()), listed_title(row), row.answer_by, row.returns) for row in rows]

    def counts(self, since: datetime, until: datetime) -> list[ReturnCount]:
        rows = self._connection.execute(_COUNTS, {"since": since, "until": until})
        return [ReturnCount(unit, ReturnClass(kind), ReturnState(state), n) for unit, kind, state, n in rows]

    def attach(self, request: int, picture: Attachment, at: datetime) -> int:
        content = self._vault.seal.close(_PICTURE, picture.content)
        values = {"request": request, "mime": picture.mime, "content": content, "at": at}
        number: int = self._connection.execute(insert(evidence).returning(evidence.c.id), values).scalar_one()
        return number

    def picture(self, number: str, picture: int) -> Attachment | None:
        row = self._connection.execute(_PICTURE_OF, {"number": number, "picture": picture}).one_or_none()
        return Attachment(row[0], self._vault.seal.open(_PICTURE, row[1])) if row else None

    def _hidden(self, *words: str) -> bytes:
        return self._vault.hide(_WORDS, list(words))

    def _request(self, row: AnyRow, pictures: Sequence[int]) -> ReturnRequest:
        reason, ground, proof, ruling = cast(list[str], self._vault.reveal(_WORDS, row.words))
        return ReturnRequest(
            ticket=row.ticket,
            unit=row.unit,
            kind=ReturnClass(row.kind),
            at=row.at,
            by=row.by,
            decide_by=row.decide_by,
            reason=reason,
            ground=ground,
            evidence=proof,
            state=ReturnState(row.state),
            decided_by=row.decided_by,
            decided_at=row.decided_at,
            ruling=ruling,
            pictures=tuple(pictures),
            id=row.id,
        )


_COMPLETE = (
    update(rule_proposals)
    .where(
        rule_proposals.c.ticket == bindparam("number"),
        rule_proposals.c.lead == "",
        rule_proposals.c.state == ProposalState.OPEN.value,
    )
    .values(lead=bindparam("known"), others=bindparam("with_it", type_=rule_proposals.c.others.type))
)
_SETTLE = update(rule_proposals).where(
    rule_proposals.c.id == bindparam("which"), rule_proposals.c.state == ProposalState.OPEN.value
)
_OF_STATE = (
    select(rule_proposals)
    .where(rule_proposals.c.state == bindparam("stands"))
    .order_by(rule_proposals.c.id.desc())
    .limit(bindparam("most"))
)


class SqlRuleProposals:
    """Fulfils `casework.ports_returns.RuleProposals`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, proposal: RuleProposal) -> int:
        values = self._values(proposal) | {"ticket": proposal.ticket, "source": proposal.source, "by": proposal.by,
                                           "at": proposal.at, "instead": proposal.instead}  # fmt: skip
        made = insert(rule_proposals).returning(rule_proposals.c.id)
        number: int = self._connection.execute(made, values).scalar_one()
        return number

    def complete(self, ticket: str, lead: str, others: Sequence[str]) -> int:
        terms = {"number": ticket, "known": lead, "with_it": list(others)}
        return self._connection.execute(_COMPLETE, terms).rowcount

    def get(self, proposal: int) -> RuleProposal:
        row = self._connection.execute(select(rule_proposals).where(rule_proposals.c.id == proposal)).one_or_none()
        if row is None:
            raise NotFoundError(what="proposal", key=proposal)
        return _proposal(row)

    def settle(self, proposal: RuleProposal) -> bool:
        settled = _SETTLE.values(**self._values(proposal))
        return bool(self._connection.execute(settled, {"which": proposal.id}).rowcount)

    def of_state(self, state: ProposalState, limit: int = 200) -> list[RuleProposal]:
        rows = self._connection.execute(_OF_STATE, {"stands": state.value, "most": limit})
        return [_proposal(row) for row in rows]

    def _values(self, proposal: RuleProposal) -> dict[str, object]:
        return {
            "category": proposal.category,
            "words": self._vault.masked(proposal.words),
            "lead": proposal.lead,
            "others": list(proposal.others),
            "ground": self._vault.masked(proposal.ground),
            "state": proposal.state.value,
            "decided_by": proposal.decided_by,
            "decided_at": proposal.decided_at,
            "note": self._vault.masked(proposal.note),
        }


def _proposal(row: AnyRow) -> RuleProposal:
    return RuleProposal(
        ticket=row.ticket,
        source=row.source,
        category=row.category,
        words=row.words,
        lead=row.lead,
        others=tuple(row.others),
        instead=row.instead,
        ground=row.ground,
        by=row.by,
        at=row.at,
        state=ProposalState(row.state),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        note=row.note,
        id=row.id,
    )
