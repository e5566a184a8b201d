"""From features to a verdict: a weighted sum, and how far it lies beyond the line."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hotline.errors import DataFileError
from hotline.wording import read_toml

WEIGHTS = Path(__file__).parent / "data" / "weights.toml"
SAME = 0.5
"""From this score on two messages are judged to be about the same matter."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights by feature. A feature that it does not know is not asked for."""

    base: float
    weights: Mapping[str, float]

    def logit(self, features: Mapping[str, float]) -> float:
        """The weighted sum; 0 is the line."""
        return self.base + math.fsum(weight * features[name] for name, weight in self.weights.items())

    def score(self, features: Mapping[str, float]) -> float:
        """From 0 to 1."""
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, self.logit(features)))))


@dataclass(frozen=True, slots=True)
class Judges:
    """`many` judges in a collection that is large enough to have topics, `few` where it is not. Groups of messages join
    where their members' mean score reaches `linkage`."""

    many: Judge
    few: Judge
    linkage: float


def load_judges(path: Path = WEIGHTS) -> Judges:
    """Read the weights.

    Raises:
        DataFileError: a table or figure is missing or no number.
    """
    table = read_toml(path)
    return Judges(_judge(path, table, "many"), _judge(path, table, "few"), _number(path, table, "linkage"))


def _judge(path: Path, table: Mapping[str, object], name: str) -> Judge:
    figures = table.get(name)
    if not isinstance(figures, dict):
        raise DataFileError(path, 0, "no_column", column=name)
    weights = {key: _number(path, figures, key) for key in figures}
    if "base" not in weights:
        raise DataFileError(path, 0, "no_column", column=f"{name}.base")
    return Judge(weights.pop("base"), weights)


def _number(path: Path, table: Mapping[str, object], key: str) -> float:
    value = table.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DataFileError(path, 0, "not_a_number", column=key, value=value)
    return float(value)
