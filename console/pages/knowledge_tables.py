"""导入、导出: tables of entries, with a report that names each bad row."""

import io
from typing import IO

from aiohttp import web

from console.faults import explain, status_of
from console.parts import ConsoleParts
from console.render import page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.clock import local_day
from hotline.errors import DataFileError, HotlineError, InvalidInputError, NotFoundError
from hotline.people import Actor
from knowledge.keeping.exporting import export
from knowledge.keeping.importing import Import, Importer, Report

MOST_FAULTS = 200
TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def show(request: web.Request) -> web.Response:
    return await _page(request)


async def _page(request: web.Request, status: int = 200, error: str = "", report: Report | None = None,
                strict: bool = False) -> web.Response:  # fmt: skip
    wording = parts_of(request).wording
    shown = report.faults[:MOST_FAULTS] if report else []
    faults = [(each.line, each.header(wording), each.words(wording)) for each in shown]
    more = report.complaints - len(shown) if report else 0
    return await page(request, "knowledge_import.html", status, error=error, report=report, faults=faults, more=more,
                      strict=strict)  # fmt: skip


async def take(request: web.Request) -> web.Response:
    """Import a table: what is good waits in review."""
    parts, posted = parts_of(request), await request.post()
    upload, strict = posted.get("file"), posted.get("strict") == "yes"
    try:
        if not isinstance(upload, web.FileField) or not upload.filename:
            raise InvalidInputError(field="file", rule="required")
        how = Import(request[VISIT].actor, upload.filename[:200], strict=strict)
        report = await work(request, _take, parts, upload.file, how)
    except DataFileError as error:
        return await _page(request, 422, parts.wording.error(error), strict=strict)
    except HotlineError as error:
        return await _page(request, status_of(error), explain(parts.wording, error), strict=strict)
    finally:
        if isinstance(upload, web.FileField):
            upload.file.close()
    return await _page(request, report=report, strict=strict)


def _take(parts: ConsoleParts, source: IO[bytes], how: Import) -> Report:
    keeping = parts.knowledge
    importer = Importer(keeping.desk, parts.wording, parts.units_of_work, parts.views.entry, keeping.answerer.present,
                        keeping.build)  # fmt: skip
    return importer.take(source, how)


async def give(request: web.Request) -> web.Response:
    """Export everything that is not retired."""
    parts, kind = parts_of(request), request.match_info["kind"]
    if kind not in TYPES:
        raise NotFoundError(what="export", key=kind)
    name = f"knowledge-{local_day(parts.now())}.{kind}"
    content = await work(request, _give, parts, name, request[VISIT].actor)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=content, content_type=TYPES[kind], headers=headers)


def _give(parts: ConsoleParts, name: str, actor: Actor) -> bytes:
    target = io.BytesIO()
    count = export(target, name, parts.views.current_entries(), parts.wording)
    with parts.units_of_work() as uow:
        uow.audit.write(actor, "export_entries", name, str(count), parts.now())
        uow.commit()
    return target.getvalue()
