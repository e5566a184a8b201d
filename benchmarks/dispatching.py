"""`python -m benchmarks.dispatching`: how right the department is, by rules, by model and by both, and how fast.

Right is measured on the routing development set (where it lies beside the project) and on the disputed matters; of the
latter only counts are printed. Time is measured beside bare segmentation of the same texts in the same run.
"""

import argparse
import csv
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.assembly import Mind, build_mind
from app.settings import read_settings
from lexicon.segment import words
from routing.decide import Router
from routing.decision import Decision, RoutedMatter, Suggestion
from routing.match import WordIndex
from routing.plain import plain

DATA = Path(__file__).parents[2] / "shared" / "data" / "routing" / "dev.csv"
DISPUTED = Path(__file__).parents[1] / "tests" / "blind" / "disputed_matters.csv"
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
csv.field_size_limit(10**9)
console = Console(width=110)


@dataclass(frozen=True, slots=True)
class Asked:
    """A matter with what the model says, the lead that is right, and those that are acceptable."""

    matter: RoutedMatter
    suggestion: Suggestion
    lead: str
    allowed: frozenset[str]
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: the units in order, and whether it would go out without a person."""

    ranked: tuple[str, ...]
    at_once: bool
    grounded: bool


def main() -> None:
    """Print what rules, model and both get right, the disputed matters by topic, and the time a decision takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    mind = build_mind(read_settings())
    rows = _rows(DATA, "lead", "others", "body", mind) if DATA.is_file() else []
    if rows:
        console.print(parts_apart(mind.router, rows))
    if DISPUTED.is_file():
        disputed = _rows(DISPUTED, "acceptable_leads", "acceptable_leads", "text", mind)
        console.print(by_topic(mind.router, disputed))
        rows = rows or disputed
    console.print(speed(mind.router, rows, rounds))


def _rows(path: Path, lead: str, others: str, text: str, mind: Mind) -> list[Asked]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [_asked(row, row[lead], row[others], row[text], mind) for row in csv.DictReader(lines)]


def _asked(row: dict[str, str], lead: str, others: str, text: str, mind: Mind) -> Asked:
    understood = mind.understander.understand(text, title=row["title"], vectors=True)
    matter = RoutedMatter(f"{row['title']}\n{text}", understood.category.category, understood.kind,
                          understood.elements.place)  # fmt: skip
    suggestion = Suggestion(understood.unit.ranked, understood.category.confidence, understood.second_view)
    return Asked(matter, suggestion, lead, frozenset({lead, *_units(others)}) - {""}, row.get("topic", ""))


def _units(cell: str) -> list[str]:
    return re.split(r"[|;；、]", cell)


def parts_apart(router: Router, rows: Sequence[Asked]) -> Table:
    """The rules alone, the model alone, both; and what each adds to the other."""
    table = Table("routing, dev", "lead", "or co-unit", "first three", "at once", "right of these",
                  title=f"{len(rows)} matters")  # fmt: skip
    ways: dict[str, Callable[[Asked], Said]] = {
        "rules alone": lambda row: _said(router.decide(row.matter, Suggestion(), NOW)),
        "model alone": lambda row: Said(tuple(unit for unit, _ in row.suggestion.units), at_once=False, grounded=False),
        "both": lambda row: _said(router.decide(row.matter, row.suggestion, NOW)),
    }
    right: dict[str, list[bool]] = {}
    for name, way in ways.items():
        said = [(row, way(row)) for row in rows]
        right[name] = [bool(each.ranked) and each.ranked[0] in row.allowed for row, each in said]
        table.add_row(name, *_figures(said))
    for one, other in (("rules alone", "model alone"), ("model alone", "rules alone")):
        alone = sum(a and not b for a, b in zip(right[one], right[other], strict=True))
        kept = sum(a and not b and c for a, b, c in zip(right[one], right[other], right["both"], strict=True))
        table.add_row(f"right by {one} only", "", str(alone), "", f"{kept} kept", "")
    return table


def _said(decision: Decision) -> Said:
    return Said((decision.lead, *(unit for unit, _ in decision.alternatives)), decision.auto, bool(decision.rule))


def _figures(said: Sequence[tuple[Asked, Said]]) -> list[str]:
    count = len(said)
    lead = sum(each.ranked[:1] == (row.lead,) for row, each in said)
    either = sum(bool(each.ranked) and each.ranked[0] in row.allowed for row, each in said)
    three = sum(row.lead in each.ranked[:3] for row, each in said)
    alone = [each.ranked[0] in row.allowed for row, each in said if each.at_once]
    share = f"{sum(alone)}/{len(alone)}" if alone else "-"
    return [f"{lead / count:.3f}", f"{either / count:.3f}", f"{three / count:.3f}", f"{len(alone) / count:.3f}", share]


def by_topic(router: Router, rows: Sequence[Asked]) -> Table:
    """Counts only; the rows are blind."""
    kinds = [(row, _said(router.decide(row.matter, row.suggestion, NOW))) for row in rows]
    acceptable = [set(_units(row.lead)) for row, _ in kinds]
    right = [each.ranked[0] in units for (_, each), units in zip(kinds, acceptable, strict=True)]
    grounded = sum(each.grounded for _, each in kinds)
    missed = Counter(row.topic for (row, _), good in zip(kinds, right, strict=True) if not good)
    table = Table("disputed matters", "to an acceptable unit", "with a rule's ground", "missed, by topic")
    told = "、".join(f"{topic} {count}" for topic, count in missed.items()) or "-"
    table.add_row(str(len(rows)), f"{sum(right) / len(rows):.2f}", f"{grounded / len(rows):.2f}", told)
    return table


def speed(router: Router, rows: Sequence[Asked], rounds: int) -> Table:
    """Milliseconds of processor time for one decision, beside what other ways to read the same texts take."""
    texts = [row.matter.text for row in rows]
    index = WordIndex(word for rule in router.catalogue.rules for word in (*rule.any_words, *rule.all_words))
    ways: dict[str, Callable[[int], object]] = {
        "bare segmentation": lambda place: words(texts[place]),
        "bare look-up of the words": lambda place: index.find(plain(texts[place])),
        "decide": lambda place: router.decide(rows[place].matter, rows[place].suggestion, NOW),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            taken[name].append(_milliseconds(way, len(rows)))
    letters = statistics.mean(map(len, texts))
    table = Table(
        "", "ms a matter", "decide is so many times this", title=f"{len(rows)} matters of {letters:.0f} characters"
    )
    for name, each in taken.items():
        ratio = statistics.median(ours / base for ours, base in zip(taken["decide"], each, strict=True))
        table.add_row(name, f"{statistics.median(each):.3f}", f"{ratio:.2f}")
    return table


def _milliseconds(way: Callable[[int], object], count: int) -> float:
    begin = time.process_time()
    for place in range(count):
        way(place)
    return 1000 * (time.process_time() - begin) / count


if __name__ == "__main__":
    main()
