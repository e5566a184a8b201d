"""One ticket's page."""

from collections.abc import Mapping

from aiohttp import web

from console.render import page
from console.sheet import read_sheet
from console.visits import VISIT
from console.work import parts_of, work
from hotline.appeal import Appeal


async def show(request: web.Request) -> web.Response:
    """The ticket, masked, with what may be done now."""
    return await ticket_page(request, request.match_info["number"])


async def ticket_page(
    request: web.Request,
    number: str,
    /,
    status: int = 200,
    *,
    error: str = "",
    tried: str = "",
    typed: Mapping[str, str] | None = None,
    revealed: Appeal | None = None,
) -> web.Response:
    """The page as it is now; `tried` and `typed` are a refused action and the words that must not be lost."""
    sheet = await work(request, read_sheet, parts_of(request), number, request[VISIT].actor)
    return await page(
        request,
        "ticket.html",
        status,
        sheet=sheet,
        error=error,
        tried=tried,
        typed=dict(typed or {}),
        revealed=revealed,
        queue=None,
    )
