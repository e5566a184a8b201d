"""One sparse vector for a text: sublinear counts, weighted by rarity, of length one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log
from typing import Self

import numpy as np
from numpy.typing import NDArray

from classifiers.pieces import pieces

Floats = NDArray[np.float32]
Places = NDArray[np.int32]

_TF = np.array([0.0, *(1 + np.log(np.arange(1, 4096)))], dtype=np.float32)
"""`1 + log(count)` for every count that an excerpt can reach."""


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Which features a text has, and how strongly; `values` has length one unless nothing is known."""

    places: Places
    values: Floats


class TextFeatures:
    """Learns which pieces count and how rare they are; then turns a text into a vector.

    Args:
        min_documents: a piece seen in fewer texts is left out.
        most: keep at most so many pieces, the most frequent first; None keeps all.
    """

    def __init__(self, *, min_documents: int = 2, most: int | None = None) -> None:
        self.min_documents = min_documents
        self.most = most
        self.names_: list[str] = []
        self.idf_: Floats = np.zeros(0, np.float32)
        self._place: dict[str, int] = {}

    def fit(self, bags: Sequence[Sequence[str]]) -> Self:
        """Learn from texts that are already in pieces."""
        seen = Counter(chain.from_iterable(set(bag) for bag in bags))
        kept = sorted(
            (piece for piece, count in seen.items() if count >= self.min_documents),
            key=lambda piece: (-seen[piece], piece),
        )[: self.most]
        idf = [1 + log((1 + len(bags)) / (1 + seen[piece])) for piece in kept]
        return self.learned(kept, np.array(idf, np.float32))

    def learned(self, names: list[str], idf: Floats) -> Self:
        """Take over what another instance has learned, e.g. one that was stored."""
        self.names_, self.idf_ = names, idf
        self._place = {name: place for place, name in enumerate(names)}
        return self

    def vector(self, text: str, title: str = "") -> SparseVector:
        """The vector of a text; empty where no piece of it is known."""
        return self.of_pieces(pieces(text, title))

    def of_pieces(self, bag: Iterable[str]) -> SparseVector:
        """The vector of a text that is already in pieces."""
        counts = Counter(map(self._place.get, bag))
        counts.pop(None, None)
        size = len(counts)
        places: Places = np.fromiter(counts, np.int32, size)
        values = _TF[np.fromiter(counts.values(), np.int32, size)] * self.idf_[places]
        length = float(np.sqrt(np.einsum("i,i", values, values)))
        return SparseVector(places, values / np.float32(length) if length else values)
