"""Questions as they were asked, masked, and what became of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, update

from casework.ports import GapStanding, Question, SaidOfAnswer
from hotline.people import Actor
from storage.statements import InsertOnce
from storage.tables import answer_drafts, questions
from storage.vault import Vault

LONGEST = 500
"""What is longer is cut: nobody reads more of one example."""

_ADD = insert(questions).returning(questions.c.id)
_OF_ONE = update(questions).where(questions.c.id == bindparam("which"))
_GIVEN = _OF_ONE.values(entry=bindparam("chosen"), said=SaidOfAnswer.NOTHING.value)
_SAID = _OF_ONE.values(said=bindparam("word"), said_at=bindparam("moment"))
_BIND = _OF_ONE.values(ticket=bindparam("number"))
_SETTLE = (
    update(questions)
    .where(questions.c.id.in_(bindparam("wanted", expanding=True)))
    .values(
        settled=bindparam("standing"),
        settled_by=bindparam("by"),
        reason=bindparam("why"),
        settled_at=bindparam("moment"),
    )
)
_SETTLE_DRAFTED = _SETTLE.where(questions.c.settled != GapStanding.DRAFTED.value)
"""Of two who draft at once the second finds nothing left, and the database itself says so."""
_DRAFTED_OF = (
    update(questions)
    .where(questions.c.ticket == bindparam("number"))
    .values(settled=GapStanding.DRAFTED.value, reason=bindparam("why"), settled_at=bindparam("moment"))
)
_DRAFTED = InsertOnce(answer_drafts, answer_drafts.c.ticket)


class SqlQuestions:
    """Fulfils `casework.ports.Questions`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, inbound: int, person: int, question: Question, at: datetime) -> int:
        values = {
            "inbound": inbound,
            "person": person,
            "text_masked": self._vault.masked(question.text)[:LONGEST],
            "decision": question.decision,
            "entry": question.entry,
            "score": question.score,
            "near": [list(each) for each in question.near],
            "unit": question.unit,
            "at": at,
            "said": SaidOfAnswer.NOTHING.value,
            "settled": GapStanding.OPEN.value,
            "settled_by": "",
            "reason": "",
        }
        added: int = self._connection.execute(_ADD, values).scalar_one()
        return added

    def given(self, question: int, entry: str) -> None:
        self._connection.execute(_GIVEN, {"which": question, "chosen": entry})

    def said(self, question: int, said: SaidOfAnswer, at: datetime) -> None:
        self._connection.execute(_SAID, {"which": question, "word": said.value, "moment": at})

    def bind(self, question: int, ticket: str) -> None:
        self._connection.execute(_BIND, {"which": question, "number": ticket})

    def settle(self, questions: Sequence[int], standing: GapStanding, actor: Actor, at: datetime, reason: str) -> int:
        if not questions:
            return 0
        terms = {"wanted": list(questions), "standing": standing.value, "by": actor.id, "why": reason, "moment": at}
        statement = _SETTLE_DRAFTED if standing is GapStanding.DRAFTED else _SETTLE
        return self._connection.execute(statement, terms).rowcount

    def keep_draft(self, ticket: str, entry: str, at: datetime) -> bool:
        if _DRAFTED.run(self._connection, {"ticket": ticket, "entry": entry, "at": at}) is None:
            return False
        if entry:
            self._connection.execute(_DRAFTED_OF, {"number": ticket, "why": entry, "moment": at})
        return True
