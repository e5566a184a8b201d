"""A department's inbox: what to sign, what is in work, what came back, what is answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from aiohttp import web

from casework.ports import UnitOfWork
from casework.ports_consult import Invitation
from casework.ports_life import OwnPart, UnitNotice
from casework.supervision_steps import Step
from casework.views import Colour, TicketFilter, TicketRow
from console.pages.adopted import Adopted, adopted_by
from console.pages.away import Away, away_of
from console.pages.queue import by_urgency
from console.parts import ConsoleParts
from console.render import page
from console.sheet import is_copied
from console.visits import VISIT
from console.work import parts_of, work
from hotline.clock import local_day
from hotline.events import TicketEvent
from hotline.people import Account, Actor
from hotline.units import UnitKind
from hotline.workflow import FINAL, Move, State

TABS: Mapping[str, tuple[State, ...]] = {
    "to_sign": (State.DISPATCHED,),
    "working": (State.IN_PROGRESS, State.REDO, State.EXTENSION_REQUESTED, State.AWAITING_CITIZEN, State.CONSULTATION),
    "sent_back": (State.RETURN_REQUESTED,),
    "answered": (State.UNDER_REVIEW, State.FOLLOW_UP, State.CLOSED),
}
RUNNING = ("to_sign", "working")
"""Where the unit's own clock runs."""
LENGTH = 100


@dataclass(frozen=True, slots=True)
class Inbox:
    """One tab's rows, the nearest limit first; how many stand behind each tab, and how many of them are late.

    `refused` holds by number why the hotline did not take a ticket back. `parts` are what the unit owes beside tickets
    of others, `invitations` the consultations that it was asked to, `notices` what it has not read yet,
    `adopted` what whoever looks has made their own, `copies` the open tickets of a district's streets, which it may
    read.
    """

    tab: str
    rows: Sequence[TicketRow]
    counts: Mapping[str, int]
    late: Mapping[str, int]
    refused: Mapping[str, str]
    parts: Sequence[OwnPart] = ()
    invitations: Sequence[Invitation] = ()
    notices: Sequence[UnitNotice] = ()
    adopted: Sequence[Adopted] = ()
    copies: Sequence[TicketRow] = ()


async def show(request: web.Request) -> web.Response:
    """The tickets of one's own unit."""
    tab = request.query.get("tab", "")
    visit = request[VISIT]
    inbox = await work(request, _read, parts_of(request), tab if tab in TABS else "", visit.actor)
    away = await work(request, _away, parts_of(request), visit.account)
    return await page(request, "inbox.html", inbox=inbox, tabs=list(TABS), away=away)


def _away(parts: ConsoleParts, account: Account) -> list[Away]:
    """Who of the unit is away today."""
    with parts.units_of_work(write=False) as uow:
        return [each for each in away_of(parts, account, uow.accounts.all()) if each.now]


def _read(parts: ConsoleParts, tab: str, actor: Actor) -> Inbox:
    """Without a wish, the tab with the most pressing ticket. An account without a unit has no tickets."""
    nothing, unit = dict.fromkeys(TABS, 0), actor.unit
    if not unit:
        return Inbox("to_sign", [], nothing, nothing, {})
    now = parts.now()
    counts = {name: parts.views.count(_of(actor, states)) for name, states in TABS.items()}
    late = {name: parts.views.count(replace(_of(actor, TABS[name]), overdue_at=now)) for name in RUNNING}
    tab = tab or _most_pressing(parts, actor) or next((name for name in TABS if counts[name]), "to_sign")
    rows = parts.views.tickets(_of(actor, TABS[tab]), now)
    with parts.units_of_work(write=False) as uow:
        beside, adopted = _beside(uow, actor), adopted_by(uow, actor, local_day(now))
    return Inbox(
        tab,
        sorted(rows, key=by_pressure),
        counts,
        nothing | late,
        _refused(parts, rows),
        *beside,
        adopted,
        _copies(parts, actor),
    )


def _copies(parts: ConsoleParts, actor: Actor) -> Sequence[TicketRow]:
    """抄送: what a district's streets have in hand and it does not handle itself, without sealed tickets."""
    streets = [unit.code for unit in parts.office.units.children(actor.unit) if unit.kind is UnitKind.STREET]
    if not streets:
        return []
    wanted = TicketFilter(tuple(state for state in State if state not in FINAL), tuple(streets), viewer=actor,
                          limit=LENGTH, unsealed=True)  # fmt: skip
    rows = parts.views.tickets(wanted, parts.now())
    with parts.units_of_work(write=False) as uow:
        return [row for row in rows if is_copied(parts.office.units, uow.tickets.get(row.number), actor)]


def _beside(uow: UnitOfWork, actor: Actor) -> tuple[list[OwnPart], list[Invitation], list[UnitNotice]]:
    """What the unit owes beside tickets of others, without what it or this person keeps out of."""
    unit, barred = actor.unit, uow.recusals.tickets_barred(actor)
    return (
        [each for each in uow.assignments.of_unit(unit) if each.part.ticket not in barred],
        [each for each in uow.consultations.of_unit(unit) if each.ticket not in barred],
        [each for each in uow.unit_notices.unread(unit) if each.ticket not in barred],
    )


def _of(actor: Actor, states: tuple[State, ...]) -> TicketFilter:
    """The unit's own tickets, without those that it or this person keeps out of."""
    return TicketFilter(states, (actor.unit,), viewer=actor, limit=LENGTH)


def by_pressure(row: TicketRow) -> tuple[object, ...]:
    """What is supervised most sharply first, then what is late, then what is urgent, then the nearest limit."""
    return -supervised(row), row.colour != Colour.RED, *by_urgency(row)


def supervised(row: TicketRow) -> int:
    """The rank of the open step of supervision; 0 for none."""
    return Step(row.supervised).rank if row.supervised else 0


def _most_pressing(parts: ConsoleParts, actor: Actor) -> str:
    """The tab of what is late or, where nothing is, of what soon will be; empty where there is time for everything."""
    found = [
        (row, name)
        for name in RUNNING
        for row in parts.views.tickets(_of(actor, TABS[name]), parts.now())
        if row.colour in (Colour.RED, Colour.YELLOW) or row.supervised
    ]
    return min(found, key=lambda each: by_pressure(each[0]))[1] if found else ""


def _refused(parts: ConsoleParts, rows: Sequence[TicketRow]) -> Mapping[str, str]:
    """Of those that wait for their signature a second time, what the hotline said."""
    again = [row.number for row in rows if row.returns and row.state is State.DISPATCHED]
    histories = {number: parts.views.ticket(number, parts.now()).history for number in again}
    last = {number: _last_step(events) for number, events in histories.items()}
    return {number: event.reason for number, event in last.items() if event.move == Move.REFUSE_RETURN}


def _last_step(events: Sequence[TicketEvent]) -> TicketEvent:
    return next(event for event in reversed(events) if event.start is not event.end)
