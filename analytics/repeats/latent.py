"""Topics of a collection (latent semantic analysis): messages that say the same in other words lie near each other.

The first singular vectors of the matrix of messages and words, by subspace iteration over a random start (Halko,
Martinsson and Tropp 2011, algorithm 4.4). Numpy only: rows are short, and time grows with their number.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

FEWEST = 300
"""Below so many messages there are no topics to be found, only the messages themselves."""

_SPARE, _ROUNDS, _SEED, _SEEN = 20, 6, 20260101, 3


def topics(vectors: Sequence[Mapping[str, float]], sizes: Sequence[int]) -> Floats | None:
    """A unit row for each message, whose inner products are the mean cosines over the first `sizes` topics each: one
    number of topics alone is a matter of luck. None where there are too few messages or words.
    """
    if len(vectors) < FEWEST:
        return None
    rows = _Rows(vectors)
    wide = max(sizes) + _SPARE
    if rows.width <= wide:
        return None
    found = _principal(rows, wide)
    kept = [_unit(found[:, :size]) for size in sizes]
    joined: Floats = (np.concatenate(kept, axis=1) / np.sqrt(len(kept))).astype(np.float32)
    return joined


def _principal(rows: "_Rows", wide: int) -> Floats:
    """Each message in the coordinates of the first `wide` singular vectors, strongest first."""
    start = np.random.default_rng(_SEED).standard_normal((rows.width, wide), dtype=np.float32)
    basis = _orthonormal(rows.times(start))
    for _ in range(_ROUNDS):
        basis = _orthonormal(rows.times(_orthonormal(rows.transposed_times(basis))))
    left, strengths, _ = np.linalg.svd(rows.transposed_times(basis).T, full_matrices=False)
    found: Floats = basis @ (left * strengths).astype(np.float32)
    return found


def _unit(matrix: Floats) -> Floats:
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    unit: Floats = (matrix / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit


class _Rows:
    """The sparse matrix: for each message the columns of its words and their weights."""

    def __init__(self, vectors: Sequence[Mapping[str, float]]) -> None:
        counts: dict[str, int] = {}
        for vector in vectors:
            for word in vector:
                counts[word] = counts.get(word, 0) + 1
        kept = (word for word, count in counts.items() if count >= _SEEN and len(word) > 1)
        column = {word: place for place, word in enumerate(kept)}
        self.width = len(column)
        self._rows = [_row(vector, column) for vector in vectors]

    def times(self, right: Floats) -> Floats:
        return np.stack([weights @ right[places] for places, weights in self._rows])

    def transposed_times(self, right: Floats) -> Floats:
        result: Floats = np.zeros((self.width, right.shape[1]), np.float32)
        for (places, weights), values in zip(self._rows, right, strict=True):
            result[places] += weights[:, None] * values  # places of one row differ from each other
        return result


def _row(vector: Mapping[str, float], column: Mapping[str, int]) -> tuple[NDArray[np.int64], Floats]:
    known = [(column[word], weight) for word, weight in vector.items() if word in column]
    places = np.array([place for place, _ in known], np.int64)
    return places, np.array([weight for _, weight in known], np.float32)


def _orthonormal(matrix: Floats) -> Floats:
    basis: Floats = np.linalg.qr(matrix)[0]
    return basis
