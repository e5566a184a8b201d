"""Repeated appeals: links between tickets, and which tickets were compared with the others."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "ticket_links",
        _ticket("ticket", "ticket_links"),
        _ticket("other", "ticket_links"),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("refused_by", sa.Text, nullable=False),
        sa.Column("refused_at", MOMENT),
        sa.PrimaryKeyConstraint("ticket", "other", name="pk_ticket_links"),
    )
    op.create_index("ix_ticket_links_other", "ticket_links", ["other"])
    op.create_table(
        "repeat_looks",
        _ticket("ticket", "repeat_looks"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("contact_hash", sa.LargeBinary),
        sa.PrimaryKeyConstraint("ticket", name="pk_repeat_looks"),
    )
    op.create_index("ix_repeat_looks_contact_hash", "repeat_looks", ["contact_hash"])


def downgrade() -> None:
    op.drop_table("repeat_looks")
    op.drop_table("ticket_links")


def _ticket(name: str, table: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, sa.ForeignKey("tickets.number", name=f"fk_{table}_{name}"), nullable=False)
