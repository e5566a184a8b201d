"""From plain values to an entry: one set of rules for files, imports and forms.

All that is wrong is collected, and not the first of it only: who mends a table wants to hear everything at once.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from knowledge.entry import Entry, EntryKind, Guide

LONGEST_TITLE = 128
LONGEST_ID = 40
MOST_TEXTS = 100
"""So many texts a list may have: every one of them is indexed, and golden questions are asked."""
LONGEST_TEXT = 200
"""Characters of a way of asking, a keyword and the like."""
LONGEST_STEP = 1000
"""Characters of a step, or of what to bring."""
_ID = re.compile(rf"[A-Za-z0-9_.-]{{1,{LONGEST_ID}}}")
GUIDE = "guide"
TEXTS = ("id", "title", "short", "full", "kind", "owner", "source", "area", "audience")
REQUIRED = frozenset({"id", "title", "short", "kind", "owner", "source"})
LISTS = ("variants", "keywords", "golden", "city")
DATES = ("source_date", "effective", "expires", "review")
KEYS = frozenset({*TEXTS, *LISTS, *DATES, GUIDE})
GUIDE_LISTS = ("materials", "steps")
GUIDE_KEYS = tuple(field.name for field in fields(Guide))


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with a value: `reason` is the code of the sentence `datafile.<reason>`, filled by `params`."""

    key: str
    reason: str
    params: Mapping[str, object]


class EntryFields:
    """Reads an entry out of a mapping of `KEYS`; texts are trimmed, dates are dates or ISO text."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values
        self.complaints: list[Complaint] = []

    def entry(self, owners: Collection[str] | None = None, *, stored: bool = False) -> Entry:
        """The entry; of use only while there are no `complaints`.

        `owners` None allows any owner, as what is read back from the database does; nor are there limits of length for
        that, or for what is `stored` otherwise: it was let in once, and has to stay readable.
        """
        entry = self._read(owners)
        if owners is not None and not stored:
            self._check_limits(entry)
        return entry

    def _read(self, owners: Collection[str] | None) -> Entry:
        self._check_keys(self._values, KEYS)
        kind = self._choice("kind", tuple(EntryKind))
        entry = Entry(
            id=self._text("id"),
            title=self._title(),
            variants=self._list("variants"),
            short=self._text("short"),
            full=self._text("full"),
            kind=EntryKind(kind) if kind else EntryKind.DAILY,
            owner=self._choice("owner", owners),
            source=self._text("source"),
            source_date=self._date("source_date"),
            effective=self._date("effective"),
            expires=self._date("expires"),
            area=self._text("area"),
            audience=self._text("audience"),
            keywords=self._list("keywords"),
            review=self._date("review"),
            golden=self._list("golden"),
            city=self._list("city"),
            guide=self._guide(),
        )
        if entry.effective and entry.expires and entry.expires <= entry.effective:
            self.error("expires", "expires_before", expires=entry.expires, effective=entry.effective)
        return entry

    def error(self, key: str, reason: str, /, **params: object) -> None:
        self.complaints.append(Complaint(key, reason, params))

    def _check_limits(self, entry: Entry) -> None:
        if entry.id and not _ID.fullmatch(entry.id):
            self.error("id", "bad_id", value=entry.id[:LONGEST_ID], longest=LONGEST_ID)
        for key in LISTS:
            self._check_texts(key, getattr(entry, key), LONGEST_TEXT)
        for key in GUIDE_LISTS:
            self._check_texts(key, getattr(entry.guide, key), LONGEST_STEP)

    def _check_texts(self, key: str, texts: Sequence[str], longest: int) -> None:
        length = max(map(len, texts), default=0)
        if len(texts) > MOST_TEXTS:
            self.error(key, "too_many_texts", column=key, count=len(texts), most=MOST_TEXTS)
        if length > longest:
            self.error(key, "text_too_long", column=key, length=length, longest=longest)

    def _check_keys(self, values: Mapping[str, object], known: Collection[str]) -> None:
        for key in values:
            if key not in known:
                self.error(key, "unknown_entry_key", key=key, allowed="、".join(sorted(known)))

    def _text(self, key: str) -> str:
        value = _trimmed(self._values.get(key, ""))
        if value is None:
            self.error(key, "wrong_sort", key=key)
        elif not value and key in REQUIRED:
            self.error(key, "empty", column=key)
        return value or ""

    def _list(self, key: str) -> tuple[str, ...]:
        return self._several(key, self._values.get(key, ()))

    def _several(self, key: str, value: object) -> tuple[str, ...]:
        if isinstance(value, str) or not isinstance(value, Sequence):
            self.error(key, "wrong_sort", key=key)
            return ()
        texts = [_trimmed(each) for each in value]
        if not all(texts):
            self.error(key, "wrong_sort", key=key)
        return tuple(text for text in texts if text)

    def _date(self, key: str) -> date | None:
        """A date, or the same as text; absent or empty means no such date."""
        value = self._values.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.error(key, "not_a_date", column=key, value=value)
            return None

    def _title(self) -> str:
        title = self._text("title")
        if len(title) > LONGEST_TITLE:
            self.error("title", "title_too_long", length=len(title), longest=LONGEST_TITLE)
        return title

    def _choice(self, key: str, allowed: Collection[str] | None) -> str:
        """A text of a closed list; empty where it is not on it."""
        value = self._text(key)
        if not value or allowed is None or value in allowed:
            return value
        self.error(key, "not_allowed", column=key, value=value, allowed="、".join(allowed))
        return ""

    def _guide(self) -> Guide:
        values = self._values.get(GUIDE, {})
        if not isinstance(values, Mapping):
            self.error(GUIDE, "wrong_sort", key=GUIDE)
            return Guide()
        self._check_keys(values, GUIDE_KEYS)
        texts = {key: self._guide_text(values, key) for key in GUIDE_KEYS if key not in GUIDE_LISTS}
        materials, steps = (self._several(key, values.get(key, ())) for key in GUIDE_LISTS)
        return replace(Guide(), materials=materials, steps=steps, **texts)

    def _guide_text(self, values: Mapping[str, object], key: str) -> str:
        text = _trimmed(values.get(key, ""))
        if text is None:
            self.error(key, "wrong_sort", key=key)
        return text or ""


def _trimmed(value: object) -> str | None:
    """None where it is no text."""
    return value.strip() if isinstance(value, str) else None
