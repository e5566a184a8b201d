"""People by channel address. The address is sealed; a keyed hash of it finds the person again."""

from datetime import datetime
from typing import cast

from sqlalchemy import Connection, bindparam, select, update

from hotline.errors import NotFoundError
from hotline.people import Citizen, Contact
from storage.statements import InsertOnce
from storage.tables import people
from storage.vault import Vault

ADDRESS = "people.address"
_CONTACT = "people.contact"

_PEEK = select(people.c.id).where(people.c.address_hash == bindparam("hash"))
_FIND = _PEEK.with_for_update(key_share=True)
_ADD = InsertOnce(people, people.c.id)
_GET = select(people.c.channel, people.c.address, people.c.contact).where(people.c.id == bindparam("person"))
_LOCK = select(people.c.channel).where(people.c.id == bindparam("person")).with_for_update(key_share=True)
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

    def find(self, channel: str, address: str) -> Citizen | None:
        person = self._connection.execute(_PEEK, {"hash": self._hash(channel, address)}).scalar()
        return None if person is None else Citizen(person, channel)

    def get(self, person: int) -> Citizen:
        return Citizen(person, self._row(person)[0])

    def address(self, person: int) -> str:
        return str(self._vault.reveal(ADDRESS, self._row(person)[1]))

    def contact(self, person: int) -> Contact:
        sealed = self._row(person)[2]
        return Contact(*cast(list[str], self._vault.reveal(_CONTACT, sealed))) if sealed else Contact()

    def remember_contact(self, person: int, contact: Contact) -> None:
        sealed = self._vault.hide(_CONTACT, [contact.name, contact.phone])
        if self._connection.execute(_REMEMBER, {"person": person, "sealed": sealed}).rowcount == 0:
            raise NotFoundError(what="person", key=person)

    def lock(self, person: int) -> str:
        """The person's channel; nobody else writes to this person until the unit of work ends."""
        if person not in self._locked:
            channel = self._connection.execute(_LOCK, {"person": person}).scalar()
            if channel is None:
                raise NotFoundError(what="person", key=person)
            self._locked[person] = channel
        return self._locked[person]

    def _hash(self, channel: str, address: str) -> bytes:
        return self._vault.seal.hashed("address", channel, address)

    def _find(self, key: bytes) -> int | None:
        return self._connection.execute(_FIND, {"hash": key}).scalar()

    def _row(self, person: int) -> tuple[str, bytes, bytes | None]:
        row = self._connection.execute(_GET, {"person": person}).one_or_none()
        if row is None:
            raise NotFoundError(what="person", key=person)
        return row[0], row[1], row[2]
