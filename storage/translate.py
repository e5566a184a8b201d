"""Driver errors become the house's errors in one place: the engine's own error hook."""

import sqlite3
from collections.abc import Callable

import sqlalchemy.exc
from sqlalchemy.engine import ExceptionContext

from hotline.errors import ConflictError, HotlineError, NotFoundError
from storage.errors import AppendOnlyError, DatabaseAwayError, SchemaBehindError

_SQLITE_UNIQUE = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
_SQLITE_AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_READONLY,
}
_PG_AWAY = ("08", "53", "57", "58", "3D", "28", "25006")
_PG_REFUSALS: dict[str, Callable[[], HotlineError]] = {
    "23505": ConflictError,
    "40001": ConflictError,
    "40P01": ConflictError,
    "55P03": ConflictError,
    "23001": AppendOnlyError,
    "42P01": SchemaBehindError,
    "23503": lambda: NotFoundError(what="reference"),
}


def translate(context: ExceptionContext) -> HotlineError | None:
    """For SQLAlchemy's `handle_error`: the error to raise instead, or None to let a programming error through."""
    if context.is_pre_ping:
        return None  # the pool asks whether a connection still lives, and makes a new one by itself
    return refusal_of(context.original_exception, lost=context.is_disconnect)


def refusal_of(error: BaseException, *, lost: bool) -> HotlineError | None:
    """The house's error for a driver's, or None; `lost` says that the connection is gone."""
    if isinstance(error, sqlite3.Error):
        return _sqlite(error)
    if isinstance(error, sqlalchemy.exc.SQLAlchemyError):
        return None
    return _postgres(error, lost=lost)


def _sqlite(error: sqlite3.Error) -> HotlineError | None:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    if code in _SQLITE_UNIQUE:
        return ConflictError()
    if code == sqlite3.SQLITE_CONSTRAINT_TRIGGER:
        return AppendOnlyError()
    if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return NotFoundError(what="reference")
    if code & 0xFF in _SQLITE_AWAY:
        return DatabaseAwayError(reason=getattr(error, "sqlite_errorname", "unknown"))
    if "no such table" in str(error):
        return SchemaBehindError()
    return None


def _postgres(error: BaseException, *, lost: bool) -> HotlineError | None:
    state: str | None = getattr(error, "sqlstate", None)
    if state is None:
        away = lost or type(error).__name__ in ("OperationalError", "ConnectionTimeout")
        return DatabaseAwayError(reason="lost") if away else None
    if state in _PG_REFUSALS:
        return _PG_REFUSALS[state]()
    return DatabaseAwayError(reason=state) if state.startswith(_PG_AWAY) else None
