"""A ticket's history in plain words: who did what when, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from casework.extend import GRANTED, REFUSED
from casework.office import Office
from hotline.events import DUE_SOON, OVERDUE, TicketEvent
from hotline.people import Actor, Role
from hotline.workflow import State


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the timeline. `mark` names how it is drawn: a move, a note beside it, or an alarm."""

    at: datetime
    who: str
    what: str
    reason: str
    note: str
    end: State | None
    mark: str


def timeline(office: Office, events: Iterable[TicketEvent]) -> list[Line]:
    """The newest entry first, because that is what somebody opens the page for."""
    return [_line(office, event) for event in reversed(list(events))]


def _line(office: Office, event: TicketEvent) -> Line:
    key = f"move.{event.move}"
    what = office.wording.say(key) if key in office.wording else event.move
    moved = event.start is not event.end
    mark = "alarm" if event.move == OVERDUE else "move" if moved else "note"
    return Line(event.at, who(office, event.actor), what, event.reason, _note(office, event),
                event.end if moved else None, mark)  # fmt: skip


def who(office: Office, actor: Actor) -> str:
    """How the page calls somebody: the citizen and the machine by role, staff by name and unit."""
    if actor.role in (Role.CITIZEN, Role.MACHINE):
        return office.wording.say(f"console.role.{actor.role}")
    place = office.unit_name(actor.unit) if actor.unit else office.wording.say(f"console.role.{actor.role}")
    name = actor.name or actor.id
    return place if name == place else office.wording.say("console.who", name=name, place=place)


def _note(office: Office, event: TicketEvent) -> str:
    """Notes that the machine wrote for itself are said in words; deadline marks need none."""
    if event.move in (OVERDUE, DUE_SOON):
        return ""
    if event.note in (GRANTED, REFUSED):
        return office.wording.say(f"console.note.{event.note}")
    return event.note
