"""民情账本: what the tickets of a street or community come to, counted by the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, case, exists, func, or_, select

from casework.ports import LinkKind
from casework.ports_help import CommunityRow
from hotline.people import Actor
from hotline.workflow import FINAL
from storage.recusals import barred
from storage.tables import ticket_links, tickets
from storage.tables_care import adoptions
from storage.views_tickets import SEALED, of_units

_OVER = tickets.c.state.in_([state.value for state in FINAL])
_REPEATED = exists().where(
    or_(ticket_links.c.ticket == tickets.c.number, ticket_links.c.other == tickets.c.number),
    ticket_links.c.kind == LinkKind.SAME_MATTER.value,
    ticket_links.c.refused_at.is_(None),
)
_ADOPTED = exists().where(adoptions.c.ticket == tickets.c.number, adoptions.c.ended_at.is_(None))
MOST_CLASSES = 3


class _Class(NamedTuple):
    """The tickets of one class of matter at one place."""

    name: str
    total: int
    closed: int
    repeated: int
    adopted: int


def communities(connection: Connection, since: datetime, viewer: Actor, units: Sequence[str]) -> list[CommunityRow]:
    """Every place with a ticket received since a moment, by street and community; its classes the most frequent
    first. Of units without sealed tickets: the place alone may say who reported."""
    conditions = [tickets.c.received_at >= since, ~barred(viewer), tickets.c.street != ""]
    if any(units):
        conditions += [of_units(tuple(units)), ~SEALED]
    counted = (
        select(
            tickets.c.street, tickets.c.community, tickets.c.l1, tickets.c.l2, func.count().label("all"),
            _sum(_OVER).label("closed"), _sum(_REPEATED).label("repeated"), _sum(_ADOPTED).label("adopted"),
        )
        .where(*conditions)
        .group_by(tickets.c.street, tickets.c.community, tickets.c.l1, tickets.c.l2)
    )  # fmt: skip
    groups: dict[tuple[str, str], list[_Class]] = {}
    for row in connection.execute(counted):
        counts = (int(row[column]) for column in range(4, 8))
        groups.setdefault((row[0], row[1]), []).append(_Class(f"{row[2]}/{row[3]}", *counts))
    return [_row(*place, classes) for place, classes in sorted(groups.items())]


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _row(street: str, community: str, classes: list[_Class]) -> CommunityRow:
    closed = sum(each.closed for each in classes)
    frequent = sorted(classes, key=lambda each: (-each.total, each.name))[:MOST_CLASSES]
    return CommunityRow(
        street=street,
        community=community,
        open=sum(each.total for each in classes) - closed,
        closed=closed,
        repeated=sum(each.repeated for each in classes),
        adopted=sum(each.adopted for each in classes),
        classes=tuple((each.name, each.total) for each in frequent),
    )
