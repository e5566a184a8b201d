"""The tables of an empty SQLite file, made in one step from what the code says they are.

Migrations tell how tables that hold something get there; a new file needs no history. It saves the demo, every test
and every first start the quarter of a second and the 10 MB that Alembic costs. A test compares, letter by letter, with
what the migrations make.
"""

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, insert, inspect, text

from storage.all_tables import metadata
from storage.tables import knowledge_state

REVISION_TABLE = "alembic_version"
_APPEND_ONLY = ("history", "audit", "corrections", "looks")
_REVISION = Table(
    REVISION_TABLE,
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def found(connection: Connection, revision: str) -> bool:
    """Make all tables, at that revision, where there are none at all; False where that is not so."""
    if connection.dialect.name != "sqlite" or inspect(connection).get_table_names():
        return False
    metadata.create_all(connection, checkfirst=False)
    for table in _APPEND_ONLY:
        for change in ("UPDATE", "DELETE"):
            connection.execute(
                text(
                    f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
                )
            )
    connection.execute(insert(knowledge_state), {"id": 1, "revision": 0, "shipped": ""})
    _REVISION.create(connection)
    connection.execute(insert(_REVISION), {"version_num": revision})
    return True
