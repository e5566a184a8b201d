"""Every question that was asked, what its citizen said of the answer, and what staff made of those without one."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("inbound", SERIAL, sa.ForeignKey("inbox.id", name="fk_questions_inbound"), nullable=False),
        sa.Column("person", SERIAL, sa.ForeignKey("people.id", name="fk_questions_person"), nullable=False),
        sa.Column("text_masked", sa.Text, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("near", sa.JSON, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("said_at", MOMENT),
        sa.Column("ticket", sa.Text, sa.ForeignKey("tickets.number", name="fk_questions_ticket")),
        sa.Column("settled", sa.Text, nullable=False),
        sa.Column("settled_by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("settled_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
    )
    op.create_index("ix_questions_at", "questions", ["at"])
    op.create_index("ix_questions_ticket", "questions", ["ticket"])
    op.create_table(
        "answer_drafts",
        sa.Column("ticket", sa.Text, sa.ForeignKey("tickets.number", name="fk_answer_drafts_ticket"), nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("ticket", name="pk_answer_drafts"),
    )


def downgrade() -> None:
    op.drop_table("answer_drafts")
    op.drop_table("questions")
