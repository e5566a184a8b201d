"""Reading the tables that a city edits: CSV with a header, where every complaint names its line."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from hotline.errors import DataFileError

if TYPE_CHECKING:
    import _csv  # the type of `csv.reader` has no public name


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: where it stands and what it says, trimmed."""

    path: Path
    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        return self.cells[column]

    def optional(self, column: str) -> str:
        """The cell's text, empty where the table has no such column."""
        return self.cells.get(column, "")

    def required(self, column: str) -> str:
        """The cell's text; an empty one is refused with its line."""
        if not self.cells[column]:
            raise self.error("empty", column=column)
        return self.cells[column]

    def several(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that are joined by `|`."""
        return tuple(part.strip() for part in self.cells[column].split("|") if part.strip())

    def number(self, column: str) -> int:
        cell = self.required(column)
        try:
            return int(cell)
        except ValueError:
            raise self.error("not_a_number", column=column, value=cell) from None

    def one_of(self, column: str, allowed: Iterable[str]) -> str:
        """The cell's text, which must be one of these; what is allowed is named in the refusal."""
        cell, known = self.required(column), tuple(allowed)
        if cell not in known:
            raise self.error("not_allowed", column=column, value=cell, allowed="、".join(known))
        return cell

    def pattern(self, column: str) -> re.Pattern[str]:
        """The cell as a regular expression."""
        try:
            return re.compile(self.required(column))
        except re.error as error:
            raise self.error("bad_pattern", value=str(error)) from error

    def error(self, reason: str, **params: object) -> DataFileError:
        return DataFileError(self.path, self.line, reason, **params)


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a CSV table whose header must hold `columns` (others are ignored).

    Raises:
        DataFileError: the file is missing, not UTF-8, has no such header, a quote is not closed, or a row has too
            many cells.
    """
    yield from parse_rows(path, read_text(path), columns)


def parse_rows(path: Path, text: str, columns: Sequence[str]) -> Iterator[Row]:
    """The same from the text of a table that somebody sent; `path` is what it is called in a complaint.

    Raises:
        DataFileError: as above.
    """
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        yield from _rows(path, reader, columns)
    except csv.Error as error:
        # Without `strict` an open quote would swallow the rest of the table without a word.
        raise DataFileError(path, reader.line_num, "not_csv", detail=str(error)) from error


def read_text(path: Path) -> str:
    """A whole file as text; a byte order mark, as spreadsheets write it, is dropped.

    Raises:
        DataFileError: the file is missing or not UTF-8; the line and byte of the first wrong one are named.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise DataFileError(path, 0, "missing") from error
    return decoded(path, content)


def decoded(path: Path, content: bytes) -> str:
    """The bytes of a table as text, without a byte order mark.

    Raises:
        DataFileError: not UTF-8; the line and byte of the first wrong one are named.
    """
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataFileError(path, line, "not_utf8", position=error.start + 1) from error


def _rows(path: Path, reader: "_csv.Reader", columns: Sequence[str]) -> Iterator[Row]:
    header = [name.strip() for name in next(reader, [])]
    absent = [name for name in columns if name not in header]
    if absent:
        raise DataFileError(path, 1, "no_column", column="、".join(absent))
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            raise DataFileError(path, reader.line_num, "too_many_cells", expected=len(header), found=len(cells))
        filled = [*cells, *[""] * (len(header) - len(cells))]
        yield Row(path, reader.line_num, {name: cell.strip() for name, cell in zip(header, filled, strict=True)})
