"""Statements of the hot path, and those that the two databases spell alike but SQLAlchemy builds from two classes.

SQLAlchemy needs five times as long as the database to carry out a small statement: it looks the compiled form up,
builds a context, a result and its rows. What every message needs is therefore compiled once, by SQLAlchemy, and then
run on the driver's own cursor, with SQLAlchemy's own conversion of each value.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Column, Connection, Dialect, Insert, Row, Select, Table, Update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

from storage.translate import refusal_of

AnyRow = Row[*tuple[Any, ...]]
"""A row whose columns are known by name to the one who asked."""

_ASKED = object()
"""Stands for a value that whoever runs the statement has to bring."""

Convert = Callable[[Any], Any]
Runnable = Select[Any] | Insert | Update


@dataclass(frozen=True, slots=True)
class _Compiled:
    """The words of a statement for one database, and what is done to each value on its way in and out."""

    words: str
    binds: tuple[tuple[str, object, Convert | None], ...]
    """Name, value where the statement itself brings it (else `_ASKED`), conversion."""
    positional: bool
    columns: tuple[Convert | None, ...]
    plain: bool
    """Whether no column of the result needs conversion."""

    def parameters(self, values: Mapping[str, object]) -> Sequence[object] | Mapping[str, object]:
        if self.positional:
            return [_value(values, *bind) for bind in self.binds]
        return {bind[0]: _value(values, *bind) for bind in self.binds}

    def opened(self, row: Sequence[Any]) -> Sequence[Any]:
        if self.plain:
            return row
        return [value if convert is None else convert(value) for value, convert in zip(row, self.columns, strict=True)]


class Prepared:
    """One statement without lists in it (`IN (…)`), run past SQLAlchemy's execution; parameters by name.

    An insert takes its columns from the first values it is run with.
    """

    def __init__(self, statement: Runnable, *, postgres: Runnable | None = None) -> None:
        self._statements = {"sqlite": statement, "postgresql": statement if postgres is None else postgres}
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, connection: Connection, values: Mapping[str, object]) -> list[Sequence[Any]]:
        """All rows, each a sequence in the order of the statement's columns."""
        cursor, compiled = self._run(connection, values)
        found = [compiled.opened(row) for row in cursor.fetchall()]
        cursor.close()
        return found

    def row(self, connection: Connection, values: Mapping[str, object]) -> Sequence[Any] | None:
        """The first row, or None."""
        return next(iter(self.rows(connection, values)), None)

    def scalar(self, connection: Connection, values: Mapping[str, object]) -> Any | None:
        """The first column of the first row, or None."""
        row = self.row(connection, values)
        return None if row is None else row[0]

    def count(self, connection: Connection, values: Mapping[str, object]) -> int:
        """How many rows were changed."""
        cursor, _ = self._run(connection, values)
        changed: int = cursor.rowcount
        cursor.close()
        return changed

    def _run(self, connection: Connection, values: Mapping[str, object]) -> tuple[Any, _Compiled]:
        dialect = connection.dialect
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _compile(self._statements[dialect.name], dialect, values)
        driver = connection.connection
        cursor = driver.cursor()
        try:
            cursor.execute(compiled.words, compiled.parameters(values))
        except dialect.loaded_dbapi.Error as error:
            lost = dialect.is_disconnect(error, driver, cursor)
            if lost:
                connection.invalidate(error)
            refusal = refusal_of(error, lost=lost)
            if refusal is None:
                raise
            raise refusal from error
        return cursor, compiled


class InsertOnce:
    """INSERT … ON CONFLICT DO NOTHING RETURNING one column: no row back means that it was there already."""

    def __init__(self, table: Table, returning: Column[Any]) -> None:
        self._prepared = Prepared(
            sqlite.insert(table).on_conflict_do_nothing().returning(returning),
            postgres=postgresql.insert(table).on_conflict_do_nothing().returning(returning),
        )

    def run(self, connection: Connection, values: Mapping[str, object]) -> Any | None:
        """The returned column's value, or None where nothing was inserted."""
        return self._prepared.scalar(connection, values)


def _compile(statement: Runnable, dialect: Dialect, values: Mapping[str, object]) -> _Compiled:
    inserted = list(values) if isinstance(statement, Insert) else None
    compiled = statement.compile(dialect=dialect, column_keys=inserted)
    named = {name: bind for bind, name in compiled.bind_names.items()}
    order = list(compiled.positiontup or ()) if compiled.positional else list(named)
    columns = tuple(_way_out(column.type, dialect) for column in statement.exported_columns)
    return _Compiled(
        words=str(compiled),
        binds=tuple(_bind(named[name], name, dialect) for name in order),
        positional=compiled.positional,
        columns=columns,
        plain=not any(columns),
    )


def _bind(bind: BindParameter[Any], name: str, dialect: Dialect) -> tuple[str, object, Convert | None]:
    return (
        name,
        _ASKED if bind.required else bind.effective_value,
        bind.type.dialect_impl(dialect).bind_processor(dialect),
    )


def _way_out(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _value(values: Mapping[str, object], name: str, own: object, convert: Convert | None) -> object:
    value = values[name] if own is _ASKED else own
    return value if convert is None else convert(value)
