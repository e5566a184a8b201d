"""Many sparse vectors as rows of one matrix, for training; the only place that knows scipy."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from classifiers.features import TextFeatures


class Rows(Protocol):
    """What training asks of a sparse matrix."""

    @property
    def shape(self) -> tuple[int, int]: ...

    def __getitem__(self, rows: Any) -> "Rows": ...

    def __matmul__(self, weights: NDArray[np.float32]) -> NDArray[np.float32]: ...


def matrix(features: TextFeatures, bags: Iterable[Sequence[str]]) -> Rows:
    """The vectors of texts that are already in pieces."""
    from scipy.sparse import (  # type: ignore[import-untyped]  # noqa: PLC0415 - untyped, and serving does without it
        csr_matrix,
    )

    vectors = [features.of_pieces(bag) for bag in bags]
    ends = np.cumsum([0, *(len(vector.places) for vector in vectors)])
    places = np.concatenate([np.zeros(0, np.int32), *(vector.places for vector in vectors)])
    values = np.concatenate([np.zeros(0, np.float32), *(vector.values for vector in vectors)])
    rows: Rows = csr_matrix((values, places, ends), shape=(len(vectors), len(features.names_)))
    return rows
