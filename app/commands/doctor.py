"""`jiesu doctor`: settings, data files, models and connections, each checked for real and each with its remedy."""

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from app.assembly import build_mind
from app.city import load_words
from app.settings import Settings, read_settings
from classifiers.privacy import mask
from hotline.calendar import CalendarYearMissingError
from hotline.clock import SystemClock, local_day
from hotline.errors import HotlineError
from hotline.wording import Wording
from storage import schema
from storage.open import open_database
from storage.seal import Seal

AHEAD = timedelta(days=60)
"""Deadlines reach this far ahead: the calendar must cover the year of that day."""


def run() -> None:
    """Check everything, print a line each, and exit with 1 if anything is wrong."""
    wording = load_words()
    settings = read_settings()
    checks: list[tuple[str, Callable[[], object]]] = [
        ("settings", lambda: settings),
        ("data files and models", lambda: build_mind(settings)),
        ("calendar", lambda: _calendar(settings)),
        ("master key", lambda: Seal.from_file(settings.key_file)),
        ("database", lambda: _database(settings)),
    ]
    wrong = sum(not _passed(wording, what, check) for what, check in checks)
    sys.exit(1 if wrong else 0)


def _passed(wording: Wording, what: str, check: Callable[[], object]) -> bool:
    try:
        check()
    except HotlineError as error:
        _line(wording.say("command.doctor_wrong", what=what, reason=wording.error(error)))
        return False
    _line(wording.say("command.doctor_ok", what=what))
    return True


def _line(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _calendar(settings: Settings) -> None:
    """Raises CalendarYearMissingError where deadlines of the next weeks reach into an uncovered year."""
    calendar = build_mind(settings).city.calendar
    now = SystemClock().now()
    for day in (local_day(now), local_day(now + AHEAD)):
        if day.year not in calendar.years:
            raise CalendarYearMissingError(year=day.year)


def _database(settings: Settings) -> None:
    Path(settings.data_dir).mkdir(parents=True, exist_ok=True)
    schema.check(settings.url)
    with open_database(settings.url, seal=Seal.from_file(settings.key_file), mask=mask) as database:
        database.ping()
