"""The event log as an assessment reads it. Of the sealed words only ratings are opened: one of eight fixed words."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection, bindparam, select

from analytics.assessment.closings import closed_between
from analytics.assessment.log import LogLine, TicketLog
from analytics.rows import ClosedTicket
from hotline.events import RATED
from hotline.people import Role
from hotline.taxonomy import Category
from hotline.workflow import Move, State
from storage.statements import AnyRow
from storage.tables import history, tickets
from storage.ticket_rows import event_of
from storage.vault import Vault

CLOSED_IN = (
    select(history.c.ticket)
    .where(history.c.move == Move.CLOSE.value, history.c.at >= bindparam("since"), history.c.at < bindparam("until"))
    .distinct()
)
"""Numbers of the tickets that were closed in [since, until), whatever became of them later."""
_FACTS = select(
    tickets.c.number, tickets.c.l1, tickets.c.l2, tickets.c.l3, tickets.c.street, tickets.c.anonymous,
    tickets.c.sign_by, tickets.c.contact_by, tickets.c.answer_by,
).where(tickets.c.number.in_(CLOSED_IN))  # fmt: skip
_LINES = select(history).where(history.c.ticket.in_(CLOSED_IN)).order_by(history.c.ticket, history.c.position)


def ticket_logs(connection: Connection, vault: Vault, since: datetime, until: datetime) -> Iterator[TicketLog]:
    """The whole logs of the tickets closed in [since, until), by number."""
    terms = {"since": since, "until": until}
    facts = {row.number: row for row in connection.execute(_FACTS, terms)}
    for number, rows in groupby(connection.execute(_LINES, terms), key=lambda row: str(row.ticket)):
        yield _log(facts[number], [_line(row, vault) for row in rows])


def closed_tickets(connection: Connection, vault: Vault, since: datetime, until: datetime, *,
                   unreached: int) -> list[ClosedTicket]:  # fmt: skip
    return closed_between(ticket_logs(connection, vault, since, until), since, until, unreached=unreached)


def _log(row: AnyRow, lines: list[LogLine]) -> TicketLog:
    category = Category(row.l1, row.l2, row.l3)
    return TicketLog(row.number, category, row.street, row.anonymous, row.sign_by, row.contact_by, row.answer_by, lines)


def _line(row: AnyRow, vault: Vault) -> LogLine:
    said = event_of(row, vault).reason if row.move == RATED else ""
    start, end = State(row.start_state), State(row.end_state)
    return LogLine(row.at, row.move, start, end, Role(row.actor_role), row.unit, said)
