"""How sure a dispatch is: a small logistic function whose weights and threshold are data."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from hotline.errors import DataFileError
from routing import certainty
from routing.decision import Suggestion
from routing.features import NAMES
from routing.match import Hit

CONFIDENCE = Path(__file__).parent / "data" / "confidence.json"
"""The weights that are shipped, for the shipped catalogue and model."""
VIEWED_CONFIDENCE = CONFIDENCE.with_name("confidence_viewed.json")
"""Those for suggestions in which a sentence vector had a say."""


@dataclass(frozen=True, slots=True)
class Certainty:
    """Weights by the names of `routing.certainty`: how far the first unit can be believed beside the others."""

    weights: tuple[float, ...]
    intercept: float

    def __post_init__(self) -> None:
        if len(self.weights) != len(certainty.NAMES):
            raise ValueError(f"one weight for each of {certainty.NAMES}, not {len(self.weights)}")

    def score(self, values: Sequence[float]) -> float:
        """The probability (0..1) that the first unit with these features is competent."""
        return _logistic(self.weights, self.intercept, values)


@dataclass(frozen=True, slots=True)
class DispatchConfidence:
    """Weights by feature name, and the confidence from which on a ticket goes out without a person.

    The weights put the candidates in order; `certainty` then says how far the first one can be believed. Without it
    its own score has to do.

    `threshold` is chosen on data so that what lies above it is right as often as `promised`; `measured` says on
    which data, and what was found on the part that was held out.
    """

    weights: tuple[float, ...]
    intercept: float
    threshold: float
    promised: float
    measured: Mapping[str, object] = field(default_factory=dict)
    certainty: Certainty | None = None

    def __post_init__(self) -> None:
        if len(self.weights) != len(NAMES):
            raise ValueError(f"one weight for each of {NAMES}, not {len(self.weights)}")
        if not 0 < self.threshold <= 1 or not 0 < self.promised <= 1:
            raise ValueError("threshold and promised precision lie in (0, 1]")

    def score(self, values: Sequence[float]) -> float:
        """The probability (0..1) that the candidate with these features is the competent unit."""
        return _logistic(self.weights, self.intercept, values)

    def believed(
        self, hits: Sequence[Hit], suggestion: Suggestion, scored: Sequence[tuple[str, float]], length: int
    ) -> float:
        """The probability that the first of `scored` (units with their scores) is competent; `length` in characters."""
        if self.certainty is None:
            return scored[0][1]
        return self.certainty.score(certainty.certainty(hits, suggestion, scored, length))

    def save(self, path: Path) -> None:
        tree = asdict(self) | {"weights": dict(zip(NAMES, self.weights, strict=True)), "certainty": self._certainty()}
        path.write_text(json.dumps(tree, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def _certainty(self) -> dict[str, object] | None:
        if self.certainty is None:
            return None
        weights = dict(zip(certainty.NAMES, self.certainty.weights, strict=True))
        return {"weights": weights, "intercept": self.certainty.intercept}


def load_confidence(path: Path) -> DispatchConfidence:
    """Read `confidence.json`.

    Raises:
        DataFileError: the file is missing, no JSON, or lacks a weight or a number.
    """
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
        return DispatchConfidence(
            weights=tuple(float(tree["weights"][name]) for name in NAMES),
            intercept=float(tree["intercept"]),
            threshold=float(tree["threshold"]),
            promised=float(tree["promised"]),
            measured=dict(tree["measured"]),
            certainty=_certainty(tree.get("certainty")),
        )
    except FileNotFoundError as error:
        raise DataFileError(path, 0, "missing") from error
    except json.JSONDecodeError as error:
        raise DataFileError(path, error.lineno, "not_json", detail=error.msg) from error
    except (KeyError, TypeError, ValueError) as error:
        raise DataFileError(path, 0, "bad_confidence", detail=str(error)) from error


def _certainty(tree: Mapping[str, Any] | None) -> Certainty | None:
    if tree is None:
        return None
    return Certainty(tuple(float(tree["weights"][name]) for name in certainty.NAMES), float(tree["intercept"]))


def _logistic(weights: Sequence[float], intercept: float, values: Sequence[float]) -> float:
    total = intercept + math.fsum(weight * value for weight, value in zip(weights, values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
