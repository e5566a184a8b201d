"""Statements that the two databases spell in the same words but SQLAlchemy builds from two classes."""

from typing import Any

from sqlalchemy import Column, Connection, Row, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

AnyRow = Row[*tuple[Any, ...]]
"""A row whose columns are known by name to the one who asked."""


class InsertOnce:
    """INSERT … ON CONFLICT DO NOTHING RETURNING one column: no row back means that it was there already."""

    def __init__(self, table: Table, returning: Column[Any]) -> None:
        self._by_dialect: dict[str, ReturningInsert[Any]] = {
            name: insert.on_conflict_do_nothing().returning(returning)
            for name, insert in (("sqlite", sqlite.insert(table)), ("postgresql", postgresql.insert(table)))
        }

    def run(self, connection: Connection, values: dict[str, object]) -> Any | None:
        """The returned column's value, or None where nothing was inserted."""
        return connection.execute(self._by_dialect[connection.dialect.name], values).scalar()
