"""The forms that units hand in with their answers; append-only."""

from datetime import datetime
from typing import cast

from sqlalchemy import Connection, bindparam, insert, select

from casework.ports_follow_up import AnswerForm, FiledForm, Truth
from hotline.matter import Solved
from hotline.people import Actor
from storage.statements import AnyRow
from storage.tables_supervision import answer_forms
from storage.vault import Vault

_FIELD = "answer_forms.unsolved_reason"
_ADD = insert(answer_forms)
_OF_TICKET = select(answer_forms).where(answer_forms.c.ticket == bindparam("wanted")).order_by(answer_forms.c.id)


class SqlAnswerForms:
    """Fulfils `casework.ports_follow_up.AnswerForms`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, number: str, form: AnswerForm, actor: Actor, at: datetime) -> None:
        reason = self._vault.hide(_FIELD, form.unsolved_reason) if form.unsolved_reason else None
        values = {
            "ticket": number,
            "at": at,
            "by": actor.id,
            "unit": actor.unit,
            "truth": form.truth.value,
            "contacted": form.contacted,
            "contacted_at": form.contacted_at,
            "solved": form.solved.value,
            "unsolved_reason": reason,
        }
        self._connection.execute(_ADD, values)

    def of_ticket(self, number: str) -> list[FiledForm]:
        return [self._form(row) for row in self._connection.execute(_OF_TICKET, {"wanted": number})]

    def _form(self, row: AnyRow) -> FiledForm:
        sealed = row.unsolved_reason
        reason = self._vault.masked(cast(str, self._vault.reveal(_FIELD, sealed))) if sealed else ""
        form = AnswerForm(Truth(row.truth), row.contacted, row.contacted_at, Solved(row.solved), reason)
        return FiledForm(form, row.at, row.by, row.unit)
