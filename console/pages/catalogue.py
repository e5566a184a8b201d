"""派单目录: its versions, the faults of a changed one, what it would move, and putting it in force."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from aiohttp import web
from multidict import MultiDictProxy

from casework.publish_catalogue import publish_catalogue
from console.catalogue import CatalogueParts, Trial, try_out
from console.faults import explain, status_of
from console.parts import ConsoleParts
from console.render import back_to, page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.clock import local_day
from hotline.errors import DataFileError, HotlineError, InvalidInputError, NotFoundError
from hotline.people import Actor
from routing.catalogue import COLUMNS, OPTIONAL
from routing.versions import CatalogueVersion, InForce

MOST_SHOWN = 200
DAYS = 90
LONGEST = 366
LARGEST = 5_000_000
"""Bytes of a table; the shipped one has 120,000."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What the form says."""

    content: str = ""
    note: str = ""
    effective_from: date | None = None
    days: int = DAYS
    asked: str = field(default="try")


async def show(request: web.Request) -> web.Response:
    """The versions, the newest first, and the form."""
    return await _page(request, Upload())


async def take(request: web.Request) -> web.Response:
    """Try a changed catalogue out, or publish it. Only an administrator gets here; casework asks again."""
    parts, upload = parts_of(request), Upload()
    try:
        upload = await work(request, _upload, await request.post())
        if upload.asked == "publish":
            await work(request, _publish, parts, upload, request[VISIT].actor)
            return back_to(request, "catalogue", {"done": "publish_catalogue"})
        trial = await work(request, _try, parts, upload)
    except DataFileError as error:
        return await _page(request, upload, 422, parts.wording.error(error))
    except HotlineError as error:
        return await _page(request, upload, status_of(error), explain(parts.wording, error))
    return await _page(request, upload, 422 if trial.faults else 200, trial=trial)


async def give(request: web.Request) -> web.Response:
    """A version as the table that was uploaded."""
    number = request.match_info["number"]
    if not number.isdecimal():
        raise NotFoundError(what="catalogue", key=number)
    version = await work(request, _version, parts_of(request), int(number))
    headers = {"Content-Disposition": f'attachment; filename="catalogue-{version.number}.csv"'}
    return web.Response(body=version.content.encode("utf-8-sig"), content_type="text/csv", headers=headers)


async def _page(request: web.Request, upload: Upload, status: int = 200, error: str = "",
                trial: Trial | None = None) -> web.Response:  # fmt: skip
    parts = parts_of(request)
    versions, present = await work(request, _versions, parts)
    columns = (*COLUMNS, *OPTIONAL)
    faults = [parts.wording.error(each) for each in trial.faults] if trial else []
    return await page(
        request, "catalogue.html", status, error=error, upload=upload, trial=trial, faults=faults[:MOST_SHOWN],
        versions=versions, present=present, most=MOST_SHOWN, columns=columns, today=local_day(parts.now()),
    )  # fmt: skip


def _desk(parts: ConsoleParts) -> CatalogueParts:
    """Raises NotFoundError where the console was built without a catalogue."""
    if parts.catalogue is None:
        raise NotFoundError(what="catalogue", key="")
    return parts.catalogue


def _upload(posted: MultiDictProxy[str | bytes | bytearray | web.FileField]) -> Upload:
    """Raises InvalidInputError with the field that is wrong."""
    given, days = posted.get("file"), str(posted.get("days") or DAYS)
    if not isinstance(given, web.FileField) or not given.filename:
        raise InvalidInputError(field="file", rule="required")
    with given.file as stream:
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise InvalidInputError(field="file", rule="too_large")
    if not days.isdecimal() or not 1 <= int(days) <= LONGEST:
        raise InvalidInputError(field="try_days", rule=f"1-{LONGEST}")
    return Upload(_text(content), str(posted.get("note") or "").strip(), _day(str(posted.get("effective_from") or "")),
                  int(days), "publish" if posted.get("asked") == "publish" else "try")  # fmt: skip


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataFileError(Path("catalogue.csv"), line, "not_utf8", position=error.start + 1) from error


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInputError(field="effective_from", rule="YYYY-MM-DD") from None


def _try(parts: ConsoleParts, upload: Upload) -> Trial:
    now = parts.now()
    return try_out(_desk(parts), parts.views, parts.understand, content=upload.content, now=now, days=upload.days,
                   effective_from=upload.effective_from or local_day(now))  # fmt: skip


def _publish(parts: ConsoleParts, upload: Upload, actor: Actor) -> None:
    if upload.effective_from is None:
        raise InvalidInputError(field="effective_from", rule="required")
    with parts.units_of_work() as uow:
        publish_catalogue(parts.office, uow, actor, _desk(parts).city, content=upload.content, note=upload.note,
                          effective_from=upload.effective_from)  # fmt: skip
        uow.commit()


def _versions(parts: ConsoleParts) -> tuple[list[CatalogueVersion], InForce]:
    """All versions, the newest first, and the one in force (0: the city's file)."""
    with parts.units_of_work(write=False) as uow:
        versions = uow.catalogue.after(0)
    return versions[::-1], _desk(parts).router.in_force(local_day(parts.now()))


def _version(parts: ConsoleParts, number: int) -> CatalogueVersion:
    with parts.units_of_work(write=False) as uow:
        return uow.catalogue.get(number)
