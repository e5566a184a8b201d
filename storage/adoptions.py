"""认领: which member of staff looks after which matter, and their notes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from casework.ports_help import Adoption
from hotline.errors import ConflictError
from storage.actors import actor_of, actor_values
from storage.statements import AnyRow, InsertOnce
from storage.tables_care import adoption_notes, adoptions
from storage.vault import Vault

_WORDS = "adoption_notes.words"
_ADD = InsertOnce(adoptions, adoptions.c.id)
_NOTE = insert(adoption_notes)
_OF_TICKET = select(adoptions).where(adoptions.c.ticket == bindparam("wanted")).order_by(adoptions.c.id)
_OF_ACCOUNT = (
    select(adoptions)
    .where(adoptions.c.by_login == bindparam("wanted"), adoptions.c.ended_at.is_(None))
    .order_by(adoptions.c.until, adoptions.c.id)
)
_NOTES = select(adoption_notes).where(adoption_notes.c.adoption == bindparam("wanted")).order_by(adoption_notes.c.id)
_END = update(adoptions).where(adoptions.c.id == bindparam("wanted"), adoptions.c.ended_at.is_(None))


class SqlAdoptions:
    """Fulfils `casework.ports_help.Adoptions`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, adoption: Adoption) -> int:
        values: dict[str, object] = {"ticket": adoption.ticket, **actor_values("by", adoption.by), "at": adoption.at,
                                     "until": adoption.until}  # fmt: skip
        number: int | None = _ADD.run(self._connection, values)
        if number is None:
            raise ConflictError(what="adoption", key=adoption.ticket)
        return number

    def of_ticket(self, ticket: str) -> Sequence[Adoption]:
        return [self._adoption(row) for row in self._connection.execute(_OF_TICKET, {"wanted": ticket}).all()]

    def of_account(self, login: str, limit: int = 100) -> Sequence[Adoption]:
        rows = self._connection.execute(_OF_ACCOUNT.limit(limit), {"wanted": login}).all()
        return [self._adoption(row) for row in rows]

    def note(self, adoption: int, at: datetime, words: str) -> None:
        self._connection.execute(_NOTE, {"adoption": adoption, "at": at, "words": self._vault.hide(_WORDS, words)})

    def end(self, adoption: int, at: datetime) -> None:
        if self._connection.execute(_END.values(ended_at=at), {"wanted": adoption}).rowcount == 0:
            raise ConflictError(what="adoption", key=adoption)

    def _adoption(self, row: AnyRow) -> Adoption:
        notes = self._connection.execute(_NOTES, {"wanted": row.id})
        told = tuple((each.at, str(self._vault.reveal(_WORDS, each.words))) for each in notes)
        return Adoption(row.ticket, actor_of("by", row), row.at, row.until, row.id, row.ended_at, told)
