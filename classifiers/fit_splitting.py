"""Learns where a message is cut into matters: `python -m classifiers.fit_splitting`, after each training of the model.

Two decisions one after the other: what grammar says of a boundary, and, where that leaves it open, what the parts on
both sides say. Every text is read by a model that has not seen it, and weighed by weights that have not either.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifiers.build import SETTINGS, default_rows
from classifiers.clauses import Cues, load_cues
from classifiers.corpus_rows import corpus_folder, matter_rows, several_rows
from classifiers.folder import load_model
from classifiers.held_out import unseen
from classifiers.model import CATEGORY, DISPOSITION, UNIT, Model, default_folder
from classifiers.splitting import DEFAULT, Candidate, Decision, Splitter, load_splitter, part_signs
from classifiers.splitting_lessons import STORY, WRITTEN, Lesson, lessons, stories
from classifiers.splitting_scores import NEAR, SplitScores, compare, split_scores
from classifiers.splitting_signs import GRAMMAR, READ, Habits, grammar_signs, head_runs, is_said, tail_runs

Floats = NDArray[np.float64]

GATE = 0.04
"""What grammar finds less likely than this is not read."""

WRONG_WRITTEN = 0.011
WRONG_SAID, WRONG_UNSAID = 0.006, 0.002
"""So many of the texts that are one matter may be cut: of those written to mislead, and of the stories, where a word
says that something new begins (many of these ask a second question about their one matter) and where none does."""

_STRENGTH, _HABIT_STRENGTH = 0.03, 0.1
_LEAST_CLAUSES, _LEAST_WEIGHT = 10, 0.05
_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Possible boundaries: which lesson, where in it, whether it is right, whether a word says it, and its signs."""

    lesson: NDArray[np.int64]
    start: NDArray[np.int64]
    right: NDArray[np.bool_]
    said: NDArray[np.bool_]
    signs: Floats


def main() -> None:
    """Learn, keep, and say how it does on the half that was not learned from."""
    model = load_model(default_folder())
    splitter, scores = learn(model)
    save(splitter, DEFAULT)
    sys.stdout.write(f"learned from, each by weights that have not seen it: {scores}\n")
    closed = several_rows(corpus_folder())[1::2]
    sys.stdout.write(f"not learned from: {split_scores(load_splitter(), closed, model.read)}\n")


def learn(model: Model) -> tuple[Splitter, SplitScores]:
    """A splitter from the shipped corpus, and how it does on the rows it learned from, each held out in turn."""
    blind, folds = _blind(model)
    material, told, cues = lessons(corpus_folder(), folds), stories(corpus_folder(), folds), load_cues()
    habits = {fold: _habits([each for each in told if each.fold != fold], cues) for fold in (None, *blind)}
    weights = np.array([each.weight for each in material])
    found = _grammar_boundaries(material, cues, habits)
    odds, grammar = _decide(found, weights)
    splitter = Splitter(cues, habits[None], replace(grammar, least=_log_odds(GATE)), Decision((), 0.0, 0.0), 0.0)
    kept = _read_boundaries(material, splitter, _by_lesson(found, odds), {None: model, **blind})
    odds, reading = _decide(kept, weights)
    said = _least(material, kept, np.where(kept.said, odds, -np.inf), WRONG_SAID)
    unsaid = _least(material, kept, np.where(kept.said, -np.inf, odds), WRONG_UNSAID)
    cuts = _cuts(material, kept, odds >= np.where(kept.said, said, unsaid))
    written = [place for place, each in enumerate(material) if each.weight == WRITTEN]
    scores = compare([material[place].begins for place in written], [cuts[place] for place in written])
    return replace(splitter, reading=replace(reading, least=said), unsaid=unsaid), scores


def save(splitter: Splitter, path: Path) -> None:
    """Write the weights as `load_splitter` reads them."""
    kept = {
        "grammar": _kept(splitter.grammar, GRAMMAR),
        "reading": _kept(splitter.reading, READ),
        "unsaid": round(splitter.unsaid, 4),
        "begins": splitter.habits.begins,
        "ends": splitter.habits.ends,
    }
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _kept(decision: Decision, signs: Sequence[str]) -> dict[str, object]:
    weights = [round(weight, 4) for weight in decision.weights]
    return {
        "signs": list(signs),
        "weights": weights,
        "bias": round(decision.bias, 4),
        "least": round(decision.least, 4),
    }


def _blind(model: Model) -> tuple[dict[int | None, Model], list[int]]:
    """The models that have not seen a fold of the corpus, and the fold of each of its matters."""
    blind: dict[int | None, Model] = {}
    fold_of: dict[int, int] = {}
    for fold, (unseeing, hidden) in enumerate(unseen(default_rows(), (CATEGORY, UNIT, DISPOSITION), model, SETTINGS)):
        blind[fold] = unseeing
        fold_of |= dict.fromkeys(hidden, fold)
    return blind, [fold_of[place] for place, _ in enumerate(matter_rows(corpus_folder()))]


def _habits(told: Sequence[Lesson], cues: Cues) -> Habits:
    """How the first and last clauses of stories differ from those between."""
    cut = [(each.text, cues.clauses(each.text)) for each in told]
    words = [text[clause.start : clause.end] for text, clauses in cut for clause in clauses]
    first = [place == 0 for _, clauses in cut for place in range(len(clauses))]
    last = [place == len(clauses) - 1 for _, clauses in cut for place in range(len(clauses))]
    return Habits(_runs(words, first, head_runs), _runs(words, last, tail_runs))


