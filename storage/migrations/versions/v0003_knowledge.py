"""The knowledge base: entries with all their versions, a counter of changes, and repealed sources."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def upgrade() -> None:
    _entries()
    _entry_versions()
    state = op.create_table(
        "knowledge_state",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        _count("revision"),
        _text("shipped"),
        sa.PrimaryKeyConstraint("id", name="pk_knowledge_state"),
    )
    op.bulk_insert(state, [{"id": 1, "revision": 0, "shipped": ""}])
    op.create_table(
        "repealed_sources",
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _text("by"),
        _text("note"),
        sa.PrimaryKeyConstraint("title", name="pk_repealed_sources"),
    )


def downgrade() -> None:
    for table in ("repealed_sources", "knowledge_state", "entry_versions", "entries"):
        op.drop_table(table)


def _entries() -> None:
    op.create_table(
        "entries",
        *(_text(name) for name in ("id", "title", "owner", "kind", "state", "author", "source")),
        *(sa.Column(name, sa.Date) for name in ("effective", "expires", "review")),
        _count("present"),
        sa.Column("published", sa.Integer),
        sa.Column("edited", sa.Boolean, nullable=False),
        _count("revision"),
        _text("words"),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
    )
    op.create_index("ix_entries_revision", "entries", ["revision"])
    op.create_index("ix_entries_state", "entries", ["state", "owner"])


def _entry_versions() -> None:
    op.create_table(
        "entry_versions",
        sa.Column("entry", sa.Text, sa.ForeignKey("entries.id", name="fk_entry_versions_entry"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        _text("state"),
        _text("title"),
        sa.Column("payload", sa.JSON, nullable=False),
        _text("author"),
        sa.Column("at", MOMENT, nullable=False),
        _text("why"),
        _text("moved_by"),
        sa.Column("moved_at", MOMENT),
        _text("note"),
        sa.PrimaryKeyConstraint("entry", "number", name="pk_entry_versions"),
    )
    stands, answered = sa.text("state != 'retired'"), sa.text("state = 'published'")
    op.create_index(
        "ix_entry_versions_title", "entry_versions", ["title"], sqlite_where=stands, postgresql_where=stands
    )
    op.create_index(
        "uq_entry_versions_published", "entry_versions", ["entry"], unique=True, sqlite_where=answered,
        postgresql_where=answered,
    )  # fmt: skip
