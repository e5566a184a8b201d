"""回避: who keeps out of which ticket. The condition stands here once, for lists as for single tickets."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, bindparam, or_, select, update

from casework.ports_secrecy import Recusal
from hotline.errors import ConflictError, NotFoundError
from hotline.people import Actor
from storage.actors import actor_of, actor_values
from storage.statements import InsertOnce
from storage.tables import tickets
from storage.tables_care import recusals
from storage.vault import Vault

_GROUND = "recusals.ground"
_ADD = InsertOnce(recusals, recusals.c.id)
_OF_TICKET = select(recusals).where(recusals.c.ticket == bindparam("wanted")).order_by(recusals.c.id)
_LIFT = update(recusals).where(recusals.c.id == bindparam("wanted"), recusals.c.lifted_at.is_(None))
_UNITS = select(recusals.c.unit).where(
    recusals.c.ticket == bindparam("wanted"), recusals.c.lifted_at.is_(None), recusals.c.unit != ""
)


def barred(actor: Actor, number: ColumnElement[str] = tickets.c.number) -> ColumnElement[bool]:
    """Whether the person keeps out of the ticket of a row of `tickets`. The few numbers are read once, and not looked
    for anew beside each of a million tickets."""
    return number.in_(select(recusals.c.ticket).where(recusals.c.lifted_at.is_(None), _means(actor)))


def _means(actor: Actor) -> ColumnElement[bool]:
    person: ColumnElement[bool] = recusals.c.login == actor.id
    return or_(person, recusals.c.unit == actor.unit) if actor.unit else person


def persons_barred(actor: Actor) -> Select[int]:
    """The citizens of the tickets that the person keeps out of."""
    return (
        select(tickets.c.person)
        .join(recusals, recusals.c.ticket == tickets.c.number)
        .where(recusals.c.lifted_at.is_(None), _means(actor))
    )


def bars(connection: Connection, ticket: str, actor: Actor) -> bool:
    """Whether this person, or their unit, keeps out of this ticket. Without a login there is nobody to keep out."""
    if not actor.id:
        return False
    asked = select(recusals.c.id).where(recusals.c.ticket == ticket, recusals.c.lifted_at.is_(None), _means(actor))
    return connection.execute(asked.limit(1)).first() is not None


def units_barred(connection: Connection, ticket: str) -> list[str]:
    return list(connection.execute(_UNITS, {"wanted": ticket}).scalars())


class SqlRecusals:
    """Fulfils `casework.ports_secrecy.Recusals`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, recusal: Recusal) -> int:
        values: dict[str, object] = {
            "ticket": recusal.ticket,
            "login": recusal.login,
            "unit": recusal.unit,
            "ground": self._vault.hide(_GROUND, recusal.ground),
            **actor_values("by", recusal.by),
            "at": recusal.at,
            "lifted_by": "",
        }
        number: int | None = _ADD.run(self._connection, values)
        if number is None:
            raise ConflictError(what="recusal", key=recusal.ticket)
        return number

    def of_ticket(self, ticket: str) -> Sequence[Recusal]:
        return [
            Recusal(
                ticket=row.ticket,
                login=row.login,
                unit=row.unit,
                ground=str(self._vault.reveal(_GROUND, row.ground)),
                by=actor_of("by", row),
                at=row.at,
                id=row.id,
                lifted_at=row.lifted_at,
                lifted_by=row.lifted_by,
            )
            for row in self._connection.execute(_OF_TICKET, {"wanted": ticket})
        ]

    def lift(self, recusal: int, actor: Actor, at: datetime) -> None:
        lifted = _LIFT.values(lifted_at=at, lifted_by=actor.id)
        if self._connection.execute(lifted, {"wanted": recusal}).rowcount == 0:
            raise NotFoundError(what="recusal", key=recusal)

    def bars(self, ticket: str, actor: Actor) -> bool:
        return bars(self._connection, ticket, actor)

    def tickets_barred(self, actor: Actor) -> frozenset[str]:
        asked = select(recusals.c.ticket).where(recusals.c.lifted_at.is_(None), _means(actor))
        return frozenset(self._connection.execute(asked).scalars()) if actor.id else frozenset()

    def persons_barred(self, actor: Actor) -> frozenset[int]:
        return frozenset(self._connection.execute(persons_barred(actor)).scalars())

    def units_barred(self, ticket: str) -> Sequence[str]:
        return units_barred(self._connection, ticket)
