"""`jiesu evaluate`: how right a model is, and how often it may speak at a promised precision."""

import json
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.settings import read_settings
from app.shelf import serving_model
from classifiers.evaluate import HeadScores, evaluate
from classifiers.examples import examples_from_csv
from classifiers.folder import load_model


def run(data: Path, model: Path | None, *, as_json: bool) -> None:
    """Print tables for people, or one JSON object."""
    rows = examples_from_csv(data, fewest=1)  # enough to be asked about, though not to learn from
    scores = evaluate(load_model(model) if model else serving_model(read_settings()), rows)
    if as_json:
        sys.stdout.write(json.dumps(scores.as_json(), ensure_ascii=False) + "\n")
        return
    console = Console()
    for name, head in scores.heads.items():
        console.print(_summary(name, head))
        console.print(_classes(name, head))


def _summary(name: str, head: HeadScores) -> Table:
    table = Table("figure", "value", title=name)
    for figure, value in head.figures().items():
        table.add_row(figure, f"{value:.4f}" if isinstance(value, float) else str(value))
    return table


def _classes(name: str, head: HeadScores) -> Table:
    table = Table("class", "rows", "precision", "recall", "F1", title=f"{name} by class")
    for each in head.classes:
        table.add_row(each.label, str(each.rows), *(f"{value:.3f}" for value in (each.precision, each.recall, each.f1)))
    return table
