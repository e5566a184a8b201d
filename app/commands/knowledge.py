"""`jiesu knowledge`: tables of entries in and out."""

import os
import sys
from pathlib import Path

from app.books import at_the_keyboard, open_books
from app.city import base_of, load_city
from app.knowing import take_over
from app.settings import read_settings
from app.vectors import open_shelf
from hotline.calendar import OfficeHours
from hotline.clock import SystemClock
from hotline.errors import HotlineError, NotFoundError
from hotline.people import Actor
from hotline.wording import Wording
from knowledge.base import KnowledgeBase
from knowledge.decide import answerers
from knowledge.keeping.desk import KeepingDesk
from knowledge.keeping.exporting import export
from knowledge.keeping.importing import Import, Importer, Report
from knowledge.load import open_base
from storage.open import Database


class BadRowsError(HotlineError):
    """Rows of an import are wrong; params say how many, and how many were taken."""

    code = "bad_rows"


def take(file: Path, *, strict: bool, publish: bool, by: str) -> None:
    """Import a table; the report goes to standard output.

    Raises:
        BadRowsError: at least one row was not taken.
        DataFileError: the file cannot be read as a table of entries.
        NotAllowedError: to publish needs the name of an administrator.
    """
    settings, clock = read_settings(), SystemClock()
    city = load_city(settings.city_dir, OfficeHours(settings.intervals()))
    with open_books(settings) as database, file.open("rb") as source:
        actor = _actor(database, by)
        take_over(database, open_base(base_of(settings.city_dir), city.units.types()), clock, withdraw=False)
        build = answerers(shelf=open_shelf(settings, base_of(settings.city_dir)))
        present = build(_published(database) if publish else KnowledgeBase(()))
        desk = KeepingDesk(city.units, clock)
        importer = Importer(desk, city.wording, database.units_of_work, database.views.entry, present, build)
        report = importer.take(source, Import(actor, file.name, strict=strict, publish=publish))
    _print(city.wording, report)
    if report.faults:
        raise BadRowsError(bad=report.bad, taken=0 if report.refused else report.rows - report.bad)


def _actor(database: Database, by: str) -> Actor:
    """Raises NotFoundError where nobody signs in by that name."""
    if not by:
        return at_the_keyboard()
    with database.units_of_work(write=False) as uow:
        account = uow.accounts.find(by)
    if account is None or account.disabled:
        raise NotFoundError(what="account", key=by)
    return account.actor


def _published(database: Database) -> KnowledgeBase:
    _, entries = database.views.published_entries()
    return KnowledgeBase(entry for entry in entries.values() if entry is not None)


def _print(wording: Wording, report: Report) -> None:
    _say(wording.say("command.imported", rows=report.rows, new=report.new, changed=report.changed,
                     unchanged=report.unchanged, bad=report.bad))  # fmt: skip
    if report.ignored:
        _say(wording.say("command.import_ignored", columns="、".join(report.ignored)))
    for fault in report.faults:
        column, words = fault.header(wording), fault.words(wording)
        _say(wording.say("command.import_fault", line=fault.line, column=column, words=words))
    for lost in report.lost:
        _say(wording.say("command.import_waits", title=lost.entry.title, question=lost.question))
    for each in report.crowded:
        titles = "、".join(entry.title for entry in each.by)
        _say(
            wording.say(
                "command.import_crowds", titles=titles, question=each.lost.question, title=each.lost.entry.title
            )
        )


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")


def give(out: Path) -> None:
    """Export every entry that is not retired.

    Raises:
        DataFileError: the ending is neither `.csv` nor `.xlsx`.
    """
    settings, clock = read_settings(), SystemClock()
    city = load_city(settings.city_dir, OfficeHours(settings.intervals()))
    fresh = out.with_name(f".{out.stem}.new{out.suffix}")
    with open_books(settings) as database:
        take_over(database, open_base(base_of(settings.city_dir), city.units.types()), clock, withdraw=False)
        try:
            with os.fdopen(os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as target:
                count = export(target, out.name, database.views.current_entries(), city.wording)
            fresh.replace(out)
        finally:
            fresh.unlink(missing_ok=True)
    _say(city.wording.say("command.exported", count=count, path=out))
