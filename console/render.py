"""Templates: one environment, and the frame (navigation, counts, banner) around every page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from casework.views import DeskCounts
from console.due import due_for
from console.forms import TOKEN_FIELD
from console.menu import Entry, menu
from console.parts import ConsoleParts
from console.permissions import may_act, may_open
from console.times import day_words, left_words, limit_words, moment_words
from console.visits import VISIT, Visit
from console.work import parts_of, work
from hotline.people import Actor, Role

FOLDER = Path(__file__).parent
TEMPLATES = web.AppKey("templates", Environment)
SURE, FAIR = 0.9, 0.6
"""From here on a confidence is called 大 or 一般; the figure stands beside the word."""


MAY_MEND = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})
"""Who can do something about a year without holidays; to everybody else the banner is noise."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page. `missing_years` is the loud banner; `halted` says that nothing goes out at once."""

    menu: list[Entry]
    missing_years: tuple[int, ...]
    halted: bool = False


def build_templates(parts: ConsoleParts, style_version: str) -> Environment:
    """The environment, with the words and helpers that every template uses."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = percent
    environment.globals.update(
        say=parts.wording.say,
        said=lambda key, otherwise: parts.wording.say(key) if key in parts.wording else otherwise,
        unit_name=parts.office.unit_name,
        own_type=lambda code: unit.type if (unit := parts.office.units.find(code)) else "",
        how_sure=how_sure,
        limit=lambda each: limit_words(parts.wording, each),
        token_field=TOKEN_FIELD,
        style_version=style_version,
    )
    return environment


def percent(share: float) -> str:
    """`0.934` as `93%`; never rounded up to certainty."""
    return f"{min(int(share * 100 + 0.5), 99 if share < 1 else 100)}%"


def how_sure(confidence: float) -> str:
    """The name of the word for a confidence: `high`, `fair` or `low`."""
    return "high" if confidence >= SURE else "fair" if confidence >= FAIR else "low"


async def page(request: web.Request, template: str, /, status: int = 200, **context: object) -> web.Response:
    """A page inside its frame."""
    visit = request.get(VISIT)
    frame = await work(request, read_frame, parts_of(request), visit) if visit else None
    return bare(request, template, status, frame=frame, **context)


def bare(request: web.Request, template: str, /, status: int = 200, **context: object) -> web.Response:
    """A page that needs no database: it can still be shown when that is away."""
    parts = parts_of(request)
    now = parts.now()
    shown = {"frame": None, "error": "", "done": "", "danger": "", **_helpers(request, parts, now), **context}
    text = request.app[TEMPLATES].get_template(template).render(shown)
    return web.Response(text=text, status=status, content_type="text/html")


def _helpers(request: web.Request, parts: ConsoleParts, now: datetime) -> Mapping[str, object]:
    visit = request.get(VISIT)
    role = visit.account.role if visit else None
    return {
        "visit": visit,
        "now": now,
        "here": request.path,
        "url": partial(address, request),
        "moment": lambda moment: moment_words(parts.wording, moment, now),
        "day": lambda day: day_words(parts.wording, day, now),
        "left": lambda until: left_words(parts.wording, until, now),
        "may_open": lambda route: role is not None and may_open(route, role),
        "may_act": lambda action: role is not None and may_act(action, role),
        "done": _done(request, parts),
    }


def address(request: web.Request, route: str, /, query: Mapping[str, str] | None = None, **places: str) -> str:
    """The address of a route, wherever the console is mounted."""
    found = request.app.router[route].url_for(**places)
    return str(found.with_query(query) if query else found)


def back_to(request: web.Request, route: str, /, query: Mapping[str, str] | None = None, **places: str) -> web.Response:
    """After a form: go and look, so that reloading never sends the form again."""
    return web.Response(status=303, headers={"Location": address(request, route, query, **places)})


def _done(request: web.Request, parts: ConsoleParts) -> str:
    return named(request, parts, "done", "console.done")


def named(request: web.Request, parts: ConsoleParts, query: str, table: str) -> str:
    """What a redirect has to say: the address names a sentence of ours, never the words themselves."""
    key = f"{table}.{request.query.get(query, '')}"
    return parts.wording.say(key) if key in parts.wording else ""


def read_frame(parts: ConsoleParts, visit: Visit) -> Frame:
    """Blocking."""
    role = visit.account.role
    entries = menu(role, read_counts(parts, visit.account.actor), due_for(parts, visit.actor))
    if role is Role.DEPARTMENT:
        return Frame(entries, ())
    years = tuple(parts.calendar_missing()) if role in MAY_MEND else ()
    return Frame(entries, years, any(each.lifted_at is None for each in parts.views.halts()))


def read_counts(parts: ConsoleParts, actor: Actor) -> DeskCounts:
    """What waits where; of a department only what is its own, of nobody what they keep out of. Blocking."""
    units = (actor.unit,) if actor.role is Role.DEPARTMENT else ()
    return parts.views.counts(parts.now(), units, actor)
