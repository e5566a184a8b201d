"""What `knowledge.learn` learns, checked on folds that were left out, and written as `data/fusion.toml`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from hotline.datafile import read_rows
from knowledge.base import KnowledgeBase
from knowledge.decide import DATA
from knowledge.fusion import SIGNS, Fusion
from knowledge.index import VIEWS, Index, Reading
from knowledge.learn import (
    Choice,
    Judged,
    Trial,
    fold_of,
    judged_of,
    learn_judgement,
    learn_ranking,
    promised_limit,
    silent_limit,
)
from knowledge.sparse import Floats

PROMISE = 0.95  # of what a kept base gives at once, so much is right
SILENT = 0.09  # of what a plain table cannot answer, at most so much is given all the same
_CLARIFY = 0.6  # of three entries offered, one is right at least so often
_NEAR = 0.25


@dataclass(frozen=True, slots=True)
class Learned:
    """One setting and what it showed on questions whose entries it had not seen."""

    fusion: Fusion
    first: float
    in_three: float
    answered: float
    right_of_answered: float
    questions: int

    @property
    def summary(self) -> str:
        return (
            f"{self.questions} questions whose entries were left out: first {self.first:.3f}, in three"
            f" {self.in_three:.3f}, answered {self.answered:.3f}, of these right {self.right_of_answered:.3f}"
        )


def learn(choices: Sequence[Choice]) -> Learned:
    """Ranking and judgement from all choices; the limit, and the figures, from folds that were left out."""
    unseen: list[tuple[Judged, float]] = []
    for fold in sorted({fold_of(choice.group) for choice in choices}):
        fusion = _fitted([choice for choice in choices if fold_of(choice.group) != fold])
        left_out = [choice for choice in choices if fold_of(choice.group) == fold]
        unseen.extend((each, fusion.sure(each.signs[0])) for each in judged_of(left_out, _ranking(fusion)))
    return _learned(_fitted(choices), unseen)


def _fitted(choices: Sequence[Choice]) -> Fusion:
    weights = learn_ranking(choices)
    return _fusion(weights, learn_judgement(list(judged_of(choices, weights))))


def _ranking(fusion: Fusion) -> Floats:
    return np.append(fusion.ranking, np.float32(fusion.spelling))


def _fusion(weights: Floats, judgement: Floats) -> Fusion:
    return Fusion(weights[:-1], float(weights[-1]), judgement, PROMISE, PROMISE, _CLARIFY, _NEAR)


def _learned(fusion: Fusion, unseen: Sequence[tuple[Judged, float]]) -> Learned:
    own = [each for each in unseen if not each[0].plain]
    tables = [each for each in unseen if each[0].plain]
    answer = promised_limit(own, PROMISE)
    plain = silent_limit(tables, SILENT) if tables else answer
    given = [one for one, sure in own if sure >= answer]
    known = [one for one, _ in own if one.present]
    counts = sum(one.weight for one in given)
    return Learned(
        fusion=replace(fusion, answer=answer, answer_plain=plain),
        first=float(np.mean([one.right[0] for one in known])),
        in_three=float(np.mean([one.right.any() for one in known])),
        answered=sum(one.present for one in given) / len(known),
        right_of_answered=sum(one.weight * bool(one.right[0]) for one in given) / counts if counts else 0.0,
        questions=len(known),
    )


def as_toml(learned: dict[str, Learned], base: KnowledgeBase) -> str:
    """The file `data/fusion.toml`."""
    lines = [
        "# Learned by `python -m app.learn_knowledge`; change the base or the views, and learn again.",
        f"# From {len(base)} entries. Of what is given at once {PROMISE} is to be right; a plain table (no variants)",
        f"# gives something for at most {SILENT} of the questions that it cannot answer.",
    ]
    for name, found in learned.items():
        lines += ["", *_table(name, found)]
    return "\n".join(lines) + "\n"


def _table(name: str, found: Learned) -> list[str]:
    fusion = found.fusion
    return [
        f"# On {found.summary}.",
        f"[{name}.ranking]",
        *(f"{view} = {weight:.3f}" for view, weight in zip(VIEWS, fusion.ranking, strict=True)),
        f"spelling = {fusion.spelling:.3f}",
        f"[{name}.judgement]",
        *(f"{sign} = {weight:.3f}" for sign, weight in zip(SIGNS, fusion.judgement, strict=True)),
        f"[{name}.decision]",
        f"answer = {fusion.answer:.3f}",
        f"answer_plain = {fusion.answer_plain:.3f}",
        f"clarify = {fusion.clarify:.3f}",
        f"near = {fusion.near:.3f}",
    ]


def trials_from(base: KnowledgeBase, reading: Reading, questions: Path, offset: int) -> Iterator[Trial]:
    """Questions of a table `query,gold_id,gold_alt` (alternatives joined by `|`) put to a base; no gold: none fits."""
    index = Index.of(base, reading)
    numbers = {entry.id: number for number, entry in enumerate(base)}
    for place, row in enumerate(read_rows(questions, ("query", "gold_id", "gold_alt"))):
        right = [numbers[key] for key in (row.text("gold_id"), *row.several("gold_alt")) if key in numbers]
        yield Trial(reading.asked(row.required("query")), index, frozenset(right), offset + place, plain=True)


def learn_and_write(choices: Sequence[Choice], base: KnowledgeBase) -> dict[str, Learned]:
    """Learn with vectors and without, and write `data/fusion.toml`."""
    learned = {"with_meaning": learn(choices), "words_only": learn([choice.by_words() for choice in choices])}
    (DATA / "fusion.toml").write_text(as_toml(learned, base), encoding="utf-8")
    return learned
