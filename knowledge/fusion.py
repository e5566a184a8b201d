"""How the views of an entry are weighed together, and how sure that makes one.

Both are learned (`python -m knowledge.learn`) and lie in `data/fusion.toml` with their provenance: once with sentence
vectors, once for words alone. The weights rank; the judgement says how likely it is that an entry is the right one.
"""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hotline.errors import DataFileError
from knowledge.index import VIEWS
from knowledge.sparse import Floats

SIGNS = (
    "constant",
    "score",
    "odds",
    "question_meaning",
    "answer_meaning",
    "entry_meaning",
    "all_words",
    "coverage",
    "other_place",
    "place_not_asked",
    "length",
)
_MOST_ODDS = 6.0
_MOST_LENGTH = 40
"""Characters: so long are questions that it was learned from; a letter is no surer for being longer still."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """`ranking`: a weight for each view and for spelling. `judgement`: a weight for each of `SIGNS`.
    `answer`: the least probability at which an entry is given, `answer_plain` the same in a base whose entries
    have no variants; `clarify`: the least sum of the first three at which
    asking back makes sense; `near`: what share of the best a further entry needs to be offered."""

    ranking: Floats
    spelling: float
    judgement: Floats
    answer: float
    answer_plain: float
    clarify: float
    near: float

    def __post_init__(self) -> None:
        if not all(0 < limit <= 1 for limit in (self.answer, self.answer_plain, self.clarify, self.near)):
            raise ValueError("0 < answer, answer_plain, clarify, near <= 1")
        if not (np.isfinite(self.ranking).all() and np.isfinite(self.judgement).all() and math.isfinite(self.spelling)):
            raise ValueError("weights are finite numbers")

    @classmethod
    def parse(cls, table: Mapping[str, Mapping[str, float]]) -> "Fusion":
        ranking, judgement, decision = table["ranking"], table["judgement"], table["decision"]
        return cls(
            ranking=np.array([ranking.get(name, 0.0) for name in VIEWS], dtype=np.float32),
            spelling=float(ranking["spelling"]),
            judgement=np.array([judgement.get(name, 0.0) for name in SIGNS], dtype=np.float32),
            answer=float(decision["answer"]),
            answer_plain=float(decision["answer_plain"]),
            clarify=float(decision["clarify"]),
            near=float(decision["near"]),
        )

    def sure(self, signs: Sequence[float]) -> float:
        """The probability that an entry with these signs is the right one."""
        return 1 / (1 + math.exp(-float(np.dot(self.judgement, np.array(signs, dtype=np.float32)))))


def place_signs(asked: frozenset[str], held: frozenset[str]) -> tuple[float, float]:
    """Whether an entry is about another place than the question, and whether it is about one that was not asked for."""
    return float(bool(asked) and bool(held) and not asked & held), float(bool(held) and not asked)


def signs(scores: Sequence[float], number: int, views: Floats, places: tuple[float, float], length: int) -> list[float]:
    """What the judgement looks at, in the order of `SIGNS`, for one of the ranked entries.

    Args:
        scores: the fused scores of all that were ranked, best first.
        number: which of them.
        views: that entry's views.
        places: what `place_signs` says of it.
        length: characters of the question; a long one that is met all the same is met for more reasons.
    """
    named = dict(zip(VIEWS, (float(view) for view in views), strict=False))
    seen = (named[view] for view in ("question_meaning", "answer_meaning", "entry_meaning", "all_words", "coverage"))
    return [1.0, scores[number], _odds(scores, number), *seen, *places, math.log1p(min(length, _MOST_LENGTH))]


def _odds(scores: Sequence[float], number: int) -> float:
    """The logarithm of the odds of one against all others that were ranked, were one of them right."""
    best = max(scores)
    others = sum(math.exp(score - best) for place, score in enumerate(scores) if place != number)
    odds = scores[number] - best - math.log(others) if others else _MOST_ODDS
    return max(-_MOST_ODDS, min(_MOST_ODDS, odds))


@dataclass(frozen=True, slots=True)
class Fusions:
    """The settings with vectors, and those for words alone."""

    with_meaning: Fusion
    words_only: Fusion

    def of(self, *, has_meaning: bool) -> Fusion:
        return self.with_meaning if has_meaning else self.words_only


def load_fusions(path: Path) -> Fusions:
    """Read `fusion.toml`.

    Raises:
        DataFileError: the file is missing, or a number is missing or out of its range.
    """
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
        return Fusions(Fusion.parse(tree["with_meaning"]), Fusion.parse(tree["words_only"]))
    except FileNotFoundError as error:
        raise DataFileError(path, 0, "missing") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataFileError(path, 0, "bad_fusion", detail=str(error)) from error
