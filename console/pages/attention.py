"""待人工: danger first, then those who asked for a person, then what went wrong or over its limit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from casework.end_call import end_call
from casework.ports import AttentionItem, AttentionKind, UnitOfWork
from casework.views import STAFF_KEY, ChatLine
from console.faults import explain, status_of
from console.forms import Form, read_form
from console.intake import PHONE
from console.names import staff_names
from console.pages.picture import drawn
from console.parts import ConsoleParts
from console.render import back_to, bare, page
from console.verbs import required
from console.visits import VISIT, new_token
from console.work import parts_of, work
from hotline.errors import ConflictError, HotlineError, NotAllowedError, NotFoundError
from hotline.message import Attachment, Message
from hotline.people import Actor

TALKS = frozenset({AttentionKind.EMERGENCY, AttentionKind.HANDOVER, AttentionKind.TROUBLE})
"""Where a person waits in a conversation and can be answered."""

OVER = "conversation"
"""What a reply comes too late for: somebody has finished, and the machine answers the citizen again."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The list, the item on the right, and its conversation. `names` are the staff's by login.

    Where the item that was asked for no longer waits, nobody else's is shown in its place; `over` says that it was a
    conversation.
    """

    items: Sequence[AttentionItem]
    item: AttentionItem | None
    talks: bool
    chat: Sequence[ChatLine]
    names: Mapping[str, str]
    over: bool = False


async def show(request: web.Request) -> web.Response:
    """The list with one item open."""
    return await _page(request, request.query.get("item", ""))


async def _page(request: web.Request, wanted: str, status: int = 200, error: str = "", typed: str = "") -> web.Response:
    desk = await work(request, _read, parts_of(request), wanted, request[VISIT].actor)
    return await page(request, "attention.html", status, desk=desk, error=error, typed=typed, reply_key=new_token())


def _read(parts: ConsoleParts, wanted: str, actor: Actor) -> Desk:
    """Without a wish the first item; a wish that nobody waits for any longer is not turned into another one.

    What is wished for is asked for by itself: the list is cut, and who stands behind the cut still waits.
    """
    with parts.units_of_work(write=False) as uow:
        barred = uow.recusals.persons_barred(actor)
        tickets = uow.recusals.tickets_barred(actor)
        items = [each for each in parts.views.attention() if each.person not in barred and each.ticket not in tickets]
        found = _found(uow, wanted, actor) if wanted else next(iter(items), None)
        over = found is not None and found.done_at is not None and found.kind in TALKS
        item = found if found is not None and found.done_at is None else None
        talks = item is not None and _talks(uow, item)
        names = staff_names(uow)
    chat = parts.views.conversation(item.person) if item is not None and talks else []
    return Desk(items, item, talks, chat, names, over)


def _talks(uow: UnitOfWork, item: AttentionItem) -> bool:
    """Whether the person can be answered in writing: who has called is to be called back."""
    return item.kind in TALKS and uow.people.get(item.person).channel != PHONE


async def chat(request: web.Request) -> web.Response:
    """The lines of an open conversation alone, which a page fetches anew while somebody types their reply."""
    item, lines = await work(request, _read_chat, parts_of(request), request.match_info["item"],
                             request[VISIT].actor)  # fmt: skip
    return bare(request, "_chat.html", item=item, chat=lines)


def _read_chat(parts: ConsoleParts, name: str, actor: Actor) -> tuple[AttentionItem, Sequence[ChatLine]]:
    with parts.units_of_work(write=False) as uow:
        item = _found(uow, name, actor)
        if not _talks(uow, item):
            raise NotAllowedError(what="conversation", key=name)
    return item, parts.views.conversation(item.person) if item.done_at is None else []


async def picture(request: web.Request) -> web.Response:
    """A picture out of an open conversation."""
    item, name = request.match_info["item"], request.match_info["picture"]
    return drawn(await work(request, _read_picture, parts_of(request), item, name, request[VISIT].actor))


def _read_picture(parts: ConsoleParts, name: str, number: str, actor: Actor) -> Attachment:
    """Only what this very conversation shows; who looked at it is written down, for it belongs to no ticket yet."""
    item, lines = _read_chat(parts, name, actor)
    inbound = next((line.picture for line in lines if line.picture is not None and str(line.picture) == number), None)
    with parts.units_of_work() as uow:
        found = uow.inbox.picture(inbound) if inbound is not None else None
        if found is None:
            raise NotFoundError(what="picture", key=number)
        uow.audit.write(actor, "see_picture", f"attention {item.id}", "", parts.now())
        uow.commit()
    return found


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
        over = isinstance(error, ConflictError) and error.params.get("what") == OVER
        sentence = parts.wording.say("console.attention_over") if over else explain(parts.wording, error)
        return await _page(request, name, status_of(error), sentence, typed)
    query = {"done": done} if done == "finished" else {"done": done, "item": name}
    return back_to(request, "attention", query)


def _perform(parts: ConsoleParts, step: Step, name: str, actor: Actor) -> None:
    with parts.units_of_work() as uow:
        step(parts, uow, _found(uow, name, actor), actor)
        uow.commit()


def _found(uow: UnitOfWork, name: str, actor: Actor) -> AttentionItem:
    """The item of an address.

    Raises:
        NotFoundError: there is none, or its citizen has a ticket that this person keeps out of.
    """
    if not (name.isascii() and name.isdigit() and len(name) < 18):
        raise NotFoundError(what="attention", key=name)
    item = uow.attention.get(int(name))
    if item.person in uow.recusals.persons_barred(actor) or item.ticket in uow.recusals.tickets_barred(actor):
        raise NotFoundError(what="attention", key=name)
    return item


def _finish(parts: ConsoleParts, uow: UnitOfWork, item: AttentionItem, actor: Actor) -> None:
    end_call(parts.office, uow, item)
    uow.audit.write(actor, "finish_attention", str(item.id), "", parts.now())


def _replier(form: Form) -> Step:
    """The call is taken before a word is said: that waits for whoever finishes or takes it at the same instant."""

    def step(parts: ConsoleParts, uow: UnitOfWork, item: AttentionItem, actor: Actor) -> None:
        text = required(form, "reply")
        form.measured()
        _hold(uow, item, actor)
        say_to_person(parts, uow, item.person, text, key=f"{STAFF_KEY}{item.id}:{form.text('reply_key')}")

    return step


def _hold(uow: UnitOfWork, item: AttentionItem, actor: Actor) -> None:
    """Raises ConflictError where somebody else has it; `OVER` where it is done, perhaps since it was read."""
    try:
        uow.attention.take(item.id, actor.id)
    except ConflictError:
        if uow.attention.get(item.id).done_at is None:
            raise
        raise ConflictError(what=OVER, key=item.id) from None


def say_to_person(parts: ConsoleParts, uow: UnitOfWork, person: int, text: str, *, key: str) -> None:
    """Put an operator's words in line; the citizen reads that a person speaks."""
    words = parts.wording.say("console.staff_says", text=text)
    uow.outbox.add(person, Message(words), key=key, at=parts.now())
