"""How the hotline looks after a citizen who waits or was answered: numbers that a city edits (`follow_up.csv`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from hotline.datafile import Row, read_rows
from hotline.duration import Limit, Measure

DEFAULT = Path(__file__).parent / "data" / "follow_up.csv"
_COLUMNS = ("name", "value", "version", "effective", "ground")
_HOURS = ("urge_every", "attempt_gap")
_LIMITS = ("call_after", "call_within", "rectify")
_NUMBERS = ("attempts", "sample_percent")
NAMES = (*_HOURS, *_LIMITS, *_NUMBERS)


@dataclass(frozen=True, slots=True)
class Aftercare:
    """`urge_every` and `attempt_gap` are spans of the clock; the limits count as those of deadlines do.

    `attempts` calls that reach nobody, `attempt_gap` apart, end a follow-up; of a month's closed tickets
    `sample_percent` (0 to 100) are called again by somebody who had nothing to do with them.
    """

    urge_every: timedelta
    attempt_gap: timedelta
    call_after: Limit
    call_within: Limit
    rectify: Limit
    attempts: int
    sample_percent: int


def load_aftercare(path: Path = DEFAULT) -> Aftercare:
    """Read the table.

    Raises:
        DataFileError: with the line: an unknown name, one twice, a value of the wrong kind; or a name is missing.
    """
    rows: dict[str, Row] = {}
    for row in read_rows(path, _COLUMNS):
        name = row.one_of("name", NAMES)
        if name in rows:
            raise row.error("twice", value=name)
        row.required("version")
        row.required("ground")
        _check_day(row)
        rows[name] = row
    for name in NAMES:
        if name not in rows:
            row = Row(path, 0, {})
            raise row.error("row_missing", value=name)
    return _read(rows)


def _read(rows: Mapping[str, Row]) -> Aftercare:
    return Aftercare(
        urge_every=_span(rows["urge_every"]),
        attempt_gap=_span(rows["attempt_gap"]),
        call_after=_limit(rows["call_after"]),
        call_within=_limit(rows["call_within"]),
        rectify=_limit(rows["rectify"]),
        attempts=_between(rows["attempts"], 1, 20),
        sample_percent=_between(rows["sample_percent"], 0, 100),
    )


def _limit(row: Row) -> Limit:
    try:
        return Limit.parse(row.required("value"))
    except ValueError:
        raise row.error("not_a_limit", column="value", value=row.text("value")) from None


def _span(row: Row) -> timedelta:
    limit = _limit(row)
    spans = {Measure.MINUTES: timedelta(minutes=1), Measure.HOURS: timedelta(hours=1), Measure.DAYS: timedelta(days=1)}
    if limit.measure not in spans:
        raise row.error("not_allowed", column="value", value=row.text("value"), allowed="15min、24h、1d")
    return limit.amount * spans[limit.measure]


def _between(row: Row, least: int, most: int) -> int:
    number = row.number("value")
    if not least <= number <= most:
        raise row.error("not_allowed", column="value", value=number, allowed=f"{least}–{most}")
    return number


def _check_day(row: Row) -> None:
    try:
        date.fromisoformat(row.required("effective"))
    except ValueError:
        raise row.error("not_a_date", column="effective", value=row.text("effective")) from None
