"""放假安排: a year as twelve months; an administrator edits a day or imports the year."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aiohttp import web

from casework.keep_calendar import KINDS, edit_day, import_years
from casework.ports_timekeeping import CalendarYear
from console.faults import explain, status_of
from console.forms import Form, query_form, read_form
from console.names import account_names
from console.parts import ConsoleParts
from console.render import back_to, page
from console.uploads import uploaded_table
from console.visits import VISIT
from console.work import parts_of, work
from hotline.calendar import WorkingCalendar, parse_calendar
from hotline.clock import local_day
from hotline.errors import DataFileError, HotlineError, InvalidInputError
from hotline.people import Actor

FIRST, LAST = 2000, 2100


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a month; `kind` is what it looks like: `off`, `work` (in exchange), `weekend` or `plain`."""

    day: date
    kind: str
    name: str


async def show(request: web.Request) -> web.Response:
    return await _page(request, query_form(request))


async def _page(request: web.Request, form: Form, status: int = 200, error: str = "") -> web.Response:
    parts = parts_of(request)
    today = local_day(parts.now())
    day = _day(form)
    year = min(max(form.number("year", (day or today).year), FIRST), LAST)
    years = await work(request, parts.views.calendar_years)
    known = next((each for each in years if each.year == year), None)
    return await page(request, "calendar.html", status, year=year, known=known, years=years, months=months(year, known),
                      day=day, form=form, kinds=KINDS, today=today, error=error,
                      names=await work(request, account_names, parts))  # fmt: skip


def months(year: int, known: CalendarYear | None) -> list[list[list[Cell | None]]]:
    """Twelve months of weeks of seven days, Monday first; None beside the month."""
    special = {each.day: each for each in known.days} if known else {}

    def cell(day: date, month: int) -> Cell | None:
        if day.month != month:
            return None
        found = special.get(day)
        if found:
            return Cell(day, found.kind, found.name)
        return Cell(day, "weekend" if day.weekday() > 4 else "plain", "")

    weeks = Calendar()
    return [
        [[cell(day, month) for day in week] for week in weeks.monthdatescalendar(year, month)] for month in range(1, 13)
    ]


async def edit(request: web.Request) -> web.Response:
    """One day."""
    parts, form = parts_of(request), await read_form(request)
    try:
        day = _day(form)
        if day is None:
            raise InvalidInputError(field="day", rule="date")
        await work(request, _edit, parts, form, day, request[VISIT].actor)
    except HotlineError as error:
        return await _page(request, form, status_of(error), explain(parts.wording, error))
    return back_to(request, "calendar", {"year": str(day.year), "done": "edit_day"})


def _edit(parts: ConsoleParts, form: Form, day: date, actor: Actor) -> None:
    with parts.units_of_work() as uow:
        edit_day(parts.office, uow, actor, day, kind=form.text("kind"), name=form.text("day_name"))
        uow.commit()
    parts.look()


async def take(request: web.Request) -> web.Response:
    """A year's table; wrong, and nothing is taken."""
    parts = parts_of(request)
    try:
        name, text = await uploaded_table(request)
        table = parse_calendar(Path(name), text)
        if not table.years:
            raise InvalidInputError(field="file", rule="no_rows")
        years = await work(request, _take, parts, table, name, request[VISIT].actor)
    except DataFileError as error:
        return await _page(request, Form(), 422, parts.wording.error(error))
    except HotlineError as error:
        return await _page(request, Form(), status_of(error), explain(parts.wording, error))
    return back_to(request, "calendar", {"year": str(years[0]), "done": "import_calendar"})


def _take(parts: ConsoleParts, table: WorkingCalendar, name: str, actor: Actor) -> list[int]:
    with parts.units_of_work() as uow:
        years = import_years(parts.office, uow, actor, table, source=name)
        uow.commit()
    parts.look()
    return years


def _day(form: Form) -> date | None:
    try:
        return date.fromisoformat(form.text("day"))
    except ValueError:
        return None
