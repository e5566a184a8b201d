"""巡查上报: what staff find on their rounds becomes a ticket; who found it follows how it goes, and never closes it."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from casework.ports import UnitOfWork
from console.choices import category_groups
from console.faults import explain, status_of
from console.forms import Form, read_form
from console.intake import enter_patrol
from console.parts import ConsoleParts
from console.render import back_to, page
from console.visits import VISIT, new_token
from console.work import parts_of, work
from hotline.errors import HotlineError
from hotline.matter import MatterType
from hotline.people import Actor
from hotline.ticket import PATROL, Ticket
from hotline.workflow import State

LENGTH = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of what somebody found: nothing in it is a citizen's."""

    number: str
    title: str
    state: State
    lead: str
    answer: str


async def show(request: web.Request) -> web.Response:
    """An empty form, and what one has reported so far."""
    return await _page(request, Form({"key": (new_token(),)}))


async def _page(request: web.Request, form: Form, status: int = 200, error: str = "") -> web.Response:
    parts = parts_of(request)
    found = await work(request, _found, parts, request[VISIT].actor)
    groups = category_groups(parts.office.taxonomy)
    return await page(request, "patrol.html", status, form=form, error=error, found=found, category_groups=groups)


def _found(parts: ConsoleParts, actor: Actor) -> Sequence[Finding]:
    with parts.units_of_work(write=False) as uow:
        return [_finding(ticket) for ticket in _tickets(uow, actor)]


def _tickets(uow: UnitOfWork, actor: Actor) -> list[Ticket]:
    person = uow.people.find(PATROL, actor.id)
    barred = uow.recusals.tickets_barred(actor)
    found = uow.tickets.of_person(person.id, LENGTH) if person else []
    return [ticket for ticket in found if ticket.number not in barred]


def _finding(ticket: Ticket) -> Finding:
    told = ticket.public_answer if ticket.state in (State.FOLLOW_UP, State.CLOSED) else ""
    return Finding(ticket.number, ticket.appeal.title, ticket.state, ticket.lead, told)


async def report(request: web.Request) -> web.Response:
    """Open the ticket; a double click opens one."""
    parts, typed = parts_of(request), await read_form(request)
    form = Form({**typed.values, "matter_type": (MatterType.HELP.value,)})
    try:
        await work(request, enter_patrol, parts, form, request[VISIT].actor)
    except HotlineError as error:
        twice = error.code == "conflict"
        sentence = parts.wording.say("console.call.twice") if twice else explain(parts.wording, error)
        return await _page(request, form, status_of(error), sentence)
    return back_to(request, "patrol", {"done": "patrol"})
