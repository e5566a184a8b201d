"""Messages as they came. Channel and message id become one keyed hash, since ids may hold a chat's address."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Connection, bindparam, insert, select, update

from casework.ports import Said
from hotline.message import Attachment, Inbound
from storage.statements import InsertOnce
from storage.tables import inbox, pictures
from storage.vault import Vault

BODY = "inbox.body"
_PICTURE = "pictures.content"
ERASED = "erased"
"""The kind of a message whose words were deleted."""

_TAKE = InsertOnce(inbox, inbox.c.id)
_FIND = select(inbox.c.id).where(inbox.c.message_hash == bindparam("hash"))
_SAID = (
    select(inbox.c.id, inbox.c.at, inbox.c.body, pictures.c.inbound)
    .outerjoin(pictures, pictures.c.inbound == inbox.c.id)
    .where(inbox.c.person == bindparam("whose"), inbox.c.kind != ERASED)
    .order_by(inbox.c.id.desc())
    .limit(bindparam("most"))
)
_ADD_PICTURE = insert(pictures)
_GET_PICTURE = select(pictures.c.mime, pictures.c.content).where(pictures.c.inbound == bindparam("inbound"))
_ATTACH = (
    update(inbox)
    .where(inbox.c.id.in_(bindparam("inbounds", expanding=True)))
    .values(ticket=bindparam("number"))
)  # fmt: skip


class SqlInbox:
    """Fulfils `casework.ports.Inbox`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def take(self, inbound: Inbound, person: int) -> int | None:
        body = [inbound.text, inbound.action, inbound.latitude, inbound.longitude]
        values: dict[str, object] = {
            "channel": inbound.channel,
            "message_hash": self._hash(inbound.channel, inbound.message_id),
            "person": person,
            "kind": inbound.kind.value,
            "body": self._vault.hide(BODY, body),
            "at": inbound.at,
        }
        stored: int | None = _TAKE.run(self._connection, values)
        if stored is not None and inbound.attachment is not None:
            self._keep_picture(stored, inbound.attachment)
        return stored

    def find(self, channel: str, message_id: str) -> int | None:
        return self._connection.execute(_FIND, {"hash": self._hash(channel, message_id)}).scalar()

    def said(self, person: int, limit: int = 100) -> list[Said]:
        rows = self._connection.execute(_SAID, {"whose": person, "most": limit}).all()
        return [Said(row.id, row.at, self._text(row.body), row.inbound is not None) for row in reversed(rows)]

    def picture(self, inbound: int) -> Attachment | None:
        row = self._connection.execute(_GET_PICTURE, {"inbound": inbound}).one_or_none()
        return Attachment(row[0], self._vault.seal.open(_PICTURE, row[1])) if row else None

    def attach(self, inbounds: Sequence[int], ticket: str) -> None:
        if inbounds:
            self._connection.execute(_ATTACH, {"inbounds": list(inbounds), "number": ticket})

    def _text(self, body: bytes) -> str:
        return str(cast(list[object], self._vault.reveal(BODY, body))[0])

    def _keep_picture(self, inbound: int, picture: Attachment) -> None:
        content = self._vault.seal.close(_PICTURE, picture.content)
        self._connection.execute(_ADD_PICTURE, {"inbound": inbound, "mime": picture.mime, "content": content})

    def _hash(self, channel: str, message_id: str) -> bytes:
        return self._vault.seal.hashed("message", channel, message_id)
