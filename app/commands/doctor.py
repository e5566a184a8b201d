"""`jiesu doctor`: settings, every data file, models and connections, each checked for real and with its remedy.

It looks and makes nothing: what the first start will make is said not to be there yet.
"""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from app.assembly import build_mind
from app.city import (
    base_of,
    frame_of,
    load_city,
    load_words,
    missing_years,
    path_of,
    strange_files,
    supervision_of,
)
from app.settings import Settings, read_settings, require_known
from app.vectors import NoEngineHereError, try_vectors
from bot.conversation.phrases import load_phrases
from bot.telegram.words import load_telegram_wording
from bot.webchat.build import load_webchat_wording
from casework.aftercare import load_aftercare
from casework.keep_calendar import calendar_from
from classifiers.privacy import mask
from hotline.assessment import load_assessment
from hotline.calendar import CalendarYearMissingError, OfficeHours, WorkingCalendar, load_calendar
from hotline.clock import SystemClock
from hotline.deadlines import load_deadlines
from hotline.errors import DataFileError, HotlineError
from hotline.hours import load_hours
from hotline.taxonomy import load_taxonomy
from hotline.units import load_units
from hotline.wording import Wording
from knowledge.load import open_base
from lexicon.places import load_gazetteer
from routing.catalogue import load_catalogue
from storage import schema
from storage.errors import DatabaseAwayError, KeyFileError
from storage.open import open_database
from storage.seal import Keyring, Seal

Check = tuple[str, Callable[[], object]]


class NotYetError(HotlineError):
    """What the first start will make; params give its path. Nothing is wrong with that."""

    code = "not_yet"


class KeyGoneError(HotlineError):
    """There is data, but not the key that it was sealed with."""

    code = "key_gone"


def run() -> None:
    """Check everything, print a line each; where anything is wrong say so on standard error, and exit with 1."""
    settings = read_settings()
    wordings = [load_words(), load_telegram_wording()]
    wrong = sum(not _passed(wordings, what, check) for what, check in checks(settings))
    sys.stdout.flush()
    if wrong:
        sys.stderr.write(wordings[0].say("command.doctor_found", count=wrong) + "\n")
        sys.exit(1)


def checks(settings: Settings) -> Iterator[Check]:
    """All checks in order, each with the last part of its name's key in the wording (`doctor.…`)."""
    yield "settings", require_known
    yield from _tables(settings.city_dir, OfficeHours(settings.intervals()))
    yield from _wordings(settings)
    yield "knowledge", lambda: open_base(base_of(settings.city_dir), _owners(settings))
    yield "models", lambda: build_mind(settings)
    yield "vectors" if settings.sentence_vectors else "vectors_off", lambda: try_vectors(settings)
    yield "years", lambda: _years(settings)
    yield "key", lambda: _key(settings)
    yield "database", lambda: _database(settings)
    if settings.telegram_token.get_secret_value():
        yield "telegram", lambda: _telegram(settings)


def _tables(own: Path | None, hours: OfficeHours) -> Iterator[Check]:
    """Table by table, so that several wrong ones are named at once."""

    def table(name: str) -> Path:
        return path_of(name, own)

    yield "city", lambda: _city(own, hours)
    yield "hours", lambda: load_hours(table("hours.csv"))
    yield "units", lambda: load_units(table("units.csv"), load_hours(table("hours.csv")))
    yield "taxonomy", lambda: load_taxonomy(table("taxonomy.csv"))
    yield "holidays", lambda: load_calendar(table("holidays.csv"), hours)
    yield "deadlines", lambda: load_deadlines(table("deadlines.csv"), WorkingCalendar({}, {}, ()),
                                              load_taxonomy(table("taxonomy.csv")))  # fmt: skip
    yield "assessment", lambda: load_assessment(table("assessment.csv"), table("exclusions.csv"))
    yield "places", lambda: load_gazetteer(table("places.csv"), load_units(table("units.csv")))
    yield "supervision", lambda: supervision_of(own, load_units(table("units.csv")))
    yield "follow_up", lambda: load_aftercare(table("follow_up.csv"))
    yield "catalogue", lambda: load_catalogue(table("catalogue.csv"), frame_of(own, load_taxonomy(
        table("taxonomy.csv")), load_units(table("units.csv"))))  # fmt: skip


