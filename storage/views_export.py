"""Tickets as a table for other systems: masked, page by page, so that size is no matter."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from casework.views import TicketFilter
from classifiers.reporter import without_reporter
from storage.statements import AnyRow
from storage.tables import tickets
from storage.ticket_rows import words_of
from storage.vault import Vault
from storage.views_tickets import list_after, ticket_row

PAGE = 500
_WHOLE = select(tickets).where(tickets.c.number.in_(bindparam("numbers", expanding=True)))


def exported(
    connection: Connection, vault: Vault, wanted: TicketFilter, now: datetime
) -> Iterator[Mapping[str, object]]:
    """The newest first; of what the filter names, whatever its limit says.

    Of a report or a confidential ticket there is no place, for a place may say who spoke.
    """
    after = None
    while rows := list_after(connection, replace(wanted, limit=PAGE), after, now):
        whole = {row.number: row for row in connection.execute(_WHOLE, {"numbers": [row.number for row in rows]})}
        for row in rows:
            yield _line(whole[row.number], vault, now)
        after = (rows[-1].received_at, rows[-1].number)


def _line(row: AnyRow, vault: Vault, now: datetime) -> Mapping[str, object]:
    listed, words = ticket_row(row, now), words_of(row.words, vault)
    answer = vault.masked(words.public_answer)
    return {
        "number": row.number,
        "title": listed.title,
        "text": without_reporter(row.text_masked) if listed.sealed else row.text_masked,
        "matter_type": row.matter_type,
        "category": listed.category,
        "urgency": row.urgency,
        "state": row.state,
        "unit": row.lead,
        "others": list(row.others),
        "place": "" if listed.sealed else row.place_masked,
        "received": row.received_at,
        "answer_by": row.answer_by,
        "closed": row.closed_at,
        "answer": without_reporter(answer) if listed.sealed else answer,
        "solved": row.solved or "",
        "grade": row.grade or "",
        "returns": row.returns,
        "redos": row.redos,
        "confidential": listed.sealed,
    }
