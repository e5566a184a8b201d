"""All tickets, with filters; what is overdue stands first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aiohttp import web

from casework.views import TicketFilter, TicketRow
from console.choices import Group, unit_groups
from console.forms import Form, query_form, read_form
from console.parts import ConsoleParts
from console.render import page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.people import Actor
from hotline.workflow import FINAL, State

LENGTH = 50


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list. `overdue` fills the block at the top of the unfiltered first page, and what stands there
    does not stand below again."""

    rows: Sequence[TicketRow]
    total: int
    number: int
    overdue: Sequence[TicketRow]
    units: Sequence[Group]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // LENGTH))


async def show(request: web.Request) -> web.Response:
    """The list as links lead to it: by state, unit or overdue."""
    form = query_form(request)
    return await _page(request, Form({name: form.values[name] for name in _LINKED if name in form.values}))


async def search(request: web.Request) -> web.Response:
    """A search is posted and answered at once: the words may name a person and must not stand in an address."""
    return await _page(request, await read_form(request))


_LINKED = ("state", "unit", "overdue", "page")


async def _page(request: web.Request, form: Form) -> web.Response:
    found = await work(request, _read, parts_of(request), form, request[VISIT].actor)
    return await page(request, "tickets.html", found=found, form=form, states=list(State))


def _read(parts: ConsoleParts, form: Form, actor: Actor) -> Found:
    now = parts.now()
    wanted = TicketFilter(
        states=tuple(state for state in State if state.value == form.text("state")),
        units=(form.text("unit"),) if form.text("unit") else (),
        number=form.text("number"),
        words=form.text("words"),
        overdue_at=now if form.text("overdue") else None,
        viewer=actor,
        limit=LENGTH,
    )
    total = parts.views.count(wanted)
    number = max(1, min(form.number("page", 1), -(-total // LENGTH)))
    wanted = replace(wanted, offset=(number - 1) * LENGTH)
    filtered = any(form.text(name) for name in ("state", "unit", "number", "words", "overdue")) or number > 1
    late = TicketFilter(overdue_at=now, states=_OPEN, viewer=actor, limit=20)
    overdue = [] if filtered else parts.views.tickets(late, now)
    above = {row.number for row in overdue}
    rows = [row for row in parts.views.tickets(wanted, now) if row.number not in above]
    return Found(rows, total, number, overdue, unit_groups(parts.office.units))


_OPEN = tuple(state for state in State if state not in FINAL)
