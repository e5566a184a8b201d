"""The first tables, and the triggers that keep history, audit and corrections append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "accounts",
    "attention",
    "audit",
    "people",
    "sessions",
    "staff_sessions",
    "tickets",
    "corrections",
    "history",
    "inbox",
    "ticket_units",
    "outbox",
    "pictures",
    "predictions",
)
APPEND_ONLY = ("history", "audit", "corrections")


def upgrade() -> None:
    _accounts()
    _attention()
    _audit()
    _people()
    _sessions()
    _staff_sessions()
    _tickets()
    _corrections()
    _history()
    _inbox()
    _ticket_units()
    _outbox()
    _pictures()
    _predictions()
    for table in APPEND_ONLY:
        _forbid_changes(table)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _forbid_changes(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'append-only' USING ERRCODE = 'restrict_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _partial_index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("login", name="uq_accounts_login"),
    )


def _attention() -> None:
    op.create_table(
        "attention",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("person", SERIAL, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("ticket", sa.Text, nullable=False),
        sa.Column("taken_by", sa.Text, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_attention"),
    )
    _partial_index("ix_attention_open", "attention", ["id"], "done_at IS NULL")
    _partial_index("uq_attention_open", "attention", ["person", "kind", "ticket"], "done_at IS NULL", unique=True)


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_role", sa.Text, nullable=False),
        sa.Column("actor_id", sa.Text, nullable=False),
        sa.Column("actor_unit", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_target", "audit", ["target"])


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("address", sa.LargeBinary, nullable=False),
        sa.Column("address_hash", sa.LargeBinary, nullable=False),
        sa.Column("contact", sa.LargeBinary),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("address_hash", name="uq_people_address_hash"),
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column(
            "person", SERIAL, sa.ForeignKey("people.id", name="fk_sessions_person"), nullable=False, autoincrement=False
        ),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("waiting_since", MOMENT),
        sa.PrimaryKeyConstraint("person", name="pk_sessions"),
    )
    op.create_index("ix_sessions_waiting_since", "sessions", ["waiting_since"])


def _staff_sessions() -> None:
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("account", SERIAL, sa.ForeignKey("accounts.id", name="fk_staff_sessions_account"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("expires", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_staff_sessions"),
    )
    op.create_index("ix_staff_sessions_account", "staff_sessions", ["account"])


def _tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("person", SERIAL, sa.ForeignKey("people.id", name="fk_tickets_person"), nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("matter_type", sa.Text, nullable=False),
        sa.Column("l1", sa.Text, nullable=False),
        sa.Column("l2", sa.Text, nullable=False),
        sa.Column("l3", sa.Text, nullable=False),
        sa.Column("urgency", sa.Text, nullable=False),
        sa.Column("anonymous", sa.Boolean, nullable=False),
        sa.Column("confidential", sa.Boolean, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.Column("title_masked", sa.Text, nullable=False),
        sa.Column("text_masked", sa.Text, nullable=False),
        sa.Column("place_masked", sa.Text, nullable=False),
        sa.Column("street", sa.Text, nullable=False),
        sa.Column("district", sa.Text, nullable=False),
        sa.Column("community", sa.Text, nullable=False),
        sa.Column("lead", sa.Text, nullable=False),
        sa.Column("others", sa.JSON, nullable=False),
        sa.Column("ground_rule", sa.Text, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("auto", sa.Boolean, nullable=False),
        sa.Column("due_rule", sa.Text),
        sa.Column("due_ground", sa.Text),
        sa.Column("due_limits", sa.JSON),
        sa.Column("due_always", sa.Boolean),
        sa.Column("due_provisional", sa.Boolean),
        sa.Column("sign_by", MOMENT),
        sa.Column("contact_by", MOMENT),
        sa.Column("answer_by", MOMENT),
        sa.Column("return_by", MOMENT),
        sa.Column("paused_at", MOMENT),
        sa.Column("dispatched_at", MOMENT),
        sa.Column("signed_at", MOMENT),
        sa.Column("resume", sa.Text, nullable=False),
        sa.Column("dispatches", sa.Integer, nullable=False),
        sa.Column("returns", sa.Integer, nullable=False),
        sa.Column("redos", sa.Integer, nullable=False),
        sa.Column("reminders", sa.Integer, nullable=False),
        sa.Column("solved", sa.Text),
        sa.Column("grade", sa.Text),
        sa.Column("first_solved", sa.Text),
        sa.Column("first_grade", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("clock_by", MOMENT),
        sa.Column("watch_at", MOMENT),
        sa.Column("soon_marked", sa.Boolean, nullable=False),
        sa.Column("closed_at", MOMENT),
        sa.Column("contacted", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_tickets"),
    )
    op.create_index("ix_tickets_clock_by", "tickets", ["clock_by"])
    op.create_index("ix_tickets_closed_at", "tickets", ["closed_at"])
    op.create_index("ix_tickets_person", "tickets", ["person", "received_at"])
    op.create_index("ix_tickets_received_at", "tickets", ["received_at"])
    op.create_index("ix_tickets_state", "tickets", ["state", "received_at"])
    op.create_index("ix_tickets_watch_at", "tickets", ["watch_at"])


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("ticket", sa.Text, sa.ForeignKey("tickets.number", name="fk_corrections_ticket"), nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("was", sa.Text, nullable=False),
        sa.Column("became", sa.Text, nullable=False),
        sa.Column("actor_role", sa.Text, nullable=False),
        sa.Column("actor_id", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
    )
    op.create_index("ix_corrections_at", "corrections", ["at"])


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("ticket", sa.Text, sa.ForeignKey("tickets.number", name="fk_history_ticket"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("move", sa.Text, nullable=False),
        sa.Column("start_state", sa.Text, nullable=False),
        sa.Column("end_state", sa.Text, nullable=False),
        sa.Column("actor_role", sa.Text, nullable=False),
        sa.Column("actor_id", sa.Text, nullable=False),
        sa.Column("actor_unit", sa.Text, nullable=False),
        sa.Column("actor_name", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("words", sa.LargeBinary),
        sa.PrimaryKeyConstraint("ticket", "position", name="pk_history"),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("message_hash", sa.LargeBinary, nullable=False),
        sa.Column("person", SERIAL, sa.ForeignKey("people.id", name="fk_inbox_person"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("ticket", sa.Text, sa.ForeignKey("tickets.number", name="fk_inbox_ticket")),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("message_hash", name="uq_inbox_message_hash"),
    )
    op.create_index("ix_inbox_person", "inbox", ["person", "id"])
    op.create_index("ix_inbox_ticket", "inbox", ["ticket"])


def _ticket_units() -> None:
    op.create_table(
        "ticket_units",
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("ticket", sa.Text, sa.ForeignKey("tickets.number", name="fk_ticket_units_ticket"), nullable=False),
        sa.PrimaryKeyConstraint("unit", "ticket", name="pk_ticket_units"),
    )
    op.create_index("ix_ticket_units_ticket", "ticket_units", ["ticket"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("person", SERIAL, sa.ForeignKey("people.id", name="fk_outbox_person"), nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("worker", sa.Text),
        sa.Column("error", sa.Text),
        sa.Column("done_at", MOMENT),
        sa.Column("ticket", sa.Text, nullable=False),
        sa.Column("reply_to", SERIAL, sa.ForeignKey("inbox.id", name="fk_outbox_reply_to")),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
        sqlite_autoincrement=True,
    )
    _partial_index("ix_outbox_dead", "outbox", ["id"], "state = 'dead'")
    _partial_index("ix_outbox_due_at", "outbox", ["due_at"], "due_at IS NOT NULL")
    op.create_index("ix_outbox_person", "outbox", ["person", "id"])
    op.create_index("ix_outbox_reply_to", "outbox", ["reply_to"])
    _partial_index("ix_outbox_waiting", "outbox", ["person", "id"], "due_at IS NOT NULL")


def _pictures() -> None:
    op.create_table(
        "pictures",
        sa.Column(
            "inbound",
            SERIAL,
            sa.ForeignKey("inbox.id", name="fk_pictures_inbound"),
            nullable=False,
            autoincrement=False,
        ),
        sa.Column("mime", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("inbound", name="pk_pictures"),
    )


def _predictions() -> None:
    op.create_table(
        "predictions",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("inbound", SERIAL, sa.ForeignKey("inbox.id", name="fk_predictions_inbound"), nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("decisions", sa.JSON, nullable=False),
        sa.Column("evidence", sa.LargeBinary),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("ticket", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_predictions"),
    )
    op.create_index("ix_predictions_inbound", "predictions", ["inbound"])
    op.create_index("ix_predictions_ticket", "predictions", ["ticket"])
