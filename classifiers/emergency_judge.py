"""Rules, signs and a model weighed together: whether a message tells of danger.

Rules alone cry wolf at whoever writes of a hazard, and a model alone misses who writes in a way it has never read.
What each of them is worth was learned on the corpus, from models that had not seen the message asked about.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from hotline.errors import DataFileError

JUDGE = Path(__file__).parent / "data" / "emergency_judge.json"
NAMES = (
    "model",
    "rule",
    "maybe_rule",
    "signs",
    "now",
    "length",
    "model_rule",
    "model_now",
    "rule_length",
    "now_length",
)
_MOST_SIGNS, _LONG = 12, 300


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a model makes of a message: by how much its score for danger exceeds that against it, the probability of
    each kind, and the words that say so."""

    margin: float
    kinds: Mapping[str, float] = field(default_factory=dict)
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signals:
    """What the rules found: a sure rule, one that needs agreement, the sum of the signs, whether it speaks of now."""

    rule: bool
    maybe_rule: bool
    signs: int
    now: bool
    length: int


@dataclass(frozen=True, slots=True)
class Judge:
    """A logistic weighing; from `threshold` (log odds) on a message is an alarm. `measured` says how that was found."""

    weights: tuple[float, ...]
    intercept: float
    threshold: float
    measured: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.weights) != len(NAMES):
            raise ValueError(f"{len(NAMES)} weights are needed, not {len(self.weights)}")

    def score(self, signals: Signals, margin: float) -> float:
        """The log odds of danger."""
        return self.intercept + math.fsum(map(_product, self.weights, features(signals, margin)))

    def save(self, path: Path) -> None:
        tree = asdict(self) | {"weights": dict(zip(NAMES, self.weights, strict=True))}
        path.write_text(json.dumps(tree, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def features(signals: Signals, margin: float) -> Sequence[float]:
    """The numbers that are weighed, in the order of `NAMES`. A probability would not do: its ends are too flat."""
    length = min(signals.length, _LONG) / 100
    rule, now = float(signals.rule), float(signals.now)
    return (
        margin,
        rule,
        float(signals.maybe_rule),
        min(signals.signs, _MOST_SIGNS) / 4,
        now,
        length,
        margin * rule,
        margin * now,
        rule * length,
        now * length,
    )


def load_judge(path: Path = JUDGE) -> Judge:
    """Read the weights.

    Raises:
        DataFileError: the file is missing, is no JSON, or lacks a weight.
    """
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
        weights = tuple(float(tree["weights"][name]) for name in NAMES)
        return Judge(weights, float(tree["intercept"]), float(tree["threshold"]), dict(tree["measured"]))
    except FileNotFoundError as error:
        raise DataFileError(path, 0, "missing") from error
    except json.JSONDecodeError as error:
        raise DataFileError(path, error.lineno, "not_json", detail=error.msg) from error
    except (KeyError, TypeError, ValueError) as error:
        raise DataFileError(path, 0, "bad_confidence", detail=str(error)) from error


def _product(one: float, other: float) -> float:
    return one * other
