"""Messages from a table, with a complaint that names the line where one cannot be read."""

from datetime import datetime
from pathlib import Path

from analytics.repeats.message import Message
from hotline.clock import SHANGHAI
from hotline.datafile import Row, read_rows
from hotline.errors import DataFileError

COLUMNS = ("id", "user", "title", "time", "body")
_FORMS = ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d", "%Y-%m-%d",
          "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日", "%Y.%m.%d %H:%M:%S", "%Y.%m.%d")  # fmt: skip


def load_messages(path: Path) -> list[Message]:
    """Read `id,user,title,time,body`. A message needs an id and a title or a body; time may be empty.

    Raises:
        DataFileError: with the line: not UTF-8, a column is missing, an id comes twice, a message without words, a
            time that cannot be read; or there is no row at all.
    """
    messages: list[Message] = []
    seen: set[str] = set()
    for row in read_rows(path, COLUMNS):
        message = _message(row)
        if message.id in seen:
            raise row.error("twice", value=message.id)
        seen.add(message.id)
        messages.append(message)
    if not messages:
        raise DataFileError(path, 0, "no_rows")
    return messages


def _message(row: Row) -> Message:
    if not row.text("title"):
        row.required("body")
    return Message(row.required("id"), row.text("user"), row.text("title"), row.text("body"), _moment(row))


def _moment(row: Row) -> datetime | None:
    """An ISO moment or one of the usual ways to write it, local time where no zone is given; None where it is empty."""
    cell = " ".join(row.text("time").split())
    if not cell:
        return None
    read = _iso(cell) or next(filter(None, (_formed(cell, form) for form in _FORMS)), None)
    if read is None:
        raise row.error("not_a_moment", column="time", value=cell)
    return read if read.tzinfo else read.replace(tzinfo=SHANGHAI)


def _iso(cell: str) -> datetime | None:
    try:
        return datetime.fromisoformat(cell)
    except ValueError:
        return None


def _formed(cell: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(cell, form).replace(tzinfo=SHANGHAI)
    except ValueError:
        return None
