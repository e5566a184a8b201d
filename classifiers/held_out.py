"""Models that have not seen a part of the examples, to ask what the real one would say to messages that are new."""

from collections.abc import Iterator, Sequence

import numpy as np

from classifiers.examples import Example
from classifiers.features import TextFeatures
from classifiers.folds import FOLDS
from classifiers.linear import Layout, Weights, fit_columns
from classifiers.model import Model
from classifiers.pieces import pieces
from classifiers.sparse import Rows, matrix
from classifiers.thirds import Thirds
from classifiers.train import TrainSettings


def unseen(
    examples: Sequence[Example], heads: Sequence[str], shipped: Model, settings: TrainSettings
) -> Iterator[tuple[Model, list[int]]]:
    """A model for each fold, with the positions of the examples that it has not seen; hints are seen by all.

    The models have the given heads only, with the labels and temperatures of the shipped one, and no third levels.
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
            ),
            hidden,
        )


def _columns(
    examples: Sequence[Example], seen: Sequence[int], rows: Rows, head: str, shipped: Model, settings: TrainSettings
) -> tuple[Weights, Weights]:
    labelled = [row for row, place in enumerate(seen) if examples[place].label(head)]
    labels = [str(examples[seen[row]].label(head)) for row in labelled]
    layout = Layout(shipped.heads[head].labels)
    return fit_columns(rows[labelled], labels, layout, strength=settings.strength, balanced=head in settings.balanced)
