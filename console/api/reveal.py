"""查看身份 for programs: under the same rule as on the page, with a reason, and never without a line in the record."""

from collections.abc import Mapping

from aiohttp import web

from casework.reveal import reveal
from console.api.answers import answered
from console.api.bodies import read_object, storable
from console.api.gate import BEARER
from console.api.keys import Bearer
from console.parts import ConsoleParts
from console.sheet import visible_ticket
from console.work import parts_of, work
from hotline.errors import InvalidInputError

REASON = "reason"
PAGE = "api"
"""Where the record says that it was looked at."""


async def show(request: web.Request) -> web.Response:
    """The unmasked words, place and contact."""
    _, body = await read_object(request)
    for name in body:
        if name != REASON:
            raise InvalidInputError(field=storable(name), rule="unknown_field")
    reason = body.get(REASON, "")
    if not isinstance(reason, str):
        raise InvalidInputError(field=REASON, rule="text")
    return answered(
        await work(request, _look, parts_of(request), request[BEARER], request.match_info["number"], reason)
    )


def _look(parts: ConsoleParts, bearer: Bearer, number: str, reason: str) -> Mapping[str, object]:
    """Blocking. Both lines, who looked and with which key, are committed before anything is given."""
    with parts.units_of_work() as uow:
        visible_ticket(uow, number, bearer.actor)
        appeal = reveal(parts.office, uow, number, bearer.actor, reason=reason, page=PAGE).appeal
        uow.audit.write(bearer.actor, "api_reveal", number, bearer.key.noted, parts.now())
        uow.commit()
    return {
        "number": number,
        "text": appeal.text,
        "place": appeal.place.text,
        "contact": {"name": appeal.contact.name, "phone": appeal.contact.phone},
    }
