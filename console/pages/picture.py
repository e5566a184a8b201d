"""Pictures of a ticket: how each kind is read and given, and those of the citizen."""

from collections.abc import Callable

from aiohttp import web

from casework.need_to_know import may_know
from casework.ports import UnitOfWork
from casework.ports_secrecy import Seen
from console.parts import ConsoleParts
from console.sheet import readable_ticket, write_look
from console.visits import VISIT
from console.work import parts_of, work
from hotline.errors import NotAllowedError, NotFoundError
from hotline.message import Attachment
from hotline.people import Actor

SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
"""What a browser may draw; anything else is handed over as a file."""


Reads = Callable[[ConsoleParts, str, str, Actor], Attachment]
"""From the ticket's number and the picture's name in the address, for whoever looks. Blocking."""


async def show(request: web.Request) -> web.Response:
    return await shown(request, read_citizen_picture)


async def shown(request: web.Request, read: Reads) -> web.Response:
    """The bytes as they came, never run as a page."""
    number, name = request.match_info["number"], request.match_info["picture"]
    return drawn(await work(request, read, parts_of(request), number, name, request[VISIT].actor))


def drawn(picture: Attachment) -> web.Response:
    """The answer that carries a picture: shown by the browser if it is one, else a file."""
    known = picture.mime in SHOWN
    headers = {
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Disposition": "inline" if known else "attachment",
    }
    mime = picture.mime if known else "application/octet-stream"
    return web.Response(body=picture.content, content_type=mime, headers=headers)


def read_citizen_picture(parts: ConsoleParts, number: str, name: str, actor: Actor) -> Attachment:
    """Of a sealed report the unit sees no pictures: they may show who reports."""
    with parts.units_of_work(write=False) as uow:
        ticket = readable_ticket(parts.office, uow, number, actor)
        sealed = ticket.appeal.sealed_identity
        if sealed and not may_know(parts.office.units, ticket.units, actor, sealed=True):
            raise NotAllowedError(what="picture", key=number)
        known = {str(each): each for each in parts.views.ticket(number, parts.now()).pictures}
        picture = uow.inbox.picture(known[name]) if name in known else None
    return _looked_at(parts, number, actor, picture, sealed=sealed)


def read_staff_picture(
    parts: ConsoleParts, number: str, actor: Actor, find: Callable[[UnitOfWork], Attachment | None]
) -> Attachment:
    """What staff put to a ticket, for whoever may read the ticket. Blocking. Raises NotFoundError."""
    with parts.units_of_work(write=False) as uow:
        sealed = readable_ticket(parts.office, uow, number, actor).appeal.sealed_identity
        picture = find(uow)
    return _looked_at(parts, number, actor, picture, sealed=sealed)


def picture_number(name: str) -> int:
    """0, which no row has, for what is no number."""
    return int(name) if name.isascii() and name.isdigit() and len(name) < 18 else 0


def _looked_at(parts: ConsoleParts, number: str, actor: Actor, picture: Attachment | None, *,
               sealed: bool) -> Attachment:  # fmt: skip
    """Of a sealed ticket the look is written down before anything is given."""
    if picture is None:
        raise NotFoundError(what="picture", key=number)
    if sealed:
        write_look(parts, number, actor, Seen.PICTURE)
    return picture
