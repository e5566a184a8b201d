"""Pictures of an answer: looked at by whoever may see the ticket, taken away by the unit before it hands them in."""

from aiohttp import web

from casework.pictures import drop_picture
from casework.stand_in import acting
from console.faults import explain, status_of
from console.pages.picture import picture_number, read_staff_picture, shown
from console.pages.ticket import ticket_page
from console.parts import ConsoleParts
from console.render import back_to
from console.sheet import visible_ticket
from console.visits import VISIT
from console.work import parts_of, work
from hotline.errors import HotlineError, NotFoundError
from hotline.message import Attachment
from hotline.people import Actor


async def show(request: web.Request) -> web.Response:
    return await shown(request, read_answer_picture)


def read_answer_picture(parts: ConsoleParts, number: str, name: str, actor: Actor) -> Attachment:
    return read_staff_picture(parts, number, actor, lambda uow: uow.answer_pictures.get(picture_number(name), number))


async def drop(request: web.Request) -> web.Response:
    """Take a picture out of the answer that is being written; refused, the ticket's page says why."""
    parts, number, name = parts_of(request), request.match_info["number"], request.match_info["picture"]
    try:
        await work(request, _drop, parts, number, name, request[VISIT].actor)
    except NotFoundError:
        raise
    except HotlineError as error:
        return await ticket_page(request, number, status_of(error), error=explain(parts.wording, error))
    return back_to(request, "ticket", {"done": "picture_dropped"}, number=number)


def _drop(parts: ConsoleParts, number: str, name: str, actor: Actor) -> None:
    with parts.units_of_work() as uow:
        visible_ticket(uow, number, actor)
        drop_picture(uow, number, acting(parts.office, uow, actor), picture_number(name))
        uow.commit()
