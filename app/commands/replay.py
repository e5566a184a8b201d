"""`jiesu replay`: real messages through the real conversation and database; what became of each is accounted for."""

import csv
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from app.assembly import House
from app.commands.temporary import temporary_house
from app.lines import NoFileError
from bot.conversation.api import Heard
from casework.views import TicketFilter
from hotline.clock import SystemClock
from hotline.errors import HotlineError
from hotline.message import Button, Inbound, InboundKind
from hotline.workflow import State

CHANNEL = "script"
MOST_STEPS = 8
"""A citizen who only confirms or skips is through after a few steps; more would be a loop."""


class NoColumnError(HotlineError):
    """A CSV lacks a column."""

    code = "no_column"


@dataclass(slots=True)
class Tally:
    """What became of the messages."""

    fates: Counter[str] = field(default_factory=Counter)
    dispositions: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    rows: int = 0


def run(file: Path, *, limit: int | None, database_url: str | None) -> None:
    """Play each row as one citizen: title and text first, then a tap on "confirm", or on "I do not know" when asked."""
    rows = list(_rows(file))[:limit]
    tally = Tally()
    with temporary_house(database_url=database_url) as house:
        for number, (title, text) in enumerate(
            track(rows, description=file.name, console=Console(stderr=True), disable=not sys.stderr.isatty()), start=1
        ):
            _play(house, tally, number, f"{title}\n{text}".strip())
        _report(house, tally)


def _rows(file: Path) -> Iterator[tuple[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            absent = {"text"} - set(reader.fieldnames or ())
            if absent:
                raise NoColumnError(path=file, column="、".join(absent))
            for row in reader:
                yield (row.get("title") or "").strip(), row["text"] or ""
    except FileNotFoundError:
        raise NoFileError(path=file) from None


def _play(house: House, tally: Tally, number: int, text: str) -> None:
    tally.rows += 1
    heard = _send(house, tally, number, 0, text=text)
    seen = [button.action for button in _actions(heard)]
    for step in range(1, MOST_STEPS):
        action = _next_tap(heard)
        if not action:
            break
        heard = _send(house, tally, number, step, action=action)
        seen += [button.action for button in _actions(heard)]
    understood = house.mind.understander.understand(text)
    tally.dispositions[understood.disposition.label] += 1
    tally.fates[_fate(house, heard.person, seen)] += 1


def _send(house: House, tally: Tally, number: int, step: int, *, text: str = "", action: str = "") -> Heard:
    kind = InboundKind.BUTTON if action else InboundKind.TEXT
    inbound = Inbound(CHANNEL, f"row-{number}", f"{number}:{step}", SystemClock().now(), kind, text, action)
    begin = time.perf_counter()
    heard = house.conversation.handle(inbound)
    tally.milliseconds.append((time.perf_counter() - begin) * 1000)
    return heard


def _actions(heard: Heard) -> list[Button]:
    return [button for item in heard.replies for row in item.message.buttons for button in row]


def _next_tap(heard: Heard) -> str:
    actions = [button.action for button in _actions(heard)]
    if "confirm" in actions:
        return "confirm"
    return next((action for action in actions if action.startswith("skip:")), "")


def _fate(house: House, person: int, seen: list[str]) -> str:
    with house.database.units_of_work(write=False) as uow:
        tickets = uow.tickets.of_person(person, 1)
    if tickets:
        return "dispatched at once" if tickets[0].state is State.DISPATCHED else "ticket for review"
    if "answer:yes" in seen:
        return "answered from the base"
    if any(action.startswith("choose:") for action in seen):
        return "asked which is meant"
    return "channel named or person offered"


def _report(house: House, tally: Tally) -> None:
    console = Console(width=100)
    table = Table("what became of it", "messages", "share", title="replay")
    for fate, count in tally.fates.most_common():
        table.add_row(fate, str(count), f"{count / tally.rows:.1%}")
    table.add_row("all", str(sum(tally.fates.values())), "")
    console.print(table)
    labels = Table("disposition", "messages", "share")
    for label, count in tally.dispositions.most_common():
        labels.add_row(label, str(count), f"{count / tally.rows:.1%}")
    console.print(labels)
    stored = house.database.views.count(TicketFilter())
    opened = tally.fates["dispatched at once"] + tally.fates["ticket for review"]
    spent = sorted(tally.milliseconds)
    console.print(
        f"rows {tally.rows}, accounted for {sum(tally.fates.values())}, tickets opened {opened}, "
        f"tickets in the database {stored}, lost {tally.rows - sum(tally.fates.values()) + opened - stored}"
    )
    console.print(
        f"{len(spent)} messages, milliseconds a message: mean {sum(spent) / len(spent):.1f}, "
        f"median {spent[len(spent) // 2]:.1f}, 99th percentile {spent[int(len(spent) * 0.99)]:.1f}"
    )
