"""退单: what waits to be decided with the time that is left, and who returned how often for which reason."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from aiohttp import web

from casework.ports_returns import OpenReturn, ReturnClass, ReturnCount, ReturnState
from console.parts import ConsoleParts
from console.render import page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.people import Actor

SPAN = timedelta(days=90)


@dataclass(slots=True)
class UnitReturns:
    """One unit's returns, counted: all, by class, and how they ended."""

    unit: str
    total: int = 0
    upheld: int = 0
    refused: int = 0
    by_class: Counter[ReturnClass] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Board:
    """The open ones, the nearest limit first, and the counts of the last weeks."""

    waiting: Sequence[OpenReturn]
    units: Sequence[UnitReturns]


async def show(request: web.Request) -> web.Response:
    board = await work(request, _read, parts_of(request), request[VISIT].actor)
    return await page(request, "return_board.html", board=board, classes=tuple(ReturnClass))


def _read(parts: ConsoleParts, actor: Actor) -> Board:
    now = parts.now()
    with parts.units_of_work(write=False) as uow:
        barred = uow.recusals.tickets_barred(actor)
        waiting = [each for each in uow.returns.waiting() if each.request.ticket not in barred]
        return Board(waiting, tally(uow.returns.counts(now - SPAN, now + timedelta(seconds=1))))


def tally(counts: Sequence[ReturnCount]) -> list[UnitReturns]:
    """One line for each unit, who returned most first."""
    units: dict[str, UnitReturns] = {}
    for each in counts:
        line = units.setdefault(each.unit, UnitReturns(each.unit))
        line.total += each.count
        line.upheld += each.count if each.state is ReturnState.UPHELD else 0
        line.refused += each.count if each.state is ReturnState.REFUSED else 0
        line.by_class[each.kind] += each.count
    return sorted(units.values(), key=lambda line: (-line.total, line.unit))
