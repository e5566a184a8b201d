"""A department's inbox: what to sign, what is in work, what came back, what is answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from casework.views import TicketFilter, TicketRow
from console.pages.queue import by_urgency
from console.parts import ConsoleParts
from console.render import page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.workflow import State

TABS: Mapping[str, tuple[State, ...]] = {
    "to_sign": (State.DISPATCHED,),
    "working": (State.IN_PROGRESS, State.REDO, State.EXTENSION_REQUESTED, State.AWAITING_CITIZEN, State.CONSULTATION),
    "sent_back": (State.RETURN_REQUESTED,),
    "answered": (State.UNDER_REVIEW, State.FOLLOW_UP, State.CLOSED),
}
LENGTH = 100


@dataclass(frozen=True, slots=True)
class Inbox:
    """One tab's rows, the nearest limit first, and how many stand behind each tab."""

    tab: str
    rows: Sequence[TicketRow]
    counts: Mapping[str, int]


async def show(request: web.Request) -> web.Response:
    """The tickets of one's own unit."""
    tab = request.query.get("tab", "")
    unit = request[VISIT].account.unit
    inbox = await work(request, _read, parts_of(request), tab if tab in TABS else "", unit)
    return await page(request, "inbox.html", inbox=inbox, tabs=list(TABS))


def _read(parts: ConsoleParts, tab: str, unit: str) -> Inbox:
    """Without a wish, the first tab that holds something. An account without a unit has no tickets."""
    if not unit:
        return Inbox("to_sign", [], dict.fromkeys(TABS, 0))
    counts = {name: parts.views.count(TicketFilter(states, (unit,))) for name, states in TABS.items()}
    tab = tab or next((name for name in TABS if counts[name]), "to_sign")
    rows = parts.views.tickets(TicketFilter(TABS[tab], (unit,), limit=LENGTH), parts.now())
    return Inbox(tab, sorted(rows, key=lambda row: (row.colour != "red", *by_urgency(row))), counts)