def _runs(words: Sequence[str], right: Sequence[bool], runs: Callable[[str], set[str]]) -> dict[str, float]:
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415 - serving does without it
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    counter = CountVectorizer(analyzer=lambda each: sorted(runs(each)), binary=True, min_df=_LEAST_CLAUSES)
    rows = counter.fit_transform(words)
    fitted = LogisticRegression(C=_HABIT_STRENGTH, max_iter=300).fit(rows, right)
    weights = zip(counter.get_feature_names_out(), fitted.coef_[0], strict=True)
    return {str(run): round(float(weight), 3) for run, weight in weights if abs(weight) >= _LEAST_WEIGHT}


def _grammar_boundaries(material: Sequence[Lesson], cues: Cues, habits: Mapping[int | None, Habits]) -> Boundaries:
    found = []
    for place, lesson in enumerate(material):
        clauses = cues.clauses(lesson.text)
        signs = grammar_signs(lesson.text, clauses, cues, habits[lesson.fold]) if len(clauses) > 1 else []
        found += [(place, clause.start, is_said(each), each) for clause, each in zip(clauses[1:], signs, strict=False)]
    return _boundaries(material, found)


def _read_boundaries(material: Sequence[Lesson], splitter: Splitter, places: Mapping[int, list[Candidate]],
                     models: Mapping[int | None, Model]) -> Boundaries:  # fmt: skip
    found = []
    for place, candidates in places.items():
        lesson, likely = material[place], splitter.likely(candidates)
        signs = part_signs(lesson.text, likely, models[lesson.fold].read) if likely else []
        found += [(place, its.start, its.said, each) for its, each in zip(likely, signs, strict=True)]
    return _boundaries(material, found)


def _boundaries(material: Sequence[Lesson], found: Sequence[tuple[int, int, bool, list[float]]]) -> Boundaries:
    lesson, start, said, signs = zip(*found, strict=True)
    right = [
        any(abs(at - begin) <= NEAR for begin in material[place].begins)
        for place, at in zip(lesson, start, strict=True)
    ]
    return Boundaries(np.array(lesson), np.array(start), np.array(right), np.array(said), np.array(signs))


def _by_lesson(found: Boundaries, odds: Floats) -> dict[int, list[Candidate]]:
    places: dict[int, list[Candidate]] = {}
    for lesson, start, each, said in zip(found.lesson, found.start, odds, found.said, strict=True):
        places.setdefault(int(lesson), []).append(Candidate(int(start), float(each), bool(said)))
    return places


def _decide(found: Boundaries, weights: Floats) -> tuple[Floats, Decision]:
    """Log odds of each boundary by weights that have not seen its lesson, and the weights learned from all."""
    rounds = np.random.default_rng(0).integers(0, _ROUNDS, len(weights))[found.lesson]
    odds = np.zeros(len(rounds))
    for part in range(_ROUNDS):
        unseen_ones = rounds == part
        decision = _fit(found, weights, ~unseen_ones)
        odds[unseen_ones] = found.signs[unseen_ones] @ decision.weights + decision.bias
    return odds, _fit(found, weights, np.ones(len(rounds), bool))


def _fit(found: Boundaries, weights: Floats, seen: NDArray[np.bool_]) -> Decision:
    """Logistic weights on signs of one scale, then written for the signs as they are."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - serving does without it

    signs = found.signs[seen]
    middle, spread = signs.mean(axis=0), np.maximum(signs.std(axis=0), 1e-6)
    fitted = LogisticRegression(C=_STRENGTH, max_iter=2000)
    fitted.fit((signs - middle) / spread, found.right[seen], sample_weight=weights[found.lesson[seen]])
    scaled = fitted.coef_[0] / spread
    return Decision(tuple(map(float, scaled)), float(fitted.intercept_[0] - scaled @ middle), 0.0)


def _least(material: Sequence[Lesson], found: Boundaries, odds: Floats, wrong: float) -> float:
    """The lowest log odds from which on neither kind of single matter is cut more often than it may be."""
    for least in np.arange(-2.0, 6.0, 0.05):
        cuts = _cuts(material, found, odds >= least)
        if _cut_share(material, cuts, WRITTEN) <= WRONG_WRITTEN and _cut_share(material, cuts, STORY) <= wrong:
            return float(least)
    return 6.0


def _cut_share(material: Sequence[Lesson], cuts: Sequence[tuple[int, ...]], kind: float) -> float:
    single = [
        bool(cut) for lesson, cut in zip(material, cuts, strict=True) if lesson.weight == kind and not lesson.begins
    ]
    return sum(single) / max(len(single), 1)


def _cuts(material: Sequence[Lesson], found: Boundaries, chosen: NDArray[np.bool_]) -> list[tuple[int, ...]]:
    cuts: list[list[int]] = [[] for _ in material]
    for lesson, start in zip(found.lesson[chosen], found.start[chosen], strict=True):
        cuts[int(lesson)].append(int(start))
    return [tuple(each) for each in cuts]


def _log_odds(chance: float) -> float:
    return float(np.log(chance / (1 - chance)))


if __name__ == "__main__":
    main()
