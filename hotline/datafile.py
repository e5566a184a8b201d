"""Reading the tables that a city edits: CSV with a header, where every complaint names its line."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from hotline.errors import DataFileError


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: where it stands and what it says, trimmed."""

    path: Path
    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        return self.cells[column]

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
        if not cell.lstrip("-").isdigit():
            raise self.error("not_a_number", column=column, value=cell)
        return int(cell)

    def error(self, reason: str, **params: object) -> DataFileError:
        return DataFileError(self.path, self.line, reason, **params)


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a CSV table whose header must hold `columns` (others are ignored).

    Raises:
        DataFileError: the file is missing, not UTF-8, has no such header, or a row has too many cells.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield from _rows(path, stream, columns)
    except FileNotFoundError as error:
        raise DataFileError(path, 0, "missing") from error
    except UnicodeDecodeError as error:
        raise DataFileError(path, 0, "not_utf8", position=error.start) from error


def _rows(path: Path, stream: TextIO, columns: Sequence[str]) -> Iterator[Row]:
    reader = csv.reader(stream)
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
