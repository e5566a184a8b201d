"""审计记录: who did what in the house, for administrators; filtered and page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from aiohttp import web

from casework.ports_secrecy import AuditFilter, AuditLine
from console.forms import Form, query_form
from console.history import who
from console.names import staff_names
from console.parts import ConsoleParts
from console.render import page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.people import Actor

LENGTH = 100


@dataclass(frozen=True, slots=True)
class Record:
    """One page of the record and the conditions it was asked for with; `actions` are all that were ever written."""

    rows: Sequence[AuditLine]
    total: int
    number: int
    wanted: AuditFilter
    actions: Sequence[str]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // LENGTH))


async def show(request: web.Request) -> web.Response:
    parts = parts_of(request)
    record = await work(request, _read, parts, query_form(request), request[VISIT].actor)
    return await page(request, "audit.html", record=record, who=lambda actor: who(parts.office, actor),
                      done_as=lambda action: _done_as(parts, action), deeds=_deeds(parts, record))  # fmt: skip


def _deeds(parts: ConsoleParts, record: Record) -> list[tuple[str, str]]:
    """(action, name) of what can be asked for, by name; what was asked for stays among them."""
    known = {*record.actions, record.wanted.action} - {""}
    return sorted(((action, _done_as(parts, action) or action) for action in known), key=lambda deed: deed[::-1])


def _done_as(parts: ConsoleParts, action: str) -> str:
    """What an action is called; nothing for one that has no name yet."""
    words, verb = parts.wording, f"console.action.{action.removeprefix('api_')}"
    if action.startswith("api_") and verb in words:
        return words.say("audit.by_program", verb=words.say(verb))
    return words.say(f"audit.{action}") if f"audit.{action}" in words else ""


def _read(parts: ConsoleParts, form: Form, actor: Actor) -> Record:
    """Without the lines of tickets that this person keeps out of: they say what was done, and with whom."""
    wanted = AuditFilter(form.text("login"), form.text("action"), form.text("target"), LENGTH)
    with parts.units_of_work(write=False) as uow:
        total = uow.audit.count(wanted)
        number = max(1, min(form.number("page", 1), -(-total // LENGTH)))
        barred = uow.recusals.tickets_barred(actor)
        names = staff_names(uow)
        rows = [_named(row, names) for row in uow.audit.lines(replace(wanted, offset=(number - 1) * LENGTH))]
        return Record([row for row in rows if barred.isdisjoint(row.target.split())], total, number, wanted,
                      uow.audit.actions())  # fmt: skip


def _named(row: AuditLine, names: Mapping[str, str]) -> AuditLine:
    """The record keeps logins; people are shown as their account is called now."""
    return replace(row, by=replace(row.by, name=names.get(row.by.id, row.by.name)))
