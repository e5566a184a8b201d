"""The city's data: each table and wording file from its room, or the city's own of the same name."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hotline.calendar import OfficeHours, WorkingCalendar, load_calendar
from hotline.clock import local_day
from hotline.deadlines import DeadlineTable, load_deadlines
from hotline.errors import DataFileError
from hotline.taxonomy import Taxonomy, load_taxonomy
from hotline.units import UnitTree, load_units
from hotline.wording import Wording, load_wording
from lexicon.places import Gazetteer, load_gazetteer
from routing.catalogue import Catalogue, load_catalogue

ROOMS = Path(__file__).resolve().parent.parent

_TABLES = {
    "units.csv": "hotline/data",
    "taxonomy.csv": "hotline/data",
    "holidays.csv": "hotline/data",
    "deadlines.csv": "hotline/data",
    "places.csv": "lexicon/data",
    "catalogue.csv": "routing/data",
    "phrases.toml": "bot/conversation/data",
}
_WORDING = {
    "errors.toml": "hotline/data/errors.toml",
    "notices.toml": "casework/data/notices.toml",
    "rights.toml": "casework/data/rights.toml",
    "chat.toml": "bot/conversation/data/chat.toml",
    "my_tickets.toml": "bot/conversation/data/my_tickets.toml",
    "classifiers.toml": "classifiers/data/wording.toml",
    "knowledge.toml": "knowledge/data/wording.toml",
    "routing.toml": "routing/data/wording.toml",
    "console.toml": "console/data/wording.toml",
    "api.toml": "console/data/api.toml",
    "repeats.toml": "analytics/repeats/data/wording.toml",
    "command.toml": "app/data/command.toml",
    "ticket_table.toml": "app/data/ticket_table.toml",
}
CHANNEL_WORDING = ("webchat.toml", "telegram.toml")
"""Wording that the channels read themselves."""
AHEAD = timedelta(days=60)
"""Deadlines reach this far ahead: the calendar must cover the year of that day."""


@dataclass(frozen=True, slots=True)
class City:
    """Everything that a city may have changed, loaded and checked."""

    units: UnitTree
    taxonomy: Taxonomy
    calendar: WorkingCalendar
    deadlines: DeadlineTable
    gazetteer: Gazetteer
    catalogue: Catalogue
    wording: Wording


def path_of(name: str, city_dir: Path | None) -> Path:
    """Where a table lies: the city's own before the default."""
    own = city_dir / name if city_dir else None
    return own if own and own.exists() else ROOMS / _TABLES[name] / name


def base_of(city_dir: Path | None) -> Path:
    """The knowledge base: the city's own folder `knowledge` before the default."""
    own = city_dir / "knowledge" if city_dir else None
    return own if own and own.is_dir() else ROOMS / "knowledge" / "base"


def strange_files(city_dir: Path | None) -> list[Path]:
    """Tables and wordings of the city's folder that nothing reads: most likely a name that was mistyped."""
    known = {*_TABLES, *_WORDING, *CHANNEL_WORDING}
    found = sorted(city_dir.iterdir()) if city_dir and city_dir.is_dir() else []
    return [path for path in found if path.suffix in (".csv", ".toml") and path.name not in known]


def missing_years(calendar: WorkingCalendar, now: datetime) -> list[int]:
    """The years that deadlines of the next weeks reach and that the calendar does not cover."""
    return sorted({local_day(now).year, local_day(now + AHEAD).year} - calendar.years)


def load_city(city_dir: Path | None, hours: OfficeHours) -> City:
    """Read and check all of the city's data.

    Raises:
        DataFileError: the first file that is wrong, with line and reason.
    """
    if city_dir is not None and not city_dir.is_dir():
        raise DataFileError(city_dir, 0, "missing")
    units = load_units(path_of("units.csv", city_dir))
    taxonomy = load_taxonomy(path_of("taxonomy.csv", city_dir))
    calendar = load_calendar(path_of("holidays.csv", city_dir), hours)
    return City(
        units=units,
        taxonomy=taxonomy,
        calendar=calendar,
        deadlines=load_deadlines(path_of("deadlines.csv", city_dir), calendar, taxonomy),
        gazetteer=load_gazetteer(path_of("places.csv", city_dir), units),
        catalogue=load_catalogue(path_of("catalogue.csv", city_dir), taxonomy, units.types()),
        wording=load_words(city_dir),
    )


def load_words(city_dir: Path | None = None) -> Wording:
    """All sentences of all rooms, with the city's own over them."""
    defaults = [ROOMS / path for path in _WORDING.values()]
    own = [city_dir / name for name in _WORDING if (city_dir / name).exists()] if city_dir else []
    return load_wording(*defaults, overrides=own)
