"""Keys and answers of the open interface, rights of citizens over their data, and what is over its time."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _keys()
    _people()
    _tickets()
    op.create_table(
        "retention_floors",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("before", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_retention_floors"),
    )
    _let_old_lines_go()


def _keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("account", SERIAL, nullable=False),
        sa.Column("key_hash", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("expires", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.Column("revoked_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_api_keys_account"),
        sa.UniqueConstraint("key_hash", name="uq_api_keys_key_hash"),
    )
    op.create_index("ix_api_keys_account", "api_keys", ["account"])
    op.create_table(
        "api_answers",
        sa.Column("api_key", SERIAL, sa.ForeignKey("api_keys.id", name="fk_api_answers_api_key"), nullable=False),
        sa.Column("name_hash", sa.Text, nullable=False),
        sa.Column("call_hash", sa.Text, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("api_key", "name_hash", name="pk_api_answers"),
    )
    op.create_index("ix_api_answers_at", "api_answers", ["at"])


def _people() -> None:
    op.create_table(
        "data_links",
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("person", SERIAL, sa.ForeignKey("people.id", name="fk_data_links_person"), nullable=False),
        sa.Column("expires", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_data_links"),
    )
    op.create_index("ix_data_links_expires", "data_links", ["expires"])
    op.create_table(
        "erasures",
        sa.Column("person", SERIAL, sa.ForeignKey("people.id", name="fk_erasures_person"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.PrimaryKeyConstraint("person", name="pk_erasures"),
    )
    pending = sa.text("done_at IS NULL")
    op.create_index("ix_erasures_pending", "erasures", ["at"], sqlite_where=pending, postgresql_where=pending)


def _tickets() -> None:
    op.create_table(
        "outside_tickets",
        sa.Column("outside_hash", sa.LargeBinary, nullable=False),
        sa.Column("ticket", sa.Text, sa.ForeignKey("tickets.number", name="fk_outside_tickets_ticket"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("outside_hash", name="pk_outside_tickets"),
    )
    op.create_table(
        "expired_tickets",
        sa.Column("ticket", sa.Text, sa.ForeignKey("tickets.number", name="fk_expired_tickets_ticket"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("ticket", name="pk_expired_tickets"),
    )


_FLOOR = "coalesce((SELECT before FROM retention_floors WHERE name = '{table}'), '')"
_REFUSE = "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
_EARLY = {
    ("audit", "DELETE"): f"OLD.at >= {_FLOOR.format(table='audit')}",
    ("history", "UPDATE"): f"NEW.words IS NOT NULL OR OLD.at >= {_FLOOR.format(table='history')}",
}


def _let_old_lines_go() -> None:
    """Lines of the audit older than the floor may be deleted, and words of the history older than it emptied; nothing
    else of them is ever changed."""
    if op.get_bind().dialect.name == "sqlite":
        for (table, change), early in _EARLY.items():
            op.execute(f"DROP TRIGGER {table}_no_{change.lower()}")
            op.execute(f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} WHEN {early} {_REFUSE}")
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_early_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN IF OLD.at >= coalesce((SELECT before FROM retention_floors WHERE name = TG_TABLE_NAME), '-infinity') "
        "THEN RAISE EXCEPTION 'append-only' USING ERRCODE = 'restrict_violation'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; "
        "IF NEW.words IS NOT NULL THEN RAISE EXCEPTION 'append-only' USING ERRCODE = 'restrict_violation'; END IF; "
        "RETURN NEW; END $$"
    )
    for table, change in _EARLY:
        never = "UPDATE" if change == "DELETE" else "DELETE"
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE {never} OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_early_change BEFORE {change} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_early_change()"
        )


def downgrade() -> None:
    _hold_all_lines()
    tables = ("retention_floors", "expired_tickets", "outside_tickets", "erasures", "data_links", "api_answers",
              "api_keys")  # fmt: skip
    for table in tables:
        op.drop_table(table)


def _hold_all_lines() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table, change in _EARLY:
            op.execute(f"DROP TRIGGER {table}_no_{change.lower()}")
            op.execute(f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} {_REFUSE}")
        return
    for table, _ in _EARLY:
        op.execute(f"DROP TRIGGER {table}_no_early_change ON {table}")
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute("DROP FUNCTION refuse_early_change()")
