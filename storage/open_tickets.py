"""Keeping the short list of tickets on their way in step with the tickets: in the same transaction, at every change."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from casework.ports import LinkKind
from hotline.matter import Urgency
from hotline.ticket import Ticket
from hotline.workflow import FINAL
from storage.statements import Prepared
from storage.tables import ticket_links
from storage.tables_open import open_tickets

NO_LIMIT = datetime(2999, 12, 31, tzinfo=UTC)
"""Where a ticket without a limit stands: behind all others."""


def _upsert(insert: Any) -> Any:
    added = insert(open_tickets)
    changed = {name: added.excluded[name] for name in ("state", "calm", "queue_by")}
    return added.on_conflict_do_update(index_elements=["ticket"], set_=changed)


_PUT = Prepared(_upsert(sqlite.insert), postgres=_upsert(postgresql.insert))
_END = delete(open_tickets).where(open_tickets.c.ticket == bindparam("wanted"))
_SAME = (ticket_links.c.kind == LinkKind.SAME_MATTER.value, ticket_links.c.refused_at.is_(None))
_TOLD_AGAIN = (
    select(func.count())
    .select_from(ticket_links)
    .where(or_(ticket_links.c.ticket == open_tickets.c.ticket, ticket_links.c.other == open_tickets.c.ticket), *_SAME)
    .scalar_subquery()
)


def keep_open(connection: Connection, ticket: Ticket) -> None:
    """Put a ticket in its place; one that has ended leaves the list."""
    if not ticket.open:
        connection.execute(_END, {"wanted": ticket.number})
        return
    values = {
        "ticket": ticket.number,
        "state": ticket.state.value,
        "calm": ticket.appeal.urgency is Urgency.ORDINARY,
        "patience": 0,
        "queue_by": ticket.due.answer_by if ticket.due else NO_LIMIT,
    }
    _PUT.count(connection, values)
    if ticket.history and ticket.history[-1].start in FINAL:
        recount(connection, [ticket.number])  # taken up again: it comes back to where it stood


def recount(connection: Connection, numbers: Sequence[str]) -> None:
    """Links came or went: each of these tickets that is open stands by how many tell of the same matter."""
    changed = update(open_tickets).where(open_tickets.c.ticket.in_(list(numbers))).values(patience=-_TOLD_AGAIN)
    connection.execute(changed)
