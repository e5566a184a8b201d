"""`jiesu ledger`: what people made of the machine's decisions, as rows to learn from."""

import csv
import io
import os
import sys
from pathlib import Path

from app.books import at_the_keyboard, open_books
from app.city import load_words
from app.lessons import lessons
from app.lines import NoFileError
from app.settings import read_settings
from hotline.clock import SystemClock
from storage.teaching_rows import TAUGHT, Lesson

COLUMNS = ("text", "title", *TAUGHT)


def export(out: Path, *, kept_back: bool) -> None:
    """Write the settled corrections as a table for `jiesu train --data`; the words are masked.

    Raises:
        NoFileError: the file cannot be written.
    """
    settings = read_settings()
    with open_books(settings) as database:
        rows = lessons(database, kept_back=kept_back)
        with database.units_of_work() as uow:
            part = "kept back" if kept_back else "to learn"
            uow.audit.write(at_the_keyboard(), "export_corrections", out.name, f"{len(rows)} rows, {part}",
                            SystemClock().now())  # fmt: skip
            uow.commit()
    try:
        _write(out, _table(rows))
    except OSError:
        raise NoFileError(path=out) from None
    sys.stdout.write(load_words(settings.city_dir).say("command.exported", count=len(rows), path=out) + "\n")


def _table(rows: list[Lesson]) -> str:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row.row() for row in rows)
    return stream.getvalue()


def _write(out: Path, table: str) -> None:
    """For the owner's eyes only, and whole or not at all."""
    fresh = out.with_name(f".{out.name}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        stream.write(table)
    fresh.replace(out)
