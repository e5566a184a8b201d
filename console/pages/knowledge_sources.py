"""废止来源: an administrator says that a statute no longer holds; what leans on it waits for a second look."""

from aiohttp import web

from console.faults import explain, status_of
from console.forms import Form, read_form
from console.names import account_names
from console.parts import ConsoleParts
from console.render import page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.errors import HotlineError
from hotline.people import Actor
from knowledge.keeping.repeal import repeal_source
from knowledge.keeping.restore import restore_source


async def show(request: web.Request) -> web.Response:
    return await _page(request, Form())


async def _page(request: web.Request, form: Form, status: int = 200, error: str = "",
                moved: int | None = None, back: int | None = None) -> web.Response:  # fmt: skip
    sources = await work(request, parts_of(request).views.repealed_sources)
    return await page(
        request, "knowledge_sources.html", status, sources=sources, form=form, error=error, moved=moved, back=back,
        names=await work(request, account_names, parts_of(request)),
    )  # fmt: skip


async def repeal(request: web.Request) -> web.Response:
    """Mark a statute as repealed."""
    parts, form = parts_of(request), await read_form(request)
    try:
        moved = await work(request, _repeal, parts, form, request[VISIT].actor)
    except HotlineError as error:
        return await _page(request, form, status_of(error), explain(parts.wording, error))
    return await _page(request, Form(), moved=moved)


def _repeal(parts: ConsoleParts, form: Form, actor: Actor) -> int:
    with parts.units_of_work() as uow:
        moved = repeal_source(parts.knowledge.desk, uow, actor, form.text("statute"), note=form.text("note"))
        uow.commit()
    return len(moved)


async def restore(request: web.Request) -> web.Response:
    """A statute was marked by mistake: it holds after all."""
    parts, form = parts_of(request), await read_form(request)
    try:
        back = await work(request, _restore, parts, form, request[VISIT].actor)
    except HotlineError as error:
        return await _page(request, Form(), status_of(error), explain(parts.wording, error))
    return await _page(request, Form(), back=back)


def _restore(parts: ConsoleParts, form: Form, actor: Actor) -> int:
    with parts.units_of_work() as uow:
        back = restore_source(parts.knowledge.desk, uow, actor, form.text("statute"), reason=form.text("reason"))
        uow.commit()
    return len(back)
