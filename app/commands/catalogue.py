"""`jiesu catalogue`: the faults of a changed dispatch catalogue, and which past tickets it would move."""

import sys
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.assembly import Mind, build_mind
from app.books import open_books
from app.city import City, load_city, load_words
from app.lines import NoFileError
from app.settings import Settings, read_settings
from hotline.calendar import OfficeHours
from hotline.clock import SystemClock, local_day
from routing.catalogue import Catalogue, examine
from routing.decision import Suggestion
from routing.versions import LivingRouter
from routing.what_if import PastTicket, WhatIf, what_if

WIDTH = 120
MOST = 100_000


def check(file: Path) -> None:
    """Print every fault of a catalogue, a line each; exit with 1 where there is one."""
    settings = read_settings()
    catalogue = _sound(file, load_city(settings.city_dir, OfficeHours(settings.intervals())))
    _line(load_words(settings.city_dir).say("command.catalogue_sound", file=file.name, rules=len(catalogue)))


def try_out(file: Path, days: int) -> None:
    """Print how many tickets of the last days go elsewhere, by door and rule, and each of them."""
    settings = read_settings()
    mind = build_mind(settings)
    catalogue = _sound(file, mind.city)
    result = moves(settings, mind, catalogue, days)
    words = load_words(settings.city_dir)
    _line(words.say("command.catalogue_moves", asked=result.asked, days=days, moved=len(result.moved),
                    before=result.at_once[0], after=result.at_once[1]))  # fmt: skip
    if result.moved:
        _print(result)


def moves(settings: Settings, mind: Mind, catalogue: Catalogue, days: int) -> WhatIf:
    """The past tickets of the database under the catalogue in force and under another."""
    clock = SystemClock()
    now = clock.now()
    with open_books(settings) as database:
        living = LivingRouter(mind.router, mind.city.frame, lambda: database.units_of_work(write=False), clock)
        present = living.in_force(local_day(now)).router
        tickets = database.views.past_tickets(now - timedelta(days=days), MOST)
    return what_if(((each, _suggested(mind, each)) for each in tickets), present, present.over(catalogue), now, now)


def _suggested(mind: Mind, ticket: PastTicket) -> Suggestion:
    understood = mind.understander.understand(ticket.matter.text)
    return Suggestion(understood.unit.ranked, understood.category.confidence, understood.second_view)


def _sound(file: Path, city: City) -> Catalogue:
    """The catalogue of a file without a fault; else all its faults are printed, and the command ends with 1."""
    if not file.is_file():
        raise NoFileError(path=file)
    catalogue, faults = examine(file, city.frame)
    for fault in faults:
        _line(city.wording.error(fault))
    if faults:
        sys.exit(1)
    return catalogue


def _print(result: WhatIf) -> None:
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    table = Table("from", "to", "rule", "tickets")
    for trend in result.trends:
        table.add_row(trend.was or "-", trend.now or "-", trend.rule or "-", str(trend.count))
    console.print(table)
    for each in result.moved:
        _line(f"{each.number} {each.was.name or '-'} → {each.now.name or '-'} {each.now.rule}".rstrip())


def _line(text: str) -> None:
    sys.stdout.write(f"{text}\n")
