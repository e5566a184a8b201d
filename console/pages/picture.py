"""A picture of a ticket."""

from aiohttp import web

from casework.need_to_know import may_know
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


async def show(request: web.Request) -> web.Response:
    """The bytes as they came, never run as a page."""
    number, name = request.match_info["number"], request.match_info["picture"]
    return drawn(await work(request, read_citizen_picture, parts_of(request), number, name, request[VISIT].actor))


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
    if picture is None:
        raise NotFoundError(what="picture", key=number)
    if sealed:
        write_look(parts, number, actor, Seen.PICTURE)
    return picture
