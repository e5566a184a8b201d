"""`jiesu evaluate --live`: what people make of the machine's decisions in the real database."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from rich.console import Console
from rich.table import Table

from analytics.live import DECISIONS, UNIT, LiveScores, Tally, live_scores
from analytics.promise import Finding
from analytics.rows import LiveDecision
from app.books import open_books
from app.settings import read_settings
from hotline.clock import SHANGHAI, SystemClock, local_day, utc
from routing.confidence import CONFIDENCE, load_confidence

DAYS = 28
WIDTH = 120
"""Columns for a file or a pipe."""
SCOPES = ("all", "at_once")


class LiveViews(Protocol):
    """Gives the decisions of a period with what became of them."""

    def live_decisions(self, since: datetime, until: datetime, now: datetime) -> list[LiveDecision]: ...


@dataclass(frozen=True, slots=True)
class LiveReport:
    """Every decision in both scopes; `promise` holds what went out at once against what had been promised of it."""

    since: date
    until: date
    scores: Mapping[str, Mapping[str, LiveScores]]
    promise: Finding


def run(*, since: date | None, until: date | None, as_json: bool) -> None:
    """Print tables for people, or one JSON object. Days are the city's, the last one included."""
    now = SystemClock().now()
    last = until or local_day(now)
    first = since or last - timedelta(days=DAYS - 1)
    with open_books(read_settings()) as database:
        report = live_report(database.views, first, last, now)
    if as_json:
        sys.stdout.write(json.dumps(report_form(report), ensure_ascii=False) + "\n")
    else:
        _print(report)


def live_report(views: LiveViews, first: date, last: date, now: datetime) -> LiveReport:
    """The figures of the decisions taken on the days from `first` to `last`."""
    rows = views.live_decisions(_begin(first), _begin(last + timedelta(days=1)), now)
    scores = {name: _scopes([row for row in rows if row.decision == name]) for name in DECISIONS}
    promised = load_confidence(CONFIDENCE).promised
    return LiveReport(first, last, scores, Finding(_begin(first), scores[UNIT]["at_once"].whole, promised))


def _scopes(rows: list[LiveDecision]) -> Mapping[str, LiveScores]:
    return {"all": live_scores(rows), "at_once": live_scores([row for row in rows if row.at_once])}


def _begin(day: date) -> datetime:
    return utc(datetime.combine(day, time(), SHANGHAI))


def report_form(report: LiveReport) -> dict[str, object]:
    """The report as plain data."""
    promise = report.promise
    return {
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "promise": {
            "decision": UNIT,
            "promised": promise.promised,
            "enough": promise.enough,
            "precision": round(promise.precision, 4) if promise.tally.judged else None,
            "broken": promise.broken,
            **_figures(promise.tally),
        },
        "decisions": {
            decision: {scope: _scores_form(scores) for scope, scores in scopes.items()}
            for decision, scopes in report.scores.items()
        },
    }


def _scores_form(scores: LiveScores) -> dict[str, object]:
    parts = {"by_class": scores.by_class, "by_unit": scores.by_unit, "by_week": scores.by_week}
    return _figures(scores.whole) | {
        name: [{"name": label, **_figures(each)} for label, each in part.items()] for name, part in parts.items()
    }


def _figures(tally: Tally) -> dict[str, object]:
    low, high = tally.bounds
    rate = tally.rate
    return {
        "decided": tally.decided,
        "reviewed": tally.reviewed,
        "judged": tally.judged,
        "confirmed": tally.confirmed,
        "misrouted": tally.misrouted,
        "rate": None if rate is None else round(rate, 4),
        "low": None if rate is None else round(low, 4),
        "high": None if rate is None else round(high, 4),
    }


def _print(report: LiveReport) -> None:
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    console.print(_whole(report))
    for decision, scopes in report.scores.items():
        for scope in SCOPES:
            scores = scopes[scope]
            if scores.whole.judged:
                for name, part in (("class", scores.by_class), ("unit", scores.by_unit), ("week", scores.by_week)):
                    console.print(_part(f"{decision}, {scope}, by {name}", name, part))


def _whole(report: LiveReport) -> Table:
    table = _table(f"{report.since} – {report.until}", "decision")
    for decision, scopes in report.scores.items():
        for scope in SCOPES:
            table.add_row(f"{decision}, {scope}", *_cells(scopes[scope].whole))
    promise = report.promise
    state = "broken" if promise.broken else "kept" if promise.enough else "too few to say"
    table.caption = f"what went out at once: promised {promise.promised:.2f}, {state}"
    return table


def _part(title: str, name: str, part: Mapping[str, Tally]) -> Table:
    table = _table(title, name)
    for label, tally in part.items():
        table.add_row(label or "-", *_cells(tally))
    return table


def _table(title: str, first: str) -> Table:
    return Table(first, "decided", "reviewed", "judged", "confirmed", "misrouted", "rate", "95 %", title=title)


def _cells(tally: Tally) -> list[str]:
    rate, (low, high) = tally.rate, tally.bounds
    counts = (tally.decided, tally.reviewed, tally.judged, tally.confirmed, tally.misrouted)
    shown = ["-", "-"] if rate is None else [f"{rate:.3f}", f"{low:.3f}–{high:.3f}"]
    return [*map(str, counts), *shown]
