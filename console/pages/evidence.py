"""退单证据: pictures that a unit puts to its return while it waits, and that whoever decides looks at."""

from aiohttp import web

from casework.pictures import LARGEST, MOST, picture_of
from casework.ports_returns import ReturnState
from console.faults import explain, status_of
from console.pages.picture import picture_number, read_staff_picture, shown
from console.pages.ticket import ticket_page
from console.parts import ConsoleParts
from console.render import back_to
from console.sheet import visible_ticket
from console.visits import VISIT
from console.work import parts_of, work
from hotline.errors import HotlineError, InvalidInputError, NotAllowedError, NotFoundError
from hotline.message import Attachment
from hotline.people import Actor


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
    return picture_of(upload.file.read(LARGEST + 1))


def _attach(parts: ConsoleParts, number: str, picture: Attachment, actor: Actor) -> None:
    """Only the unit that asks to return, while nobody has decided."""
    with parts.units_of_work() as uow:
        ticket = visible_ticket(uow, number, actor)
        waiting = [each for each in uow.returns.of_ticket(number) if each.state is ReturnState.OPEN]
        if not waiting or actor.unit != waiting[0].unit or actor.unit != ticket.lead:
            raise NotAllowedError(what="evidence", key=number)
        if len(waiting[0].pictures) >= MOST:
            raise InvalidInputError(field="picture", rule="six_pictures")
        uow.returns.attach(waiting[0].id, picture, parts.now())
        uow.commit()


async def show(request: web.Request) -> web.Response:
    return await shown(request, read_evidence)


def read_evidence(parts: ConsoleParts, number: str, name: str, actor: Actor) -> Attachment:
    return read_staff_picture(parts, number, actor, lambda uow: uow.returns.picture(number, picture_number(name)))
