"""Figures: how many tickets stand where, and the rates where somebody computes them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from aiohttp import web

from casework.views import DeskCounts
from console.forms import query_form
from console.parts import ConsoleParts, Figure
from console.render import page, read_counts
from console.visits import VISIT
from console.work import parts_of, work
from hotline.people import Actor
from hotline.workflow import State

SPANS = (7, 30, 90, 365)


async def show(request: web.Request) -> web.Response:
    """Counts of now, rates of the last days."""
    asked = query_form(request).number("days", 30)
    days = asked if asked in SPANS else 30
    counts, by_state, figures = await work(request, _read, parts_of(request), days, request[VISIT].actor)
    return await page(request, "figures.html", counts=counts, by_state=by_state, figures=figures, days=days,
                      spans=SPANS, states=[state for state in State if by_state.get(state.value)])  # fmt: skip


def _read(parts: ConsoleParts, days: int,
          actor: Actor) -> tuple[DeskCounts, Mapping[str, int], Sequence[Figure] | None]:  # fmt: skip
    now = parts.now()
    figures = None if parts.figures is None else parts.figures(now - timedelta(days=days), now)
    return read_counts(parts, actor), parts.views.by_state(), figures
