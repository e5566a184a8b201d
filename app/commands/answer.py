"""`jiesu answer`: questions against a knowledge base."""

import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from app.forms import answer_form
from app.lines import read_lines, text_of, write_line
from app.settings import read_settings
from app.vectors import open_shelf
from hotline.clock import SystemClock
from knowledge.base import KnowledgeBase
from knowledge.decide import answerers
from knowledge.load import open_base
from knowledge.segment import texts_of
from lexicon.vector_shelf import VectorShelf


def run(knowledge: Path, file: Path | None) -> None:
    """Read `{"id","query"}` and print a decision for each.

    A base that was never read on this machine gets its sentence vectors first, with a bar on standard error.
    """
    base = open_base(knowledge)
    shelf = open_shelf(read_settings(), knowledge)
    if shelf is not None:
        _fill(shelf, base)
    answerer = answerers(shelf=shelf)(base)
    now = SystemClock().now()
    for number, line in read_lines(file, "query"):
        write_line(answer_form(line.get("id", number), answerer.answer(text_of(line, "query", number), now)))


def _fill(shelf: VectorShelf, base: KnowledgeBase) -> None:
    missing = shelf.missing(text for entry in base for text in texts_of(entry))
    if not missing:
        return  # an empty bar would leave an empty line on standard error
    console = Console(file=sys.stderr)
    with Progress(console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        bar = progress.add_task(f"{len(missing)} × 384", total=len(missing))
        shelf.fill(missing, lambda done: progress.update(bar, completed=done))
