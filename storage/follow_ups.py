"""The record of follow-ups. A trigger refuses every change of a written line: nobody edits what a citizen said.

The words stand in a row of their own, which ends with the words of the ticket; the record keeps outcome and grade.
"""

from typing import cast

from sqlalchemy import Connection, bindparam, insert, select

from casework.ports_follow_up import FollowUp, How, Outcome
from hotline.matter import Grade, Solved
from storage.statements import AnyRow
from storage.tables_answer import follow_up_words
from storage.tables_supervision import follow_ups
from storage.vault import Vault

_FIELD = "follow_ups.words"
_ADD = insert(follow_ups).returning(follow_ups.c.id)
_ADD_WORDS = insert(follow_up_words)
_OF_TICKET = (
    select(follow_ups, follow_up_words.c.words.label("said"))
    .outerjoin(follow_up_words, follow_up_words.c.follow_up == follow_ups.c.id)
    .where(follow_ups.c.ticket == bindparam("wanted"))
    .order_by(follow_ups.c.id)
)


class SqlFollowUps:
    """Fulfils `casework.ports_follow_up.FollowUps`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, line: FollowUp) -> None:
        values = {
            "ticket": line.ticket,
            "at": line.at,
            "by": line.by,
            "how": line.how.value,
            "outcome": line.outcome.value,
            "kind": line.kind,
            "reached": line.reached,
            "contacted": line.contacted,
            "true_matter": line.true_matter,
            "solved": line.solved and line.solved.value,
            "grade": line.grade and line.grade.value,
        }
        number: int = self._connection.execute(_ADD, values).scalar_one()
        if line.words:
            said = self._vault.hide(_FIELD, line.words)
            self._connection.execute(_ADD_WORDS, {"follow_up": number, "words": said})

    def of_ticket(self, number: str) -> list[FollowUp]:
        return [self._line(row) for row in self._connection.execute(_OF_TICKET, {"wanted": number})]

    def _line(self, row: AnyRow) -> FollowUp:
        words = self._vault.masked(cast(str, self._vault.reveal(_FIELD, row.said))) if row.said else ""
        return FollowUp(row.ticket, row.at, row.by, How(row.how), Outcome(row.outcome), row.kind, row.contacted,
                        row.true_matter, row.solved and Solved(row.solved), row.grade and Grade(row.grade),
                        words)  # fmt: skip
