"""Which tickets repeat which. Words are compared masked; a citizen is found again by a keyed hash of their number."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, FromClause, and_, bindparam, exists, func, or_, select, update

from casework.ports import LinkedTicket, LinkKind, TicketLink, Told
from classifiers.reporter import without_reporter
from hotline.errors import NotFoundError
from hotline.matter import MatterType
from hotline.people import Actor
from hotline.workflow import FINAL, State
from storage.errors import SealBrokenError
from storage.open_tickets import recount
from storage.statements import AnyRow, InsertOnce
from storage.tables import repeat_looks, ticket_links, tickets
from storage.ticket_rows import words_of
from storage.vault import Vault

_NOT_A_DIGIT = re.compile(r"[^0-9]")
_UNLOOKED = (
    select(tickets.c.number)
    .where(
        tickets.c.received_at >= bindparam("since"),
        ~exists().where(repeat_looks.c.ticket == tickets.c.number),
    )
    .order_by(tickets.c.received_at.desc(), tickets.c.number.desc())
    .limit(bindparam("most"))
)
_TOLD = select(
    tickets.c.number, tickets.c.title_masked, tickets.c.text_masked, tickets.c.place_masked, tickets.c.district,
    tickets.c.person, tickets.c.anonymous, tickets.c.confidential, tickets.c.matter_type, repeat_looks.c.contact_hash,
).outerjoin(repeat_looks, repeat_looks.c.ticket == tickets.c.number)  # fmt: skip
_ONE = select(tickets).where(tickets.c.number == bindparam("wanted"))
_LOOKED = InsertOnce(repeat_looks, repeat_looks.c.ticket)
_ADD = InsertOnce(ticket_links, ticket_links.c.ticket)


def _is_sealed(table: FromClause) -> ColumnElement[bool]:
    """Who sent such a ticket is nobody's. Asked whenever links are read: a complaint may turn out to be a report."""
    return or_(table.c.anonymous, table.c.confidential, table.c.matter_type == MatterType.REPORT.value)


_WANTED = tickets.alias()
_LINKS = (
    select(
        ticket_links,
        tickets.c.number,
        tickets.c.title_masked,
        tickets.c.state,
        tickets.c.lead,
        tickets.c.others,
        tickets.c.confidential,
        tickets.c.matter_type,
    )
    .where(
        ticket_links.c.refused_at.is_(None),
        or_(
            ticket_links.c.kind != LinkKind.SAME_CITIZEN.value,
            and_(~_is_sealed(tickets), ~exists().where(_WANTED.c.number == bindparam("wanted"), _is_sealed(_WANTED))),
        ),
    )
    .order_by(ticket_links.c.score.desc(), tickets.c.number)
)
_EARLIER = _LINKS.join(tickets, tickets.c.number == ticket_links.c.other).where(
    ticket_links.c.ticket == bindparam("wanted")
)
_LATER = _LINKS.join(tickets, tickets.c.number == ticket_links.c.ticket).where(
    ticket_links.c.other == bindparam("wanted")
)
_REFUSE = (
    update(ticket_links)
    .where(
        or_(
            and_(ticket_links.c.ticket == bindparam("one"), ticket_links.c.other == bindparam("two")),
            and_(ticket_links.c.ticket == bindparam("two"), ticket_links.c.other == bindparam("one")),
        ),
        ticket_links.c.refused_at.is_(None),
    )
    .values(refused_by=bindparam("by"), refused_at=bindparam("when"))
)
_OVER = [state.value for state in FINAL]


