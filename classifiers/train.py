"""Learning a model from labelled texts, with held-out probabilities for everything that is promised about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import numpy as np

from classifiers.calibration import PROMISED, Codes, Column, Matrix
from classifiers.evaluate import Answers, head_scores
from classifiers.examples import Example, examples_hash, label_counts
from classifiers.features import TextFeatures
from classifiers.folder import save_model
from classifiers.folds import FOLDS, fold_of
from classifiers.linear import Layout, LinearHead, Weights, fit_columns
from classifiers.model import CATEGORY, DISPOSITION, EMERGENCY, HEADS, NO, Card, Model
from classifiers.near_duplicates import groups
from classifiers.pieces import pieces, plain
from classifiers.sparse import Rows, matrix
from classifiers.thirds import fit_thirds
from classifiers.train_view import VIEWED, LearnedView, Lesson, calibrated, learn_view, second_view, vectors_of
from hotline.clock import utc
from hotline.errors import HotlineError
from lexicon.vector_shelf import VectorShelf
from lexicon.vectors import Vectors

ALWAYS_SEEN = -1
"""The fold of hints: they are in every training part and in no scored one."""


class TooAlikeError(HotlineError):
    """The rows of a head are so few or so alike that nothing can be held out of them; params name the head."""

    code = "rows_too_alike"


class Progress(Protocol):
    """Told what is being done, and how many of how many steps are behind."""

    def __call__(self, done: int, total: int, what: str) -> None: ...


@dataclass(frozen=True, slots=True)
class TrainSettings:
    """How a model is trained.

    `strength` is the inverse of the regularisation; `most` bounds the number of features and so the folder's size;
    in `balanced` heads every label weighs the same, for data whose mix of labels is not that of real messages.
    A look-alike of danger counts `lookalikes` times for the head that hears danger.
    """

    strength: float = 3.0
    balanced: frozenset[str] = frozenset()
    min_documents: int = 2
    most: int | None = 250_000
    promised: float = PROMISED
    lookalikes: float = 1.0


@dataclass(frozen=True, slots=True)
class _Learned:
    head: LinearHead
    weights: Weights
    bias: Weights
    scores: dict[str, float]
    view: LearnedView | None = None


class Trainer:
    """Fits all heads for which the examples carry labels; `model_` is what came of it."""

    def __init__(
        self,
        settings: TrainSettings | None = None,
        *,
        progress: Progress | None = None,
        shelf: VectorShelf | None = None,
    ) -> None:
        self.settings = settings or TrainSettings()
        self._shelf = shelf
        self._progress = progress or _silent
        self._done = self._total = 0
        self.model_: Model | None = None

    def fit(self, examples: Sequence[Example], *, at: datetime) -> "Trainer":
        """Learn from the examples; the same examples give the same weights to the last bit.

        Raises:
            TooAlikeError: no word stands in two texts, or all texts of a head are nearly the same.
        """
        heads = [head for head in HEADS if len(label_counts(examples, head)) > 1]
        vectors = self._vectors(examples, heads)
        views = sum(head in VIEWED for head in heads) if vectors is not None else 0
        self._done, self._total = 0, 2 + len(heads) * (FOLDS + 1) + views
        bags = [pieces(example.text, example.title) for example in examples]
        features = TextFeatures(min_documents=self.settings.min_documents, most=self.settings.most).fit(bags)
        if not features.names_:
            raise TooAlikeError(head="、".join(heads))
        rows = matrix(features, bags)
        self._step("features")
        alike = groups([plain(example.text, example.title) for example in examples])
        self._step("groups")
        learned = {head: self._head(head, examples, rows, alike, vectors) for head in heads}
        self.model_ = self._assemble(features, learned, examples, rows, at)
        return self

    def _vectors(self, examples: Sequence[Example], heads: Sequence[str]) -> Vectors | None:
        """One row a text, zeros where no viewed head has a label; None without an engine, or where it failed."""
        if self._shelf is None or not set(heads) & set(VIEWED):
            return None
        return vectors_of(examples, self._shelf, self._progress)

    def _head(self, head: str, examples: Sequence[Example], rows: Rows, alike: list[int],
              vectors: Vectors | None) -> _Learned:  # fmt: skip
        mine = [row for row, example in enumerate(examples) if example.label(head)]
        labels = [str(examples[row].label(head)) for row in mine]
        layout, own = Layout.of(labels), rows[mine]
        fold = fold_of(labels, [alike[row] for row in mine])
        fold[[examples[row].hint for row in mine]] = ALWAYS_SEEN
        if len(set(fold.tolist())) < 2:
            raise TooAlikeError(head=head)
        scored = np.flatnonzero(fold != ALWAYS_SEEN)
        counts = row_counts(head, [examples[row] for row in mine], self.settings)
        held_out = self._held_out(head, layout, own, labels, fold, counts)[scored]
        truth = [labels[row] for row in scored]
        own_head = calibrated(layout, held_out, truth, self.settings.promised)
        weights, bias = self._columns(head, own, labels, layout, counts)
        self._step(head)
        scores = head_scores(Answers.of(own_head, own_head.probabilities(held_out), truth)).figures()
        view = None
        if vectors is not None and head in VIEWED:
            balanced = head in self.settings.balanced
            lesson = Lesson(layout, labels, fold, scored, held_out, balanced, self.settings.promised)
            view = learn_view(lesson, vectors[mine])
            self._step(f"{head} by vectors")
        return _Learned(own_head, weights, bias, scores, view)

    def _held_out(self, head: str, layout: Layout, rows: Rows, labels: list[str], fold: Codes,
                  counts: Column | None) -> Matrix:  # fmt: skip
        """Scores, each row's by weights that have not seen its fold."""
        scores = np.zeros((len(labels), layout.width))
        for part in range(FOLDS):
            seen, unseen = np.flatnonzero(fold != part), np.flatnonzero(fold == part)
            part_counts = None if counts is None else counts[seen]
            weights, bias = self._columns(head, rows[seen], [labels[row] for row in seen], layout, part_counts)
            scores[unseen] = rows[unseen] @ weights + bias
            self._step(head)
        return scores

    def _columns(self, head: str, rows: Rows, labels: Sequence[str], layout: Layout,
                 counts: Column | None) -> tuple[Weights, Weights]:  # fmt: skip
        balanced = head in self.settings.balanced
        return fit_columns(rows, labels, layout, strength=self.settings.strength, balanced=balanced, counts=counts)

    def _assemble(self, features: TextFeatures, learned: dict[str, _Learned], examples: Sequence[Example],
                  rows: Rows, at: datetime) -> Model:  # fmt: skip
        digest, day = examples_hash(examples), utc(at).date().isoformat()
        card = Card(
            version=f"{day}-{digest[:8]}",
            data_hash=digest,
            data_date=day,
            rows=sum(not example.hint for example in examples),
            scores={head: part.scores for head, part in learned.items()},
        )
        return Model(
            features,
            np.concatenate([part.weights for part in learned.values()], axis=1),
            np.concatenate([part.bias for part in learned.values()]),
            {head: part.head for head, part in learned.items()},
            thirds=fit_thirds(rows, [example.labels.get(CATEGORY, "") for example in examples]),
            card=card,
            second=second_view({head: part.view for head, part in learned.items() if part.view}),
        )

    def _step(self, what: str) -> None:
        self._done += 1
        self._progress(self._done, self._total, what)


