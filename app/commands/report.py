"""`jiesu report`: the assessment of a month as tables and as a page to read."""

import sys
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from analytics.assessment.sheet import RATES, By, Table, header, percent, rows
from app.assessment import assessment_of
from app.books import at_the_keyboard, open_books
from app.city import City, load_city
from app.lines import NoFileError
from app.settings import read_settings
from console.assessment import rule_of
from hotline.calendar import OfficeHours
from hotline.clock import SystemClock, local
from knowledge.sheets import write_sheet
from storage.open import Database

DATA = Path(__file__).resolve().parent.parent / "data"
PAGES = ("report.md", "report.html")
KINDS = ("csv", "xlsx")


def report(month: str, out: Path) -> None:
    """Write a table for each way of grouping, as CSV and XLSX, and a summary as Markdown and HTML, into a folder.

    Raises:
        InvalidInputError: no such month.
        NoFileError: the folder cannot be written to.
    """
    settings, actor, now = read_settings(), at_the_keyboard(), SystemClock().now()
    city = load_city(settings.city_dir, OfficeHours(settings.intervals()))
    with open_books(settings) as database:
        tables = _tables(database, city, month)
        try:
            out.mkdir(parents=True, exist_ok=True)
            written = f"{local(now):%Y-%m-%d %H:%M}"
            files = [*_sheets(tables, city, month, out), *_pages(tables, city, month, out, written)]
        except OSError:
            raise NoFileError(path=out) from None
        with database.units_of_work() as uow:
            uow.audit.write(actor, "report", month, out.name, now)
            uow.commit()
    sys.stdout.write(city.wording.say("command.reported", month=month, count=len(files), path=out) + "\n")


def _tables(database: Database, city: City, month: str) -> Mapping[By, Table]:
    parts, actor = assessment_of(database, city.assessment), at_the_keyboard()

    def name(code: str) -> str:
        unit = city.units.find(code)
        return unit.name if unit else code

    return {by: parts.table(month, by, actor, name) for by in By}


def _sheets(tables: Mapping[By, Table], city: City, month: str, out: Path) -> list[Path]:
    written: list[Path] = []
    for by, shown in tables.items():
        for kind in KINDS:
            path = out / f"assessment-{month}-{by}.{kind}"
            with path.open("w+b") as target:
                write_sheet(target, path.name, header(by, city.wording), rows(shown, city.wording))
            written.append(path)
    return written


def _pages(tables: Mapping[By, Table], city: City, month: str, out: Path, at: str) -> list[Path]:
    environment = Environment(loader=FileSystemLoader(DATA), autoescape=select_autoescape(["html"]),
                              undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    environment.globals.update(say=city.wording.say, percent=percent)
    rule = rule_of(city.assessment, month)
    written: list[Path] = []
    for name in PAGES:
        path = out / name.replace("report", f"assessment-{month}")
        text = environment.get_template(name).render(month=month, at=at, tables=tables, rule=rule, rates=RATES)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written
