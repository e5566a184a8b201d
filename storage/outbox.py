"""What has to be said. Pull channels fetch it (`mailbox`); for push channels a relay claims it by lease."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import cast

from sqlalchemy import Connection, bindparam, select, update

from casework.ports import OutboxItem, Reply
from hotline.errors import NotFoundError
from hotline.message import Message
from storage.people import ADDRESS, SqlPeople
from storage.statements import AnyRow, InsertOnce
from storage.tables import outbox, people
from storage.vault import Vault, storable

BODY = "outbox.body"


class Parcel(StrEnum):
    """Where an item stands."""

    MAILBOX = "mailbox"
    PENDING = "pending"
    LEASED = "leased"
    DELIVERED = "delivered"
    DEAD = "dead"
    ERASED = "erased"


_ADD = InsertOnce(outbox, outbox.c.id)
ITEMS = select(
    outbox.c.id, outbox.c.person, outbox.c.channel, people.c.address, outbox.c.body, outbox.c.at, outbox.c.attempts,
    outbox.c.ticket, outbox.c.error, outbox.c.done_at,
).join(people, people.c.id == outbox.c.person)  # fmt: skip
_REPLIES = (
    select(outbox.c.id, outbox.c.body, outbox.c.at)
    .where(outbox.c.reply_to == bindparam("inbound"))
    .order_by(outbox.c.id)
)
_AFTER = (
    ITEMS.where(
        outbox.c.person == bindparam("whose"), outbox.c.id > bindparam("last"), outbox.c.state != Parcel.ERASED.value
    )
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
)
_CLAIMED = ITEMS.where(outbox.c.id.in_(bindparam("ids", expanding=True))).order_by(outbox.c.id)

_earlier = outbox.alias("earlier")
_due = outbox.alias("due")
_FIRST_IN_LINE = ~(
    select(_earlier.c.id)
    .where(_earlier.c.person == _due.c.person, _earlier.c.id < _due.c.id, _earlier.c.due_at.is_not(None))
    .exists()
)
_CLAIMABLE = (
    select(_due.c.id)
    .where(_due.c.due_at <= bindparam("now"), _FIRST_IN_LINE)
    .order_by(_due.c.due_at, _due.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=_due)
)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(_CLAIMABLE.scalar_subquery()), outbox.c.due_at <= bindparam("now"))
    .values(state=Parcel.LEASED.value, worker=bindparam("by"), due_at=bindparam("lease_end"))
    .returning(outbox.c.id)
)
_WAITING = update(outbox).where(outbox.c.id == bindparam("item"), outbox.c.due_at.is_not(None))
_DELIVERED = _WAITING.values(state=Parcel.DELIVERED.value, due_at=None, done_at=bindparam("when"), error=None)
_POSTPONED = _WAITING.values(
    state=Parcel.PENDING.value, due_at=bindparam("when"), attempts=outbox.c.attempts + 1, error=bindparam("why")
)
_GIVEN_UP = _WAITING.values(
    state=Parcel.DEAD.value, due_at=None, done_at=bindparam("when"), attempts=outbox.c.attempts + 1,
    error=bindparam("why"),
)  # fmt: skip
_REVIVED = (
    update(outbox)
    .where(outbox.c.id == bindparam("item"), outbox.c.state == Parcel.DEAD.value)
    .values(state=Parcel.PENDING.value, due_at=bindparam("when"), done_at=None, attempts=0)
)


@dataclass(slots=True)
class Told:
    """The persons who were told something: those who fetch it themselves, and those to whom it is pushed."""

    mailbox: set[int] = field(default_factory=set)
    push: set[int] = field(default_factory=set)

    def take(self) -> "Told":
        """What was gathered so far, and begin anew."""
        taken = Told(self.mailbox, self.push)
        self.mailbox, self.push = set(), set()
        return taken

    def add(self, other: "Told") -> None:
        self.mailbox |= other.mailbox
        self.push |= other.push


class SqlOutbox:
    """Fulfils `casework.ports.Outbox`. `told` gathers the persons who got something in this unit of work."""

    def __init__(self, connection: Connection, vault: Vault, persons: SqlPeople, pull_channels: frozenset[str],
                 told: Told) -> None:  # fmt: skip
        self._connection = connection
        self._vault = vault
        self._people = persons
        self._pull_channels = pull_channels
        self._told = told
        self._fresh: dict[int, list[Reply]] = {}

    def add(
        self, person: int, message: Message, *, key: str, at: datetime, ticket: str = "", reply_to: int | None = None
    ) -> None:
        channel = self._people.lock(person)
        pull = channel in self._pull_channels
        values: dict[str, object] = {
            "key": storable(key),
            "person": person,
            "channel": channel,
            "state": (Parcel.MAILBOX if pull else Parcel.PENDING).value,
            "body": self._vault.hide(BODY, message.as_json()),
            "at": at,
            "due_at": None if pull else at,
            "attempts": 0,
            "ticket": ticket,
            "reply_to": reply_to,
        }
        item = _ADD.run(self._connection, values)
        if item is None:
            return
        (self._told.mailbox if pull else self._told.push).add(person)
        if reply_to is not None:
            self._fresh.setdefault(reply_to, []).append(Reply(item, message, at))

    def replies(self, inbound: int) -> list[Reply]:
        rows = self._connection.execute(_REPLIES, {"inbound": inbound}).all()
        return [Reply(row[0], _message(self._vault, row[1]), row[2]) for row in rows]

    def fresh_replies(self, inbound: int) -> list[Reply]:
        return self._fresh.get(inbound, [])

    def after(self, person: int, last: int, limit: int = 200) -> list[OutboxItem]:
        return self._items(self._connection.execute(_AFTER, {"whose": person, "last": last, "most": limit}).all())

    def claim(self, worker: str, now: datetime, lease: timedelta, limit: int = 20) -> list[OutboxItem]:
        terms = {"now": now, "lease_end": now + lease, "by": worker, "most": limit}
        ids = self._connection.execute(_CLAIM, terms).scalars().all()
        return self._items(self._connection.execute(_CLAIMED, {"ids": list(ids)}).all()) if ids else []

    def delivered(self, item: int, at: datetime) -> None:
        self._connection.execute(_DELIVERED, {"item": item, "when": at})

    def postpone(self, item: int, until: datetime, error: str) -> None:
        self._connection.execute(_POSTPONED, {"item": item, "when": until, "why": storable(error)})

    def give_up(self, item: int, at: datetime, error: str) -> None:
        self._connection.execute(_GIVEN_UP, {"item": item, "when": at, "why": storable(error)})

    def revive(self, item: int, now: datetime) -> None:
        """Raises NotFoundError where no dead letter has this number."""
        if self._connection.execute(_REVIVED, {"item": item, "when": now}).rowcount == 0:
            raise NotFoundError(what="dead_letter", key=item)

    def _items(self, rows: Sequence[AnyRow]) -> list[OutboxItem]:
        return [item_of(self._vault, row) for row in rows]


def item_of(vault: Vault, row: AnyRow) -> OutboxItem:
    """One row of `ITEMS`, opened."""
    return OutboxItem(
        id=row[0],
        person=row[1],
        channel=row[2],
        address=str(vault.reveal(ADDRESS, row[3])),
        message=_message(vault, row[4]),
        at=row[5],
        attempts=row[6],
        ticket=row[7],
    )


def _message(vault: Vault, body: bytes) -> Message:
    return Message.from_json(cast(dict[str, object], vault.reveal(BODY, body)))
