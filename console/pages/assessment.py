"""考核: the tables of a month with every count beside its rate, and the same as files."""

import io

from aiohttp import web

from analytics.assessment.sheet import RATES, By, Table, header, rows
from console.assessment import AssessmentParts
from console.pages.knowledge_tables import TYPES
from console.parts import ConsoleParts
from console.render import page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.clock import local
from hotline.errors import NotFoundError
from hotline.people import Actor
from knowledge.sheets import write_sheet


def assessing(parts: ConsoleParts) -> AssessmentParts:
    """Raises NotFoundError where nobody computes an assessment."""
    if parts.assessment is None:
        raise NotFoundError(what="assessment", key="")
    return parts.assessment


async def show(request: web.Request) -> web.Response:
    """The table of a month."""
    parts, month, by = parts_of(request), _month(request), _by(request)
    shown = await work(request, _read, parts, month, by, request[VISIT].actor)
    return await page(request, "assessment.html", shown=shown, month=month, by=by, tables=list(By), rates=RATES,
                      rule=assessing(parts).rule_of(month))  # fmt: skip


async def give(request: web.Request) -> web.Response:
    """The table as CSV or XLSX; that it was taken away is written down."""
    parts, kind = parts_of(request), request.match_info["kind"]
    if kind not in TYPES:
        raise NotFoundError(what="export", key=kind)
    month, by = _month(request), _by(request)
    name = f"assessment-{month}-{by}.{kind}"
    content = await work(request, _give, parts, name, month, by, request[VISIT].actor)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=content, content_type=TYPES[kind], headers=headers)


def _month(request: web.Request) -> str:
    return request.query.get("month", "") or f"{local(parts_of(request).now()):%Y-%m}"


def _by(request: web.Request) -> By:
    asked = request.query.get("by", "")
    return By(asked) if asked in list(By) else By.UNIT


def _read(parts: ConsoleParts, month: str, by: By, actor: Actor) -> Table:
    return assessing(parts).table(month, by, actor, parts.office.unit_name)


def _give(parts: ConsoleParts, name: str, month: str, by: By, actor: Actor) -> bytes:
    shown, target = _read(parts, month, by, actor), io.BytesIO()
    write_sheet(target, name, header(by, parts.wording), rows(shown, parts.wording))
    with parts.units_of_work() as uow:
        uow.audit.write(actor, "export_assessment", name, "", parts.now())
        uow.commit()
    return target.getvalue()
