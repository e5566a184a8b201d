"""`python -m benchmarks.deadlines`: one round of the deadline watch over many open tickets.

The baseline is one plain SELECT, by the index, of just the rows that are due. A round does more: it opens each ticket
with its history, writes the mark and commits it, one by one.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert, select

from app.city import load_city
from casework.office import Office
from casework.watch_deadlines import watch_deadlines
from classifiers.privacy import mask
from hotline.calendar import OfficeHours
from hotline.clock import SetClock
from hotline.people import MACHINE
from hotline.ticket import Ticket
from hotline.workflow import State
from storage import schema
from storage.engine import Engines, open_engines
from storage.keyring import Keyring
from storage.open import open_database
from storage.seal import Seal
from storage.tables import history, people, tickets
from storage.ticket_rows import appeal_values, event_values, ticket_values
from storage.vault import Vault
from tests.house import MONDAY, noise

SECOND = timedelta(seconds=1)


def main() -> None:
    """Print seconds for a round in which nothing is due, one in which some are, and the ratio to the baseline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--due", type=int, default=200, help="Tickets that run out in the round")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    table = Table("open tickets", "due", "idle round s", "round s", "SELECT of the same rows s", "round : SELECT",
                  title="deadline watch, SQLite")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        for size in arguments.sizes:
            table.add_row(*map(str, measure(Path(folder), size, arguments.due, arguments.rounds)))
    Console(width=110).print(table)


def measure(folder: Path, size: int, due: int, rounds: int) -> tuple[object, ...]:
    """Medians over rounds, each on a fresh copy; baseline and watch in turn."""
    seal = Seal(Keyring.new())
    template = folder / f"{size}.db"
    schema.upgrade(f"sqlite:///{template}")
    fill(template, seal, size, due)
    idle, selected, watched = [], [], []
    for _ in range(rounds):
        path = folder / "round.db"
        shutil.copy(template, path)
        engines = open_engines(f"sqlite:///{path}")
        assert len(_select(engines)) == due, "the connection is open, the statement compiled"
        selected.append(_seconds(lambda: _select(engines)))  # noqa: B023 - called at once
        with open_database(f"sqlite:///{path}", seal=seal, mask=mask) as database:
            city, clock = load_city(None, OfficeHours()), SetClock(MONDAY - SECOND)
            office = Office(city.units, city.taxonomy, city.deadlines, city.wording, database.query_codes, clock, int)
            idle.append(_seconds(lambda: watch_deadlines(office, database.units_of_work)))  # noqa: B023
            clock.set(MONDAY + SECOND)
            watched.append(_seconds(lambda: watch_deadlines(office, database.units_of_work)))  # noqa: B023
        assert not _select(engines), "the round has left nothing behind"
        engines.dispose()
    seconds = [round(statistics.median(each), 4) for each in (idle, watched, selected)]
    return size, due, *seconds, round(seconds[1] / seconds[2])


def fill(path: Path, seal: Seal, size: int, due: int) -> None:
    """Tickets in work that run out over the next days, `due` of them at once."""
    vault, serial = Vault(seal, mask), count()
    city = load_city(None, OfficeHours())
    rule = city.deadlines.rules[-1]
    matter = noise()
    masked = appeal_values(matter, vault)
    begin = MONDAY - timedelta(days=5)
    limits = replace(city.deadlines.due(rule, begin), provisional=False)
    engine = open_engines(f"sqlite:///{path}").write
    with engine.begin() as connection:
        connection.execute(insert(people), {"id": 1, "channel": "webchat", "address": b"x", "address_hash": b"x",
                                            "at": begin})  # fmt: skip
        for start in range(0, size, 5_000):
            rows, lines = [], []
            for number in range(start, min(start + 5_000, size)):
                ends = MONDAY if number < due else MONDAY + timedelta(days=2, seconds=number)
                ticket = Ticket(f"{next(serial):018}", 1, "webchat", matter, begin, lead="CG")
                ticket.note("received", MACHINE, begin)
                ticket.state = State.IN_PROGRESS
                ticket.due = replace(limits, answer_by=ends)
                ticket.note("due_soon", MACHINE, begin, note=ends.isoformat())
                rows.append(ticket_values(ticket, vault) | masked | {"version": 1})
                lines += [
                    event_values(ticket.number, place, event, vault) for place, event in enumerate(ticket.history)
                ]
            connection.execute(insert(tickets), rows)
            connection.execute(insert(history), lines)
    engine.dispose()


def _select(engines: Engines) -> list[object]:
    with engines.read.connect() as connection:
        return list(connection.execute(select(tickets).where(tickets.c.watch_at < MONDAY + SECOND)).all())


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
