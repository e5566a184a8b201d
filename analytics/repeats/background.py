"""What people write to a hotline at all, as far as the model in use has counted it: which words are common anywhere."""

import math
from collections.abc import Sequence

import numpy as np

from analytics.repeats.find import Vectors
from classifiers.model import UNIT, Model
from classifiers.pieces import WORD


class Background:
    """The share of hotline messages that hold a word or a pair of letters; 0 for what nobody has counted."""

    def __init__(self, names: Sequence[str] = (), idf: Sequence[float] = ()) -> None:
        self._shares = {name: min(1.0, math.exp(1 - value)) for name, value in zip(names, idf, strict=True)}

    def word(self, word: str) -> float:
        return self._shares.get(WORD + word if len(word) > 1 else word, 0.0)

    def pair(self, pair: str) -> float:
        return self._shares.get(pair, 0.0)


def background_of(model: Model) -> Background:
    """What a model has counted when it learned."""
    return Background(model.features.names_, [float(value) for value in model.features.idf_])


def desks(model: Model) -> Vectors:
    """For which unit a message is: square roots of probabilities, so that the inner product is their affinity."""
    return lambda texts: np.stack([np.sqrt(model.read(text).probabilities(UNIT)).astype(np.float32) for text in texts])
