"""退单证据: pictures that a unit puts to its return while it waits, and that whoever decides looks at."""

from aiohttp import web

from casework.ports_returns import ReturnState
from console.faults import explain, status_of
from console.pages.picture import SHOWN, drawn
from console.pages.ticket import ticket_page
from console.parts import ConsoleParts
from console.render import back_to
from console.sheet import visible_ticket
from console.visits import VISIT
from console.work import parts_of, work
from hotline.errors import HotlineError, InvalidInputError, NotAllowedError, NotFoundError
from hotline.message import Attachment
from hotline.people import Actor

LARGEST = 2_000_000
"""Bytes of one picture."""
MOST = 6
"""Pictures of one return."""
MAGIC = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG", "image/gif": b"GIF8", "image/webp": b"RIFF"}
"""How each kind begins: what a browser claims is not believed."""


async def add(request: web.Request) -> web.Response:
    """Keep a picture; refused, the ticket's page says why."""
    parts, number = parts_of(request), request.match_info["number"]
    posted = await request.post()
    upload = posted.get("picture")
    try:
        picture = await work(request, _picture, upload)
        await work(request, _attach, parts, number, picture, request[VISIT].actor)
    except NotFoundError:
        raise
    except HotlineError as error:
        return await ticket_page(request, number, status_of(error), error=explain(parts.wording, error))
    finally:
        if isinstance(upload, web.FileField):
            upload.file.close()
    return back_to(request, "ticket", {"done": "evidence"}, number=number)


def _picture(upload: object) -> Attachment:
    """Raises InvalidInputError where nothing was sent, or no picture, or one that is too large."""
    if not isinstance(upload, web.FileField) or not upload.filename:
        raise InvalidInputError(field="picture", rule="required")
    content = upload.file.read(LARGEST + 1)
    mime = next((kind for kind, start in MAGIC.items() if content.startswith(start)), "")
    if mime not in SHOWN or len(content) > LARGEST:
        raise InvalidInputError(field="picture", rule="picture")
    return Attachment(mime, content)


def _attach(parts: ConsoleParts, number: str, picture: Attachment, actor: Actor) -> None:
    """Only the unit that asks to return, while nobody has decided."""
    with parts.units_of_work() as uow:
        ticket = visible_ticket(uow, number, actor)
        waiting = [each for each in uow.returns.of_ticket(number) if each.state is ReturnState.OPEN]
        if not waiting or actor.unit != waiting[0].unit or actor.unit != ticket.lead:
            raise NotAllowedError(what="evidence", key=number)
        if len(waiting[0].pictures) >= MOST:
            raise InvalidInputError(field="picture", rule="picture")
        uow.returns.attach(waiting[0].id, picture, parts.now())
        uow.commit()


async def show(request: web.Request) -> web.Response:
    """The bytes as they came, never run as a page."""
    number, name = request.match_info["number"], request.match_info["picture"]
    return drawn(await work(request, _read, parts_of(request), number, name, request[VISIT].actor))


def _read(parts: ConsoleParts, number: str, name: str, actor: Actor) -> Attachment:
    known = name.isascii() and name.isdigit() and len(name) < 18
    with parts.units_of_work(write=False) as uow:
        visible_ticket(uow, number, actor)
        picture = uow.returns.picture(number, int(name)) if known else None
    if picture is None:
        raise NotFoundError(what="picture", key=number)
    return picture
