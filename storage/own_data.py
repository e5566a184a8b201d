"""What is stored of one person: to be shown to them, and to be deleted where they ask for it."""

from collections.abc import Sequence
from datetime import datetime
from os import urandom
from typing import Any, cast

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, or_, select, update

from casework.ports_rights import OwnWords
from hotline.message import Message
from hotline.workflow import FINAL
from storage.inbox import BODY as INBOUND
from storage.inbox import ERASED
from storage.outbox import BODY as OUTBOUND
from storage.outbox import Parcel
from storage.people import ADDRESS
from storage.sessions import STATE
from storage.statements import AnyRow
from storage.tables import inbox, outbox, people, sessions, tickets
from storage.tables_rights import data_links, erasures
from storage.tombstones import empty_heard, empty_told
from storage.vault import Vault

_MINE: BindParameter[Any] = bindparam("whose")
_HEARD = (
    select(inbox.c.at, inbox.c.body, inbox.c.ticket)
    .where(inbox.c.person == _MINE, inbox.c.kind != ERASED)
    .order_by(inbox.c.id.desc())
    .limit(bindparam("most"))
)
_TOLD = (
    select(outbox.c.at, outbox.c.body, outbox.c.ticket)
    .where(outbox.c.person == _MINE, outbox.c.state != Parcel.ERASED.value)
    .order_by(outbox.c.id.desc())
    .limit(bindparam("most"))
)
_LINK = insert(data_links)
_PRUNE = delete(data_links).where(data_links.c.expires <= bindparam("now"))
_FOLLOW = delete(data_links).where(
    data_links.c.token_hash == bindparam("token"), data_links.c.person == _MINE, data_links.c.expires > bindparam("now")
)
_PENDING = select(erasures.c.person).where(erasures.c.person == _MINE, erasures.c.done_at.is_(None))
_FORGET = delete(erasures).where(erasures.c.person == _MINE)
_ASK = insert(erasures)
_DONE = update(erasures).where(erasures.c.person == _MINE).values(done_at=bindparam("when"))
_LOOSE_HEARD = select(inbox.c.id).where(
    inbox.c.person == _MINE, inbox.c.ticket.is_(None), inbox.c.kind != ERASED, inbox.c.at <= bindparam("until")
)
_LOOSE_TOLD = select(outbox.c.id).where(
    outbox.c.person == _MINE,
    outbox.c.ticket == "",
    outbox.c.state != Parcel.ERASED.value,
    outbox.c.due_at.is_(None),
    outbox.c.at <= bindparam("until"),
)
_CONTACT = update(people).where(people.c.id == _MINE).values(contact=None)
_SESSION = (
    update(sessions)
    .where(sessions.c.person == _MINE)
    .values(state=bindparam("nothing"), version=sessions.c.version + 1, waiting_since=None)
)
_OPEN_TICKET = select(tickets.c.number).where(
    tickets.c.person == erasures.c.person, tickets.c.state.not_in([state.value for state in FINAL])
)
_UNTOLD = select(outbox.c.id).where(outbox.c.person == erasures.c.person, outbox.c.due_at.is_not(None))
_LATELY = select(inbox.c.id).where(inbox.c.person == erasures.c.person, inbox.c.at > bindparam("moment"))
_READY = (
    select(erasures.c.person)
    .where(
        erasures.c.done_at.is_(None),
        erasures.c.at <= bindparam("moment"),
        ~or_(_OPEN_TICKET.exists(), _UNTOLD.exists(), _LATELY.exists()),
    )
    .order_by(erasures.c.at)
    .limit(bindparam("most"))
)
_ADDRESS = update(people).where(people.c.id == _MINE).values(
    address=bindparam("nothing"), address_hash=bindparam("nobody"), contact=None
)  # fmt: skip


class SqlOwnData:
    """Fulfils `casework.ports_rights.OwnData`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def words(self, person: int, limit: int = 2000) -> Sequence[OwnWords]:
        terms = {"whose": person, "most": limit}
        heard = [self._heard(row) for row in self._connection.execute(_HEARD, terms)]
        told = [self._told(row) for row in self._connection.execute(_TOLD, terms)]
        return sorted(heard + told, key=lambda line: line.at)[-limit:]

    def link(self, person: int, token_hash: str, expires: datetime) -> None:
        self._connection.execute(_LINK, {"token_hash": token_hash, "person": person, "expires": expires})

    def follow(self, person: int, token_hash: str, now: datetime) -> bool:
        found = self._connection.execute(_FOLLOW, {"token": token_hash, "whose": person, "now": now}).rowcount == 1
        self._connection.execute(_PRUNE, {"now": now})
        return found

    def ask_erasure(self, person: int, at: datetime) -> bool:
        if self._connection.execute(_PENDING, {"whose": person}).first() is not None:
            return False
        self._connection.execute(_FORGET, {"whose": person})
        self._connection.execute(_ASK, {"person": person, "at": at})
        return True

    def erase_words(self, person: int, before: datetime) -> int:
        terms = {"whose": person, "until": before}
        told = self._connection.execute(_LOOSE_TOLD, terms).scalars().all()
        heard = self._connection.execute(_LOOSE_HEARD, terms).scalars().all()
        self._connection.execute(_CONTACT, {"whose": person})
        return empty_told(self._connection, self._vault, told) + empty_heard(self._connection, self._vault, heard)

    def pending(self, silent_since: datetime, limit: int) -> Sequence[int]:
        return list(self._connection.execute(_READY, {"moment": silent_since, "most": limit}).scalars())

    def erase_address(self, person: int, at: datetime) -> None:
        self._connection.execute(_SESSION, {"whose": person, "nothing": self._vault.hide(STATE, {})})
        nothing = self._vault.hide(ADDRESS, "")
        self._connection.execute(_ADDRESS, {"whose": person, "nothing": nothing, "nobody": urandom(32)})
        self._connection.execute(_DONE, {"whose": person, "when": at})

    def _heard(self, row: AnyRow) -> OwnWords:
        text = cast(list[object], self._vault.reveal(INBOUND, row.body))[0]
        return OwnWords(row.at, theirs=True, text=str(text), ticket=row.ticket or "")

    def _told(self, row: AnyRow) -> OwnWords:
        message = Message.from_json(cast(dict[str, object], self._vault.reveal(OUTBOUND, row.body)))
        return OwnWords(row.at, theirs=False, text=message.text, ticket=row.ticket)
