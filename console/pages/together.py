"""协同办理: who whistled and who came in time, counted for both sides (双考核)."""

from datetime import timedelta

from aiohttp import web

from casework.whistle_scores import WhistleScores, whistle_scores
from console.parts import ConsoleParts
from console.render import page
from console.work import parts_of, work

SPAN = timedelta(days=90)


async def show(request: web.Request) -> web.Response:
    scores = await work(request, _read, parts_of(request))
    return await page(request, "together.html", scores=scores)


def _read(parts: ConsoleParts) -> WhistleScores:
    now = parts.now()
    with parts.units_of_work(write=False) as uow:
        return whistle_scores(parts.office, uow.assignments.whistled(now - SPAN, now + timedelta(seconds=1)))
