"""回访: who is to be called, with what to say, and the form for what they said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from aiohttp import web

from casework.call_citizen import wishes_no_call
from casework.ports import UnitOfWork
from casework.ports_follow_up import FollowUp, ListedCall, Outcome, YesNo
from casework.ports_secrecy import Seen
from casework.stand_in import acting
from casework.views import TicketPage
from console.around import words_for
from console.faults import explain, status_of
from console.forms import Form, read_form
from console.parts import ConsoleParts
from console.render import back_to, page
from console.sheet import visible_ticket, write_look
from console.verbs_supervision import MISSED, called
from console.visits import VISIT
from console.work import parts_of, work
from hotline.errors import ConflictError, HotlineError, NotFoundError
from hotline.matter import Grade, Solved
from hotline.people import Actor

ANSWERS: Mapping[str, Sequence[str]] = {
    "call_outcome": (Outcome.REACHED, *MISSED),
    "contacted": tuple(YesNo),
    "true_matter": tuple(YesNo),
    "solved": tuple(Solved),
    "grade": tuple(Grade),
}
"""The questions in the order in which they are asked, each with what may be ticked."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The list, and on the right the one that is called: its ticket, what was tried before, what to say,
    and whether the citizen wishes no call."""

    rows: Sequence[ListedCall]
    chosen: ListedCall | None
    ticket: TicketPage | None
    lines: Sequence[FollowUp]
    script: str
    wishes_none: bool = False


async def show(request: web.Request) -> web.Response:
    """The list with one call open."""
    return await _page(request, request.query.get("item", ""))


async def _page(request: web.Request, wanted: str, status: int = 200, error: str = "",
                typed: Mapping[str, str] | None = None) -> web.Response:  # fmt: skip
    desk = await work(request, _read, parts_of(request), wanted, request[VISIT].actor)
    return await page(request, "revisits.html", status, desk=desk, error=error, typed=typed or {}, answers=ANSWERS)


def _read(parts: ConsoleParts, wanted: str, actor: Actor) -> Desk:
    """Without a wish the first; a wish that nobody waits for any longer is not turned into another one."""
    with parts.units_of_work(write=False) as uow:
        barred = uow.recusals.tickets_barred(actor)
        rows = [row for row in uow.call_list.waiting(parts.now()) if row.call.ticket not in barred]
        chosen = next((row for row in rows if wanted in ("", str(row.call.id))), None)
        lines = _lines(parts, uow, chosen.call.ticket, actor) if chosen else []
        wishes_none = chosen is not None and wishes_no_call(uow.tickets.get(chosen.call.ticket))
    if chosen is None:
        return Desk(rows, None, None, [], "")
    if chosen.sealed:
        write_look(parts, chosen.call.ticket, actor, Seen.PAGE)
    seen = parts.views.ticket(chosen.call.ticket, parts.now())
    return Desk(rows, chosen, seen, lines, _script(parts, chosen), wishes_none)


def _lines(parts: ConsoleParts, uow: UnitOfWork, number: str, actor: Actor) -> list[FollowUp]:
    shown = words_for(parts.office.units, uow.tickets.get(number), actor)
    return [replace(line, words=shown(line.words)) for line in uow.follow_ups.of_ticket(number)]


def _script(parts: ConsoleParts, chosen: ListedCall) -> str:
    """What to say first. Whoever picks up may not be the citizen: of a sealed ticket nothing is said before they have
    named it themselves."""
    if chosen.sealed:
        return parts.wording.say("console.script.sealed")
    unit = parts.office.unit_name(chosen.lead)
    return parts.wording.say(f"console.script.{chosen.call.kind.value}", unit=unit, title=chosen.title)


async def record(request: web.Request) -> web.Response:
    """Keep what one call brought. Refused, nothing that was typed is lost."""
    name, parts, form = request.match_info["item"], parts_of(request), await read_form(request)
    try:
        await work(request, _record, parts, name, request[VISIT].actor, form)
    except NotFoundError:
        raise
    except HotlineError as error:
        return await _page(request, name, status_of(error), explain(parts.wording, error), form.typed())
    return back_to(request, "revisits", {"done": "revisit"})


def _record(parts: ConsoleParts, name: str, actor: Actor, form: Form) -> None:
    """Raises NotFoundError for no call of ours, ConflictError where the ticket is not what the caller saw."""
    if not (name.isascii() and name.isdigit() and len(name) < 18):
        raise NotFoundError(what="call", key=name)
    form.measured()
    with parts.units_of_work() as uow:
        number = uow.call_list.get(int(name)).ticket
        if form.text("version") != str(visible_ticket(uow, number, actor).version):
            raise ConflictError(what="ticket", key=number)
        called(parts.office, uow, number, acting(parts.office, uow, actor), form, int(name))
        uow.commit()
