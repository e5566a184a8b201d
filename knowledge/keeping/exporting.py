"""导出: every entry as people mean it now, as a table that can be edited and imported again."""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from hotline.wording import Wording
from knowledge.columns import header, row_of
from knowledge.entry import Entry
from knowledge.sheets import write_sheet


def export(target: IO[bytes], name: str, entries: Iterable[Entry], wording: Wording) -> int:
    """Write CSV or XLSX, as `name` ends; gives the number of entries. Raises DataFileError for any other ending."""
    return write_sheet(target, name, header(wording), _rows(entries))


def _rows(entries: Iterable[Entry]) -> Iterator[Sequence[str]]:
    for entry in entries:
        yield row_of(entry)
