"""`jiesu converse`: conversations through the real conversation and a temporary database."""

from datetime import timedelta
from pathlib import Path

from app.assembly import House
from app.commands.temporary import temporary_house
from app.forms import ticket_form
from app.lines import FieldNotListError, as_text, read_lines, write_line
from bot.conversation.silence import take_silent_matters
from casework.ports import OutboxItem
from hotline.clock import SetClock, SystemClock
from hotline.message import Inbound

CHANNEL = "script"
PAUSE = timedelta(seconds=20)


def run(file: Path | None) -> None:
    """Read `{"id","turns":[…]}`; each conversation is another citizen. Time passes between the turns, and after the
    last one the citizen is silent: what they did not confirm is registered as it is, as in real life."""
    start = SystemClock().now()
    clock = SetClock(start)
    with temporary_house(clock=clock) as house:
        for number, line in read_lines(file, "turns"):
            turns = line["turns"]
            if not isinstance(turns, list):
                raise FieldNotListError(line=number, field="turns")
            said = [as_text(turn, "turns", number) for turn in turns]
            clock.set(start)
            write_line(_played(house, clock, line.get("id", number), number, said))


def _played(house: House, clock: SetClock, identity: object, number: int, turns: list[str]) -> dict[str, object]:
    address, replies, redirects, dispositions, person = f"line-{number}", [], [], [], 0
    last = 0
    for place, turn in enumerate(turns, start=1):
        clock.pass_time(PAUSE)
        heard = house.conversation.handle(Inbound(CHANNEL, address, f"{number}:{place}", clock.now(), text=turn))
        person = heard.person
        replies.append([item.message.text for item in heard.replies])
        last = max((item.id for item in heard.replies), default=last)
        dispositions.append(str(heard.disposition))
        if heard.alarm is not None:
            redirects.append(str(heard.alarm))
    if person:
        _fall_silent(house, clock)
        replies[-1] += [item.message.text for item in _later(house, person, last)]
    return {
        "id": identity,
        "replies": replies,
        "tickets": _tickets(house, person) if person else [],
        "redirects": redirects,
        "dispositions": dispositions,
    }


def _fall_silent(house: House, clock: SetClock) -> None:
    clock.pass_time(house.tools.manners.silence + PAUSE)
    take_silent_matters(house.tools)


def _later(house: House, person: int, last: int) -> list[OutboxItem]:
    with house.database.units_of_work(write=False) as uow:
        return uow.outbox.after(person, last)


def _tickets(house: House, person: int) -> list[dict[str, object]]:
    with house.database.units_of_work(write=False) as uow:
        tickets = uow.tickets.of_person(person)
        city = house.mind.city
        return [
            ticket_form(ticket, city.units, city.catalogue, uow.ledger.of_ticket(ticket.number))
            for ticket in reversed(tickets)
        ]
