"""The city's data: each table and wording file from its room, or the city's own of the same name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from casework.aftercare import Aftercare, load_aftercare
from casework.supervision_rules import DEFAULT as DEFAULT_SUPERVISION
from casework.supervision_rules import SupervisionRules, load_supervision
from hotline.assessment import AssessmentRules, load_assessment
from hotline.calendar import OfficeHours, WorkingCalendar, load_calendar
from hotline.clock import local_day
from hotline.deadlines import DeadlineTable, load_deadlines
from hotline.errors import DataFileError
from hotline.hours import OFFICE, Hours, load_hours
from hotline.taxonomy import Taxonomy, load_taxonomy
from hotline.units import UnitTree, load_units
from hotline.wording import Wording, load_wording
from lexicon.places import Gazetteer, load_gazetteer
from routing.catalogue import Catalogue, Frame, frame, load_catalogue
from routing.facts import load_facts

ROOMS = Path(__file__).resolve().parent.parent

_TABLES = {
    "units.csv": "hotline/data",
    "taxonomy.csv": "hotline/data",
    "holidays.csv": "hotline/data",
    "hours.csv": "hotline/data",
    "deadlines.csv": "hotline/data",
    "assessment.csv": "hotline/data",
    "exclusions.csv": "hotline/data",
    "places.csv": "lexicon/data",
    "catalogue.csv": "routing/data",
    "facts.toml": "routing/data",
    "channels.csv": "routing/data",
    "phrases.toml": "bot/conversation/data",
    "area_codes.csv": "bot/conversation/data",
    "supervision.csv": "casework/data",
    "follow_up.csv": "casework/data",
}
_WORDING = {
    "errors.toml": "hotline/data/errors.toml",
    "notices.toml": "casework/data/notices.toml",
    "life.toml": "casework/data/life.toml",
    "rights.toml": "casework/data/rights.toml",
    "chat.toml": "bot/conversation/data/chat.toml",
    "my_tickets.toml": "bot/conversation/data/my_tickets.toml",
    "classifiers.toml": "classifiers/data/wording.toml",
    "knowledge.toml": "knowledge/data/wording.toml",
    "routing.toml": "routing/data/wording.toml",
    "console.toml": "console/data/wording.toml",
    "console_life.toml": "console/data/life.toml",
    "api.toml": "console/data/api.toml",
    "repeats.toml": "analytics/repeats/data/wording.toml",
    "assessment.toml": "analytics/assessment/data/wording.toml",
    "console_care.toml": "console/data/care.toml",
    "command.toml": "app/data/command.toml",
    "supervision.toml": "console/data/supervision.toml",
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
    hours: Mapping[str, Hours]
    gazetteer: Gazetteer
    catalogue: Catalogue
    wording: Wording
    supervision: SupervisionRules
    aftercare: Aftercare
    assessment: AssessmentRules
    frame: Frame
    """What another version of the catalogue is read against."""


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
    seasons = load_hours(path_of("hours.csv", city_dir))
    units = load_units(path_of("units.csv", city_dir), seasons)
    taxonomy = load_taxonomy(path_of("taxonomy.csv", city_dir))
    calendar = load_calendar(path_of("holidays.csv", city_dir), seasons.get(OFFICE, hours))
    found = frame_of(city_dir, taxonomy, units)
    return City(
        units=units,
        taxonomy=taxonomy,
        calendar=calendar,
        deadlines=load_deadlines(path_of("deadlines.csv", city_dir), calendar, taxonomy, seasons),
        hours=seasons,
        gazetteer=load_gazetteer(path_of("places.csv", city_dir), units),
        catalogue=load_catalogue(path_of("catalogue.csv", city_dir), found),
        wording=load_words(city_dir),
        supervision=supervision_of(city_dir, units),
        aftercare=load_aftercare(path_of("follow_up.csv", city_dir)),
        assessment=load_assessment(path_of("assessment.csv", city_dir), path_of("exclusions.csv", city_dir)),
        frame=found,
    )


def supervision_of(city_dir: Path | None, units: UnitTree) -> SupervisionRules:
    """The steps of supervision. Owners of the city's own table must be units of the city; those of the default table
    are the demo city's, and fall to the top of the tree elsewhere.

    Raises:
        DataFileError: with the line.
    """
    path = path_of("supervision.csv", city_dir)
    return load_supervision(path, None if path == DEFAULT_SUPERVISION else units)


def frame_of(city_dir: Path | None, taxonomy: Taxonomy, units: UnitTree) -> Frame:
    """The facts and channels that rules of the city may name."""
    facts = load_facts(path_of("facts.toml", city_dir))
    return frame(taxonomy, units, facts=facts, channels=path_of("channels.csv", city_dir))


def load_words(city_dir: Path | None = None) -> Wording:
    """All sentences of all rooms, with the city's own over them."""
    defaults = [ROOMS / path for path in _WORDING.values()]
    own = [city_dir / name for name in _WORDING if (city_dir / name).exists()] if city_dir else []
    return load_wording(*defaults, overrides=own)
