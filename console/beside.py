"""Pages that stand beside a ticket: they show one side of it, and take the verbs of that side.

Each verb has its row in the permissions table; whoever may not see the ticket learns nothing of the page either.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiohttp import web
from aiohttp.typedefs import Handler

from casework.office import Office
from casework.ports import UnitOfWork
from classifiers.privacy import mask
from console.faults import explain, status_of
from console.forms import Form, read_form
from console.parts import ConsoleParts
from console.permissions import may_beside
from console.render import back_to, page
from console.sheet import visible_ticket
from console.visits import VISIT
from console.work import parts_of, work
from hotline.errors import HotlineError, NotAllowedError, NotFoundError
from hotline.people import Actor

Take = Callable[[Office, UnitOfWork, str, Actor, Form], object]
Read = Callable[[ConsoleParts, UnitOfWork, str, Actor], object]


@dataclass(frozen=True, slots=True)
class Beside:
    """`route` is the page's name and its template's; `read` gives what the template calls `shown`. After a verb of
    `leaving` the person may not see the ticket any more."""

    route: str
    read: Read
    verbs: Mapping[str, Take]
    leaving: frozenset[str] = frozenset()


def shower(beside: Beside) -> Handler:
    """The page."""

    async def show(request: web.Request) -> web.Response:
        return await _page(request, beside)

    return show


def taker(beside: Beside) -> Handler:
    """A verb of the page: refused, the page comes back with what was typed."""

    async def take(request: web.Request) -> web.Response:
        name, number, parts = request.match_info["verb"], request.match_info["number"], parts_of(request)
        actor = request[VISIT].actor
        if name not in beside.verbs:
            raise NotFoundError(what="action", key=name)
        if not may_beside(name, actor.role):
            raise NotAllowedError(what="action", key=name)
        form = await read_form(request)
        try:
            await work(request, _perform, parts, beside.verbs[name], number, actor, form)
        except NotFoundError:
            raise
        except HotlineError as error:
            return await _page(request, beside, status_of(error), explain(parts.wording, error), name, form)
        if name in beside.leaving:
            return back_to(request, "home", {"done": name})
        return back_to(request, beside.route, {"done": name}, number=number)

    return take


async def _page(request: web.Request, beside: Beside, status: int = 200, error: str = "", tried: str = "",
                form: Form | None = None) -> web.Response:  # fmt: skip
    number, actor = request.match_info["number"], request[VISIT].actor
    shown = await work(request, _read, parts_of(request), beside, number, actor)
    may = [name for name in beside.verbs if may_beside(name, actor.role)]
    return await page(request, f"{beside.route}.html", status, shown=shown, number=number, may=may, mask=mask,
                      error=error, tried=tried, form=form or Form())  # fmt: skip


def _read(parts: ConsoleParts, beside: Beside, number: str, actor: Actor) -> object:
    with parts.units_of_work(write=False) as uow:
        visible_ticket(uow, number, actor)
        return beside.read(parts, uow, number, actor)


def _perform(parts: ConsoleParts, verb: Take, number: str, actor: Actor, form: Form) -> None:
    form.measured()
    with parts.units_of_work() as uow:
        visible_ticket(uow, number, actor)
        verb(parts.office, uow, number, actor, form)
        uow.commit()
