"""Models that have not seen a part of the examples, to ask what the real one would say to messages that are new."""

from collections.abc import Iterator, Sequence

import numpy as np

from classifiers.examples import Example
from classifiers.features import TextFeatures
from classifiers.folds import FOLDS
from classifiers.linear import Layout, Weights, fit_columns
from classifiers.model import Model
from classifiers.pieces import pieces
from classifiers.second_view import SecondView, fit_meaning
from classifiers.sparse import Rows, matrix
from classifiers.thirds import Thirds
from classifiers.train import TrainSettings, row_counts
from lexicon.vectors import Vectors


def unseen(
    examples: Sequence[Example], heads: Sequence[str], shipped: Model, settings: TrainSettings,
    vectors: Vectors | None = None,
) -> Iterator[tuple[Model, list[int]]]:  # fmt: skip
    """A model for each fold, with the positions of the examples that it has not seen; hints are seen by all.

    The models have the given heads only, with the labels and temperatures of the shipped one, and no third levels; a
    second view only where the shipped one has it and the `vectors` of the examples are given.
    """
    bags = [pieces(example.text, example.title) for example in examples]
    scored = [place for place, example in enumerate(examples) if not example.hint]
    for part in range(FOLDS):
        hidden = scored[part::FOLDS]
        aside = set(hidden)
        seen = [place for place in range(len(examples)) if place not in aside]
        features = TextFeatures(min_documents=settings.min_documents, most=settings.most).fit(
            [bags[place] for place in seen]
        )
        rows = matrix(features, [bags[place] for place in seen])
        parts = [_columns(examples, seen, rows, head, shipped, settings) for head in heads]
        yield (
            Model(
                features,
                np.concatenate([weights for weights, _ in parts], axis=1),
                np.concatenate([bias for _, bias in parts]),
                {head: shipped.heads[head] for head in heads},
                thirds=Thirds({}, len(features.names_)),
                card=shipped.card,
                second=_second(examples, seen, vectors, shipped.second, settings),
            ),
            hidden,
        )


def _second(
    examples: Sequence[Example], seen: Sequence[int], vectors: Vectors | None, shipped: SecondView | None,
    settings: TrainSettings,
) -> SecondView | None:  # fmt: skip
    if vectors is None or shipped is None:
        return None
    parts = []
    for head, viewed in shipped.heads.items():
        mine = [place for place in seen if examples[place].label(head)]
        labels = [str(examples[place].label(head)) for place in mine]
        balanced = head in settings.balanced
        parts.append(fit_meaning(vectors[mine], labels, viewed.head.labels, balanced=balanced))
    weights, bias = (np.concatenate(each, axis=-1) for each in zip(*parts, strict=True))
    return SecondView(weights, bias, shipped.heads)


def _columns(
    examples: Sequence[Example], seen: Sequence[int], rows: Rows, head: str, shipped: Model, settings: TrainSettings
) -> tuple[Weights, Weights]:
    labelled = [row for row, place in enumerate(seen) if examples[place].label(head)]
    labels = [str(examples[seen[row]].label(head)) for row in labelled]
    layout = Layout(shipped.heads[head].labels)
    counts = row_counts(head, [examples[seen[row]] for row in labelled], settings)
    balanced = head in settings.balanced
    return fit_columns(rows[labelled], labels, layout, strength=settings.strength, balanced=balanced, counts=counts)
