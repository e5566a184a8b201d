"""Writing an entry: new, or a new version of one. Whatever is refused, what was typed stays in the form."""

from collections.abc import Sequence
from dataclasses import replace

from aiohttp import web

from console.entry_forms import Difference, differences, read_entry, typed_of
from console.faults import explain, status_of
from console.forms import Form, read_form
from console.pages.knowledge_entry import preview
from console.parts import ConsoleParts
from console.render import back_to, page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.errors import HotlineError
from hotline.people import Actor
from knowledge.entry import Entry, EntryKind
from knowledge.keeping.change import change
from knowledge.keeping.draft import draft
from knowledge.keeping.errors import EditedMeanwhileError
from knowledge.keeping.ports import Kept
from knowledge.keeping.submit import submit


async def new(request: web.Request) -> web.Response:
    """An empty form."""
    owner = parts_of(request).knowledge.desk.owner_of(request[VISIT].actor)
    return await _page(request, Form({"owner": (owner,)}))


async def add(request: web.Request) -> web.Response:
    """Keep a new draft."""
    form = await read_form(request)
    if form.text("look"):
        return await _look(request, form)
    try:
        entry_id = await work(request, _draft, parts_of(request), form, request[VISIT].actor)
    except HotlineError as error:
        return await _refused(request, form, error)
    return back_to(request, "entry", {"done": "entry_submit" if form.text("submit") else "entry_saved"}, entry=entry_id)


async def edit(request: web.Request) -> web.Response:
    """The form with what the entry says now."""
    kept = await work(request, parts_of(request).views.entry, request.match_info["entry"])
    typed = {name: (value,) for name, value in typed_of(kept.present.entry).items()}
    return await _page(request, Form({**typed, "version": (str(kept.latest.number),)}), kept=kept)


async def save(request: web.Request) -> web.Response:
    """Keep a new version as a draft. The second of two editors gets the form back with the number of the newest."""
    parts, form, entry_id = parts_of(request), await read_form(request), request.match_info["entry"]
    kept = await work(request, parts.views.entry, entry_id)
    if form.text("look"):
        return await _look(request, form, kept)
    try:
        await work(request, _change, parts, entry_id, form, request[VISIT].actor)
    except EditedMeanwhileError as error:
        kept = await work(request, parts.views.entry, entry_id)
        newest = Form({**form.values, "version": (str(kept.latest.number),)})
        return await _refused(request, newest, error, kept, _against(parts, newest, kept))
    except HotlineError as error:
        return await _refused(request, form, error, kept)
    return back_to(request, "entry", {"done": "entry_submit" if form.text("submit") else "entry_saved"}, entry=entry_id)


async def _look(request: web.Request, form: Form, kept: Kept | None = None) -> web.Response:
    """Show what the citizen would see of what is typed, without keeping it."""
    parts = parts_of(request)
    try:
        seen = preview(parts, read_entry(form, parts.knowledge.desk, parts.wording, ""))
    except HotlineError as error:
        return await _refused(request, form, error, kept)
    return await _page(request, form, kept=kept, preview=seen)


async def _refused(request: web.Request, form: Form, error: HotlineError, kept: Kept | None = None,
                   against: Sequence[Difference] = ()) -> web.Response:  # fmt: skip
    sentence = explain(parts_of(request).wording, error)
    return await _page(request, form, status_of(error), sentence, kept=kept, against=against)


async def _page(request: web.Request, form: Form, status: int = 200, error: str = "", *, kept: Kept | None = None,
                preview: str = "", against: Sequence[Difference] = ()) -> web.Response:  # fmt: skip
    owners = parts_of(request).office.units.types()
    own = parts_of(request).knowledge.desk.owner_of(request[VISIT].actor)
    return await page(request, "knowledge_edit.html", status, form=form, error=error, kept=kept, preview=preview,
                      against=against, owners=(own,) if own else owners, kinds=tuple(EntryKind))  # fmt: skip


def _draft(parts: ConsoleParts, form: Form, actor: Actor) -> str:
    desk = parts.knowledge.desk
    entry = _owned(parts, read_entry(form, desk, parts.wording, desk.new_id()), actor)
    with parts.units_of_work() as uow:
        version = draft(desk, uow, actor, entry, why=form.text("why"))
        if form.text("submit"):
            submit(desk, uow, actor, entry.id, number=version.number)
        uow.commit()
    return entry.id


def _owned(parts: ConsoleParts, entry: Entry, actor: Actor) -> Entry:
    """Where a unit's person leaves the owner open, it is their own unit."""
    return entry if entry.owner else replace(entry, owner=parts.knowledge.desk.owner_of(actor))


def _change(parts: ConsoleParts, entry_id: str, form: Form, actor: Actor) -> None:
    desk = parts.knowledge.desk
    entry = _owned(parts, read_entry(form, desk, parts.wording, entry_id), actor)
    with parts.units_of_work() as uow:
        version = change(desk, uow, actor, entry, number=form.number("version", -1), why=form.text("why"))
        if form.text("submit"):
            submit(desk, uow, actor, entry_id, number=version.number)
        uow.commit()


def _against(parts: ConsoleParts, form: Form, kept: Kept) -> Sequence[Difference]:
    """Where what was typed differs from what the other person saved."""
    try:
        typed = read_entry(form, parts.knowledge.desk, parts.wording, kept.id)
    except HotlineError:
        return ()
    return differences(kept.present.entry, typed)
