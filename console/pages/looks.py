"""查阅记录: who looked at a sealed ticket or an identity, when and why; a leak is traced from here."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from casework.ports import UnitOfWork
from casework.ports_secrecy import Look
from console.forms import Form, query_form
from console.history import who
from console.parts import ConsoleParts
from console.render import page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.clock import local, local_day
from hotline.people import Actor
from knowledge.sheets import write_sheet

LENGTH, MOST = 100, 100_000


@dataclass(frozen=True, slots=True)
class Looked:
    """One page of the record. `ticket` and `login` are what was asked for."""

    rows: Sequence[Look]
    total: int
    number: int
    ticket: str
    login: str

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // LENGTH))


async def show(request: web.Request) -> web.Response:
    """The newest looks, of one ticket or one account where asked for. Numbers and logins may stand in an address."""
    parts = parts_of(request)
    looked = await work(request, _read, parts, query_form(request), request[VISIT].actor)
    return await page(request, "looks.html", looked=looked, who=lambda actor: who(parts.office, actor))


def _read(parts: ConsoleParts, form: Form, actor: Actor) -> Looked:
    ticket, login = form.text("ticket"), form.text("login")
    with parts.units_of_work(write=False) as uow:
        total = uow.looks.count(ticket=ticket, login=login)
        number = max(1, min(form.number("page", 1), -(-total // LENGTH)))
        rows = uow.looks.of(ticket=ticket, login=login, limit=LENGTH, offset=(number - 1) * LENGTH)
        return Looked(_without_own_interest(uow, rows, actor), total, number, ticket, login)


def _without_own_interest(uow: UnitOfWork, rows: Sequence[Look], actor: Actor) -> list[Look]:
    """Whoever keeps out of a ticket does not read either who looked at it."""
    barred = {number: uow.recusals.bars(number, actor) for number in {each.ticket for each in rows}}
    return [each for each in rows if not barred[each.ticket]]


async def give(request: web.Request) -> web.Response:
    """The same as CSV; that it was taken away is written down."""
    parts = parts_of(request)
    name = f"looks-{local_day(parts.now())}.csv"
    content = await work(request, _give, parts, name, query_form(request), request[VISIT].actor)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=content, content_type="text/csv", headers=headers)


def _give(parts: ConsoleParts, name: str, form: Form, actor: Actor) -> bytes:
    words, target = parts.wording, io.BytesIO()
    ticket, login = form.text("ticket"), form.text("login")
    with parts.units_of_work() as uow:
        rows = _without_own_interest(uow, uow.looks.of(ticket=ticket, login=login, limit=MOST), actor)
        uow.audit.write(actor, "export_looks", f"{ticket} {login}".strip(), str(len(rows)), parts.now())
        uow.commit()
    header = [
        words.say(f"console.look.{column}") for column in ("at", "ticket", "who", "login", "seen", "reason", "page")
    ]
    write_sheet(target, name, header, (
        [f"{local(each.at):%Y-%m-%d %H:%M:%S}", each.ticket, who(parts.office, each.by), each.by.id,
         words.say(f"console.seen.{each.seen}"), each.reason, words.say(f"console.seen_on.{each.page}")]
        for each in rows
    ))  # fmt: skip
    return target.getvalue()
