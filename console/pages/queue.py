"""A queue of the desk: the list on the left, the first ticket on the right."""

from collections.abc import Mapping, Sequence

from aiohttp import web

from casework.views import TicketRow
from console.menu import QUEUES, Queue
from console.parts import ConsoleParts
from console.render import page
from console.sheet import Sheet, read_sheet
from console.visits import VISIT
from console.work import parts_of, work
from hotline.errors import NotFoundError
from hotline.people import Actor


async def show(request: web.Request) -> web.Response:
    """Show the queue; `?ticket=` picks the one on the right."""
    queue = QUEUES.get(request.match_info["queue"])
    if queue is None:
        raise NotFoundError(what="queue", key=request.match_info["queue"])
    wanted = request.query.get("ticket", "")
    rows, sheet, repeats = await work(request, _read, parts_of(request), queue, wanted, request[VISIT].actor)
    return await page(request, "queue.html", queue=queue, rows=rows, sheet=sheet, repeats=repeats, typed={}, tried="")


def _read(parts: ConsoleParts, queue: Queue, wanted: str,
          actor: Actor) -> tuple[Sequence[TicketRow], Sheet | None, Mapping[str, int]]:  # fmt: skip
    """A wanted ticket that somebody has dealt with meanwhile gives way to the first that still waits."""
    rows = parts.views.queue(queue.state, parts.now(), viewer=actor)
    with parts.units_of_work(write=False) as uow:
        repeats = uow.links.counts([row.number for row in rows])
    numbers = [row.number for row in rows]
    if not numbers:
        return rows, None, repeats
    return rows, read_sheet(parts, wanted if wanted in numbers else numbers[0], actor), repeats


def by_urgency(row: TicketRow) -> tuple[bool, bool, str]:
    """Urgent matters first, then the nearest limit; without a limit last."""
    limit = row.answer_by.isoformat() if row.answer_by else row.number
    return row.urgency == "一般", row.answer_by is None, limit
