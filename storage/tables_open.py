"""The tickets that are still on their way, in the order in which the desk takes them.

A big city keeps millions of closed tickets and some thousands of open ones. Queues and counts look at these only, so
that a page is as quick in the tenth year as on the first day.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from storage.tables import metadata
from storage.types import UtcDateTime

open_tickets = Table(
    "open_tickets",
    metadata,
    Column("ticket", Text, ForeignKey("tickets.number"), primary_key=True),
    Column("state", Text, nullable=False),
    # What is urgent stands before what is calm, then what others tell of too, then the nearest limit.
    Column("calm", Boolean, nullable=False),
    Column("patience", Integer, nullable=False),
    Column("queue_by", UtcDateTime, nullable=False),
    Index("ix_open_tickets_state", "state", "calm", "patience", "queue_by"),
)
