"""外出代班: who is away from when to when, and who stands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aiohttp import web

from casework.ports_timekeeping import Absence
from casework.stand_in import come_back, go_away
from console.faults import explain, status_of
from console.forms import Form, read_form
from console.parts import ConsoleParts
from console.render import back_to, page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.clock import local_day
from hotline.errors import HotlineError, InvalidInputError, NotFoundError
from hotline.people import Account, Actor, Role


@dataclass(frozen=True, slots=True)
class Away:
    """An absence with the names that people know."""

    absence: Absence
    who: str
    deputy: str
    unit: str
    mine: bool
    now: bool


async def show(request: web.Request) -> web.Response:
    return await _page(request, Form())


async def _page(request: web.Request, form: Form, status: int = 200, error: str = "") -> web.Response:
    parts, account = parts_of(request), request[VISIT].account
    absences, colleagues = await work(request, _read, parts, account)
    return await page(request, "away.html", status, absences=absences, colleagues=colleagues, form=form, error=error,
                      today=local_day(parts.now()))  # fmt: skip


def _read(parts: ConsoleParts, account: Account) -> tuple[list[Away], list[Account]]:
    with parts.units_of_work(write=False) as uow:
        everybody = [each for each in uow.accounts.all() if not each.disabled]
    ruling = account.role is Role.ADMINISTRATOR
    colleagues = [each for each in everybody if ruling or (each.unit, each.role) == (account.unit, account.role)]
    return away_of(parts, account, everybody), colleagues


def away_of(parts: ConsoleParts, account: Account, everybody: Sequence[Account]) -> list[Away]:
    """Who of one's own unit is away or will be; an administrator sees everybody. Blocking."""
    known, today = {each.login: each for each in everybody}, local_day(parts.now())
    ruling = account.role is Role.ADMINISTRATOR
    found = []
    for absence in parts.views.absences(today):
        who, deputy = known.get(absence.login), known.get(absence.deputy)
        if who is None or not (ruling or (who.unit, who.role) == (account.unit, account.role)):
            continue
        found.append(Away(absence, who.name, deputy.name if deputy else absence.deputy, who.unit,
                          ruling or who.login == account.login, absence.covers(today)))  # fmt: skip
    return found


async def add(request: web.Request) -> web.Response:
    """Go away, or send somebody away."""
    parts, form = parts_of(request), await read_form(request)
    try:
        await work(request, _add, parts, form, request[VISIT].actor)
    except HotlineError as error:
        return await _page(request, form, status_of(error), explain(parts.wording, error))
    return back_to(request, "away", {"done": "go_away"})


def _add(parts: ConsoleParts, form: Form, actor: Actor) -> None:
    login = form.text("login") if actor.role is Role.ADMINISTRATOR else actor.id
    with parts.units_of_work() as uow:
        go_away(parts.office, uow, actor, login=login, since=_day(form, "since"), until=_day(form, "away_until"),
                deputy=form.text("deputy"))  # fmt: skip
        uow.commit()


def _day(form: Form, field: str) -> date:
    try:
        return date.fromisoformat(form.text(field))
    except ValueError:
        raise InvalidInputError(field=field, rule="date") from None


async def end(request: web.Request) -> web.Response:
    """Back earlier than announced."""
    parts, absence = parts_of(request), request.match_info["item"]
    if not absence.isdecimal() or len(absence) > 9:
        raise NotFoundError(what="absence", key=absence)
    try:
        await work(request, _end, parts, int(absence), request[VISIT].actor)
    except NotFoundError:
        raise
    except HotlineError as error:
        return await _page(request, Form(), status_of(error), explain(parts.wording, error))
    return back_to(request, "away", {"done": "come_back"})


def _end(parts: ConsoleParts, absence: int, actor: Actor) -> None:
    with parts.units_of_work() as uow:
        come_back(parts.office, uow, actor, absence)
        uow.commit()