def _wordings(settings: Settings) -> Iterator[Check]:
    yield "wording", lambda: load_words(settings.city_dir)
    yield "phrases", lambda: load_phrases(path_of("phrases.toml", settings.city_dir))
    yield "webchat", lambda: load_webchat_wording(settings.own_files("webchat.toml"))
    yield "telegram_wording", lambda: load_telegram_wording(settings.own_files("telegram.toml"))


def _owners(settings: Settings) -> list[str]:
    return load_units(path_of("units.csv", settings.city_dir)).types()


def _city(own: Path | None, hours: OfficeHours) -> None:
    """Raises DataFileError where the city's folder is missing, or holds a table or wording that nothing reads."""
    for path in strange_files(own):
        raise DataFileError(path, 0, "not_read")
    if own is not None and not own.is_dir():
        load_city(own, hours)


def _years(settings: Settings) -> None:
    """Raises CalendarYearMissingError where deadlines of the next weeks reach into an uncovered year.

    What stands in the database counts; where there is none yet, the file does.
    """
    calendar = load_calendar(path_of("holidays.csv", settings.city_dir))
    for year in missing_years(_in_database(settings, calendar), SystemClock().now()):
        raise CalendarYearMissingError(year=year)


def _in_database(settings: Settings, files: WorkingCalendar) -> WorkingCalendar:
    try:
        _database(settings)
    except HotlineError:  # a check of its own says so
        return files
    if not settings.key_file.exists():
        return files
    with open_database(settings.url, seal=Seal.from_file(settings.key_file), mask=mask) as database:
        years = database.views.calendar_years()
    return calendar_from(years, files) if years else files


def _key(settings: Settings) -> None:
    """Raises KeyFileError where it is no good, KeyGoneError where data needs it, NotYetError where none does yet."""
    if settings.key_file.exists():
        Seal.from_file(settings.key_file)
        return
    _require_room(settings.key_file)
    if _sealed(settings):
        raise KeyGoneError(path=settings.key_file)
    raise NotYetError(path=settings.key_file)


def _sealed(settings: Settings) -> bool:
    """Whether there is a database with something in it that a new key does not open."""
    try:
        _database(settings)
    except HotlineError:  # a check of its own says so
        return False
    with open_database(settings.url, seal=Seal(Keyring.new()), mask=mask) as database:
        try:
            database.try_out(str(settings.key_file))
        except KeyFileError:
            return True
    return False


def _database(settings: Settings) -> None:
    """Raises DatabaseAwayError where it cannot be reached, SchemaBehindError where its tables are not today's,
    NotYetError where the first start will make it."""
    file = schema.unmade(settings.url)
    if file is not None:
        _require_room(file)
        raise NotYetError(path=file)
    schema.check(settings.url)


def _require_room(path: Path) -> None:
    """Raises OSError where a file could not be made: looked at, not tried."""
    above = next(each for each in path.absolute().parents if each.exists())
    if not above.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(above))
    if not os.access(above, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(above))


def _telegram(settings: Settings) -> None:
    """The shape of the token; whether Telegram knows it is seen when serving begins."""
    from bot.telegram.open import require_token  # noqa: PLC0415 - aiogram takes three seconds to import

    require_token(settings.telegram_token.get_secret_value())


def _passed(wordings: list[Wording], what: str, check: Callable[[], object]) -> bool:
    name = wordings[0].say(f"doctor.{what}")
    try:
        check()
    except (NotYetError, NoEngineHereError) as absent:
        _line(wordings[0].say("command.doctor_not_yet", what=name, reason=_reason(wordings, absent)))
        return True
    except HotlineError as error:
        _line(wordings[0].say("command.doctor_wrong", what=name, reason=_reason(wordings, error)))
        return False
    except OSError as error:
        _line(wordings[0].say("command.doctor_wrong", what=name, reason=f"{error.strerror}: {error.filename}"))
        return False
    _line(wordings[0].say("command.doctor_ok", what=name))
    return True


def _reason(wordings: list[Wording], error: HotlineError) -> str:
    """The sentence of whichever room brings this refusal; of a database that is away not the one that citizens get."""
    if isinstance(error, DatabaseAwayError):
        return wordings[0].say("command.no_database", **error.params)
    return next(words.error(error) for words in wordings if _has(words, error))


def _has(words: Wording, error: HotlineError) -> bool:
    return f"error.{error.code}" in words


def _line(text: str) -> None:
    sys.stdout.write(f"{text}\n")
