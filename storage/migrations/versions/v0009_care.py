"""Beside the tickets: claims on how they count, recusals, looks, mediations, adopted matters."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_index("ix_history_move", "history", ["move", "at"])
    _claims()
    _recusals()
    _looks()
    _mediations()
    _adoptions()


def downgrade() -> None:
    for table in ("adoption_notes", "adoptions", "mediations", "looks", "recusals", "assessment_claims"):
        op.drop_table(table)
    op.drop_index("ix_history_move", "history")


def _ticket(table: str) -> "sa.Column[str]":
    return sa.Column("ticket", sa.Text, sa.ForeignKey("tickets.number", name=f"fk_{table}_ticket"), nullable=False)


def _texts(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _by() -> "list[sa.Column[str]]":
    return _texts("by_role", "by_login", "by_name", "by_unit")


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = True) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _claims() -> None:
    op.create_table(
        "assessment_claims",
        sa.Column("id", SERIAL, nullable=False),
        _ticket("assessment_claims"),
        *_texts("kind", "subject"),
        sa.Column("words", sa.LargeBinary, nullable=False),
        *_by(),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("accepted", sa.Boolean),
        *_texts("decided_login", "decided_name"),
        sa.Column("decided_at", MOMENT),
        sa.Column("decision", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_assessment_claims"),
    )
    op.create_index("ix_assessment_claims_ticket", "assessment_claims", ["ticket"])
    refused = "accepted IS NOT 0" if op.get_bind().dialect.name == "sqlite" else "accepted IS NOT false"
    _partial("uq_assessment_claims_standing", "assessment_claims", ["ticket", "kind", "subject"], refused)
    _partial("ix_assessment_claims_waiting", "assessment_claims", ["id"], "decided_at IS NULL", unique=False)


def _recusals() -> None:
    op.create_table(
        "recusals",
        sa.Column("id", SERIAL, nullable=False),
        _ticket("recusals"),
        *_texts("login", "unit"),
        sa.Column("ground", sa.LargeBinary, nullable=False),
        *_by(),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("lifted_at", MOMENT),
        *_texts("lifted_by"),
        sa.PrimaryKeyConstraint("id", name="pk_recusals"),
    )
    _partial("uq_recusals_standing", "recusals", ["ticket", "login", "unit"], "lifted_at IS NULL")


def _looks() -> None:
    op.create_table(
        "looks",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _ticket("looks"),
        *_texts("role", "login", "name", "unit", "seen", "reason", "page"),
        sa.PrimaryKeyConstraint("id", name="pk_looks"),
    )
    op.create_index("ix_looks_ticket", "looks", ["ticket", "id"])
    op.create_index("ix_looks_login", "looks", ["login", "id"])
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER looks_no_{change.lower()} BEFORE {change} ON looks "
                "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER looks_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON looks "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _mediations() -> None:
    op.create_table(
        "mediations",
        sa.Column("id", SERIAL, nullable=False),
        _ticket("mediations"),
        *_texts("kind"),
        sa.Column("words", sa.LargeBinary, nullable=False),
        *_by(),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("consent", sa.Boolean),
        *_texts("consent_role", "consent_login", "consent_name"),
        sa.Column("consent_at", MOMENT),
        *_texts("outcome"),
        sa.Column("outcome_words", sa.LargeBinary),
        *_texts("outcome_login", "outcome_name"),
        sa.Column("outcome_at", MOMENT),
        sa.Column("open", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mediations"),
    )
    op.create_index("ix_mediations_ticket", "mediations", ["ticket"])
    still = "open IS 1" if op.get_bind().dialect.name == "sqlite" else "open IS true"
    _partial("uq_mediations_open", "mediations", ["ticket"], still)


def _adoptions() -> None:
    op.create_table(
        "adoptions",
        sa.Column("id", SERIAL, nullable=False),
        _ticket("adoptions"),
        *_by(),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_adoptions"),
    )
    op.create_index("ix_adoptions_ticket", "adoptions", ["ticket"])
    op.create_index("ix_adoptions_by_login", "adoptions", ["by_login"])
    _partial("uq_adoptions_held", "adoptions", ["ticket"], "ended_at IS NULL")
    op.create_table(
        "adoption_notes",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("adoption", SERIAL, sa.ForeignKey("adoptions.id", name="fk_adoption_notes_adoption"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_adoption_notes"),
    )
    op.create_index("ix_adoption_notes_adoption", "adoption_notes", ["adoption"])
