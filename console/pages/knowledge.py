"""知识库: what the hotline answers, from where, until when, and what is being written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aiohttp import web

from console.due import due_for
from console.forms import Form, query_form
from console.parts import ConsoleParts
from console.render import page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.clock import local_day
from hotline.people import Actor
from knowledge.entry import EntryKind
from knowledge.keeping.views import EntryFilter, EntryRow, Standing

ROWS = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list. `due` is how many entries of the person's own unit somebody has to look at."""

    rows: Sequence[EntryRow]
    total: int
    number: int
    due: int
    today: date

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ROWS))


async def show(request: web.Request) -> web.Response:
    """The list; `?q=` searches all words, `?standing=`, `?owner=` and `?kind=` narrow it, `?page=` turns it."""
    parts, form = parts_of(request), query_form(request)
    listed = await work(request, _read, parts, form, request[VISIT].actor)
    owners = parts.office.units.types()
    return await page(request, "knowledge.html", listed=listed, form=form, owners=owners, kinds=tuple(EntryKind),
                      standings=tuple(Standing))  # fmt: skip


def _read(parts: ConsoleParts, form: Form, actor: Actor) -> Listed:
    today = local_day(parts.now())
    number = max(1, form.number("page", 1))
    standing = form.text("standing")
    wanted = EntryFilter(
        words=form.text("q"),
        standing=Standing(standing) if standing in set(Standing) else None,
        owner=form.text("owner"),
        kind=form.text("kind"),
        limit=ROWS,
        offset=(number - 1) * ROWS,
    )
    rows, total = parts.views.entry_rows(wanted, today), parts.views.count_entries(wanted, today)
    return Listed(rows, total, number, due_for(parts, actor), today)
