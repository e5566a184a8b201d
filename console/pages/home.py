"""The first page after signing in, and the live counts of the navigation."""

from aiohttp import web

from console.menu import menu
from console.render import back_to, read_counts
from console.visits import VISIT
from console.work import parts_of, work
from hotline.people import Role


async def show(request: web.Request) -> web.Response:
    """Everybody starts where their work waits."""
    match request[VISIT].account.role:
        case Role.DEPARTMENT:
            return back_to(request, "inbox")
        case Role.ADMINISTRATOR:
            return back_to(request, "accounts")
        case Role.SUPERVISOR:
            return back_to(request, "tickets")
        case _:
            return back_to(request, "queue", queue="review")


async def counts(request: web.Request) -> web.Response:
    """What waits where, by menu entry."""
    account = request[VISIT].account
    found = await work(request, read_counts, parts_of(request), account.actor)
    return web.json_response(
        {entry.name: entry.count for entry in menu(account.role, found) if entry.count is not None}
    )
