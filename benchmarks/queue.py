"""`python -m benchmarks.queue`: a queue's page over ten thousand tickets and over a million, side by side.

A hundredth of the tickets wait for a dispatcher, another hundredth is elsewhere on its way, all others are closed. The
baseline of each round is the same page over the small city.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import aiohttp
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, insert

from app.assembly import House, open_house
from app.settings import read_settings
from classifiers.privacy import mask
from console.visits import COOKIE, token_hash
from hotline.appeal import Appeal, Place
from hotline.clock import utc
from hotline.events import RECEIVED
from hotline.matter import MatterType, Urgency
from hotline.people import MACHINE, Contact, Role
from hotline.taxonomy import Category
from hotline.ticket import Ticket, ticket_number
from hotline.workflow import Move, State
from storage.engine import open_engines
from storage.open_tickets import keep_open
from storage.seal import Seal
from storage.tables import history, ticket_units, tickets
from storage.ticket_rows import appeal_values, event_values, ticket_values
from storage.vault import Vault
from tests.e2e.server import Server

TOKEN = "a benchmark's own session"  # noqa: S105 - of a city that lives for a minute
LOOKS = 15
_BATCH = 20_000
_WAIT, _WORK = 100, 50
"""Every hundredth waits, and of the others every fiftieth is being worked on."""


def main() -> None:
    """Print milliseconds of one page, and the ratio round by round."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs=2, default=[10_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jiesu-queue-") as folder:
        cities = [_city(Path(folder) / str(size), size) for size in wanted.sizes]
        rounds = [[asyncio.run(look(city)) for city in cities] for _ in range(wanted.rounds)]
        for city in cities:
            city.stop()
    _print(wanted.sizes, rounds)


def _print(sizes: list[int], rounds: list[list[float]]) -> None:
    table = Table("tickets", "page, median ms", "ratio to the small city (lowest-highest)", title="queue of the desk")
    for place, size in enumerate(sizes):
        ratios = [each[place] / each[0] for each in rounds]
        spread = f"{statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
        table.add_row(f"{size:,}", f"{statistics.median(each[place] for each in rounds):.1f}", spread)
    Console(width=110).print(table)


def _city(folder: Path, size: int) -> Server:
    """A server over a city with so many tickets."""
    folder.mkdir()
    server = Server(folder)
    with patch.dict("os.environ", server.settings), open_house(read_settings()) as house:
        fill(house, size)
    server.start()
    return server


async def look(server: Server) -> float:
    """Milliseconds that the page takes, the median of some looks."""
    address, spans = f"{server.address}/console/queues/review", []
    async with aiohttp.ClientSession(cookies={COOKIE: TOKEN}, cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        for _ in range(LOOKS):
            begin = time.perf_counter()
            async with session.get(address, allow_redirects=False) as answer:
                text = await answer.text()
                assert answer.status == 200, answer.status
                assert "青石路" in text
            spans.append((time.perf_counter() - begin) * 1000)
    return statistics.median(spans)


def fill(house: House, size: int) -> None:
    """Tickets in storage's own rows, written in large steps; and somebody who is signed in."""
    now = utc(house.office.clock.now())
    with house.database.units_of_work() as uow:
        person = uow.people.find_or_add("webchat", "somebody", now).id
        account = uow.accounts.add("desk", "接线员", Role.OPERATOR, "", "no password fits")
        uow.accounts.open_session(account, token_hash(TOKEN), now, now + timedelta(days=1))
        uow.commit()
    vault, engines = Vault(Seal.from_file(house.settings.key_file), mask), open_engines(house.settings.url)
    for start in range(0, size, _BATCH):
        with engines.write.begin() as connection:
            _write(connection, vault, list(_tickets(house, person, now, range(start, min(size, start + _BATCH)))))
    engines.dispose()


def _tickets(house: House, person: int, now: datetime, numbers: range) -> Iterator[Ticket]:
    place = Place("青石路38号锦绣苑3栋", district="", street="")
    category = Category("城乡建设", "城市建设和市政管理", "小区管理")
    appeal = Appeal("楼下烧烤店半夜还在吵，油烟直往屋里灌", MatterType.COMPLAINT, category, "烧烤店油烟噪声", place,
                    "昨晚", Contact("", "13800001111"))  # fmt: skip
    rule = house.office.deadlines.rule_for(appeal.matter_type, Urgency.ORDINARY, category, appeal.text)
    due = house.office.deadlines.due(rule, now)
    for number in numbers:
        at = now - timedelta(minutes=number)
        ticket = Ticket(ticket_number(at, number), person, "webchat", appeal, at, due=due)
        ticket.state = _state(number)
        if ticket.state is not State.ACCEPTED:
            ticket.lead = f"U{number % 60:02d}"
        if number % 700 == 0:
            ticket.appeal = replace(appeal, urgency=Urgency.URGENT)
        ticket.note(RECEIVED, MACHINE, at)
        ticket.note(Move.CLOSE if ticket.state is State.CLOSED else "seen", MACHINE, at)
        yield ticket


def _state(number: int) -> State:
    if number % _WAIT == 0:
        return State.ACCEPTED
    return State.IN_PROGRESS if number % _WORK == 1 else State.CLOSED


def _write(connection: Connection, vault: Vault, batch: list[Ticket]) -> None:
    """All words are the same, so that they are sealed and masked once: it is the reading that is measured."""
    first = ticket_values(batch[0], vault) | appeal_values(batch[0].appeal, vault) | {"version": 1}
    event = event_values("", 0, batch[0].history[0], vault)
    rows, events = [], []
    for ticket in batch:
        stands = {"number": ticket.number, "received_at": ticket.received_at, "state": ticket.state.value,
                  "lead": ticket.lead, "urgency": ticket.appeal.urgency.value,
                  "clock_by": ticket.due.answer_by if ticket.due and ticket.open else None,
                  "watch_at": None, "closed_at": None if ticket.open else ticket.received_at}  # fmt: skip
        rows.append(first | stands)
        events += [event | {"ticket": ticket.number, "position": place} for place in (0, 1)]
    connection.execute(insert(tickets), rows)
    connection.execute(insert(history), events)
    units = [{"unit": ticket.lead, "ticket": ticket.number} for ticket in batch if ticket.lead]
    connection.execute(insert(ticket_units), units)
    for ticket in batch:
        if ticket.open:
            keep_open(connection, ticket)


if __name__ == "__main__":
    main()
