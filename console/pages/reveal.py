"""查看身份: the unmasked words for somebody who says why; the look is written down."""

from aiohttp import web

from casework.reveal import Revealed, reveal
from console.faults import explain, status_of
from console.forms import Form, read_form
from console.pages.ticket import ticket_page
from console.parts import ConsoleParts
from console.sheet import visible_ticket
from console.verbs import required
from console.visits import VISIT
from console.work import parts_of, work
from hotline.errors import HotlineError, NotFoundError
from hotline.people import Actor

PAGE = "ticket"
"""The page on which identities are looked at."""


async def show(request: web.Request) -> web.Response:
    """The page with the identity, once. No redirect: nothing personal may stand in an address or be kept."""
    number, parts = request.match_info["number"], parts_of(request)
    form = await read_form(request)
    try:
        seen = await work(request, look, parts, number, request[VISIT].actor, form)
    except NotFoundError:
        raise
    except HotlineError as error:
        return await ticket_page(request, number, status_of(error), error=explain(parts.wording, error), tried="reveal",
                                 typed=form.typed())  # fmt: skip
    return await ticket_page(request, number, revealed=seen.appeal)


def look(parts: ConsoleParts, number: str, actor: Actor, form: Form) -> Revealed:
    """Blocking. The audit line is committed before anything is shown. Raises InvalidInputError without a reason."""
    form.measured()
    reason = required(form, "reveal_reason")
    with parts.units_of_work() as uow:
        visible_ticket(uow, number, actor)
        seen = reveal(parts.office, uow, number, actor, reason=reason, page=PAGE)
        uow.commit()
        return seen
