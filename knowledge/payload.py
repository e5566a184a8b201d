"""An entry as plain JSON, as it is kept and compared, and back."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from knowledge.entry import Entry, Guide
from knowledge.fields import EntryFields

_ENTRY = tuple(field.name for field in fields(Entry))
_GUIDE = tuple(field.name for field in fields(Guide))


def payload_of(entry: Entry) -> dict[str, object]:
    """Every field by name; dates as ISO text, what is empty left out."""
    plain = {name: _plain(getattr(entry, name)) for name in _ENTRY}
    return {name: value for name, value in plain.items() if value}


def entry_of(payload: Mapping[str, object]) -> Entry:
    """The entry that `payload_of` made this of. What is missing is empty: a draft need not be whole."""
    return EntryFields(payload).entry()


def _plain(value: object) -> object:
    match value:
        case Guide():
            plain = {name: _plain(getattr(value, name)) for name in _GUIDE}
            return {name: each for name, each in plain.items() if each}
        case tuple():
            return list(value)
        case date():
            return value.isoformat()
        case None:
            return None
    return str(value)
