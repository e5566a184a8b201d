"""Building the model that is shipped from the corpus that is shipped with it."""

from datetime import datetime
from pathlib import Path

from classifiers.corpus_rows import corpus_folder, read_corpus
from classifiers.examples import examples_hash
from classifiers.folder import save_model
from classifiers.model import Model, default_folder
from classifiers.train import Progress, TrainSettings, train

SETTINGS = TrainSettings(most=24_000)
"""Few enough features for a folder that can live in version control."""


def build_default(*, at: datetime, out: Path | None = None, progress: Progress | None = None) -> Model:
    """Train on the whole corpus and write the shipped folder (or another one)."""
    model = train(read_corpus(corpus_folder()), at=at, settings=SETTINGS, progress=progress)
    return save_model(model, out or default_folder())


def is_stale(model: Model) -> bool:
    """Whether the corpus has changed since the model was trained."""
    return model.card.data_hash != examples_hash(read_corpus(corpus_folder()))
