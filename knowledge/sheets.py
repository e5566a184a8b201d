"""Tables as people send them: CSV as spreadsheets write it, and XLSX; row by row, so that size is no matter."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO

from hotline.errors import DataFileError

_CHUNK = 1 << 16
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The cells of one row by header, trimmed; `line` is the number that a spreadsheet shows beside it.

    `surplus` says that something stands beyond the last header: most likely a quote is missing.
    """

    line: int
    cells: dict[str, str]
    surplus: bool = False


def read_sheet(source: IO[bytes], name: str) -> tuple[list[str], Iterator[SheetRow]]:
    """The header, and the rows under it, empty ones left out. `name` says by its ending what the file is.

    Raises:
        DataFileError: neither CSV nor XLSX, no readable one, no header, or a quote is not closed; with the line.
    """
    path = Path(name)
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise DataFileError(path, 0, "not_a_sheet")
    lines = _xlsx(source, path) if kind == ".xlsx" else _csv(source, path)
    header = next(((line, cells) for line, cells in lines if any(cells)), None)
    if header is None:
        raise DataFileError(path, 1, "no_header")
    names = [cell.strip() for cell in header[1]]
    return names, _rows(names, lines)


def _rows(names: Sequence[str], lines: Iterator[tuple[int, list[str]]]) -> Iterator[SheetRow]:
    for line, cells in lines:
        if any(cells):
            surplus = any(cells[len(names) :])
            yield SheetRow(line, {name: cell for name, cell in zip(names, cells, strict=False) if name}, surplus)


def _csv(source: IO[bytes], path: Path) -> Iterator[tuple[int, list[str]]]:
    text = io.TextIOWrapper(source, encoding=_encoding(source), newline="")
    reader = csv.reader(text, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [_bare(cell.strip()) for cell in cells]
            line += 1
    except csv.Error as error:
        raise DataFileError(path, line, "not_csv", detail=str(error)) from error
    except UnicodeDecodeError as error:
        raise DataFileError(path, line, "not_utf8", position=error.start + 1) from error
    finally:
        with suppress(ValueError):  # whoever brought the file may have closed it before we were done
            text.detach()


def _encoding(source: IO[bytes]) -> str:
    """UTF-8, or the encoding in which Chinese spreadsheet programs save CSV where nobody tells them otherwise."""
    for name in ("utf-8-sig", "gb18030"):
        source.seek(0)
        decoder = codecs.getincrementaldecoder(name)()
        try:
            for chunk in iter(lambda: source.read(_CHUNK), b""):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        break
    source.seek(0)
    return name


def _xlsx(source: IO[bytes], path: Path) -> Iterator[tuple[int, list[str]]]:
    from knowledge.workbooks import read_rows  # noqa: PLC0415 - slow to load, and seldom needed

    for line, cells in read_rows(source, path):
        yield line, [_text(cell) for cell in cells]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _bare(str(cell).strip())


def write_sheet(target: IO[bytes], name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a table with a header, and give the number of rows. A byte order mark tells spreadsheets that it is UTF-8.

    Raises:
        DataFileError: `name` ends neither in `.csv` nor in `.xlsx`.
    """
    kind = Path(name).suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise DataFileError(Path(name), 0, "not_a_sheet")
    if kind == ".csv":
        return _write_csv(target, header, rows)
    from knowledge.workbooks import write_rows  # noqa: PLC0415 - slow to load, and seldom needed

    return write_rows(target, header, rows)


def _write_csv(target: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(header)
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 - the number of the last row is what is asked for
        writer.writerow([_harmless(cell) for cell in row])
    text.detach()
    return count


def _harmless(cell: str) -> str:
    """In CSV a spreadsheet would carry out what begins like a formula; `_bare` takes the mark away again."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith(tuple(f"'{mark}" for mark in _FORMULA)) else cell
