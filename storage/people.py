"""People by channel address. The address is sealed; a keyed hash of it finds the person again."""

from datetime import datetime
from typing import cast

from sqlalchemy import Connection, bindparam, select, update

from casework.ports import Caller, StoredSession
from hotline.errors import NotFoundError
from hotline.people import Citizen, Contact
from hotline.workflow import State
from storage.sessions import STATE
from storage.statements import InsertOnce, Prepared
from storage.tables import people, sessions, tickets
from storage.vault import Vault

ADDRESS = "people.address"
_CONTACT = "people.contact"

_BY_ADDRESS = select(people.c.id).where(people.c.address_hash == bindparam("hash"))
_PEEK = Prepared(_BY_ADDRESS)
_AWAITED = (
    select(tickets.c.number)
    .where(tickets.c.person == people.c.id, tickets.c.state == State.AWAITING_CITIZEN.value)
    .order_by(tickets.c.received_at.desc())
    .limit(1)
    .scalar_subquery()
)
_CALLER = Prepared(
    select(people.c.id, people.c.contact, sessions.c.state, sessions.c.version, _AWAITED)
    .outerjoin(sessions, sessions.c.person == people.c.id)
    .where(people.c.address_hash == bindparam("hash"))
)
_FIND = Prepared(_BY_ADDRESS.with_for_update(key_share=True))
_ADD = InsertOnce(people, people.c.id)
_GET = select(people.c.channel, people.c.address, people.c.contact).where(people.c.id == bindparam("person"))
_LOCK = Prepared(select(people.c.channel).where(people.c.id == bindparam("person")).with_for_update(key_share=True))
_REMEMBER = update(people).where(people.c.id == bindparam("person")).values(contact=bindparam("sealed"))


class SqlPeople:
    """Fulfils `casework.ports.People`.

    PostgreSQL locks the row of a person for whom something is stored: that keeps outbox numbers of one person in
    the order of commits, and two messages of one person one after the other. SQLite has one writer anyway.
    """

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault
        self._locked: dict[int, str] = {}

    def find_or_add(self, channel: str, address: str, at: datetime) -> Citizen:
        key = self._hash(channel, address)
        person = self._find(key)
        if person is None:
            sealed = self._vault.hide(ADDRESS, address)
            values = {"channel": channel, "address": sealed, "address_hash": key, "at": at}
            person = _ADD.run(self._connection, values) or self._find(key)
        if person is None:
            raise NotFoundError(what="person", key="")
        self._locked[person] = channel
        return Citizen(person, channel)

    def hold(self, citizen: Citizen) -> None:
        if self._connection.dialect.name == "sqlite":
            self._locked[citizen.id] = citizen.channel
        else:
            self.lock(citizen.id)

    def find(self, channel: str, address: str) -> Citizen | None:
        person = _PEEK.scalar(self._connection, {"hash": self._hash(channel, address)})
        return None if person is None else Citizen(person, channel)

    def caller(self, channel: str, address: str) -> Caller | None:
        row = _CALLER.row(self._connection, {"hash": self._hash(channel, address)})
        if row is None:
            return None
        person, contact, state, version, awaited = row
        stored = cast(dict[str, object], self._vault.reveal(STATE, state)) if state else {}
        return Caller(
            Citizen(person, channel), self._contact(contact), StoredSession(stored, version or 0), awaited or ""
        )

    def get(self, person: int) -> Citizen:
        return Citizen(person, self._row(person)[0])

    def address(self, person: int) -> str:
        return str(self._vault.reveal(ADDRESS, self._row(person)[1]))

    def contact(self, person: int) -> Contact:
        return self._contact(self._row(person)[2])

    def remember_contact(self, person: int, contact: Contact) -> None:
        sealed = self._vault.hide(_CONTACT, [contact.name, contact.phone])
        if self._connection.execute(_REMEMBER, {"person": person, "sealed": sealed}).rowcount == 0:
            raise NotFoundError(what="person", key=person)

    def lock(self, person: int) -> str:
        """The person's channel; nobody else writes to this person until the unit of work ends."""
        if person not in self._locked:
            channel = _LOCK.scalar(self._connection, {"person": person})
            if channel is None:
                raise NotFoundError(what="person", key=person)
            self._locked[person] = channel
        return self._locked[person]

    def _contact(self, sealed: bytes | None) -> Contact:
        return Contact(*cast(list[str], self._vault.reveal(_CONTACT, sealed))) if sealed else Contact()

    def _hash(self, channel: str, address: str) -> bytes:
        return self._vault.seal.hashed("address", channel, address)

    def _find(self, key: bytes) -> int | None:
        found: int | None = _FIND.scalar(self._connection, {"hash": key})
        return found

    def _row(self, person: int) -> tuple[str, bytes, bytes | None]:
        row = self._connection.execute(_GET, {"person": person}).one_or_none()
        if row is None:
            raise NotFoundError(what="person", key=person)
        return row[0], row[1], row[2]
