"""Mentions of places in a text, and the longest run of those that belong together."""

from collections.abc import Iterable
from dataclasses import dataclass

from lexicon.place_grammar import TAIL

_GLUE = frozenset("的,，、 （(）)和与及/-跟同")
_ALONG = frozenset("从到至由~—～")
_ROAD_ENDS = frozenset("路街道巷桥口线速段弄")
_PADDING = " ,，、"
LONGEST_PLACE = 80
"""An address with district, street, estate, house and room has about 40 characters, a road from here to there 60."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a place is named, and what the name says."""

    start: int
    end: int
    streets: frozenset[str] = frozenset()
    district: str = ""
    community: str = ""

    @property
    def known(self) -> bool:
        return bool(self.streets or self.district)


def free_of(taken: Iterable[Mention], spans: Iterable[tuple[int, int]], length: int) -> list[Mention]:
    """The spans in a text of `length` that overlap nothing that is taken, nor one another, as unknown places."""
    covered = bytearray(length)
    for mention in taken:
        covered[mention.start : mention.end] = b"x" * (mention.end - mention.start)
    free: list[Mention] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not any(covered[start:end]):
            covered[start:end] = b"x" * (end - start)
            free.append(Mention(start, end))
    return free


def longest_run(text: str, mentions: Iterable[Mention]) -> tuple[int, int]:
    """The span of the longest run of touching mentions with its tail; one with a known place wins.

    It has at most LONGEST_PLACE characters: what is longer is a list, and begins anew.
    """
    runs: list[tuple[bool, int, int, int]] = []
    for mention in mentions:
        tail = TAIL.match(text, mention.end)
        end = tail.end() if tail else mention.end
        goes_on = runs and _touches(text, runs[-1][3], mention.start, mention.end)
        if goes_on and max(end, runs[-1][3]) - runs[-1][2] <= LONGEST_PLACE:
            known, _, start, before = runs[-1]
            end = max(end, before)
            runs[-1] = (known or mention.known, end - start, start, end)
        else:
            runs.append((mention.known, end - mention.start, mention.start, end))
    _, _, start, end = max(runs, key=lambda run: run[:2])
    return _unpadded(text, start, min(end, start + LONGEST_PLACE))


def _touches(text: str, end: int, start: int, behind: int) -> bool:
    """A road goes on to another (A路到B路); anything else belongs together where it stands side by side."""
    if start - end != 1:
        return start <= end
    between = text[end]
    return between in _GLUE or (between in _ALONG and text[end - 1] in _ROAD_ENDS and text[behind - 1] in _ROAD_ENDS)


def _unpadded(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[end - 1] in _PADDING:
        end -= 1
    return start, end
