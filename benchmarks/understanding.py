"""`make measure`: how well the shipped default understands, beside the aims; dev data come from `../shared/data`.

Nothing here trains on what it measures, except `--train`, which fits the seven classes on their own training rows.
Of the blind sets only counts are printed, never a row.
"""

import argparse
import csv
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from app.assembly import Mind, build_mind
from app.settings import read_settings
from classifiers.calibration import coverage_at
from classifiers.evaluate import evaluate
from classifiers.examples import examples_from_csv
from classifiers.privacy import find_personal
from classifiers.train import TrainSettings, train
from classifiers.verdict import Understanding
from hotline.matter import MatterType
from lexicon.segment import words
from routing.decision import RoutedMatter, Suggestion

DATA = Path(__file__).parents[2] / "shared" / "data"
BLIND = Path(__file__).parents[1] / "tests" / "blind"
SEVEN = ("城乡建设", "劳动和社会保障", "教育文体", "商贸旅游", "环境保护", "卫生计生", "交通运输")
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
csv.field_size_limit(10**9)
console = Console(width=110)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what is measured, what the aim is, what came out."""

    what: str
    aim: str
    found: str


def main() -> None:
    """Print the table; parts whose data are not there are left out with a word."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", action="store_true", help="also fit the seven classes on their training rows")
    wanted = parser.parse_args()
    mind = build_mind(read_settings())
    table = Table("what", "aim", "found", title=f"model {mind.understander.understand('路灯坏了').model.version}")
    for figure in _figures(mind, train_seven=wanted.train):
        table.add_row(figure.what, figure.aim, figure.found)
    console.print(table)


def _figures(mind: Mind, *, train_seven: bool) -> Iterator[Figure]:
    if DATA.is_dir():
        if train_seven:
            yield from _seven_trained()
        yield from _seven_shipped(mind)
        yield from _routing(mind)
        yield from _matter_type(mind)
    else:
        console.print("the dev data are not here: figures that need them are left out")
    yield from _emergencies(mind)
    yield from _personal()
    yield from _speed(mind)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _seven_trained() -> Iterator[Figure]:
    begin = time.perf_counter()
    rows = examples_from_csv(DATA / "category" / "teddy7.csv")
    split = [row["split"] for row in _rows(DATA / "category" / "teddy7.csv")]
    taught = [row for row, part in zip(rows, split, strict=True) if part == "train"]
    asked = [row for row, part in zip(rows, split, strict=True) if part == "dev"]
    model = train(taught, at=NOW, settings=TrainSettings())
    took = time.perf_counter() - begin
    scores = evaluate(model, asked).heads["category"]
    yield Figure("seven classes, trained: macro-F1", "0.93", f"{scores.macro_f1:.4f} in {took:.0f} s")
    yield Figure("… coverage at 98 % precision", "0.85", f"{scores.coverage_98:.3f}")
    yield Figure("… calibration error", "0.03", f"{scores.calibration_error:.3f}")


def _seven_shipped(mind: Mind) -> Iterator[Figure]:
    rows = [row for row in _rows(DATA / "category" / "teddy7.csv") if row["split"] == "dev"]
    model, shelf = mind.understander.model, mind.shelf
    right = np.zeros(len(rows), np.bool_)
    sure = np.zeros(len(rows))
    for place, row in enumerate(rows):
        reading = model.read(row["text"], meaning=shelf.passage(row["text"]) if shelf else None)
        head = model.head("category", viewed=reading.viewed)
        first = head.parent_probabilities(reading.probabilities("category"))
        among = np.array([first[head.parents.index(label)] for label in SEVEN])
        right[place] = SEVEN[int(among.argmax())] == row["category"]
        sure[place] = among.max() / among.sum()
    yield Figure("seven classes, shipped model: accuracy", "0.85", f"{right.mean():.4f}")
    yield Figure("… coverage at 97 % precision", "", f"{coverage_at(sure, right, 0.97):.3f}")


def _routing(mind: Mind) -> Iterator[Figure]:
    rows = _rows(DATA / "routing" / "dev.csv")
    lead = either = three = alone = kept = 0
    for row in rows:
        understood = mind.understander.understand(row["body"], title=row["title"], vectors=True)
        matter = RoutedMatter(
            f"{row['title']}\n{row['body']}", understood.category.category, understood.kind, understood.elements.place
        )
        suggestion = Suggestion(understood.unit.ranked, understood.category.confidence, understood.second_view)
        decision = mind.router.decide(matter, suggestion, NOW)
        allowed = {row["lead"], *filter(None, row["others"].replace("；", ";").replace("|", ";").split(";"))}
        ranked = [decision.lead, *(label for label, _ in decision.alternatives)]
        lead += decision.lead == row["lead"]
        either += decision.lead in allowed
        three += row["lead"] in ranked[:3]
        if decision.confidence >= mind.router.threshold(suggestion):
            alone += 1
            kept += decision.lead in allowed
    count = len(rows)
    yield Figure("department: lead right", "0.68", f"{lead / count:.3f}")
    yield Figure("… lead or listed co-unit", "0.80", f"{either / count:.3f}")
    yield Figure("… lead in the first three", "0.92", f"{three / count:.3f}")
    share = f"{kept}/{alone} right" if alone else "none"
    yield Figure("… at once at 97 %", "0.50", f"coverage {alone / count:.3f}, {share}")


