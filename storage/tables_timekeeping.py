"""The tables of timekeeping: calendar years, published tables of deadlines, and who is away."""

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, Table, Text

from storage.tables import metadata, tickets
from storage.types import Serial, UtcDateTime

calendar_years = Table(
    "calendar_years",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    # [["2026-10-01", "off", "国庆节"], …]
    Column("days", JSON, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("shipped", Boolean, nullable=False),
)

deadline_tables = Table(
    "deadline_tables",
    metadata,
    Column("number", Serial, primary_key=True),
    Column("content", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("note", Text, nullable=False),
)

# One row for each change. Their count is the revision: it rises with every commit, in whatever order they come.
timekeeping_changes = Table(
    "timekeeping_changes",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("what", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

absences = Table(
    "absences",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("login", Text, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("deputy", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Index("ix_absences_until", "until"),
)

PROVISIONAL = tickets.c.due_provisional.is_(True)
Index("ix_tickets_provisional", tickets.c.number, sqlite_where=PROVISIONAL, postgresql_where=PROVISIONAL)
