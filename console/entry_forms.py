"""Between an entry and the form that edits it; and what tells two versions apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console.forms import Form
from hotline.errors import HotlineError
from hotline.wording import Wording
from knowledge.columns import COLUMNS, row_of, values_of
from knowledge.entry import Entry
from knowledge.fields import Complaint, EntryFields
from knowledge.keeping.desk import KeepingDesk

FIELDS = tuple(name for name in COLUMNS if name != "id")
_NAMES = {name: name for name in FIELDS}


class BadEntryError(HotlineError):
    """Fields of the form are filled in a way that no entry can hold; params carry the complaints in words."""

    code = "bad_entry"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two versions do not share."""

    name: str
    before: str
    after: str


def read_entry(form: Form, desk: KeepingDesk, wording: Wording, entry_id: str) -> Entry:
    """The entry as it was typed; what is missing may be missing until it is submitted.

    Raises:
        BadEntryError: a date is none, a choice is not on its list, the title is too long, the end is before the start.
    """
    values = values_of({name: form.text(name) for name in FIELDS if name in form.values}, _NAMES)
    reading = EntryFields({**values, "id": entry_id or "new"})
    entry = reading.entry(desk.units.types())
    wrong = [each for each in reading.complaints if each.reason != "empty"]
    if wrong:
        raise BadEntryError(complaints="；".join(_words(wording, each) for each in wrong))
    return entry


def _words(wording: Wording, complaint: Complaint) -> str:
    params = {name: label(wording, value) for name, value in complaint.params.items()}
    return wording.say(f"datafile.{complaint.reason}", **params)


def label(wording: Wording, name: object) -> object:
    """What a field is called; anything else is itself."""
    return wording.say(f"entry.{name}") if isinstance(name, str) and name in COLUMNS else name


def typed_of(entry: Entry) -> dict[str, str]:
    """The entry as its form shows it: lists line by line."""
    return dict(zip(COLUMNS, row_of(entry), strict=True))


def differences(before: Entry | None, after: Entry) -> Sequence[Difference]:
    """Field by field, in the order of the form."""
    old: Mapping[str, str] = typed_of(before) if before is not None else {}
    new = typed_of(after)
    return [Difference(name, old.get(name, ""), new[name]) for name in FIELDS if old.get(name, "") != new[name]]
