"""Where a message could be cut: its clauses, and the words that say how one goes on from the one before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hotline.datafile import read_rows
from hotline.errors import DataFileError

_DATA = Path(__file__).parent / "data" / "splitting_cues.csv"
_STOPS = re.compile("[，,。\\uff0e；;！!？?\\s]+")
_HAN = re.compile("[一-龥]+")
_BEFORE = 4
"""A word that opens a new topic cuts a clause without a stop only behind so many characters of it."""

_OPENING, _ANNOUNCEMENT, _FIRST = 16, 22, 5
"""How long a clause may be that only greets, only says how many things will follow, or is only a first number."""

CUES = ("topic", "ordinal", "first", "also", "yet", "asks", "continues", "refers", "when", "subject", "details",
        "thanks", "announces", "unifies", "opening", "remainder", "heads_list", "inline")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a text that is not cut further, `[start, end)`."""

    start: int
    end: int


class Cues:
    """The words of `splitting_cues.csv`, and the cutting that follows from them."""

    def __init__(self, words: Mapping[str, re.Pattern[str]]) -> None:
        self.words = words

    def cuts(self, text: str) -> bool:
        """Whether there is any place at all where the text could be cut."""
        return _STOPS.search(text) is not None or self.words["inline"].search(text) is not None

    def clauses(self, text: str) -> list[Clause]:
        """The clauses in order. A word that only announces (对了, 第二, 你好) belongs to what it announces."""
        found: list[Clause] = []
        start: int | None = None
        for piece in self._pieces(text):
            begin = piece.start if start is None else start
            if self._only_announces(text[begin : piece.end]):
                start = begin
                continue
            found.append(Clause(begin, piece.end))
            start = None
        if start is not None and found:
            found[-1] = Clause(found[-1].start, len(text.rstrip()))
        return self._without_opening(text, found)

    def _pieces(self, text: str) -> list[Clause]:
        stops = [(stop.start(), stop.end()) for stop in _STOPS.finditer(text) if _parts(text, stop)]
        for word in self.words["inline"].finditer(text):
            if _HAN.fullmatch(text, max(word.start() - _BEFORE, 0), word.start()) and word.start() >= _BEFORE:
                stops.append((word.start(), word.start()))
        stops.sort()
        starts, ends = [0, *(end for _, end in stops)], [*(start for start, _ in stops), len(text)]
        return [Clause(start, end) for start, end in zip(starts, ends, strict=True) if end > start]

    def _only_announces(self, piece: str) -> bool:
        if len(piece) < 2:
            return True
        mark = self.words["topic"].match(piece) or self.words["ordinal"].match(piece)
        return mark is not None and self.words["remainder"].fullmatch(piece, mark.end()) is not None

    def _without_opening(self, text: str, clauses: list[Clause]) -> list[Clause]:
        """Greeting, who writes, and how many things there are belong to the first matter."""
        first = 0
        while first < len(clauses) - 1 and self._opens(text[clauses[first].start : clauses[first].end]):
            first += 1
        return [Clause(clauses[0].start, clauses[first].end), *clauses[first + 1 :]] if clauses else []

    def _opens(self, clause: str) -> bool:
        words = self.words
        return (
            (len(clause) <= _OPENING and words["opening"].fullmatch(clause) is not None)
            or (len(clause) <= _ANNOUNCEMENT and words["announces"].search(clause) is not None)
            or (len(clause) <= _FIRST and words["first"].match(clause) is not None)
        )


def _parts(text: str, stop: re.Match[str]) -> bool:
    """Blanks alone part clauses only behind Chinese writing, or where they break the line."""
    return not stop[0].isspace() or "\n" in stop[0] or _HAN.match(text, stop.start() - 1) is not None


def load_cues(path: Path = _DATA) -> Cues:
    """Read `splitting_cues.csv` (`name,words`, words as a regular expression).

    Raises:
        DataFileError: with the line: an unknown name, one that stands twice or is absent, words that are no expression.
    """
    words: dict[str, re.Pattern[str]] = {}
    for row in read_rows(path, ("name", "words")):
        name = row.one_of("name", CUES)
        if name in words:
            raise row.error("twice", value=name)
        words[name] = row.pattern("words")
    absent = [name for name in CUES if name not in words]
    if absent:
        raise DataFileError(path, 0, "empty", column="、".join(absent))
    return Cues(words)