class SqlLinks:
    """Fulfils `casework.ports.Links`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def unlooked(self, since: datetime, limit: int) -> list[str]:
        """The newest of them, so that a backlog keeps no new ticket waiting; of these the oldest first, so that the
        number that its citizen left is known when the next is compared."""
        return list(self._connection.execute(_UNLOOKED, {"since": since, "most": limit}).scalars())[::-1]

    def near(self, number: str, since: datetime, limit: int) -> tuple[Told, list[Told]]:
        ticket = self._one(number)
        earlier = [tickets.c.received_at <= ticket.received_at, _before(ticket)]
        own = self._own(ticket, [*earlier, or_(tickets.c.closed_at >= since, tickets.c.state.not_in(_OVER))], limit)
        there = self._rows([*earlier, tickets.c.received_at >= since, _same_place(ticket)], limit)
        others = [_told(row, same_citizen=True) for row in own.values()]
        others += [_told(row, same_citizen=False) for row in there if row.number not in own]
        return _told(ticket, same_citizen=False), others[:limit]

    def looked(self, number: str, at: datetime) -> None:
        """A ticket whose words cannot be opened is looked at as well; its citizen is not found again."""
        ticket = self._one(number)
        try:
            left = self._hash(ticket)
        except (SealBrokenError, ValueError):
            left = None
        _LOOKED.run(self._connection, {"ticket": number, "at": at, "contact_hash": left})

    def add(self, link: TicketLink) -> bool:
        values = {"ticket": link.ticket, "other": link.other, "kind": link.kind.value, "score": link.score,
                  "why": link.why, "at": link.at, "refused_by": ""}  # fmt: skip
        if _ADD.run(self._connection, values) is None:
            return False
        recount(self._connection, (link.ticket, link.other))
        return True

    def of_ticket(self, number: str) -> list[LinkedTicket]:
        both = [_linked(row) for which in (_EARLIER, _LATER)
                for row in self._connection.execute(which, {"wanted": number})]  # fmt: skip
        return sorted(both, key=lambda each: (-each.link.score, each.other))

    def counts(self, numbers: Sequence[str]) -> Mapping[str, int]:
        """Of the same matter alone: that a citizen also sent something else makes nothing more pressing."""
        found: dict[str, int] = {}
        for column in (ticket_links.c.ticket, ticket_links.c.other):
            counted = (
                select(column, func.count())
                .where(
                    column.in_(list(numbers)),
                    ticket_links.c.refused_at.is_(None),
                    ticket_links.c.kind == LinkKind.SAME_MATTER.value,
                )
                .group_by(column)
            )
            for number, count in self._connection.execute(counted):
                found[number] = found.get(number, 0) + count
        return found

    def refuse(self, ticket: str, other: str, actor: Actor, at: datetime) -> None:
        terms = {"one": ticket, "two": other, "by": actor.id, "when": at}
        if self._connection.execute(_REFUSE, terms).rowcount == 0:
            raise NotFoundError(what="link", key=other)
        recount(self._connection, (ticket, other))

    def _one(self, number: str) -> AnyRow:
        row = self._connection.execute(_ONE, {"wanted": number}).one_or_none()
        if row is None:
            raise NotFoundError(what="ticket", key=number)
        return row

    def _rows(self, conditions: Sequence[ColumnElement[bool]], limit: int) -> Sequence[AnyRow]:
        newest = _TOLD.where(*conditions).order_by(tickets.c.received_at.desc(), tickets.c.number.desc()).limit(limit)
        return self._connection.execute(newest).all()

    def _own(self, ticket: AnyRow, conditions: Sequence[ColumnElement[bool]], limit: int) -> dict[str, AnyRow]:
        """The citizen's other tickets: of the same address, and of the same number over any channel. Two questions,
        because each has its own index."""
        if _sealed(ticket):
            return {}
        left = self._hash(ticket)
        found = self._rows([*conditions, tickets.c.person == ticket.person], limit)
        again = self._rows([*conditions, repeat_looks.c.contact_hash == left], limit) if left else []
        return {row.number: row for row in (*found, *again) if not _sealed(row)}

    def _hash(self, ticket: AnyRow) -> bytes | None:
        """None for who must not be found again: a report, a confidential or anonymous ticket, or no number."""
        digits = "" if _sealed(ticket) else _NOT_A_DIGIT.sub("", words_of(ticket.words, self._vault).contact.phone)
        return self._vault.seal.hashed("contact", digits) if digits else None


def _sealed(row: AnyRow) -> bool:
    return bool(row.anonymous or row.confidential or row.matter_type == MatterType.REPORT.value)


def _before(ticket: AnyRow) -> ColumnElement[bool]:
    """Of two of one moment the number decides, so that they are compared once and not from both sides."""
    return or_(tickets.c.received_at < ticket.received_at, tickets.c.number < ticket.number)


def _same_place(ticket: AnyRow) -> ColumnElement[bool]:
    """The street; without one the same class of matter, in the same district where that is known."""
    alike: ColumnElement[bool] = and_(tickets.c.l1 == ticket.l1, tickets.c.l2 == ticket.l2)
    if ticket.district:
        alike = and_(alike, tickets.c.district.in_([ticket.district, ""]))
    return or_(tickets.c.street == ticket.street, alike) if ticket.street else alike


def _told(row: AnyRow, *, same_citizen: bool) -> Told:
    """The place goes before the words: where it is stands first."""
    return Told(row.number, row.title_masked, f"{row.place_masked}。{row.text_masked}", row.district, same_citizen)


def _linked(row: AnyRow) -> LinkedTicket:
    link = TicketLink(row.ticket, row.other, LinkKind(row.kind), row.score, row.why, row.at)
    units = tuple(unit for unit in (row.lead, *row.others) if unit)
    sealed = row.confidential or row.matter_type == MatterType.REPORT.value
    title = without_reporter(row.title_masked) if sealed else row.title_masked
    return LinkedTicket(link, row.number, title, State(row.state), units, sealed)
