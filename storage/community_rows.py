"""民情账本: what the tickets of a street or community come to, counted by the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, case, exists, func, or_, select

from casework.ports import LinkKind
from casework.ports_help import CommunityRow
from hotline.people import Actor
from hotline.workflow import FINAL
from storage.recusals import barred
from storage.tables import ticket_links, tickets
from storage.tables_care import adoptions
from storage.views_tickets import of_units

_OVER = tickets.c.state.in_([state.value for state in FINAL])
_REPEATED = exists().where(
    or_(ticket_links.c.ticket == tickets.c.number, ticket_links.c.other == tickets.c.number),
    ticket_links.c.kind == LinkKind.SAME_MATTER.value,
    ticket_links.c.refused_at.is_(None),
)
_ADOPTED = exists().where(adoptions.c.ticket == tickets.c.number, adoptions.c.ended_at.is_(None))
MOST_CLASSES = 3


def communities(connection: Connection, since: datetime, viewer: Actor, units: Sequence[str]) -> list[CommunityRow]:
    """Every place with a ticket received since a moment, by street and community; its classes the most frequent
    first."""
    conditions = [tickets.c.received_at >= since, ~barred(viewer), tickets.c.street != ""]
    if any(units):
        conditions.append(of_units(tuple(units)))
    counted = (
        select(
            tickets.c.street, tickets.c.community, tickets.c.l1, tickets.c.l2, func.count().label("all"),
            _sum(_OVER).label("closed"), _sum(_REPEATED).label("repeated"), _sum(_ADOPTED).label("adopted"),
        )
        .where(*conditions)
        .group_by(tickets.c.street, tickets.c.community, tickets.c.l1, tickets.c.l2)
    )  # fmt: skip
    groups: dict[tuple[str, str], list[tuple[str, int, int, int, int]]] = {}
    for row in connection.execute(counted):
        groups.setdefault((row[0], row[1]), []).append((f"{row[2]}/{row[3]}", *map(int, row[4:])))
    return [_row(*place, classes) for place, classes in sorted(groups.items())]


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _row(street: str, community: str, classes: list[tuple[str, int, int, int, int]]) -> CommunityRow:
    total, closed, repeated, adopted = (sum(each[column] for each in classes) for column in (1, 2, 3, 4))
    frequent = sorted(classes, key=lambda each: (-each[1], each[0]))[:MOST_CLASSES]
    named = tuple((each[0], each[1]) for each in frequent)
    return CommunityRow(street, community, total - closed, closed, repeated, adopted, named)
