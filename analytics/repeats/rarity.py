"""How rare a word or letter pair is: among the messages at hand, and in what people write to a hotline at all.

Two messages alone say nothing about which of their words is rare. So each piece is counted as if `SUPPOSED` further
messages had been read, in which it is as common as the background says (a piece that it does not know: never).
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable

SUPPOSED = 3000
Share = Callable[[str], float]
"""The share of hotline messages that hold a piece, 0 to 1."""


def unknown(piece: str) -> float:  # noqa: ARG001 - a background that knows nothing
    """A background without any knowledge."""
    return 0.0


class Rarity:
    """Inverse document frequency of pieces, a number from 0 (in every message) upwards."""

    def __init__(self, bags: Iterable[Iterable[str]], share: Share = unknown) -> None:
        self._counts: Counter[str] = Counter()
        self._size = SUPPOSED
        for bag in bags:
            self._counts.update(bag)
            self._size += 1
        self._share = share
        self._known: dict[str, float] = {}

    def count(self, piece: str) -> int:
        """In how many of the messages at hand it stands."""
        return self._counts[piece]

    def of(self, piece: str) -> float:
        value = self._known.get(piece)
        if value is None:
            seen = self._counts[piece] + SUPPOSED * self._share(piece)
            value = self._known[piece] = math.log((1 + self._size) / (1 + seen))
        return value

    def vector(self, counts: Counter[str]) -> dict[str, float]:
        """A unit vector with damped counts times rarity; empty where nothing is rare at all."""
        raw = {piece: (1 + math.log(count)) * self.of(piece) for piece, count in counts.items()}
        length = math.sqrt(math.fsum(value * value for value in raw.values()))
        return {piece: value / length for piece, value in raw.items()} if length else {}

    def covered(self, pieces: Iterable[str], holds: Callable[[str], bool]) -> float:
        """The share of the pieces that is held, weighted by rarity; 0 where there is none."""
        whole = shared = 0.0
        for piece in pieces:
            weight = self.of(piece)
            whole += weight
            shared += weight * holds(piece)
        return shared / whole if whole else 0.0


def cosine(one: dict[str, float], other: dict[str, float]) -> float:
    """The inner product of two unit vectors."""
    if len(one) > len(other):
        one, other = other, one
    return math.fsum(value * other[piece] for piece, value in one.items() if piece in other)
