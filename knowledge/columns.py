"""The columns of a table of entries: which field each one is, and how lists and dates are written in a cell."""

import re
from collections.abc import Iterable, Mapping, Sequence

from hotline.wording import Wording
from knowledge.entry import Entry
from knowledge.fields import DATES, GUIDE, GUIDE_KEYS, GUIDE_LISTS, LISTS, REQUIRED
from knowledge.payload import payload_of

COLUMNS = (
    "id", "title", "variants", "golden", "short", "full", "kind", "owner", "source", "source_date", "effective",
    "expires", "area", "audience", "keywords", "review", "city", *GUIDE_KEYS,
)  # fmt: skip
NEEDED = tuple(name for name in COLUMNS if name in REQUIRED - {"id"})
"""Without these columns nothing of a table can be taken. An entry without an id is known by its title."""
_SEVERAL = frozenset({*LISTS, *GUIDE_LISTS})
_PARTS = re.compile(r"[|\uff5c\n]")
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?: 0?0:00(?::00)?)?")


def header(wording: Wording) -> list[str]:
    """The columns in the words of the field."""
    return [wording.say(f"entry.{name}") for name in COLUMNS]


def named(headers: Iterable[str], wording: Wording) -> dict[str, str]:
    """Field by header, for those that mean one: the words of the field, or the field's English name."""
    known = {**{name: name for name in COLUMNS}, **dict(zip(header(wording), COLUMNS, strict=True))}
    return {head: known[head] for head in headers if head in known}


def values_of(cells: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, object]:
    """What the cells of a row say, as `EntryFields` reads it; empty cells are values too."""
    flat = {fields[head]: _value(fields[head], cell) for head, cell in cells.items() if head in fields}
    guide = {name: flat.pop(name) for name in GUIDE_KEYS if name in flat}
    return {**flat, **({GUIDE: guide} if guide else {})}


def row_of(entry: Entry) -> Sequence[str]:
    """The cells of an entry in the order of `COLUMNS`; lists line by line."""
    payload = payload_of(entry)
    guide = payload.get(GUIDE, {})
    flat = {**payload, **(guide if isinstance(guide, dict) else {})}
    return [_cell(flat.get(name, "")) for name in COLUMNS]


def overlaid(old: Mapping[str, object], new: Mapping[str, object]) -> dict[str, object]:
    """A row over what the entry says already: columns that the table does not have stay as they are."""
    guides = [each.get(GUIDE, {}) for each in (old, new)]
    guide = {name: value for each in guides if isinstance(each, Mapping) for name, value in each.items()}
    return {**old, **new, **({GUIDE: guide} if guide else {})}


def _value(name: str, cell: str) -> object:
    if name in _SEVERAL:
        return [part.strip() for part in _PARTS.split(cell) if part.strip()]
    if name in DATES and (day := _DAY.fullmatch(cell)):
        year, month, date = day.groups()
        return f"{year}-{int(month):02}-{int(date):02}"
    return cell


def _cell(value: object) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value)
