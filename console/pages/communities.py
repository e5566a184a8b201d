"""民情账本: the tickets of each street and community; masked, and of a department its own only.

No sealed ones stand in a department's ledger: the place alone may say who reported.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from aiohttp import web

from casework.ports_help import CommunityRow
from casework.views import TicketFilter, TicketRow
from console.forms import query_form
from console.pages.adopted import Adopted, adopted_by
from console.parts import ConsoleParts
from console.render import page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.clock import local_day
from hotline.errors import NotFoundError
from hotline.people import Actor, Role

SPAN = timedelta(days=365)
LENGTH = 50


@dataclass(frozen=True, slots=True)
class Book:
    """The tickets of one street or community, one page of them."""

    place: str
    rows: Sequence[TicketRow]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // LENGTH))


async def show(request: web.Request) -> web.Response:
    """All streets and communities that had a ticket within a year."""
    rows, adopted = await work(request, _read, parts_of(request), request[VISIT].actor)
    return await page(request, "communities.html", rows=rows, adopted=adopted)


async def one(request: web.Request) -> web.Response:
    """The tickets of one of them."""
    parts, place = parts_of(request), request.match_info["place"]
    number = query_form(request).number("page", 1)
    book = await work(request, _read_one, parts, place, number, request[VISIT].actor)
    return await page(request, "community.html", book=book)


def _read(parts: ConsoleParts, actor: Actor) -> tuple[Sequence[CommunityRow], Sequence[Adopted]]:
    """The book, and what whoever looks has made their own."""
    now = parts.now()
    with parts.units_of_work(write=False) as uow:
        adopted = adopted_by(uow, actor, local_day(now))
    return parts.views.communities(now - SPAN, actor, _units(actor)), adopted


def _read_one(parts: ConsoleParts, place: str, number: int, actor: Actor) -> Book:
    """Raises NotFoundError where the city has no such place."""
    if parts.office.units.find(place) is None:
        raise NotFoundError(what="place", key=place)
    wanted = TicketFilter(units=_units(actor), place=place, viewer=actor, limit=LENGTH,
                          unsealed=actor.role is Role.DEPARTMENT)  # fmt: skip
    total = parts.views.count(wanted)
    number = max(1, min(number, -(-total // LENGTH)))
    rows = parts.views.tickets(replace(wanted, offset=(number - 1) * LENGTH), parts.now())
    return Book(place, rows, total, number)


def _units(actor: Actor) -> tuple[str, ...]:
    return (actor.unit,) if actor.role is Role.DEPARTMENT else ()
