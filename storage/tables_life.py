"""The tables of the units' parts in tickets, of returns, consultations, proposed rules, notices and splits."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from storage.tables import metadata
from storage.types import Serial, UtcDateTime


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _ticket(name: str = "ticket") -> Column[str]:
    return Column(name, Text, ForeignKey("tickets.number"), nullable=False)


def _at(name: str = "at", *, nullable: bool = False) -> Column[object]:
    return Column(name, UtcDateTime, nullable=nullable)


assignments = Table(
    "assignments",
    metadata,
    Column("id", Serial, primary_key=True),
    _ticket(),
    _text("unit"),
    _text("role"),
    _text("state"),
    _at(),
    _text("by"),
    _text("by_unit"),
    Column("days", Integer, nullable=False),
    _at("sign_by", nullable=True),
    _at("due_by", nullable=True),
    _at("signed_at", nullable=True),
    _at("reported_at", nullable=True),
    _at("objected_at", nullable=True),
    _at("ended_at", nullable=True),
    _at("late_at", nullable=True),
    # The limit that runs now, while nobody has marked it as over: the watch asks for nothing else.
    _at("watch_at", nullable=True),
    # Nothing where nobody has said anything: so it is with tickets from before there were parts.
    Column("words", LargeBinary),
    Index("ix_assignments_ticket", "ticket", "id"),
    Index("ix_assignments_unit", "unit", "state"),
    Index("ix_assignments_role", "role", "at"),
)
_RUNS = assignments.c.watch_at.is_not(None)
Index("ix_assignments_watch_at", assignments.c.watch_at, sqlite_where=_RUNS, postgresql_where=_RUNS)

unit_notices = Table(
    "unit_notices",
    metadata,
    Column("id", Serial, primary_key=True),
    _text("unit"),
    _ticket(),
    _text("kind"),
    Column("words", LargeBinary, nullable=False),
    _at(),
    _text("read_by"),
    _at("read_at", nullable=True),
)
_UNREAD = unit_notices.c.read_at.is_(None)
Index("ix_unit_notices_unread", unit_notices.c.unit, unit_notices.c.id, sqlite_where=_UNREAD, postgresql_where=_UNREAD)

ticket_splits = Table(
    "ticket_splits",
    metadata,
    Column("child", Text, ForeignKey("tickets.number"), primary_key=True),
    _ticket("parent"),
    _at(),
    Index("ix_ticket_splits_parent", "parent"),
)

returns = Table(
    "returns",
    metadata,
    Column("id", Serial, primary_key=True),
    _ticket(),
    _text("unit"),
    _text("kind"),
    _text("state"),
    _at(),
    _text("by"),
    _at("decide_by"),
    _text("decided_by"),
    _at("decided_at", nullable=True),
    Column("words", LargeBinary, nullable=False),
    Index("ix_returns_ticket", "ticket", "id"),
    Index("ix_returns_at", "at"),
)
_OPEN = returns.c.state == "open"
Index("uq_returns_open", returns.c.ticket, unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("request", Serial, ForeignKey("returns.id"), nullable=False),
    _text("mime"),
    Column("content", LargeBinary, nullable=False),
    _at(),
    Index("ix_evidence_request", "request"),
)

rule_proposals = Table(
    "rule_proposals",
    metadata,
    Column("id", Serial, primary_key=True),
    _ticket(),
    _text("source"),
    _text("category"),
    _text("words"),
    _text("lead"),
    Column("others", JSON, nullable=False),
    _text("instead"),
    _text("ground"),
    _text("by"),
    _at(),
    _text("state"),
    _text("decided_by"),
    _at("decided_at", nullable=True),
    _text("note"),
    Index("ix_rule_proposals_state", "state", "id"),
    Index("ix_rule_proposals_ticket", "ticket"),
)

consultations = Table(
    "consultations",
    metadata,
    Column("id", Serial, primary_key=True),
    _ticket(),
    _at(),
    _text("by"),
    _at("concluded_at", nullable=True),
    _text("lead"),
    Column("others", JSON, nullable=False),
    Column("words", LargeBinary, nullable=False),
    Index("ix_consultations_ticket", "ticket", "id"),
)
_GOING_ON = consultations.c.concluded_at.is_(None)
Index("uq_consultations_standing", consultations.c.ticket, unique=True, sqlite_where=_GOING_ON,
      postgresql_where=_GOING_ON)  # fmt: skip

positions = Table(
    "positions",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("consultation", Serial, ForeignKey("consultations.id"), nullable=False),
    _text("unit"),
    _at("invited_at"),
    _at("stated_at", nullable=True),
    _text("by"),
    Column("words", LargeBinary, nullable=False),
    UniqueConstraint("consultation", "unit"),
    Index("ix_positions_unit", "unit"),
)
