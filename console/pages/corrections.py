"""纠错复核: what operators made of the machine's decisions gets a second look before anything is learned from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from casework.views import CorrectionRow
from console.faults import explain, status_of
from console.forms import Form, read_form
from console.names import staff_names
from console.parts import ConsoleParts
from console.render import back_to, page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.errors import HotlineError, InvalidInputError
from hotline.people import Actor

TABS = ("changed", "confirmed")
VERDICTS = {"accept": True, "drop": False}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One tab: the newest that wait, and the names of the accounts that stand there by login."""

    tab: str
    rows: Sequence[CorrectionRow]
    names: Mapping[str, str]


async def show(request: web.Request) -> web.Response:
    """What waits for a second look; `?tab=confirmed` shows where the operator agreed with the machine."""
    return await _page(request, request.query.get("tab", ""))


async def _page(request: web.Request, tab: str, status: int = 200, error: str = "") -> web.Response:
    waiting = await work(request, _read, parts_of(request), tab if tab in TABS else TABS[0], request[VISIT].actor)
    return await page(request, "corrections.html", status, waiting=waiting, tabs=TABS, error=error)


def _read(parts: ConsoleParts, tab: str, actor: Actor) -> Waiting:
    rows = parts.views.unsettled(changed=tab == "changed")
    with parts.units_of_work(write=False) as uow:
        names = staff_names(uow)
        return Waiting(tab, [row for row in rows if not uow.recusals.bars(row.ticket, actor)], names)


async def settle(request: web.Request) -> web.Response:
    """Accept or drop what is ticked. What somebody has settled meanwhile stays as it is."""
    parts, form = parts_of(request), await read_form(request)
    try:
        await work(request, _settle, parts, form, request[VISIT].actor)
    except HotlineError as error:
        return await _page(request, form.text("tab"), status_of(error), explain(parts.wording, error))
    query = {"done": f"corrections_{form.text('verdict')}", "tab": form.text("tab")}
    return back_to(request, "corrections", query)


def _settle(parts: ConsoleParts, form: Form, actor: Actor) -> None:
    """Raises InvalidInputError where nothing is ticked, or no button of ours was pressed."""
    if form.text("verdict") not in VERDICTS:
        raise InvalidInputError(field="verdict", rule="choice")
    chosen = form.several("correction")
    if not chosen or not all(each.isascii() and each.isdigit() and len(each) < 18 for each in chosen):
        raise InvalidInputError(field="correction", rule="choice")
    verdict, now = form.text("verdict"), parts.now()
    with parts.units_of_work() as uow:
        uow.ledger.settle([int(each) for each in chosen], actor, now, accepted=VERDICTS[verdict])
        uow.audit.write(actor, f"{verdict}_corrections", "、".join(chosen), "", now)
        uow.commit()