def row_counts(head: str, examples: Sequence[Example], settings: TrainSettings) -> Column | None:
    """How many times each example counts for a head; None where all count once.

    There are ten ordinary matters to each look-alike, and against them alone any word of danger would be proof.
    """
    if head != EMERGENCY or settings.lookalikes == 1:
        return None
    return np.array([settings.lookalikes if is_lookalike(example) else 1.0 for example in examples])


def is_lookalike(example: Example) -> bool:
    """Whether a row says nothing but that nobody is in danger."""
    return example.labels.get(EMERGENCY) == NO and not {CATEGORY, DISPOSITION} & example.labels.keys()


def train(examples: Sequence[Example], *, at: datetime, settings: TrainSettings | None = None,
          progress: Progress | None = None, shelf: VectorShelf | None = None) -> Model:  # fmt: skip
    """A model from labelled texts; with a shelf of sentence vectors also with the second view."""
    model = Trainer(settings, progress=progress, shelf=shelf).fit(examples, at=at).model_
    assert model is not None  # noqa: S101 - fit has just set it
    return model


def train_folder(rows: Sequence[Example], out: Path, *, at: datetime, promised: float = PROMISED,
                 progress: Progress | None = None, shelf: VectorShelf | None = None) -> Model:  # fmt: skip
    """Train on labelled texts and keep the model in a folder; `at` is the date that the model carries."""
    model = train(rows, at=at, settings=TrainSettings(promised=promised), progress=progress, shelf=shelf)
    return save_model(model, out)


def _silent(done: int, total: int, what: str) -> None:
    """Nobody wants to know."""
