"""Timekeeping: calendar years, published tables of deadlines, who is away; the watch is told when to look again."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False)


def upgrade() -> None:
    op.create_table(
        "calendar_years",
        sa.Column("year", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("days", sa.JSON, nullable=False),
        _text("by"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("shipped", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_calendar_years"),
    )
    _numbered("deadline_tables", "number", _text("content"), _text("by"), sa.Column("at", MOMENT, nullable=False),
              _text("note"))  # fmt: skip
    _numbered("timekeeping_changes", "id", _text("what"), sa.Column("at", MOMENT, nullable=False))
    _numbered(
        "absences",
        "id",
        _text("login"),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        _text("deputy"),
        _text("by"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
    )
    op.create_index("ix_absences_until", "absences", ["until"])
    provisional = sa.text("due_provisional IS true") if _postgres() else sa.text("due_provisional IS 1")
    op.create_index(
        "ix_tickets_provisional", "tickets", ["number"], sqlite_where=provisional, postgresql_where=provisional
    )
    # The first round of the watch looks at every running clock once, and learns when to look again.
    op.execute("UPDATE tickets SET watch_at = received_at WHERE watch_at IS NOT NULL")


def downgrade() -> None:
    op.execute("UPDATE tickets SET watch_at = clock_by WHERE watch_at IS NOT NULL")
    op.drop_index("ix_tickets_provisional", "tickets")
    for table in ("absences", "timekeeping_changes", "deadline_tables", "calendar_years"):
        op.drop_table(table)


def _numbered(name: str, key: str, *columns: "sa.Column[Any]") -> None:
    serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        name, sa.Column(key, serial, nullable=False), *columns, sa.PrimaryKeyConstraint(key, name=f"pk_{name}")
    )


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"
