"""`python -m tests.month`: a whole month on both databases, every clock looked at after every step.

It prints what was played, what the rules refused, how the tickets stand at the end, and the month's assessment.
"""

import argparse
import tempfile
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from analytics.assessment.sheet import By
from app.assessment import assessment_of
from app.city import load_city
from hotline.calendar import OfficeHours
from hotline.clock import SHANGHAI, SetClock
from tests.house import Desk, desk_over, migrated, open_desk
from tests.month.check import expected, shown
from tests.month.play import SUPERVISOR, Month
from tests.postgres import postgres_server

START = datetime(2026, 9, 21, tzinfo=SHANGHAI)
console = Console(width=150)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=3000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--skip-postgres", action="store_true")
    parser.add_argument("--skip-sqlite", action="store_true")
    wanted = parser.parse_args()
    if not wanted.skip_sqlite:
        with tempfile.TemporaryDirectory() as folder:
            template = Path(folder) / "template"
            template.mkdir()
            with open_desk(migrated(template), Path(folder), SetClock(START)) as desk:
                play("SQLite", desk, wanted.tickets, wanted.days)
    if not wanted.skip_postgres:
        with (
            postgres_server() as server,
            server.database() as url,
            desk_over(url, Path(), SetClock(START)) as desk,
        ):
            play("PostgreSQL", desk, wanted.tickets, wanted.days)


def play(name: str, desk: Desk, tickets: int, days: int) -> None:
    """One month; ends at the first clock that is wrong, naming the ticket and the step."""
    begin, looked = time.perf_counter(), 0
    month = Month(desk, tickets=tickets, start=desk.clock.now(), days=days)
    for number in month.play():
        ticket, looked = desk.ticket(number), looked + 4
        says, should = shown(ticket), expected(ticket, desk.office.units)
        if says != should:
            raise SystemExit(f"{name}: ticket {number} after {ticket.history[-1].move}: {says} instead of {should}")
    states = Counter(ticket.state.value for ticket in month.tickets())
    seconds = time.perf_counter() - begin
    console.print(f"{name}: {len(month.numbers)} tickets, {sum(month.taken.values())} steps in {seconds:.0f} s; "
                  f"{looked} clocks looked at, all as counted minute by minute")  # fmt: skip
    console.print("taken:", ", ".join(f"{step} {count}" for step, count in month.taken.most_common()))
    console.print("refused:", ", ".join(f"{step} {count}" for step, count in month.refused.most_common()) or "none")
    console.print("at the end:", ", ".join(f"{state} {count}" for state, count in states.most_common()))
    for played in ("2026-09", "2026-10"):
        console.print(assessed(desk, played))


def assessed(desk: Desk, month: str) -> Table:
    """The assessment of a month by unit, as supervisors see it: each rate with the counts it was made of."""
    parts = assessment_of(desk.database, load_city(None, OfficeHours()).assessment)
    sheet = parts.table(month, By.UNIT, SUPERVISOR, desk.office.unit_name)
    table = Table("unit", "closed", "valid", "score", "response", "solution", "satisfaction", title=month)
    for called, line in [*sheet.lines, ("all", sheet.total)]:
        rates = line.final
        score = "-" if rates.score is None else f"{rates.score:.2f}"
        three = (f"{rate.part:g}/{rate.whole}" for rate in (rates.response, rates.solution, rates.satisfaction))
        table.add_row(called, str(line.closed), str(line.valid), score, *three)
    return table


if __name__ == "__main__":
    main()
