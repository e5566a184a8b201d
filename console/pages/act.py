"""Taking an action on a ticket. Refused, the fresh page comes back with what was typed."""

from aiohttp import web

from casework.stand_in import acting
from console.actions import ACTIONS, Action
from console.faults import explain, status_of
from console.forms import Form, read_form
from console.menu import QUEUES
from console.pages.ticket import ticket_page
from console.parts import ConsoleParts
from console.permissions import may_act
from console.render import back_to
from console.sheet import visible_ticket
from console.visits import VISIT
from console.work import parts_of, work
from hotline.errors import ConflictError, HotlineError, NotAllowedError, NotFoundError
from hotline.people import Actor


async def take(request: web.Request) -> web.Response:
    """One action of the ticket's page."""
    number, parts, actor = request.match_info["number"], parts_of(request), request[VISIT].actor
    action = ACTIONS.get(request.match_info["action"])
    if action is None:
        raise NotFoundError(what="action", key=request.match_info["action"])
    if not may_act(action.name, actor.role):
        raise NotAllowedError(what="action", key=action.name)
    form = await read_form(request)
    try:
        await work(request, taken, parts, action, number, actor, form)
    except NotFoundError:
        raise
    except HotlineError as error:
        sentence = explain(parts.wording, error)
        return await ticket_page(request, number, status_of(error), error=sentence, tried=action.name,
                                 typed=form.typed())  # fmt: skip
    return _next(request, action, number, form)


TRIES = 3
"""Units that act on their own parts in the very same moment each get through; the database lets one go first."""


def taken(parts: ConsoleParts, action: Action, number: str, actor: Actor, form: Form) -> None:
    """Take the step; one in a unit's own part is tried again where somebody else came first. Blocking."""
    for _ in range(TRIES - 1 if action.own else 0):
        try:
            perform(parts, action, number, actor, form)
        except ConflictError:
            continue
        return
    perform(parts, action, number, actor, form)


def perform(parts: ConsoleParts, action: Action, number: str, actor: Actor, form: Form) -> None:
    """Take the step in one unit of work, if the ticket is still what the person saw. Blocking.

    Raises:
        ConflictError: somebody changed it in between.
        HotlineError: whatever the verb refuses.
    """
    form.measured()
    with parts.units_of_work() as uow:
        ticket = visible_ticket(uow, number, actor)
        if not action.own and form.text("version") != str(ticket.version):
            raise ConflictError(what="ticket", key=number)
        action.take(parts.office, uow, number, acting(parts.office, uow, actor), form)
        uow.commit()


def _next(request: web.Request, action: Action, number: str, form: Form) -> web.Response:
    """Back to the queue one came from, where the next ticket waits, else to the ticket itself."""
    if form.text("back") in QUEUES:
        return back_to(request, "queue", {"done": action.name}, queue=form.text("back"))
    return back_to(request, "ticket", {"done": action.name}, number=number)
