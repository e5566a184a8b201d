"""`jiesu answer`: questions against a knowledge base."""

from pathlib import Path

from app.forms import answer_form
from app.lines import read_lines, write_line
from hotline.clock import SystemClock
from knowledge.decide import lexical_answerer
from knowledge.load import open_base


def run(knowledge: Path, file: Path | None) -> None:
    """Read `{"id","query"}` and print a decision for each."""
    answerer = lexical_answerer(open_base(knowledge))
    now = SystemClock().now()
    for number, line in read_lines(file, "query"):
        write_line(answer_form(line.get("id", number), answerer.answer(str(line["query"] or ""), now)))
