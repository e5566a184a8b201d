"""What a unit is told in its inbox although the ticket is no longer its own: read once, by one of its people."""

from aiohttp import web

from console.parts import ConsoleParts
from console.render import back_to
from console.visits import VISIT
from console.work import parts_of, work
from hotline.errors import NotFoundError
from hotline.people import Actor


async def read(request: web.Request) -> web.Response:
    """Mark a notice as read. A second click finds it read, and that is well."""
    name = request.match_info["notice"]
    if not (name.isascii() and name.isdigit() and len(name) < 18):
        raise NotFoundError(what="notice", key=name)
    await work(request, _read, parts_of(request), int(name), request[VISIT].actor)
    return back_to(request, "inbox", {"done": "notice_read"})


def _read(parts: ConsoleParts, notice: int, actor: Actor) -> None:
    with parts.units_of_work() as uow:
        uow.unit_notices.read(notice, actor.unit, actor.id, parts.now())
        uow.commit()
