"""Figures: how many tickets stand where, and the rates where somebody computes them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from aiohttp import web

from console.forms import query_form
from console.parts import ConsoleParts, Figure
from console.render import page
from console.work import parts_of, work
from hotline.workflow import State

SPANS = (7, 30, 90, 365)


async def show(request: web.Request) -> web.Response:
    """Counts of now, rates of the last days."""
    asked = query_form(request).number("days", 30)
    days = asked if asked in SPANS else 30
    counts, figures = await work(request, _read, parts_of(request), days)
    return await page(request, "figures.html", counts=counts, figures=figures, days=days, spans=SPANS,
                      states=[state for state in State if counts.get(state.value)])  # fmt: skip


def _read(parts: ConsoleParts, days: int) -> tuple[Mapping[str, int], Sequence[Figure] | None]:
    now = parts.now()
    figures = None if parts.figures is None else parts.figures(now - timedelta(days=days), now)
    return parts.views.by_state(), figures
