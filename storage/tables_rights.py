"""Tables of the open interface and of what citizens may ask about their own data; on the same `metadata`."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from storage.tables import metadata
from storage.types import Serial, UtcDateTime

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("account", Serial, ForeignKey("accounts.id"), nullable=False),
    Column("key_hash", Text, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("expires", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    Index("ix_api_keys_account", "account"),
)

# What was answered to a call that may be repeated, for a day.
api_answers = Table(
    "api_answers",
    metadata,
    Column("api_key", Serial, ForeignKey("api_keys.id"), primary_key=True, autoincrement=False),
    Column("name_hash", Text, primary_key=True),
    Column("call_hash", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("answer", JSON, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_api_answers_at", "at"),
)

# A link to one's own data, good for one download within a few minutes.
data_links = Table(
    "data_links",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("person", Serial, ForeignKey("people.id"), nullable=False),
    Column("expires", UtcDateTime, nullable=False),
    Index("ix_data_links_expires", "expires"),
)

# Who asked for deletion, and when the last of it was done.
erasures = Table(
    "erasures",
    metadata,
    Column("person", Serial, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
)
_PENDING = erasures.c.done_at.is_(None)
Index("ix_erasures_pending", erasures.c.at, sqlite_where=_PENDING, postgresql_where=_PENDING)

# Tickets that came from another system, by a keyed hash of the number they had there.
outside_tickets = Table(
    "outside_tickets",
    metadata,
    Column("outside_hash", LargeBinary, primary_key=True),
    Column("ticket", Text, ForeignKey("tickets.number"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# Ended tickets whose words were deleted when their time was over; what was counted stays.
expired_tickets = Table(
    "expired_tickets",
    metadata,
    Column("ticket", Text, ForeignKey("tickets.number"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

# One row for each append-only table: lines older than this may be deleted, and no others.
retention_floors = Table(
    "retention_floors",
    metadata,
    Column("name", Text, primary_key=True),
    Column("before", UtcDateTime, nullable=False),
)
