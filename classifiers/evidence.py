"""Which words spoke for a label: what a person is shown beside a verdict."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, chain

import numpy as np

from classifiers.features import Floats, SparseVector
from classifiers.pieces import WORD

MOST = 5


class SpokenWords:
    """The words of a text, ready to be credited with what they add to a label's score.

    Runs of characters add most of a score but read like nothing, so they are credited to the words they lie in.
    """

    def __init__(self, vector: SparseVector, names: Sequence[str]) -> None:
        pieces = [names[place] for place in vector.places.tolist()]
        at = dict(zip(pieces, range(len(pieces)), strict=True))
        self._words = [name[1:] for name in pieces if name[0] == WORD]
        parts = [[at[piece] for piece in _parts(word) if piece in at] for word in self._words]
        self._flat = np.fromiter(chain.from_iterable(parts), np.intp)
        self._starts = [0, *accumulate(map(len, parts))][:-1]

    def strongest(self, speaks: Floats) -> tuple[str, ...]:
        """Up to five words, strongest first; `speaks` is what each feature of the text adds to the label's score."""
        if not self._words:
            return ()
        credit = np.add.reduceat(speaks[self._flat], self._starts)
        best = np.argsort(-credit, kind="stable")[:MOST]
        return tuple(self._words[place] for place in best if credit[place] > 0)


@lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[str, ...]:
    """The word's own feature, and the runs of two and three characters inside it; most words come again and again."""
    runs = (word[start : start + length] for length in (2, 3) for start in range(len(word) - length + 1))
    return (WORD + word, *runs)
