"""Pictures of answers, what each unit replies to a joint supervision, and words of follow-ups where they can end."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _answer_pictures()
    _joint_replies()
    _follow_up_words()
    _let_change()
    op.execute(
        "INSERT INTO follow_up_words (follow_up, words) SELECT id, words FROM follow_ups WHERE words IS NOT NULL"
    )
    op.execute("UPDATE follow_ups SET words = NULL WHERE words IS NOT NULL")
    _forbid_change()


def downgrade() -> None:
    _let_change()
    op.execute(
        "UPDATE follow_ups SET words = (SELECT w.words FROM follow_up_words w WHERE w.follow_up = follow_ups.id)"
    )
    _forbid_change()
    for table in ("follow_up_words", "joint_replies", "answer_pictures"):
        op.drop_table(table)


def _answer_pictures() -> None:
    op.create_table(
        "answer_pictures",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("ticket", sa.Text, sa.ForeignKey("tickets.number", name="fk_answer_pictures_ticket"), nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("mime", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answer_pictures"),
    )
    op.create_index("ix_answer_pictures_ticket", "answer_pictures", ["ticket", "round"])
    op.create_index("ix_answer_pictures_at", "answer_pictures", ["at"])


def _joint_replies() -> None:
    of_step = sa.ForeignKey("supervisions.id", name="fk_joint_replies_supervision")
    op.create_table(
        "joint_replies",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("supervision", SERIAL, of_step, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("words", sa.LargeBinary),
        sa.Column("replied_at", MOMENT),
        sa.Column("replied_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_joint_replies"),
        sa.UniqueConstraint("supervision", "unit", name="uq_joint_replies_supervision"),
    )


def _follow_up_words() -> None:
    of_line = sa.ForeignKey("follow_ups.id", name="fk_follow_up_words_follow_up")
    op.create_table(
        "follow_up_words",
        sa.Column("follow_up", SERIAL, of_line, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("follow_up", name="pk_follow_up_words"),
    )


def _let_change() -> None:
    """The record stays append-only: its trigger rests while this very step moves the words out of it, or back."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER follow_ups_no_update")
    else:
        op.execute("DROP TRIGGER follow_ups_append_only ON follow_ups")


def _forbid_change() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER follow_ups_no_update BEFORE UPDATE ON follow_ups "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )
        return
    op.execute(
        "CREATE TRIGGER follow_ups_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON follow_ups "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
