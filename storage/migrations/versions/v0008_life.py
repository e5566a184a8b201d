"""Units' parts in tickets, returns with their evidence, consultations, proposed rules, notices to units, splits.

Tickets that are with units get the parts they would have had; what was asked back before keeps its history only, but
an open return and a standing consultation get their rows, so that they can be decided like any other.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _assignments()
    _notices_and_splits()
    _returns()
    _proposals()
    _consultations()
    op.execute(
        "INSERT INTO assignments (ticket, unit, role, state, at, by, by_unit, days, signed_at)"
        " SELECT t.number, u.unit, CASE WHEN u.unit = t.lead THEN 'lead' ELSE 'co' END,"
        " CASE WHEN u.unit <> t.lead OR t.signed_at IS NULL THEN 'sent' ELSE 'signed' END,"
        " COALESCE(t.dispatched_at, t.received_at), '', '', 0, CASE WHEN u.unit = t.lead THEN t.signed_at END"
        " FROM ticket_units u JOIN tickets t ON t.number = u.ticket WHERE t.lead <> ''"
        " AND t.state NOT IN ('已办结', '已转紧急', '不予受理', '已并单', '直接答复', '已撤销', '终止办理')"
        " ORDER BY t.number, u.unit"
    )


def downgrade() -> None:
    for table in ("positions", "consultations", "rule_proposals", "evidence", "returns", "ticket_splits",
                  "unit_notices", "assignments"):  # fmt: skip
        op.drop_table(table)


def _assignments() -> None:
    op.create_table(
        "assignments",
        _serial("id"),
        _ticket("ticket", "assignments"),
        *_texts("unit", "role", "state"),
        _moment("at"),
        *_texts("by", "by_unit"),
        sa.Column("days", sa.Integer, nullable=False),
        *(sa.Column(f"{name}_by", MOMENT) for name in ("sign", "due")),
        *(sa.Column(f"{name}_at", MOMENT) for name in ("signed", "reported", "objected", "ended", "late", "watch")),
        sa.Column("words", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
    )
    op.create_index("ix_assignments_ticket", "assignments", ["ticket", "id"])
    op.create_index("ix_assignments_unit", "assignments", ["unit", "state"])
    op.create_index("ix_assignments_role", "assignments", ["role", "at"])
    _partial("ix_assignments_watch_at", "assignments", ["watch_at"], "watch_at IS NOT NULL")


def _notices_and_splits() -> None:
    op.create_table(
        "unit_notices",
        _serial("id"),
        *_texts("unit"),
        _ticket("ticket", "unit_notices"),
        *_texts("kind"),
        _sealed("words"),
        _moment("at"),
        *_texts("read_by"),
        sa.Column("read_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_unit_notices"),
    )
    _partial("ix_unit_notices_unread", "unit_notices", ["unit", "id"], "read_at IS NULL")
    op.create_table(
        "ticket_splits",
        _ticket("child", "ticket_splits"),
        _ticket("parent", "ticket_splits"),
        _moment("at"),
        sa.PrimaryKeyConstraint("child", name="pk_ticket_splits"),
    )
    op.create_index("ix_ticket_splits_parent", "ticket_splits", ["parent"])


def _returns() -> None:
    op.create_table(
        "returns",
        _serial("id"),
        _ticket("ticket", "returns"),
        *_texts("unit", "kind", "state"),
        _moment("at"),
        *_texts("by"),
        _moment("decide_by"),
        *_texts("decided_by"),
        sa.Column("decided_at", MOMENT),
        _sealed("words"),
        sa.PrimaryKeyConstraint("id", name="pk_returns"),
    )
    op.create_index("ix_returns_ticket", "returns", ["ticket", "id"])
    op.create_index("ix_returns_at", "returns", ["at"])
    _partial("uq_returns_open", "returns", ["ticket"], "state = 'open'", unique=True)
    op.create_table(
        "evidence",
        _serial("id"),
        sa.Column("request", SERIAL, sa.ForeignKey("returns.id", name="fk_evidence_request"), nullable=False),
        *_texts("mime"),
        _sealed("content"),
        _moment("at"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
    )
    op.create_index("ix_evidence_request", "evidence", ["request"])


def _proposals() -> None:
    op.create_table(
        "rule_proposals",
        _serial("id"),
        _ticket("ticket", "rule_proposals"),
        *_texts("source", "category", "words", "lead"),
        sa.Column("others", sa.JSON, nullable=False),
        *_texts("instead", "ground", "by"),
        _moment("at"),
        *_texts("state", "decided_by"),
        sa.Column("decided_at", MOMENT),
        *_texts("note"),
        sa.PrimaryKeyConstraint("id", name="pk_rule_proposals"),
    )
    op.create_index("ix_rule_proposals_state", "rule_proposals", ["state", "id"])
    op.create_index("ix_rule_proposals_ticket", "rule_proposals", ["ticket"])


def _consultations() -> None:
    op.create_table(
        "consultations",
        _serial("id"),
        _ticket("ticket", "consultations"),
        _moment("at"),
        *_texts("by"),
        sa.Column("concluded_at", MOMENT),
        *_texts("lead"),
        sa.Column("others", sa.JSON, nullable=False),
        _sealed("words"),
        sa.PrimaryKeyConstraint("id", name="pk_consultations"),
    )
    op.create_index("ix_consultations_ticket", "consultations", ["ticket", "id"])
    _partial("uq_consultations_standing", "consultations", ["ticket"], "concluded_at IS NULL", unique=True)
    owner = sa.ForeignKey("consultations.id", name="fk_positions_consultation")
    op.create_table(
        "positions",
        _serial("id"),
        sa.Column("consultation", SERIAL, owner, nullable=False),
        *_texts("unit"),
        _moment("invited_at"),
        sa.Column("stated_at", MOMENT),
        *_texts("by"),
        _sealed("words"),
        sa.PrimaryKeyConstraint("id", name="pk_positions"),
        sa.UniqueConstraint("consultation", "unit", name="uq_positions_consultation_unit"),
    )
    op.create_index("ix_positions_unit", "positions", ["unit"])


def _serial(name: str) -> "sa.Column[int]":
    return sa.Column(name, SERIAL, nullable=False)


def _texts(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _moment(name: str) -> "sa.Column[object]":
    return sa.Column(name, MOMENT, nullable=False)


def _sealed(name: str) -> "sa.Column[bytes]":
    return sa.Column(name, sa.LargeBinary, nullable=False)


def _ticket(name: str, table: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, sa.ForeignKey("tickets.number", name=f"fk_{table}_{name}"), nullable=False)


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    """An index over the few rows that are looked for."""
    chosen = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=chosen, postgresql_where=chosen)
