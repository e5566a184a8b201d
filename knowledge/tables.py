"""Reading `[[entry]]` tables, with the line of every complaint."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path

import tomli

from hotline.errors import DataFileError
from knowledge.entry import Entry
from knowledge.fields import EntryFields

_HEADER = "[[entry]]"


class EntryTable:
    """One `[[entry]]` table, and where it stands in its file."""

    def __init__(self, path: Path, lines: list[str], first: int, table: Mapping[str, object]) -> None:
        self._path, self._lines, self._first, self._table = path, lines, first, table

    def entry(self, owners: Collection[str] | None) -> Entry:
        """The entry, if everything about it is right.

        Raises:
            DataFileError: the first thing that is wrong.
        """
        fields = EntryFields(self._table)
        entry = fields.entry(owners)
        for complaint in fields.complaints:
            raise self.error(complaint.key, complaint.reason, **complaint.params)
        return entry

    def error(self, at: str, reason: str, /, **params: object) -> DataFileError:
        return DataFileError(self._path, self._line(at), reason, **params)

    def _line(self, key: str) -> int:
        """The line of a key within this table; the table's own line where the key is absent."""
        for number, line in enumerate(self._lines[self._first :], start=self._first + 1):
            if number > self._first + 1 and line.strip() == _HEADER:
                break
            if re.match(rf"\s*{re.escape(key)}\s*=", line):
                return number
        return self._first + 1


def read_tables(path: Path) -> list[EntryTable]:
    """The tables of a file.

    Raises:
        DataFileError: the file is missing, no TOML, or holds something else than entries.
    """
    text = _read(path)
    tables = _tables(path, text)
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.strip() == _HEADER]
    if len(starts) != len(tables):  # a header written in another way: lines cannot be told, entries can
        starts = [0] * len(tables)
    return [EntryTable(path, lines, first, table) for first, table in zip(starts, tables, strict=True)]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise DataFileError(path, 0, "missing") from error
    except UnicodeDecodeError as error:
        raise DataFileError(path, 0, "not_utf8", position=error.start) from error


def _tables(path: Path, text: str) -> list[Mapping[str, object]]:
    try:
        tree = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise DataFileError(path, error.lineno, "not_toml", detail=str(error)) from error
    tables = tree.get("entry", [])
    strange = [key for key in tree if key != "entry"]
    if strange or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise DataFileError(path, 1, "no_entries", key="、".join(strange) or "entry")
    return tables
