"""Lists of knowledge entries."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from knowledge.keeping.states import EntryState
from knowledge.keeping.views import SOON, EntryFilter, EntryRow, Standing
from storage.tables import entries, entry_versions

_E = entries.c
_ROWS = select(_E.id, _E.title, _E.owner, _E.kind, _E.state, _E.published.is_not(None), _E.author, _E.source,
               _E.effective, _E.expires, _E.review)  # fmt: skip

_V = entry_versions.c
_CITY_OPEN = exists().where(_V.entry == _E.id, _V.number == _E.present, func.json_array_length(_V.payload["city"]) > 0)


def list_entries(connection: Connection, wanted: EntryFilter, today: date) -> list[EntryRow]:
    """What is being worked on first, then by title."""
    chosen = _ROWS.where(*_conditions(wanted, today)).order_by(_E.owner, _E.title).limit(wanted.limit)
    rows = connection.execute(chosen.offset(wanted.offset))
    return [_row(*row) for row in rows]


def _row(entry_id: str, title: str, owner: str, kind: str, state: str, *rest: Any) -> EntryRow:
    return EntryRow(entry_id, title, owner, kind, EntryState(state), *rest)


def count_entries(connection: Connection, wanted: EntryFilter, today: date) -> int:
    counted = select(func.count()).select_from(entries).where(*_conditions(wanted, today))
    return int(connection.execute(counted).scalar_one())


def _conditions(wanted: EntryFilter, today: date) -> list[ColumnElement[bool]]:
    found = [_E.words.contains(word, autoescape=True) for word in wanted.words.lower().split()]
    if wanted.owner:
        found.append(_E.owner == wanted.owner)
    if wanted.kind:
        found.append(_E.kind == wanted.kind)
    if wanted.standing is not None:
        found.append(_stands(wanted.standing, today))
    return found


def _stands(standing: Standing, today: date) -> ColumnElement[bool]:
    answered = _E.published.is_not(None)
    match standing:
        case Standing.PUBLISHED:
            return answered
        case Standing.EXPIRED:
            return and_(answered, _E.expires <= today)
        case Standing.EXPIRING:
            return and_(answered, _E.expires > today, _E.expires <= today + SOON)
        case Standing.CITY_OPEN:
            return and_(_E.state != EntryState.RETIRED.value, _CITY_OPEN)
        case Standing.DUE:
            return and_(answered, or_(_E.review <= today, _E.expires <= today + SOON))
    return _E.state == standing.value
