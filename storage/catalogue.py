"""Published catalogues, and the past tickets on which a changed one is tried."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select

from hotline.appeal import Place
from hotline.errors import NotFoundError
from hotline.matter import MatterType
from hotline.taxonomy import Category
from routing.decision import RoutedMatter
from routing.versions import CatalogueVersion
from routing.what_if import PastTicket
from storage.statements import AnyRow
from storage.tables import tickets
from storage.tables_catalogue import catalogue_versions

_V = catalogue_versions.c
_ADD = insert(catalogue_versions).returning(_V.number)
_NEWEST = select(func.coalesce(func.max(_V.number), 0))
_VERSIONS = select(_V.number, _V.at, _V.author, _V.note, _V.effective_from, _V.content)
_AFTER = _VERSIONS.where(_V.number > bindparam("known")).order_by(_V.number)
_ONE = _VERSIONS.where(_V.number == bindparam("wanted"))
_PAST = (
    select(
        tickets.c.number, tickets.c.title_masked, tickets.c.text_masked, tickets.c.l1, tickets.c.l2, tickets.c.l3,
        tickets.c.matter_type, tickets.c.place_masked, tickets.c.street, tickets.c.district, tickets.c.community,
        tickets.c.lead,
    )
    .where(tickets.c.received_at >= bindparam("since"), tickets.c.text_masked != "")
    .order_by(tickets.c.received_at.desc())
    .limit(bindparam("most"))
)  # fmt: skip


class SqlCatalogueVersions:
    """Fulfils `routing.versions.CatalogueVersions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, version: CatalogueVersion) -> CatalogueVersion:
        values = {"at": version.at, "author": version.author, "note": version.note,
                  "effective_from": version.effective_from, "content": version.content}  # fmt: skip
        return replace(version, number=int(self._connection.execute(_ADD, values).scalar_one()))

    def newest(self) -> int:
        return int(self._connection.execute(_NEWEST).scalar_one())

    def after(self, number: int) -> list[CatalogueVersion]:
        return [CatalogueVersion(*row) for row in self._connection.execute(_AFTER, {"known": number})]

    def get(self, number: int) -> CatalogueVersion:
        row = self._connection.execute(_ONE, {"wanted": number}).one_or_none()
        if row is None:
            raise NotFoundError(what="catalogue", key=str(number))
        return CatalogueVersion(*row)


def past_tickets(connection: Connection, since: datetime, limit: int) -> Iterator[PastTicket]:
    """The newest tickets since a moment, in masked words; those whose words are withheld are left out."""
    for row in connection.execute(_PAST, {"since": since, "most": limit}):
        yield _past(row)


def _past(row: AnyRow) -> PastTicket:
    place = Place(row.place_masked, row.street, row.district, row.community)
    words = f"{row.title_masked}\n{row.text_masked}".strip()
    category = Category(row.l1, row.l2, row.l3)
    return PastTicket(row.number, RoutedMatter(words, category, MatterType(row.matter_type), place), row.lead)
