"""Held-out parts: every label spread over all folds, nearly equal texts kept together, always the same."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FOLDS = 5


def fold_of(labels: Sequence[str], groups: Sequence[int], folds: int = FOLDS) -> NDArray[np.int64]:
    """The fold of each row. A group goes where its first row's label is rarest so far."""
    filled: dict[str, Counter[int]] = {}
    chosen: dict[int, int] = {}
    result = np.zeros(len(labels), np.int64)
    for row, (label, group) in enumerate(zip(labels, groups, strict=True)):
        counts = filled.setdefault(label, Counter())
        if group not in chosen:
            begin = len(filled) % folds
            chosen[group] = min(range(folds), key=lambda fold: (counts[fold], (fold - begin) % folds))
        result[row] = chosen[group]
        counts[chosen[group]] += 1
    return result
