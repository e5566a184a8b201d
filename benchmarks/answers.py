"""`python -m benchmarks.answers`: how often the right entry is found, given, or rightly not given, by meaning or words.

The policy questions come from `../shared/data/faq` (dev rows: what is tuned is tuned on them), the blind ones from
`tests/blind/knowledge_questions.csv`: written from the titles alone; of these only counts are printed.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.settings import read_settings
from app.vectors import open_shelf
from knowledge.answer import Answer, AnswerDecision
from knowledge.decide import Answerer, answerers
from knowledge.load import open_base
from knowledge.segment import texts_of

ROOT = Path(__file__).parents[1]
FAQ = ROOT.parent / "shared" / "data" / "faq"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the entries that would be right; none where nothing fits."""

    query: str
    right: frozenset[str]


def main() -> None:
    table = Table(
        "base", "by", "hit@1", "hit@3", "given", "right of given", "F1 of right answers", "unanswerable given"
    )
    for name, base, questions in (
        ("policy questions, dev", FAQ / "pool.csv", list(_faq(FAQ / "dev.csv"))),
        ("own base, blind", ROOT / "knowledge" / "base", list(_blind(ROOT / "tests/blind/knowledge_questions.csv"))),
    ):
        if base.exists() and questions:
            for by, answerer in _answerers(base):
                table.add_row(name, by, *_figures([answerer.answer(each.query, NOW) for each in questions], questions))
    Console(width=120).print(table)


def _answerers(path: Path) -> Iterator[tuple[str, Answerer]]:
    base = open_base(path)
    shelf = open_shelf(read_settings(), path)
    if shelf is not None:
        shelf.fill(text for entry in base for text in texts_of(entry))
        yield "meaning and words", answerers(shelf=shelf)(base)
    yield "words", answerers()(base)


def _figures(answers: Sequence[Answer], questions: Sequence[Asked]) -> Iterator[str]:
    pairs = list(zip(answers, questions, strict=True))
    known = [(answer, asked) for answer, asked in pairs if asked.right]
    unknown = [answer for answer, asked in pairs if not asked.right]
    given = [(answer, asked) for answer, asked in pairs if answer.decision is AnswerDecision.ANSWER]
    right = sum(answer.entry is not None and answer.entry.id in asked.right for answer, asked in given)
    yield f"{_share(known, 1):.3f}"
    yield f"{_share(known, 3):.3f}"
    yield f"{len(given)} of {len(pairs)}"
    yield f"{right} ({right / max(1, len(given)):.3f})"
    yield f"{2 * right / max(1, len(given) + len(known)):.3f}"
    yield f"{sum(answer.decision is AnswerDecision.ANSWER for answer in unknown)} of {len(unknown)}"


def _share(pairs: Sequence[tuple[Answer, Asked]], first: int) -> float:
    hits = [any(each.entry.id in asked.right for each in answer.candidates[:first]) for answer, asked in pairs]
    return sum(hits) / max(1, len(hits))


def _faq(path: Path) -> Iterator[Asked]:
    for row in _rows(path):
        yield Asked(row["query"], frozenset(each for each in (row["gold_id"], *row["gold_alt"].split("|")) if each))


def _blind(path: Path) -> Iterator[Asked]:
    for row in _rows(path):
        yield Asked(row["query"], frozenset(each for each in (row["entry"], *row["others"].split("|")) if each))


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


if __name__ == "__main__":
    main()
