"""法定渠道: matters that are not dispatched, because the law has another way for them, and what to tell the citizen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from hotline.datafile import Row, read_rows

CHANNELS = Path(__file__).parent / "data" / "channels.csv"


@dataclass(frozen=True, slots=True)
class Channel:
    """`unit` is the department type whose business comes nearest: it may explain the way, and handles nothing."""

    name: str
    unit: str
    advice: str


def load_channels(path: Path, unit_types: Collection[str]) -> Mapping[str, Channel]:
    """Read `channels.csv`.

    Raises:
        DataFileError: with the line: a name twice, an unknown unit type, nothing to tell.
    """
    channels: dict[str, Channel] = {}
    for row in read_rows(path, ("channel", "unit", "advice")):
        channel = Channel(row.required("channel"), _unit(row, unit_types), row.required("advice"))
        if channel.name in channels:
            raise row.error("twice", value=channel.name)
        channels[channel.name] = channel
    return channels


def _unit(row: Row, unit_types: Collection[str]) -> str:
    unit = row.required("unit")
    if unit not in unit_types:
        raise row.error("unknown", column="unit", value=unit)
    return unit
