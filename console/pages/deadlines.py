"""时限表: what counts now, and a table that an administrator sends, looks at and publishes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aiohttp import web

from casework.keep_deadlines import SampleMatter, publish_deadlines, read_table, rules_of
from casework.ports_timekeeping import PublishedDeadlines
from console.faults import explain, status_of
from console.forms import Form, read_form
from console.names import account_names
from console.parts import ConsoleParts
from console.render import FOLDER, back_to, page
from console.uploads import uploaded_table
from console.visits import VISIT
from console.work import parts_of, work
from hotline.clock import local_day
from hotline.datafile import read_rows
from hotline.deadline_rule import DeadlineRule
from hotline.deadlines import DeadlineTable
from hotline.errors import DataFileError, HotlineError
from hotline.matter import MatterType, Urgency
from hotline.people import Actor
from hotline.taxonomy import Category

SAMPLES = FOLDER / "data" / "sample_matters.csv"
MOST_VERSIONS = 20


@dataclass(frozen=True, slots=True)
class Compared:
    """A matter, the rule it gets now, and the one it would get."""

    matter: SampleMatter
    now: DeadlineRule
    then: DeadlineRule

    @property
    def changed(self) -> bool:
        return (self.now.id, self.now.answer, self.now.longest) != (self.then.id, self.then.answer, self.then.longest)


async def show(request: web.Request) -> web.Response:
    return await _page(request, Form())


async def _page(request: web.Request, form: Form, status: int = 200, error: str = "",
                compared: Sequence[Compared] = ()) -> web.Response:  # fmt: skip
    parts = parts_of(request)
    published: list[PublishedDeadlines] = await work(request, parts.views.published_deadlines, MOST_VERSIONS)
    return await page(request, "deadlines.html", status, table=parts.office.deadlines, published=published, form=form,
                      compared=compared, error=error, today=local_day(parts.now()),
                      names=await work(request, account_names, parts))  # fmt: skip


async def preview(request: web.Request) -> web.Response:
    """Look at a table before it counts: which rule would some matters get?"""
    parts = parts_of(request)
    try:
        name, text = await uploaded_table(request)
        compared = compare(parts.office.deadlines, read_table(parts.office, name, text), local_day(parts.now()))
    except DataFileError as error:
        return await _page(request, Form(), 422, parts.wording.error(error))
    except HotlineError as error:
        return await _page(request, Form(), status_of(error), explain(parts.wording, error))
    return await _page(request, Form({"content": (text,)}), compared=compared)


async def publish(request: web.Request) -> web.Response:
    """Let the table count from now on."""
    parts, form = parts_of(request), await read_form(request)
    try:
        await work(request, _publish, parts, form, request[VISIT].actor)
    except DataFileError as error:
        return await _page(request, form, 422, parts.wording.error(error))
    except HotlineError as error:
        return await _page(request, form, status_of(error), explain(parts.wording, error), _compared(parts, form))
    return back_to(request, "deadlines", {"done": "publish_deadlines"})


def _publish(parts: ConsoleParts, form: Form, actor: Actor) -> None:
    with parts.units_of_work() as uow:
        publish_deadlines(parts.office, uow, actor, form.text("content"), note=form.text("note"))
        uow.commit()
    parts.look()


def _compared(parts: ConsoleParts, form: Form) -> Sequence[Compared]:
    """What was looked at is still there after a refusal."""
    try:
        table = read_table(parts.office, "deadlines.csv", form.text("content"))
    except DataFileError:
        return ()
    return compare(parts.office.deadlines, table, local_day(parts.now()))


def compare(present: DeadlineTable, proposed: DeadlineTable, day: date) -> list[Compared]:
    """Some matters by both tables."""
    matters = sample_matters(SAMPLES)
    both = zip(rules_of(present, matters, day), rules_of(proposed, matters, day), strict=True)
    return [Compared(matter, now, then) for (matter, now), (_, then) in both]


def sample_matters(path: Path) -> list[SampleMatter]:
    """The matters by which a table is shown.

    Raises:
        DataFileError: with the line.
    """
    return [
        SampleMatter(
            MatterType(row.one_of("matter_type", MatterType)),
            Urgency(row.one_of("urgency", Urgency)),
            Category.parse(row.required("category")),
            row.required("text"),
        )
        for row in read_rows(path, ("matter_type", "urgency", "category", "text"))
    ]
