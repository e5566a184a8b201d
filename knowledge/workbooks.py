"""XLSX, row by row. A module of its own: openpyxl takes a fifth of a second to load, and few starts ever need it."""

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE as _ILLEGAL
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from hotline.errors import DataFileError

LARGEST_UNPACKED = 200 << 20
"""Bytes. An XLSX that unpacks to more is refused: a small file may hide a mountain of them."""
_BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, OSError, EOFError, RuntimeError,
    SyntaxError, LookupError, ValueError, TypeError, AttributeError,
)  # fmt: skip
"""What openpyxl and the zip below it throw at a broken file: XML that is cut off is a SyntaxError (ParseError)."""
_WIDTH = 24
_WRAPPED, _BOLD = Alignment(wrap_text=True, vertical="top"), Font(bold=True)


def read_rows(source: IO[bytes], path: Path) -> Iterator[tuple[int, list[object]]]:
    """Line numbers and cells as they are.

    Raises:
        DataFileError: no XLSX, a broken one, or one that unpacks to a mountain.
    """
    try:
        with zipfile.ZipFile(source) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST_UNPACKED:
                raise DataFileError(path, 0, "too_large")
        source.seek(0)
        book = load_workbook(source, read_only=True, data_only=True)
    except _BROKEN as error:
        raise DataFileError(path, 0, "not_xlsx") from error
    line = 0
    try:
        for line, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            yield line, list(cells)
    except _BROKEN as error:
        raise DataFileError(path, line + 1, "not_xlsx") from error
    finally:
        book.close()


def write_rows(target: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a table with a header, and give the number of rows below it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for column in range(1, len(header) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    count = -1
    for count, row in enumerate((header, *rows)):  # noqa: B007 - the number of the last row is what is asked for
        sheet.append([_cell(sheet, cell, bold=count == 0) for cell in row])
    book.save(target)
    return count


def _cell(sheet: Any, text: str, *, bold: bool) -> Any:
    """Always a text: what begins with `=` is no formula."""
    cell = WriteOnlyCell(sheet, _ILLEGAL.sub("", text))
    cell.data_type = "s"
    cell.alignment = _WRAPPED
    if bold:
        cell.font = _BOLD
    return cell
