"""What programs read: tickets, units, categories, what waits. Masked exactly as the pages are."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from aiohttp import web

from casework.views import TicketFilter, TicketRow
from console.api.answers import answered
from console.api.bodies import read_object, storable
from console.api.gate import BEARER
from console.choices import category_groups
from console.forms import Form, query_form
from console.menu import menu
from console.parts import ConsoleParts
from console.render import read_counts
from console.sheet import Sheet, read_sheet
from console.work import parts_of, work
from hotline.errors import InvalidInputError
from hotline.people import Actor, Role
from hotline.workflow import State

LINKED = ("state", "unit", "overdue", "after", "limit")
"""What may stand in an address. Words may name a person: they are posted."""
SEARCHED = (*LINKED, "words", "number")
USUAL, MOST = 50, 200


async def tickets(request: web.Request) -> web.Response:
    """A page of the list, by state, unit or overdue."""
    form = query_form(request)
    _only(form.values, LINKED)
    return await _listed(request, form)


async def search(request: web.Request) -> web.Response:
    """The same with words and a number's beginning, in a body."""
    _, body = await read_object(request)
    _only(body, SEARCHED)
    return await _listed(request, Form({name: _given(name, value) for name, value in body.items()}))


def _only(given: Mapping[str, object], known: tuple[str, ...]) -> None:
    for name in given:
        if name not in known:
            raise InvalidInputError(field=storable(name), rule="unknown_field")


def _given(name: str, value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(each, (str, int)) for each in values):
        raise InvalidInputError(field=name, rule="text")
    return tuple(("yes" if each else "") if isinstance(each, bool) else str(each) for each in values)


async def _listed(request: web.Request, form: Form) -> web.Response:
    parts, actor = parts_of(request), request[BEARER].actor
    wanted = _filter(parts, form, actor)
    after = _cursor(form.text("after"), overdue=wanted.overdue_at is not None)
    rows = await work(request, parts.views.tickets_after, wanted, after, parts.now())
    more = _mark(rows[-1], overdue=wanted.overdue_at is not None) if len(rows) == wanted.limit else None
    return answered({"tickets": [_row(parts, row) for row in rows], "next": more})


def _filter(parts: ConsoleParts, form: Form, actor: Actor) -> TicketFilter:
    """Of a department its own tickets only, whatever is asked for."""
    units = _units(parts, form)
    return TicketFilter(
        states=_states(form),
        units=(actor.unit,) if actor.role is Role.DEPARTMENT else units,
        number=form.text("number"),
        words=form.text("words"),
        overdue_at=parts.now() if _flag(form, "overdue") else None,
        viewer=actor,
        limit=_limit(form),
    )


def _states(form: Form) -> tuple[State, ...]:
    known = {state.value: state for state in State} | {state.name.lower(): state for state in State}
    wanted = form.several("state")
    if any(each not in known for each in wanted):
        raise InvalidInputError(field="state", rule="choice")
    return tuple(known[each] for each in wanted)


def _units(parts: ConsoleParts, form: Form) -> tuple[str, ...]:
    units = form.several("unit")
    if any(parts.office.units.find(each) is None for each in units):
        raise InvalidInputError(field="unit", rule="choice")
    return units


def _flag(form: Form, name: str) -> bool:
    text = form.text(name)
    if text not in ("", "yes", "no", "true", "false"):
        raise InvalidInputError(field=name, rule="yes_or_no")
    return text in ("yes", "true")


def _limit(form: Form) -> int:
    limit = form.number("limit", -1) if form.text("limit") else USUAL
    if not 1 <= limit <= MOST:
        raise InvalidInputError(field="limit", rule="page_length")
    return limit


_NEWEST, _OVERDUE = "newest", "overdue"


def _mark(row: TicketRow, *, overdue: bool) -> str:
    """Where the next page begins, and in which order; opaque to the caller."""
    order, at = (_OVERDUE, row.clock_by) if overdue and row.clock_by else (_NEWEST, row.received_at)
    return base64.urlsafe_b64encode(f"{order}|{at.isoformat()}|{row.number}".encode()).decode()


def _cursor(mark: str, *, overdue: bool) -> tuple[datetime, str] | None:
    """Raises InvalidInputError where the mark is none of ours, or was given for the other order."""
    if not mark:
        return None
    try:
        order, moment, number = base64.b64decode(mark, altchars=b"-_", validate=True).decode().split("|")
        at = datetime.fromisoformat(moment)
    except (binascii.Error, ValueError):
        raise InvalidInputError(field="after", rule="cursor") from None
    if at.tzinfo is None or not number.isdigit() or order != (_OVERDUE if overdue else _NEWEST):
        raise InvalidInputError(field="after", rule="cursor")
    return at, number


def _row(parts: ConsoleParts, row: TicketRow) -> dict[str, object]:
    return {**asdict(row), "lead_name": parts.office.unit_name(row.lead) if row.lead else ""}


async def ticket(request: web.Request) -> web.Response:
    """One ticket as its page shows it, with what this caller may do now."""
    parts, number = parts_of(request), request.match_info["number"]
    sheet = await work(request, read_sheet, parts, number, request[BEARER].actor)
    return answered(ticket_shape(parts, sheet))


def ticket_shape(parts: ConsoleParts, sheet: Sheet) -> dict[str, object]:
    """Everything of the page that is about the ticket itself."""
    page = sheet.page
    return {
        **_row(parts, page.row),
        "text": page.text,
        "time": page.time,
        "contact": page.contact,
        "withheld": page.withheld,
        "others": list(page.others),
        "ground": {"rule": page.ground_rule, "text": page.ground_text, "auto": page.auto},
        "public_answer": page.public_answer,
        "internal_note": page.internal_note,
        "solved": page.solved,
        "grade": page.grade,
        "counts": dict(page.counts),
        "pictures": 0 if sheet.pictures_sealed else len(page.pictures),
        "history": [asdict(line) for line in sheet.history],
        "joint": [
            {"unit": each.unit, "replied_at": each.replied_at, "words": each.words} for each in sheet.around.joint
        ],
        "repeats": [{"number": each.other, "title": each.title, "why": each.link.why} for each in sheet.repeats],
        "version": page.version,
        "actions": [action.name for action in sheet.actions],
    }


async def counts(request: web.Request) -> web.Response:
    """What waits where, as on the navigation."""
    account = request[BEARER].account
    found = await work(request, read_counts, parts_of(request), account.actor)
    entries = {entry.name: entry.count for entry in menu(account.role, found) if entry.count is not None}
    return answered({"waiting": entries, "overdue": found.overdue, "by_state": dict(found.by_state)})


async def units(request: web.Request) -> web.Response:
    """Every unit of the tree."""
    found = parts_of(request).office.units.all()
    return answered({"units": [
        {"code": each.code, "name": each.name, "kind": each.kind.value, "parent": each.parent} for each in found
    ]})  # fmt: skip


async def categories(request: web.Request) -> web.Response:
    """The first two levels of the taxonomy."""
    groups = category_groups(parts_of(request).office.taxonomy)
    return answered({"categories": [{"l1": l1, "paths": [path for path, _ in places]} for l1, places in groups]})