def _matter_type(mind: Mind) -> Iterator[Figure]:
    rows = _rows(DATA / "matter_type" / "fuzhou12345.csv")
    said = [mind.understander.understand(row["text"], title=row["title"]).kind for row in rows]
    right = sum(kind == row["matter_type"] for kind, row in zip(said, rows, strict=True))
    asked = [kind for kind, row in zip(said, rows, strict=True) if row["matter_type"] == MatterType.CONSULTATION]
    yield Figure("matter type: accuracy", "0.88", f"{right / len(rows):.4f}")
    yield Figure("… 咨询 recall", "0.85", f"{asked.count(MatterType.CONSULTATION) / len(asked):.3f}")


def _emergencies(mind: Mind) -> Iterator[Figure]:
    danger, harmless = _lines(BLIND / "emergencies.jsonl"), _lines(BLIND / "lookalikes.jsonl")
    for name, screen in (("with the model", mind), ("rules alone", None)):
        alarms = [_alarm(screen, mind, str(row["text"])) for row in danger]
        cries = sum(_alarm(screen, mind, str(row["text"])) is not None for row in harmless)
        found = sum(alarm is not None for alarm in alarms)
        kinds = sum(alarm == row["emergency"] for alarm, row in zip(alarms, danger, strict=True))
        aim = "0.99" if screen else ""
        yield Figure(f"danger, blind, {name}: recall", aim, f"{found / len(danger):.3f} (right number {kinds})")
        yield Figure("… false alarms", "0.02" if screen else "", f"{cries / len(harmless):.3f}")


def _alarm(whole: Mind | None, mind: Mind, text: str) -> str | None:
    alarm = mind.understander.understand(text).alarm if whole else mind.understander.screen.screen(text)
    return alarm.kind.value if alarm else None


def _personal() -> Iterator[Figure]:
    exact, loose = _Tally(), _Tally()
    clean = 0
    rows = _lines(BLIND / "personal.jsonl")
    for row in rows:
        text = str(row["text"])
        truth = [(str(each["kind"]), str(each["text"])) for each in row["spans"]]
        found = [(span.kind, span.text) for span in find_personal(text)]
        exact.count(truth, found)
        loose.count([("", _bare(piece)) for _, piece in truth], [("", _bare(piece)) for _, piece in found], within=True)
        clean += not truth and not found
    figures = f"{exact.f1:.3f} (precision {exact.precision:.3f}, recall {exact.recall:.3f})"
    yield Figure("personal data, blind: span F1", "0.97", figures)
    yield Figure("… any kind, overlapping", "", f"{loose.f1:.3f} (recall {loose.recall:.3f})")
    yield Figure("… look-alikes left alone", "", f"{clean} of {sum(not row['spans'] for row in rows)}")


def _bare(piece: str) -> str:
    return "".join(piece.split())


class _Tally:
    """Spans that were there, that were found, and that were both."""

    def __init__(self) -> None:
        self.there = self.said = self.both = 0

    def count(self, truth: list[tuple[str, str]], found: list[tuple[str, str]], *, within: bool = False) -> None:
        self.there += len(truth)
        self.said += len(found)
        left = list(found)
        for kind, piece in truth:
            hit = next((each for each in left if each[0] == kind and _same(each[1], piece, within)), None)
            if hit is not None:
                left.remove(hit)
                self.both += 1

    @property
    def precision(self) -> float:
        return self.both / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        return self.both / self.there

    @property
    def f1(self) -> float:
        return 2 * self.both / (self.there + self.said)


def _same(one: str, other: str, within: bool) -> bool:
    return one == other or (within and (one in other or other in one))


def _speed(mind: Mind) -> Iterator[Figure]:
    texts = [str(row["text"]) for row in _lines(BLIND / "emergencies.jsonl") + _lines(BLIND / "lookalikes.jsonl")]
    ours = min(_seconds(mind, texts) for _ in range(3)) / len(texts) * 1000
    begin = time.perf_counter()
    for text in texts:
        words(text)
    bare = (time.perf_counter() - begin) / len(texts) * 1000
    letters = sum(map(len, texts)) / len(texts)
    found = f"{ours:.2f} at {letters:.0f} characters; {ours / bare:.0f} times bare segmentation"
    yield Figure("understand, ms a message", "1.0", found)


def _seconds(mind: Mind, texts: Sequence[str]) -> float:
    begin = time.perf_counter()
    told: Understanding | None = None
    for text in texts:
        told = mind.understander.understand(text)
    assert told is not None
    return time.perf_counter() - begin


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    main()
