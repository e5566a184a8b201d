"""Reading `[[entry]]` tables, with the line of every complaint."""

import re
import tomllib
from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path

from hotline.errors import DataFileError
from knowledge.entry import Entry, EntryKind

LONGEST_TITLE = 128
_HEADER = "[[entry]]"
_TEXTS = ("id", "title", "short", "full", "kind", "owner", "source", "area", "audience")
_REQUIRED = frozenset({"id", "title", "short", "kind", "owner", "source"})
_LISTS = ("variants", "keywords")
_DATES = ("source_date", "effective", "expires", "review")
_KEYS = frozenset({*_TEXTS, *_LISTS, *_DATES})


class EntryTable:
    """One `[[entry]]` table, and where it stands in its file."""

    def __init__(self, path: Path, lines: list[str], first: int, table: Mapping[str, object]) -> None:
        self._path, self._lines, self._first, self._table = path, lines, first, table

    def entry(self, owners: Collection[str] | None) -> Entry:
        """The entry, if everything about it is right."""
        self._check_keys()
        entry = Entry(
            id=self._text("id"),
            title=self._title(),
            variants=self._list("variants"),
            short=self._text("short"),
            full=self._text("full"),
            kind=self._kind(),
            owner=self._owner(owners),
            source=self._text("source"),
            source_date=self._date("source_date"),
            effective=self._date("effective"),
            expires=self._date("expires"),
            area=self._text("area"),
            audience=self._text("audience"),
            keywords=self._list("keywords"),
            review=self._date("review"),
        )
        if entry.effective and entry.expires and entry.expires <= entry.effective:
            raise self.error("expires", "expires_before", expires=entry.expires, effective=entry.effective)
        return entry

    def error(self, at: str, reason: str, /, **params: object) -> DataFileError:
        return DataFileError(self._path, self._line(at), reason, **params)

    def _check_keys(self) -> None:
        for key in self._table:
            if key not in _KEYS:
                raise self.error(key, "unknown_entry_key", key=key, allowed="、".join(sorted(_KEYS)))

    def _text(self, key: str) -> str:
        value = self._table.get(key, "")
        if not isinstance(value, str):
            raise self.error(key, "wrong_sort", key=key)
        if key in _REQUIRED and not value.strip():
            raise self.error(key, "empty", column=key)
        return value.strip()

    def _list(self, key: str) -> tuple[str, ...]:
        value = self._table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            raise self.error(key, "wrong_sort", key=key)
        return tuple(each.strip() for each in value)

    def _date(self, key: str) -> date | None:
        """A TOML date, or the same as text; absent or empty means no such date."""
        value = self._table.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise self.error(key, "not_a_date", column=key, value=value) from None

    def _title(self) -> str:
        title = self._text("title")
        if len(title) > LONGEST_TITLE:
            raise self.error("title", "title_too_long", length=len(title), longest=LONGEST_TITLE)
        return title

    def _owner(self, owners: Collection[str] | None) -> str:
        owner = self._text("owner")
        if owners is not None and owner not in owners:
            raise self.error("owner", "not_allowed", column="owner", value=owner, allowed="、".join(owners))
        return owner

    def _kind(self) -> EntryKind:
        name = self._text("kind")
        if name not in set(EntryKind):
            raise self.error("kind", "not_allowed", column="kind", value=name, allowed="、".join(EntryKind))
        return EntryKind(name)

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
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise DataFileError(path, int(found[1]) if found else 0, "not_toml", detail=str(error)) from error
    tables = tree.get("entry", [])
    strange = [key for key in tree if key != "entry"]
    if strange or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise DataFileError(path, 1, "no_entries", key="、".join(strange) or "entry")
    return tables
