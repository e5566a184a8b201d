"""`jiesu ticket`: tables of tickets in and out."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import IO

from app.assembly import House, open_house
from app.books import at_the_keyboard, open_books
from app.city import load_words
from app.commands.knowledge import BadRowsError
from app.outside import Became, Outside, Reader, take
from app.settings import read_settings
from casework.views import TicketFilter
from hotline.clock import SHANGHAI, SystemClock, local
from hotline.errors import ConflictError, DataFileError, HotlineError, InvalidInputError
from hotline.wording import Wording
from hotline.workflow import State
from knowledge.sheets import SheetRow, read_sheet, write_sheet

BATCH = 100
"""Rows that are stored together: an import that breaks off has stored whole batches, and may simply be repeated."""
MOST_FAULTS = 200
EXPORTED = ("number", "title", "text", "matter_type", "category", "urgency", "state", "unit", "others", "place",
            "received", "answer_by", "closed", "answer", "solved", "grade", "returns", "redos",
            "confidential")  # fmt: skip


@dataclass(slots=True)
class Report:
    """What became of a table; of many bad rows only the first are kept in words."""

    rows: int = 0
    new: int = 0
    known: int = 0
    bad: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)

    def count(self, became: Became) -> None:
        self.new += became is Became.NEW
        self.known += became is Became.KNOWN

    def complain(self, line: int, sentence: str) -> None:
        self.bad += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append((line, sentence))


def import_tickets(file: Path, *, source: str) -> None:
    """Take the rows of a table; every bad one is named, the good ones are taken.

    Raises:
        BadRowsError: at least one row was not taken.
        DataFileError: the file cannot be read as a table of tickets.
    """
    with open_house(read_settings()) as house, file.open("rb") as table:
        report = import_table(house, table, file, source=source)
        with house.database.units_of_work() as uow:
            told = f"{report.new} new, {report.known} known, {report.bad} bad"
            uow.audit.write(at_the_keyboard(), "import_tickets", file.name, told, house.office.clock.now())
            uow.commit()
        _print(house.office.wording, report)
    if report.bad:
        raise BadRowsError(bad=report.bad, taken=report.new)


def import_table(house: House, table: IO[bytes], file: Path, *, source: str) -> Report:
    """The rows of an open table, in batches. Raises DataFileError where it is no table, or a column is missing."""
    headers, rows = read_sheet(table, file.name)
    reader, report = Reader(house, file), Report()
    if missing := reader.missing(headers):
        raise DataFileError(file, 1, "no_column", column="、".join(missing))
    while batch := list(islice(rows, BATCH)):
        report.rows += len(batch)
        good = list(_good(house, reader, batch, report))
        if not _stored(house, good, source, report):
            for each in good:
                _stored_alone(house, each, source, report)
    return report


def _good(house: House, reader: Reader, batch: Iterable[SheetRow], report: Report) -> Iterator[tuple[int, Outside]]:
    for row in batch:
        try:
            yield row.line, reader.read(row.line, row.cells)
        except DataFileError as error:
            report.complain(row.line, house.office.wording.say(f"datafile.{error.reason}", **error.params))


def _stored(house: House, good: list[tuple[int, Outside]], source: str, report: Report) -> bool:
    """The whole batch in one unit of work; False, and nothing is stored, where one row is refused."""
    try:
        with house.database.units_of_work() as uow:
            became = [take(house, uow, row, source) for _, row in good]
            uow.commit()
    except (InvalidInputError, ConflictError):
        return False
    for each in became:
        report.count(each)
    return True


def _stored_alone(house: House, numbered: tuple[int, Outside], source: str, report: Report) -> None:
    line, row = numbered
    try:
        with house.database.units_of_work() as uow:
            became = take(house, uow, row, source)
            uow.commit()
    except (InvalidInputError, ConflictError) as error:
        report.complain(line, _reason(house.office.wording, error))
        return
    report.count(became)


def _reason(wording: Wording, error: HotlineError) -> str:
    params = {name: wording.say(f"{name}.{value}") if f"{name}.{value}" in wording else value
              for name, value in error.params.items()}  # fmt: skip
    return wording.say(f"error.{error.code}", **params)


def _print(wording: Wording, report: Report) -> None:
    lines = [wording.say("ticket_table.report", rows=report.rows, new=report.new, known=report.known, bad=report.bad)]
    lines += [wording.say("ticket_table.fault", line=line, reason=reason) for line, reason in report.faults]
    if report.bad > len(report.faults):
        lines.append(wording.say("ticket_table.more_faults", count=report.bad - len(report.faults)))
    sys.stdout.write("\n".join(lines) + "\n")


def export_tickets(out: Path, *, since: date | None, until: date | None, states: list[str], units: list[str]) -> None:
    """Write the tickets that were received in a period (both days included), masked; whole or not at all.

    Raises:
        InvalidInputError: there is no such state.
        DataFileError: the ending is neither `.csv` nor `.xlsx`.
    """
    wanted = TicketFilter(_states(states), tuple(units), since=_day(since), until=_day(until, after=1))
    settings, now = read_settings(), SystemClock().now()
    words = load_words(settings.city_dir)
    header = [words.say(f"ticket_column.{name}") for name in EXPORTED]
    fresh = out.with_name(f".{out.stem}.new{out.suffix}")
    with open_books(settings) as database:
        try:
            with os.fdopen(os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as target:
                rows = (_cells(words, line) for line in database.views.export_tickets(wanted, now))
                count = write_sheet(target, out.name, header, rows)
            with database.units_of_work() as uow:
                uow.audit.write(at_the_keyboard(), "export_tickets", out.name, f"{count} rows", now)
                uow.commit()
            fresh.replace(out)
        finally:
            fresh.unlink(missing_ok=True)
    sys.stdout.write(words.say("command.exported", count=count, path=out) + "\n")


def _states(said: list[str]) -> tuple[State, ...]:
    known = {state.value: state for state in State}
    for each in said:
        if each not in known:
            raise InvalidInputError(field="state", rule="、".join(known))
    return tuple(known[each] for each in said)


def _day(day: date | None, *, after: int = 0) -> datetime | None:
    """Where a day begins in the city."""
    return None if day is None else datetime.combine(day + timedelta(days=after), time(), SHANGHAI)


def _cells(words: Wording, line: Mapping[str, object]) -> list[str]:
    return [_cell(words, line[name]) for name in EXPORTED]


def _cell(words: Wording, value: object) -> str:
    if isinstance(value, bool):
        return words.say("ticket_table.yes" if value else "ticket_table.no")
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "" if value is None else str(value)
