"""One message, several matters: where one ends and the next begins, because another unit may answer for each.

A wrong cut is worse than none: the second half of a story becomes a ticket that nobody understands. Grammar finds the
places where a message could be cut, and most are no more than a story going on; only what is left of them is read,
part by part, and the parts have to differ. Weights and thresholds are learned (`python -m classifiers.fit_splitting`).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import mul
from pathlib import Path
from typing import Any

from classifiers.clauses import Cues, load_cues
from classifiers.splitting_signs import GRAMMAR, READ, Habits, Read, grammar_signs, is_said, read_signs
from hotline.errors import DataFileError

DEFAULT = Path(__file__).parent / "data" / "splitting.json"
SHORTEST = 10
"""A message of fewer characters tells one thing."""

MOST_PARTS = 8
"""So many parts are read at most."""

_LONGEST = 4000
_ENDS = " \t\r\n，,。\uff0e；;、"


@dataclass(frozen=True, slots=True)
class MatterSpan:
    """One matter of a message: code point offsets `[start, end)`, and the words themselves."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A weighted sum of signs, as log odds, and from where on it says yes."""

    weights: tuple[float, ...]
    bias: float
    least: float

    def odds(self, signs: list[float]) -> float:
        return self.bias + float(sum(map(mul, self.weights, signs)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where the text may be cut, what grammar makes of it, and whether a word says that a new matter begins."""

    start: int
    odds: float
    said: bool


@dataclass(frozen=True, slots=True)
class Splitter:
    """Finds the matters of a message; `grammar` proposes boundaries, `reading` decides on them.

    Where no word says that a new matter begins, the parts have to differ more: from `unsaid` on.
    """

    cues: Cues
    habits: Habits
    grammar: Decision
    reading: Decision
    unsaid: float

    def matters_in(self, text: str, read: Read) -> tuple[MatterSpan, ...]:
        """The matters of a text in order, without the blanks and stops between them; the whole text if it is one.

        Args:
            text: A message.
            read: Reads a part with a model that has the heads `category` and `unit`.
        """
        candidates = self.candidates(text)
        if not candidates:
            return (MatterSpan(0, len(text), text),)
        signs = part_signs(text, candidates, read)
        cuts = [each.start for each, its in zip(candidates, signs, strict=True) if self._parts(each, its)]
        if not cuts:
            return (MatterSpan(0, len(text), text),)
        return tuple(_span(text, start, end) for start, end in pairwise([0, *cuts, len(text)]))

    def candidates(self, text: str) -> list[Candidate]:
        """The places worth reading on both sides, in order; none in the ordinary message."""
        if not SHORTEST <= len(text) <= _LONGEST or not self.cues.cuts(text):
            return []
        clauses = self.cues.clauses(text)
        signs = grammar_signs(text, clauses, self.cues, self.habits) if len(clauses) > 1 else []
        return self.likely(
            Candidate(clause.start, self.grammar.odds(each), is_said(each))
            for clause, each in zip(clauses[1:], signs, strict=False)
        )

    def likely(self, places: Iterable[Candidate]) -> list[Candidate]:
        """The likeliest places, not more than there may be parts, in the order of the text."""
        open_ones = [each for each in places if each.odds >= self.grammar.least]
        kept = sorted(open_ones, key=lambda each: -each.odds)[: MOST_PARTS - 1]
        return sorted(kept, key=lambda each: each.start)

    def _parts(self, candidate: Candidate, signs: list[float]) -> bool:
        return self.reading.odds(signs) >= (self.reading.least if candidate.said else self.unsaid)


def part_signs(text: str, candidates: list[Candidate], read: Read) -> list[list[float]]:
    """The signs of reading, for each candidate."""
    parts = [read(text[start:end]) for start, end in pairwise([0, *(each.start for each in candidates), len(text)])]
    return [read_signs(each.odds, *sides) for each, sides in zip(candidates, pairwise(parts), strict=True)]


def matters_in(text: str, read: Read) -> tuple[MatterSpan, ...]:
    """The matters of a text, by the splitter that is shipped."""
    return shipped_splitter().matters_in(text, read)


@lru_cache(maxsize=1)
def shipped_splitter() -> Splitter:
    return load_splitter()


def load_splitter(path: Path = DEFAULT) -> Splitter:
    """Read the learned weights.

    Raises:
        DataFileError: the file is missing, no JSON, or was learned for other signs.
    """
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if (kept["grammar"]["signs"], kept["reading"]["signs"]) != (list(GRAMMAR), list(READ)):
            raise ValueError("learned for other signs")
        habits = Habits(kept["begins"], kept["ends"])
        return Splitter(
            load_cues(), habits, _decision(kept["grammar"]), _decision(kept["reading"]), float(kept["unsaid"])
        )
    except FileNotFoundError as error:
        raise DataFileError(path, 0, "missing") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DataFileError(path, 0, "broken_model", detail=str(error)) from error


def _decision(kept: Mapping[str, Any]) -> Decision:
    weights = tuple(map(float, kept["weights"]))
    if len(weights) != len(kept["signs"]):
        raise ValueError(f"{len(weights)} weights for {len(kept['signs'])} signs")
    return Decision(weights, float(kept["bias"]), float(kept["least"]))


def _span(text: str, start: int, end: int) -> MatterSpan:
    kept = text[start:end].rstrip(_ENDS if end < len(text) else None)
    return MatterSpan(start, start + len(kept), kept)
