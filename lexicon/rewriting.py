"""Exchanging pieces of a text without losing the way back to what the citizen typed."""

from collections.abc import Iterable
from dataclasses import dataclass

from lexicon.normalise import Normalised


@dataclass(frozen=True, slots=True)
class Change:
    """The piece `[start, end)` of a text reads `new`."""

    start: int
    end: int
    new: str


def rewritten(folded: Normalised, changes: Iterable[Change]) -> Normalised:
    """The text with its pieces exchanged; `changes` stand in order and do not overlap.

    Offsets never go back. The first new letter leads to the beginning of the old piece and the last one to its end,
    so the span of a whole new word is the span of the whole old one. A single letter cannot lead to both: a change of
    several letters into one is refused.

    Raises:
        ValueError: several letters became one or none.
    """
    text, before = folded.text, folded.offsets
    letters: list[str] = []
    offsets: list[int] = []
    done = 0
    for change in changes:
        if len(change.new) < 2 <= change.end - change.start:
            raise ValueError(f"{text[change.start : change.end]} cannot become the single letter {change.new!r}")
        letters.append(text[done : change.start])
        offsets.extend(before[done : change.start])
        letters.append(change.new)
        offsets.extend(before[position] for position in _positions(change))
        done = change.end
    if not letters:
        return folded
    letters.append(text[done:])
    offsets.extend(before[done:])
    return Normalised("".join(letters), tuple(offsets))


def _positions(change: Change) -> list[int]:
    last = change.end - 1
    inner = [min(change.start + step, last) for step in range(len(change.new))]
    return [*inner[:-1], last] if inner else []
