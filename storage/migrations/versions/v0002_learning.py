"""What is learned from: corrections that a second person settled, and halts of what went out at once."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_index("ix_corrections_ticket", "corrections", ["ticket", "decision", "id"])
    led_to_a_ticket = sa.text("ticket IS NOT NULL")
    op.create_index(
        "ix_predictions_at", "predictions", ["at"], sqlite_where=led_to_a_ticket, postgresql_where=led_to_a_ticket
    )
    _settled_corrections()
    _halts()


def downgrade() -> None:
    op.drop_table("halts")
    op.drop_table("settled_corrections")
    op.drop_index("ix_predictions_at", "predictions")
    op.drop_index("ix_corrections_ticket", "corrections")


def _settled_corrections() -> None:
    op.create_table(
        "settled_corrections",
        sa.Column(
            "correction",
            SERIAL,
            sa.ForeignKey("corrections.id", name="fk_settled_corrections_correction"),
            nullable=False,
            autoincrement=False,
        ),
        sa.Column("accepted", sa.Boolean, nullable=False),
        sa.Column("actor_role", sa.Text, nullable=False),
        sa.Column("actor_id", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("correction", name="pk_settled_corrections"),
    )


def _halts() -> None:
    op.create_table(
        "halts",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("week", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("judged", sa.Integer, nullable=False),
        sa.Column("wrong", sa.Integer, nullable=False),
        sa.Column("promised", sa.Float, nullable=False),
        sa.Column("lifted_at", MOMENT),
        sa.Column("lifted_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_halts"),
    )
    standing = sa.text("lifted_at IS NULL")
    op.create_index(
        "uq_halts_standing", "halts", ["decision"], unique=True, sqlite_where=standing, postgresql_where=standing
    )
