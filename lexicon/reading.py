"""The text as models and searches read it: typing mistakes, regional words and a few emoji in the hotline's words.

What is stored and shown stays the citizen's own; this view exists beside it, and each of its letters knows where it
came from. `normalise` folds spellings of one and the same character; what is done here interprets, so names, places
and personal data are never read from it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from hotline.datafile import Row, read_rows
from lexicon.normalise import Normalised, normalise
from lexicon.rewriting import Change, rewritten

_FOLDER = Path(__file__).parent / "data"
_GUARDED = ("written", "read", "unless_before", "unless_after")
_PLAIN = ("written", "read")
_SKIN = "[\U0001f3fb-\U0001f3ff]?"
_RUN = re.compile(r"([^\s0-9A-Za-z])\1{2,}|([A-Za-z])\2{3,}")


@dataclass(frozen=True, slots=True)
class _Word:
    """A written form, how it is read, and the neighbours beside which it is something else (购|物页|面)."""

    written: str
    read: str
    unless_before: str
    unless_after: str

    def stands(self, text: str, start: int) -> bool:
        end = start + len(self.written)
        if not text.startswith(self.written, start):
            return False
        before, behind = text[start - 1 : start] if start else "", text[end : end + 1]
        return not (before and before in self.unless_after) and not (behind and behind in self.unless_before)


@lru_cache(maxsize=4)
def reading(text: str) -> Normalised:
    """The normalised text in the hotline's words, emoji in words, long runs of one sign cut to two.

    The last few texts are kept, because each part that reads a message asks for the same one.
    """
    return _in_words(_squeezed(_signs_in_words(normalise(text))))


def _signs_in_words(folded: Normalised) -> Normalised:
    if folded.text.isascii():
        return folded
    pattern, table = _emoji()
    runs = pattern.finditer(folded.text)
    return rewritten(folded, (Change(run.start(), run.end(), table[run["sign"]]) for run in runs))


def _in_words(folded: Normalised) -> Normalised:
    table = _words()
    if table.keys().isdisjoint(map("".join, pairwise(folded.text))):
        return folded
    return rewritten(folded, _exchanges(folded.text, table))


def _exchanges(text: str, table: dict[str, list[_Word]]) -> Iterator[Change]:
    done = 0
    for start, pair in enumerate(map("".join, pairwise(text))):
        if start < done or pair not in table:
            continue
        word = next((word for word in table[pair] if word.stands(text, start)), None)
        if word:
            done = start + len(word.written)
            yield Change(start, done, word.read)


def _squeezed(folded: Normalised) -> Normalised:
    runs = _RUN.finditer(folded.text)
    return rewritten(folded, (Change(run.start(), run.end(), run[0][:2]) for run in runs))


@lru_cache(maxsize=1)
def _emoji() -> tuple[re.Pattern[str], dict[str, str]]:
    """The signs that have words; one that is repeated says it once."""
    table = {row.required("written"): row.required("read") for row in read_rows(_FOLDER / "emoji.csv", _PLAIN)}
    return re.compile(f"(?P<sign>[{''.join(table)}]){_SKIN}(?:(?P=sign){_SKIN})*"), table


@lru_cache(maxsize=1)
def _words() -> dict[str, list[_Word]]:
    """Typing mistakes and regional words by their first two letters, the longest first."""
    rows = [row for name in ("typos.csv", "regional.csv") for row in read_rows(_FOLDER / name, _GUARDED)]
    words = [_word(row) for row in rows]
    table: dict[str, list[_Word]] = {}
    for word in sorted(words, key=lambda word: len(word.written), reverse=True):
        table.setdefault(word.written[:2], []).append(word)
    return table


def _word(row: Row) -> _Word:
    written, read = row.required("written"), row.required("read")
    if len(written) < 2 or len(read) < 2:
        raise row.error("too_short", column="written", value=written)
    return _Word(written, read, row.text("unless_before"), row.text("unless_after"))
