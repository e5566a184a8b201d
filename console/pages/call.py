"""电话录入: an operator writes down a call; the machine pre-fills, the person decides."""

from dataclasses import dataclass

from aiohttp import web

from console.choices import category_groups
from console.faults import explain, status_of
from console.forms import Form, read_form
from console.intake import Prefill, enter_call, judged, prefilled
from console.render import back_to, page
from console.visits import VISIT, new_token
from console.work import parts_of, work
from hotline.errors import HotlineError
from hotline.matter import MatterType, Urgency


@dataclass(frozen=True, slots=True)
class Options:
    """What the selects offer."""

    matter_types: tuple[MatterType, ...] = tuple(MatterType)
    urgencies: tuple[Urgency, ...] = tuple(Urgency)


async def show(request: web.Request) -> web.Response:
    """An empty form. Its key makes a double click one ticket."""
    return await _page(request, Form({"key": (new_token(),)}))


async def _page(request: web.Request, form: Form, status: int = 200, error: str = "",
                prefill: Prefill | None = None) -> web.Response:  # fmt: skip
    groups = category_groups(parts_of(request).office.taxonomy)
    return await page(request, "call.html", status, form=form, error=error, prefill=prefill, options=Options(),
                      category_groups=groups)  # fmt: skip


async def prefill(request: web.Request) -> web.Response:
    """What the machine makes of the words so far; what the person has filled in already stays."""
    parts, form = parts_of(request), await read_form(request)
    if not form.text("text"):
        sentence = parts.wording.say("console.call.words_first")
        return await _page(request, form, 422, sentence)
    found = await work(request, prefilled, parts, form)
    return await _page(request, found.form, prefill=found)


async def enter(request: web.Request) -> web.Response:
    """Open the ticket."""
    parts, form = parts_of(request), await read_form(request)
    try:
        entered = await work(request, enter_call, parts, form, request[VISIT].actor)
    except HotlineError as error:
        twice = error.code == "conflict"
        sentence = parts.wording.say("console.call.twice") if twice else explain(parts.wording, error)
        return await _page(request, form, status_of(error), sentence, await work(request, judged, parts, form))
    danger = {"danger": entered.danger} if entered.danger else {}
    return back_to(request, "ticket", {"done": "call", **danger}, number=entered.number)
