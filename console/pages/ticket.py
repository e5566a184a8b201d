"""One ticket's page."""

from collections.abc import Mapping

from aiohttp import web

from casework.ports import AttentionKind
from console.parts import ConsoleParts
from console.render import named, page
from console.sheet import read_sheet
from console.visits import VISIT
from console.work import parts_of, work
from hotline.appeal import Appeal


async def show(request: web.Request) -> web.Response:
    """The ticket, masked, with what may be done now."""
    return await ticket_page(request, request.match_info["number"])


MANY_CALLS = 1000
"""So many people in danger at once are looked through for one ticket; they stand first among the calls."""


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
        danger=await _danger(request, sheet.page.row.number),
        error=error,
        tried=tried,
        typed=dict(typed or {}),
        revealed=revealed,
        queue=None,
    )


async def _danger(request: web.Request, number: str) -> str:
    """The warning after a call was entered. An address is only words: it counts where a person is really called."""
    parts = parts_of(request)
    sentence = named(request, parts, "danger", "console.alarm")
    called = bool(sentence) and await work(request, _is_called, parts, number)
    return sentence if called else ""


def _is_called(parts: ConsoleParts, number: str) -> bool:
    calls = parts.views.attention(MANY_CALLS)
    return any(call.kind is AttentionKind.EMERGENCY and call.ticket == number for call in calls)
