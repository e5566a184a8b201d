"""Pictures of a ticket for programs: looked at as on its page, and put to the answer that the unit is writing."""

from collections.abc import Callable, Mapping

from aiohttp import web

from casework.pictures import LARGEST, attach_picture, drop_picture, picture_of
from casework.stand_in import acting
from console.api.answers import answered
from console.api.bodies import read_bytes
from console.api.gate import BEARER
from console.api.keys import Bearer
from console.pages.answer_pictures import read_answer_picture
from console.pages.evidence import read_evidence
from console.pages.picture import Reads, drawn, picture_number, read_citizen_picture
from console.parts import ConsoleParts
from console.sheet import Sheet, read_sheet, visible_ticket
from console.work import parts_of, work
from hotline.errors import NotFoundError
from hotline.message import Attachment

KINDS: Mapping[str, Reads] = {
    "citizen": read_citizen_picture,
    "evidence": read_evidence,
    "answer": read_answer_picture,
}
"""Who sent it: the citizen, a unit that wants to return the ticket, the unit that answers."""


async def pictures(request: web.Request) -> web.Response:
    """Which pictures the ticket has, of each kind; of a sealed one a unit gets no citizen's."""
    sheet = await work(request, read_sheet, parts_of(request), request.match_info["number"], request[BEARER].actor)
    return answered({"pictures": listed(sheet)})


def listed(sheet: Sheet) -> list[dict[str, object]]:
    """Kind and number of each; `sent` says of an answer's whether it has gone out to the citizen."""
    citizen = () if sheet.pictures_sealed else sheet.page.pictures
    evidence = [picture for each in sheet.around.returns for picture in each.pictures]
    return [
        *({"kind": "citizen", "id": each} for each in citizen),
        *({"kind": "evidence", "id": each} for each in evidence),
        *({"kind": "answer", "id": each, "sent": True} for each in sheet.shown.sent),
        *({"kind": "answer", "id": each, "sent": False} for each in sheet.shown.draft),
    ]


async def picture(request: web.Request) -> web.Response:
    """The bytes of one; of a sealed ticket the look is written down."""
    found = request.match_info
    read = KINDS.get(found["kind"])
    if read is None:
        raise NotFoundError(what="picture", key=found["number"])
    seen = await work(request, read, parts_of(request), found["number"], found["picture"], request[BEARER].actor)
    response = drawn(seen)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


async def add(request: web.Request) -> web.Response:
    """Put a picture, which is the whole body, to the answer that is being written."""
    sent = picture_of(await read_bytes(request, LARGEST))
    bearer, number = request[BEARER], request.match_info["number"]
    return answered(await work(request, _add, parts_of(request), bearer, number, sent), 201)


def _add(parts: ConsoleParts, bearer: Bearer, number: str, sent: Attachment) -> Mapping[str, object]:
    with parts.units_of_work() as uow:
        visible_ticket(uow, number, bearer.actor)
        stored = attach_picture(parts.office, uow, number, acting(parts.office, uow, bearer.actor), sent)
        _note(parts, bearer, number, "api_add_picture", uow.audit.write)
        version = uow.tickets.get(number).version
        uow.commit()
    return {"kind": "answer", "id": stored, "version": version}


async def drop(request: web.Request) -> web.Response:
    """Take one out of the answer that is being written."""
    bearer, number, name = request[BEARER], request.match_info["number"], request.match_info["picture"]
    return answered(await work(request, _drop, parts_of(request), bearer, number, name))


def _drop(parts: ConsoleParts, bearer: Bearer, number: str, name: str) -> Mapping[str, object]:
    with parts.units_of_work() as uow:
        visible_ticket(uow, number, bearer.actor)
        drop_picture(uow, number, acting(parts.office, uow, bearer.actor), picture_number(name))
        _note(parts, bearer, number, "api_drop_picture", uow.audit.write)
        version = uow.tickets.get(number).version
        uow.commit()
    return {"version": version}


def _note(parts: ConsoleParts, bearer: Bearer, number: str, what: str, write: Callable[..., None]) -> None:
    write(bearer.actor, what, number, bearer.key.noted, parts.now())
