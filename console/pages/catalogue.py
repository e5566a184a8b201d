"""派单目录: its versions, the faults of a changed one, what it would move, and putting it in force."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aiohttp import web
from multidict import MultiDictProxy

from casework.publish_catalogue import publish_catalogue
from console.catalogue import CatalogueParts, Trial, try_out
from console.faults import explain, status_of
from console.names import account_names
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
    """What the form says, as it was typed: a refusal gives it back. Only the file must be chosen again."""

    file: bytes = b""
    note: str = ""
    effective_from: str = ""
    days: str = str(DAYS)
    asked: str = "try"
    sent: bool = False


async def show(request: web.Request) -> web.Response:
    """The versions, the newest first, and the form."""
    return await _page(request, Upload())


async def take(request: web.Request) -> web.Response:
    """Try a changed catalogue out, or publish it. Only an administrator gets here; casework asks again."""
    parts, upload = parts_of(request), await work(request, _upload, await request.post())
    try:
        if upload.asked == "publish":
            await work(request, _publish, parts, upload, request[VISIT].actor)
            return back_to(request, "catalogue", {"done": "publish_catalogue"})
        trial = await work(request, _try, parts, upload)
    except DataFileError as error:
        return await _page(request, upload, 422, parts.wording.error(_uploaded(error)))
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
    faults = [parts.wording.error(_uploaded(each)) for each in trial.faults] if trial else []
    names = await work(request, account_names, parts)
    return await page(
        request, "catalogue.html", status, error=error, upload=upload, trial=trial, faults=faults[:MOST_SHOWN],
        versions=versions, present=present, most=MOST_SHOWN, columns=columns, today=local_day(parts.now()),
        names=names,
    )  # fmt: skip


def _uploaded(error: HotlineError) -> HotlineError:
    """A fault of the table by the name a person knows it by: where we put it down to read it is our own affair."""
    if isinstance(error, DataFileError):
        error.path = Path(error.path.name)
    return error


def _desk(parts: ConsoleParts) -> CatalogueParts:
    """Raises NotFoundError where the console was built without a catalogue."""
    if parts.catalogue is None:
        raise NotFoundError(what="catalogue", key="")
    return parts.catalogue


def _upload(posted: MultiDictProxy[str | bytes | bytearray | web.FileField]) -> Upload:
    """What was sent, nothing judged yet; of a file no more is read than a table may have."""
    given, content = posted.get("file"), b""
    if isinstance(given, web.FileField) and given.filename:
        with given.file as stream:
            content = stream.read(LARGEST + 1)
    note, since, days = (str(posted.get(name) or "").strip() for name in ("note", "effective_from", "try_days"))
    return Upload(content, note, since, days, "publish" if posted.get("asked") == "publish" else "try", sent=True)


def _content(upload: Upload) -> str:
    """Raises InvalidInputError without a file or with one too large, DataFileError where it is not UTF-8."""
    if not upload.file:
        raise InvalidInputError(field="file", rule="required")
    if len(upload.file) > LARGEST:
        raise InvalidInputError(field="file", rule="too_large")
    try:
        return upload.file.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = upload.file.count(b"\n", 0, error.start) + 1
        raise DataFileError(Path("catalogue.csv"), line, "not_utf8", position=error.start + 1) from error


def _days(upload: Upload) -> int:
    days = upload.days or str(DAYS)
    if not (days.isascii() and days.isdecimal() and len(days) < 10 and 1 <= int(days) <= LONGEST):
        raise InvalidInputError(field="try_days", rule="try_days")
    return int(days)


def _day(upload: Upload) -> date | None:
    try:
        return date.fromisoformat(upload.effective_from) if upload.effective_from else None
    except ValueError:
        raise InvalidInputError(field="effective_from", rule="YYYY-MM-DD") from None


def _try(parts: ConsoleParts, upload: Upload) -> Trial:
    now, content = parts.now(), _content(upload)
    return try_out(_desk(parts), parts.views, parts.understand, content=content, now=now, days=_days(upload),
                   effective_from=_day(upload) or local_day(now))  # fmt: skip


def _publish(parts: ConsoleParts, upload: Upload, actor: Actor) -> None:
    content, since = _content(upload), _day(upload)
    if since is None:
        raise InvalidInputError(field="effective_from", rule="required")
    with parts.units_of_work() as uow:
        publish_catalogue(parts.office, uow, actor, _desk(parts).city, content=content, note=upload.note,
                          effective_from=since)  # fmt: skip
        uow.commit()


def _versions(parts: ConsoleParts) -> tuple[list[CatalogueVersion], InForce]:
    """All versions, the newest first, and the one in force (0: the city's file)."""
    with parts.units_of_work(write=False) as uow:
        versions = uow.catalogue.after(0)
    return versions[::-1], _desk(parts).router.in_force(local_day(parts.now()))


def _version(parts: ConsoleParts, number: int) -> CatalogueVersion:
    with parts.units_of_work(write=False) as uow:
        return uow.catalogue.get(number)
