"""`jiesu train`: a model of a city's own tickets, or the shipped one from its corpus."""

import sys
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, TaskID

from app.city import load_city, load_words
from app.dispatch_promise import learn_promises
from app.settings import read_settings
from app.vectors import open_training_shelf
from classifiers.adapt import lessons
from classifiers.build import SETTINGS, build_default, default_rows
from classifiers.corpus_rows import corpus_folder, read_corpus
from classifiers.emergency_judge import JUDGE
from classifiers.emergency_learning import Told, learn_judge
from classifiers.examples import examples_from_csv
from classifiers.model import Model, default_folder
from classifiers.train import train_folder
from classifiers.train_view import vectors_of
from hotline.calendar import OfficeHours
from hotline.clock import SystemClock
from lexicon.vector_shelf import VectorShelf
from routing.confidence import CONFIDENCE, VIEWED_CONFIDENCE


def _keep_promises(model: Model, at: datetime, told: Told, shelf: VectorShelf | None) -> None:
    vectors = vectors_of(default_rows(), shelf, told) if shelf else None
    promises = learn_promises(load_city(None, OfficeHours()), model, at, told, vectors)
    promises.words.save(CONFIDENCE)
    if promises.viewed:
        promises.viewed.save(VIEWED_CONFIDENCE)


def run(data: Path | None, out: Path) -> None:
    """Train with a progress bar, on `data`, or where there is none on the corpus.

    Raises:
        DataFileError: a row that cannot be learned from, with its number.
    """
    at, shelf = SystemClock().now(), open_training_shelf(read_settings())
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("train", total=None)

        def told(done: int, total: int, what: str) -> None:
            _show(bar, task, done, total, what)

        if data is None:
            model = build_default(at=at, out=out, progress=told, shelf=shelf)
            if out.resolve() == default_folder().resolve():
                learn_judge(default_rows(), model, SETTINGS, told).save(JUDGE)
                _keep_promises(model, at, told, shelf)
        else:
            rows = examples_from_csv(data)
            train_folder([*rows, *lessons(rows, read_corpus(corpus_folder()))], out, at=at, progress=told, shelf=shelf)
    sys.stdout.write(load_words().say("command.trained", path=out) + "\n")


def _show(bar: Progress, task: TaskID, done: int, total: int, what: str) -> None:
    bar.update(task, completed=done, total=total, description=what)
