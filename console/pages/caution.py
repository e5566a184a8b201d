"""自动派单: whether the machine may dispatch at once, the figures that stopped it, and an administrator's word."""

from aiohttp import web

from casework.halt import lift
from console.faults import explain, status_of
from console.forms import Form, read_form
from console.parts import ConsoleParts
from console.render import back_to, page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.errors import HotlineError
from hotline.people import Actor


async def show(request: web.Request) -> web.Response:
    """The halts, the newest first."""
    return await _page(request, Form())


async def _page(request: web.Request, form: Form, status: int = 200, error: str = "") -> web.Response:
    found = await work(request, parts_of(request).views.halts)
    standing = [each for each in found if each.lifted_at is None]
    return await page(request, "caution.html", status, halts=found, standing=standing, form=form, error=error)


async def resume(request: web.Request) -> web.Response:
    """Let the machine go on. Only an administrator gets here; casework asks again."""
    parts, form, decision = parts_of(request), await read_form(request), request.match_info["decision"]
    try:
        await work(request, _lift, parts, decision, form.text("reason"), request[VISIT].actor)
    except HotlineError as error:
        return await _page(request, form, status_of(error), explain(parts.wording, error))
    return back_to(request, "caution", {"done": "resume"})


def _lift(parts: ConsoleParts, decision: str, reason: str, actor: Actor) -> None:
    with parts.units_of_work() as uow:
        lift(parts.office, uow, decision, actor, reason=reason)
        uow.commit()
