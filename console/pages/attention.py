"""待人工: danger first, then those who asked for a person, then what went wrong or over its limit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

from casework.ports import AttentionItem, AttentionKind, UnitOfWork
from casework.views import ChatLine
from console.faults import explain, status_of
from console.forms import Form, read_form
from console.parts import ConsoleParts
from console.render import back_to, page
from console.verbs import required
from console.visits import VISIT, new_token
from console.work import parts_of, work
from hotline.errors import HotlineError, NotFoundError
from hotline.message import Message
from hotline.people import Actor

ORDER = (
    AttentionKind.EMERGENCY,
    AttentionKind.HANDOVER,
    AttentionKind.TROUBLE,
    AttentionKind.ESCALATION,
    AttentionKind.OVERDUE,
    AttentionKind.CALENDAR,
)
TALKS = frozenset({AttentionKind.EMERGENCY, AttentionKind.HANDOVER, AttentionKind.TROUBLE})
"""Where a person waits in a conversation and can be answered."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The list, the item on the right, and its conversation."""

    items: Sequence[AttentionItem]
    item: AttentionItem | None
    talks: bool
    chat: Sequence[ChatLine]


async def show(request: web.Request) -> web.Response:
    """The list with one item open."""
    return await _page(request, request.query.get("item", ""))


async def _page(request: web.Request, wanted: str, status: int = 200, error: str = "", typed: str = "") -> web.Response:
    desk = await work(request, _read, parts_of(request), wanted)
    return await page(request, "attention.html", status, desk=desk, error=error, typed=typed, reply_key=new_token())


def _read(parts: ConsoleParts, wanted: str) -> Desk:
    items = sorted(parts.views.attention(), key=lambda item: (ORDER.index(item.kind), item.at))
    item = next((each for each in items if str(each.id) == wanted), items[0] if items else None)
    talks = item is not None and item.kind in TALKS
    chat = parts.views.conversation(item.person) if item is not None and talks else []
    return Desk(items, item, talks, chat)


async def take(request: web.Request) -> web.Response:
    """I look after this."""
    return await _step(request, lambda _, uow, item, actor: uow.attention.take(item.id, actor.id), "taken")


async def finish(request: web.Request) -> web.Response:
    """Done: the item leaves the list."""
    return await _step(request, _finish, "finished")


async def reply(request: web.Request) -> web.Response:
    """Answer the person over the channel they came from. Sent twice by a double click, it is said once."""
    form = await read_form(request)
    return await _step(request, _replier(form), "replied", form)


Step = Callable[[ConsoleParts, UnitOfWork, AttentionItem, Actor], None]


async def _step(request: web.Request, step: Step, done: str, form: Form | None = None) -> web.Response:
    name, parts = request.match_info["item"], parts_of(request)
    try:
        await work(request, _perform, parts, step, name, request[VISIT].actor)
    except HotlineError as error:
        typed = form.text("reply") if form else ""
        return await _page(request, name, status_of(error), explain(parts.wording, error), typed)
    query = {"done": done} if done == "finished" else {"done": done, "item": name}
    return back_to(request, "attention", query)


def _perform(parts: ConsoleParts, step: Step, name: str, actor: Actor) -> None:
    if not (name.isascii() and name.isdigit() and len(name) < 18):
        raise NotFoundError(what="attention", key=name)
    with parts.units_of_work() as uow:
        step(parts, uow, uow.attention.get(int(name)), actor)
        uow.commit()


def _finish(parts: ConsoleParts, uow: UnitOfWork, item: AttentionItem, actor: Actor) -> None:
    uow.attention.finish(item.id, parts.now())
    uow.audit.write(actor, "finish_attention", str(item.id), "", parts.now())


def _replier(form: Form) -> Step:
    def step(parts: ConsoleParts, uow: UnitOfWork, item: AttentionItem, actor: Actor) -> None:
        text = required(form, "reply")
        say_to_person(parts, uow, item.person, text, key=f"staff:{item.id}:{form.text('reply_key')}")
        if not item.taken_by:
            uow.attention.take(item.id, actor.id)

    return step


def say_to_person(parts: ConsoleParts, uow: UnitOfWork, person: int, text: str, *, key: str) -> None:
    """Put an operator's words in line; the citizen reads that a person speaks."""
    words = parts.wording.say("console.staff_says", text=text)
    uow.outbox.add(person, Message(words), key=key, at=parts.now())
