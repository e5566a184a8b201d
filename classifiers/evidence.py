"""Which words spoke for a label: what a person is shown beside a verdict."""

from collections.abc import Sequence

import numpy as np

from classifiers.features import SparseVector
from classifiers.linear import Weights
from classifiers.pieces import spoken

MOST = 5
_LOOKED_AT = 24


def evidence(vector: SparseVector, weights: Weights, columns: Sequence[int], names: Sequence[str]) -> tuple[str, ...]:
    """Up to five pieces of two or more characters, strongest first, none a part of another that is shown."""
    speaks = vector.values * weights[vector.places[:, None], columns].sum(axis=1)
    chosen: list[str] = []
    for place in np.argsort(-speaks, kind="stable")[:_LOOKED_AT]:
        word = spoken(names[vector.places[place]])
        if speaks[place] <= 0 or len(chosen) == MOST:
            break
        if len(word) > 1 and not any(word in other or other in word for other in chosen):
            chosen.append(word)
    return tuple(chosen)
