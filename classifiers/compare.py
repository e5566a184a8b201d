"""A new model beside the old one on the same rows: what got better, what got worse, and whether that is only noise."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from math import lgamma, log

import numpy as np

from classifiers.adapt import lessons
from classifiers.calibration import Codes, Column, Flags
from classifiers.corpus_rows import corpus_folder, read_corpus
from classifiers.evaluate import Answers, HeadScores, head_scores
from classifiers.examples import TABLE_HEADS, Example, examples_hash
from classifiers.model import Model
from classifiers.wilson import ONE_SIDE, wilson
from hotline.errors import HotlineError

LEAST_ROWS = 100
"""With fewer rows nothing short of a disaster could be told from noise: that is no ground for a replacement."""
NOISE = 0.05
"""How probable a loss may be by chance before it is called one."""
RESAMPLES = 1000
_LEAST_OF_CLASS = 10


class SeenRowsError(HotlineError):
    """The rows are those that one of the models learned from: what it says to them proves nothing."""

    code = "seen_rows"


@dataclass(frozen=True, slots=True)
class ClassChange:
    """A label that the new model meets less often. `chance` is how probable that is if nothing changed."""

    label: str
    rows: int
    old_recall: float
    new_recall: float
    chance: float


@dataclass(frozen=True, slots=True)
class HeadComparison:
    """One head of both models on the same rows.

    `only_old` and `only_new` are the rows that only one of them got right; `chance` says how probable such a split to
    the old one's favour is if both are equally good. `f1_change` bounds the change of macro-F1 with 90 % confidence.
    `reasons` are codes of why the new one may not replace the old: `too_few`, `accuracy`, `macro_f1`, `promise`.
    """

    head: str
    old: HeadScores
    new: HeadScores
    only_old: int
    only_new: int
    chance: float
    f1_change: tuple[float, float]
    worse: tuple[ClassChange, ...] = ()
    reasons: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Plain data for `--json`."""
        return {
            "rows": self.old.rows,
            "old": self.old.figures(),
            "new": self.new.figures(),
            "only_old_right": self.only_old,
            "only_new_right": self.only_new,
            "chance": round(self.chance, 4),
            "macro_f1_change": [round(end, 4) for end in self.f1_change],
            "worse_classes": [asdict(each) for each in self.worse],
            "reasons": list(self.reasons),
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """All heads for which the rows have labels."""

    heads: Mapping[str, HeadComparison] = field(default_factory=dict)

    @property
    def may_replace(self) -> bool:
        return bool(self.heads) and not any(head.reasons for head in self.heads.values())


@dataclass(frozen=True, slots=True)
class Served:
    """A model as it serves: heads that it lacks are answered by the fallback, the shipped model."""

    model: Model
    fallback: Model

    def answers(self, head: str, rows: Sequence[Example]) -> Answers:
        """What is said to the rows, which all carry a label of the head."""
        model = self.model if self.model.has(head) else self.fallback
        chances = np.array([model.read(row.text, row.title).probabilities(head) for row in rows])
        return Answers.of(model.heads[head], chances, [str(row.label(head)) for row in rows])


def compare(old: Served, new: Served, rows: Sequence[Example]) -> Comparison:
    """Compare head by head, on the same rows.

    Raises:
        SeenRowsError: one of the models learned from exactly these rows.
    """
    digests = _as_learned(rows)
    for served in (old, new):
        if served.model.card.data_hash in digests:
            raise SeenRowsError(version=served.model.card.version)
    heads = {head: [row for row in rows if row.label(head)] for head in TABLE_HEADS}
    return Comparison({head: _head(head, old, new, mine) for head, mine in heads.items() if mine})


def _as_learned(rows: Sequence[Example]) -> set[str]:
    """The hashes of a model that learned from exactly these rows, alone or with the corpus beside them."""
    beside = lessons(rows, read_corpus(corpus_folder())) if rows else []
    return {examples_hash(rows), examples_hash([*rows, *beside])}


def _head(head: str, old: Served, new: Served, rows: Sequence[Example]) -> HeadComparison:
    before, after = old.answers(head, rows), new.answers(head, rows)
    only_old = int((before.right & ~after.right).sum())
    only_new = int((after.right & ~before.right).sum())
    chance, change = sign_test(only_old, only_new), f1_change(before, after)
    reasons = {
        "too_few": len(rows) < LEAST_ROWS,
        "accuracy": chance < NOISE,
        "macro_f1": change[1] < 0,
        "promise": _breaks(new, head, after) and not _breaks(old, head, before),
    }
    return HeadComparison(
        head,
        head_scores(before),
        head_scores(after),
        only_old,
        only_new,
        chance,
        change,
        _worse(before, after),
        tuple(name for name, holds in reasons.items() if holds),
    )


def sign_test(losses: int, wins: int) -> float:
    """McNemar's exact test, one-sided: the chance of `losses` or more among all changed rows if each side is as likely.

    Only rows on which the two differ say anything, and a coin decides fairly between two equally good models.
    """
    changed = losses + wins
    logs = [_log_choose(changed, count) - changed * log(2) for count in range(losses, changed + 1)]
    return min(1.0, float(np.exp(logs).sum()))


def _log_choose(whole: int, part: int) -> float:
    return lgamma(whole + 1) - lgamma(part + 1) - lgamma(whole - part + 1)


def f1_change(before: Answers, after: Answers, seed: int = 12345) -> tuple[float, float]:
    """The middle 90 % of the change of macro-F1 when the rows are drawn anew, both models getting the same draw.

    Accuracy alone would let a model pass that gave up the rare classes for the common ones.
    """
    names = sorted({*before.truth, *after.truth, *before.said, *after.said})
    places = {name: place for place, name in enumerate(names)}
    told, said = (_codes(places, each) for each in (before, after))
    draw, size = np.random.default_rng(seed), len(before.truth)
    changes = []
    for _ in range(RESAMPLES):
        chosen = draw.integers(0, size, size)
        changes.append(_macro_f1(said, chosen, len(names)) - _macro_f1(told, chosen, len(names)))
    low, high = np.quantile(changes, (NOISE, 1 - NOISE))
    return float(low), float(high)


def _codes(places: Mapping[str, int], answers: Answers) -> tuple[Codes, Codes]:
    truth = np.array([places[each] for each in answers.truth], np.int64)
    return truth, np.array([places[each] for each in answers.said], np.int64)


def _macro_f1(codes: tuple[Codes, Codes], chosen: Codes, width: int) -> float:
    truth, said = codes[0][chosen], codes[1][chosen]
    real, claimed = np.bincount(truth, minlength=width), np.bincount(said, minlength=width)
    hits = np.bincount(truth[truth == said], minlength=width)
    there = real > 0
    scores: Column = 2 * hits[there] / (real[there] + claimed[there])
    return float(scores.mean())


def _breaks(served: Served, head: str, answers: Answers) -> bool:
    """Whether what is surer than the threshold cannot be as precise as was promised.

    Rows that people looked at are the hard ones, on which the promise may break for both models; that says nothing.
    """
    model = served.model if served.model.has(head) else served.fallback
    sure: Flags = answers.confidence >= answers.threshold
    if not sure.any():
        return False
    _, upper = wilson(int(answers.right[sure].sum()), int(sure.sum()), ONE_SIDE)
    return upper < model.heads[head].promised.precision


def _worse(before: Answers, after: Answers) -> tuple[ClassChange, ...]:
    """Labels met less often, the least probable first. They are shown and do not decide: of a hundred labels five
    look that bad by luck alone."""
    found = []
    for label in sorted(set(before.truth) & set(after.truth)):
        mine = np.array([each == label for each in before.truth], np.bool_)
        old, new = before.right[mine], after.right[mine]
        chance = sign_test(int((old & ~new).sum()), int((new & ~old).sum()))
        if mine.sum() >= _LEAST_OF_CLASS and chance < NOISE:
            found.append(ClassChange(label, int(mine.sum()), float(old.mean()), float(new.mean()), round(chance, 4)))
    return tuple(sorted(found, key=lambda each: each.chance))
