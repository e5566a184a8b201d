"""What is left of words that were deleted: the row with its moment and its links, and nothing of what was said."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, update

from hotline.message import Message
from storage.inbox import BODY as INBOUND
from storage.inbox import ERASED
from storage.outbox import BODY as OUTBOUND
from storage.outbox import Parcel
from storage.tables import inbox, outbox, pictures, predictions, questions
from storage.vault import Vault

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_PICTURES = delete(pictures).where(pictures.c.inbound.in_(_IDS))
_EVIDENCE = update(predictions).where(predictions.c.inbound.in_(_IDS)).values(evidence=None)
_QUESTIONS = update(questions).where(questions.c.inbound.in_(_IDS)).values(text_masked="")
_HEARD = update(inbox).where(inbox.c.id.in_(_IDS)).values(kind=ERASED, body=bindparam("nothing"))
_TOLD = (
    update(outbox)
    .where(outbox.c.id.in_(_IDS))
    .values(state=Parcel.ERASED.value, body=bindparam("nothing"), due_at=None, worker=None, error=None)
)


def empty_heard(connection: Connection, vault: Vault, inbounds: Sequence[int]) -> int:
    """Messages of citizens with their pictures, and what the machine and staff made of their words."""
    if inbounds:
        for statement in (_PICTURES, _EVIDENCE, _QUESTIONS):
            connection.execute(statement, {"ids": list(inbounds)})
        nothing = vault.hide(INBOUND, ["", "", None, None])
        connection.execute(_HEARD, {"ids": list(inbounds), "nothing": nothing})
    return len(inbounds)


def empty_told(connection: Connection, vault: Vault, items: Sequence[int]) -> int:
    """What citizens were told; what still waited to be sent is not sent any more."""
    if items:
        connection.execute(_TOLD, {"ids": list(items), "nothing": vault.hide(OUTBOUND, Message("").as_json())})
    return len(items)
