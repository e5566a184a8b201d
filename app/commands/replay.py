"""`jiesu replay`: real messages through the real conversation and database; what became of each is accounted for."""

import sys
import time
from pathlib import Path

from rich.console import Console
from rich.progress import track

from app.assembly import House
from app.commands.replay_report import DANGER, DISPATCHED, REVIEW, Kept, Tally, report, require_kept
from app.commands.temporary import temporary_house
from bot.conversation.api import Heard
from casework.ports import AttentionKind
from casework.views import TicketFilter
from hotline.clock import SystemClock
from hotline.datafile import read_rows
from hotline.message import Button, Inbound, InboundKind
from hotline.workflow import State

CHANNEL = "script"
MOST_STEPS = 8
"""A citizen who only confirms or skips is through after a few steps; more would be a loop."""


def run(file: Path, *, limit: int | None, database_url: str | None) -> None:
    """Play each row as one citizen: title and text first, then a tap on "confirm", or on "I do not know" when asked.

    Raises:
        LostError: after the report, where a message or ticket of it is not in the database.
    """
    rows = [(row.optional("title"), row.text("text")) for row in read_rows(file, ("text",))][:limit]
    tally = Tally()
    bar = track(rows, description=file.name, console=Console(stderr=True), disable=not sys.stderr.isatty())
    with temporary_house(database_url=database_url) as house:
        for number, (title, text) in enumerate(bar, start=1):
            _play(house, tally, f"row-{number}", f"{title}\n{text}".strip())
        kept = _kept(house, tally)
        report(Console(width=100), tally, kept)
    require_kept(tally, kept)


def _play(house: House, tally: Tally, citizen: str, text: str) -> None:
    heard = _send(house, tally, citizen, 0, text=text)
    tally.dispositions[str(heard.disposition)] += 1
    seen = [button.action for button in _actions(heard)]
    for step in range(1, MOST_STEPS):
        action = _next_tap(heard)
        if not action:
            break
        heard = _send(house, tally, citizen, step, action=action)
        seen += [button.action for button in _actions(heard)]
    tally.fates[_fate(house, tally, heard.person, seen)] += 1


def _send(house: House, tally: Tally, citizen: str, step: int, *, text: str = "", action: str = "") -> Heard:
    kind = InboundKind.BUTTON if action else InboundKind.TEXT
    inbound = Inbound(CHANNEL, citizen, f"{citizen}:{step}", SystemClock().now(), kind, text, action)
    begin = time.perf_counter()
    heard = house.conversation.handle(inbound)
    tally.milliseconds.append((time.perf_counter() - begin) * 1000)
    tally.sent.append(inbound.message_id)
    tally.unanswered += not heard.replies
    return heard


def _actions(heard: Heard) -> list[Button]:
    return [button for item in heard.replies for row in item.message.buttons for button in row]


def _next_tap(heard: Heard) -> str:
    actions = [button.action for button in _actions(heard)]
    if "confirm" in actions:
        return "confirm"
    return next((action for action in actions if action.startswith("skip:")), "")


def _fate(house: House, tally: Tally, person: int, seen: list[str]) -> str:
    with house.database.units_of_work(write=False) as uow:
        tickets = uow.tickets.of_person(person)
        alarmed = uow.attention.open_for(person, AttentionKind.EMERGENCY) is not None
    tally.tickets |= {ticket.number: ticket.state is State.DISPATCHED for ticket in tickets}
    if tickets:
        return DISPATCHED if tickets[0].state is State.DISPATCHED else REVIEW
    if alarmed:
        return DANGER
    if any(action.startswith("answer:yes") for action in seen):
        return "answered from the base"
    if any(action.startswith("choose:") for action in seen):
        return "asked which is meant"
    return "channel named or person offered"


def _kept(house: House, tally: Tally) -> Kept:
    with house.database.units_of_work(write=False) as uow:
        messages = sum(uow.inbox.find(CHANNEL, each) is not None for each in tally.sent)
    return Kept(messages, sum(_stands(house, number) for number in tally.tickets))


def _stands(house: House, number: str) -> bool:
    """Whether the ticket is on the screens of the staff."""
    return house.database.views.count(TicketFilter(number=number)) == 1
