"""Supervision, long cases, and follow-up: their tables, and the triggers that keep what was said as it was said."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
APPEND_ONLY = ("follow_ups", "answer_forms", "long_case_entries")
TABLES = (
    "answer_forms",
    "call_list",
    "follow_ups",
    "long_case_entries",
    "long_cases",
    "supervision_looks",
    "supervisions",
)


def upgrade() -> None:
    _supervisions()
    _looks()
    _long_cases()
    _follow_ups()
    _call_list()
    _answer_forms()
    for table in APPEND_ONLY:
        _forbid_changes(table)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _supervisions() -> None:
    op.create_table(
        "supervisions",
        sa.Column("id", SERIAL, nullable=False),
        _ticket("supervisions"),
        _text("step"),
        sa.Column("rank", sa.Integer, nullable=False),
        _text("owner_unit"),
        _text("owner_login"),
        sa.Column("begun_at", MOMENT, nullable=False),
        _text("begun_by"),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("provisional", sa.Boolean, nullable=False),
        _text("rule"),
        sa.Column("ground", sa.LargeBinary, nullable=False),
        sa.Column("reply", sa.LargeBinary),
        sa.Column("replied_at", MOMENT),
        _text("replied_by"),
        sa.Column("ended_at", MOMENT),
        _text("ended_by"),
        sa.Column("end_reason", sa.LargeBinary),
        sa.Column("skipped", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_supervisions"),
        sa.UniqueConstraint("ticket", "step", name="uq_supervisions_ticket"),
    )
    _partial_index("uq_supervisions_open", "supervisions", "ticket", "ended_at IS NULL", unique=True)


def _looks() -> None:
    op.create_table(
        "supervision_looks",
        _ticket("supervision_looks"),
        sa.Column("version", sa.Integer, nullable=False),
        _text("rules"),
        sa.Column("again_at", MOMENT),
        sa.PrimaryKeyConstraint("ticket", name="pk_supervision_looks"),
    )


def _long_cases() -> None:
    op.create_table(
        "long_cases",
        sa.Column("id", SERIAL, nullable=False),
        _ticket("long_cases"),
        sa.Column("plan", sa.LargeBinary, nullable=False),
        sa.Column("leader", sa.LargeBinary, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        _text("opened_by"),
        sa.Column("closed_at", MOMENT),
        _text("closed_by"),
        sa.Column("outcome", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_long_cases"),
    )
    op.create_index("ix_long_cases_ticket", "long_cases", ["ticket"])
    _partial_index("uq_long_cases_open", "long_cases", "ticket", "closed_at IS NULL", unique=True)
    case = sa.ForeignKey("long_cases.id", name="fk_long_case_entries_long_case")
    op.create_table(
        "long_case_entries",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("long_case", SERIAL, case, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _text("by"),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_long_case_entries"),
    )
    op.create_index("ix_long_case_entries_long_case", "long_case_entries", ["long_case"])


def _follow_ups() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", SERIAL, nullable=False),
        _ticket("follow_ups"),
        sa.Column("at", MOMENT, nullable=False),
        _text("by"),
        _text("how"),
        _text("outcome"),
        _text("kind"),
        sa.Column("reached", sa.Boolean, nullable=False),
        sa.Column("contacted", sa.Boolean),
        sa.Column("true_matter", sa.Boolean),
        sa.Column("solved", sa.Text),
        sa.Column("grade", sa.Text),
        sa.Column("words", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_follow_ups"),
    )
    op.create_index("ix_follow_ups_ticket", "follow_ups", ["ticket"])
    op.create_index("ix_follow_ups_at", "follow_ups", ["at"])


def _call_list() -> None:
    op.create_table(
        "call_list",
        sa.Column("id", SERIAL, nullable=False),
        _ticket("call_list"),
        _text("kind"),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
        _text("done_by"),
        sa.PrimaryKeyConstraint("id", name="pk_call_list"),
        sa.UniqueConstraint("ticket", "kind", "round", name="uq_call_list_ticket"),
    )
    _partial_index("ix_call_list_due_at", "call_list", "due_at", "done_at IS NULL")


def _answer_forms() -> None:
    op.create_table(
        "answer_forms",
        sa.Column("id", SERIAL, nullable=False),
        _ticket("answer_forms"),
        sa.Column("at", MOMENT, nullable=False),
        _text("by"),
        _text("unit"),
        _text("truth"),
        sa.Column("contacted", sa.Boolean, nullable=False),
        sa.Column("contacted_at", MOMENT),
        _text("solved"),
        sa.Column("unsolved_reason", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_answer_forms"),
    )
    op.create_index("ix_answer_forms_ticket", "answer_forms", ["ticket"])


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False)


def _ticket(table: str) -> "sa.Column[str]":
    return sa.Column("ticket", sa.Text, sa.ForeignKey("tickets.number", name=f"fk_{table}_ticket"), nullable=False)


def _partial_index(name: str, table: str, column: str, where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, [column], unique=unique, sqlite_where=condition, postgresql_where=condition)


def _forbid_changes(table: str) -> None:
    """As for the history: the function of PostgreSQL is there since the first tables."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
