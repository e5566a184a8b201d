"""Pictures of answers, sealed like those of citizens."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from hotline.message import Attachment
from storage.tables_answer import answer_pictures as table
from storage.vault import Vault

_CONTENT = "answer_pictures.content"
_ADD = insert(table).returning(table.c.id)
_OF_TICKET = select(table.c.round, table.c.id).where(table.c.ticket == bindparam("number")).order_by(table.c.id)
_ONE = select(table.c.mime, table.c.content, table.c.ticket).where(table.c.id == bindparam("which"))
_DROP = delete(table).where(
    table.c.ticket == bindparam("number"), table.c.round == bindparam("turn"), table.c.id == bindparam("which")
)


class SqlAnswerPictures:
    """Fulfils `casework.ports_answer.AnswerPictures`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, ticket: str, round_: int, picture: Attachment, login: str, at: datetime) -> int:
        content = self._vault.seal.close(_CONTENT, picture.content)
        values = {"ticket": ticket, "round": round_, "mime": picture.mime, "content": content, "at": at, "by": login}
        number: int = self._connection.execute(_ADD, values).scalar_one()
        return number

    def of_round(self, ticket: str, round_: int) -> list[int]:
        return self.rounds(ticket).get(round_, [])

    def rounds(self, ticket: str) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for round_, picture in self._connection.execute(_OF_TICKET, {"number": ticket}):
            found.setdefault(round_, []).append(picture)
        return dict(sorted(found.items()))

    def drop(self, ticket: str, round_: int, picture: int) -> bool:
        return bool(self._connection.execute(_DROP, {"number": ticket, "turn": round_, "which": picture}).rowcount)

    def get(self, picture: int, ticket: str = "") -> Attachment | None:
        row = self._connection.execute(_ONE, {"which": picture}).one_or_none()
        if row is None or ticket not in ("", row.ticket):
            return None
        return Attachment(row.mime, self._vault.seal.open(_CONTENT, row.content))
