"""知识缺口: what citizens ask and the base does not answer; one click makes a draft, and what is none is hidden."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aiohttp import web

from analytics.gaps import Gap
from analytics.live import week_of_moment
from casework.ports import GapStanding
from console.faults import explain, status_of
from console.forms import Form, read_form
from console.parts import ConsoleParts
from console.render import back_to, page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.errors import ConflictError, HotlineError, InvalidInputError, NotAllowedError, NotFoundError
from hotline.people import Actor, Role
from knowledge.keeping.draft import draft_from_question

TABS = ("open", "drafted", "no_gap")
_STANDING = {"open": GapStanding.OPEN, "drafted": GapStanding.DRAFTED, "no_gap": GapStanding.NO_GAP}
Change = Callable[[ConsoleParts, Actor, str, Form], None]
WEEKS = 8
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Near:
    """An entry that came close: how close at best, and for how many of the questions."""

    id: str
    title: str
    score: float
    times: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A gap with the titles of its nearest entries, and how many citizens asked in each of the last weeks.

    `settler` is the name of whoever settled it; a list does without."""

    gap: Gap
    near: tuple[Near, ...]
    trend: tuple[tuple[str, int], ...]
    settler: str = ""

    @property
    def most(self) -> int:
        """The citizens of the busiest week, against which the others are drawn."""
        return max(1, *(count for _, count in self.trend))


async def show(request: web.Request) -> web.Response:
    """The gaps, those that most citizens asked first; units see those of their own."""
    parts, tab = parts_of(request), request.query.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    shown = await work(request, _listed, parts, request[VISIT].actor, tab)
    return await page(request, "gaps.html", shown=shown[:MOST_SHOWN], total=len(shown), tab=tab, tabs=TABS)


async def one(request: web.Request) -> web.Response:
    """One gap with all its questions."""
    return await _page(request, Form())


async def _page(request: web.Request, form: Form, status: int = 200, error: str = "") -> web.Response:
    key = request.match_info["gap"]
    shown = await work(request, _one, parts_of(request), request[VISIT].actor, key)
    return await page(request, "gap.html", status, shown=shown, form=form, error=error)


async def draft(request: web.Request) -> web.Response:
    """One click: the commonest way of asking becomes the title, the others its variants."""
    return await _changed(request, _draft, "gap_drafted")


async def settle(request: web.Request) -> web.Response:
    """Hide what is no gap, with a reason; or show it again."""
    return await _changed(request, _settle, "gap_settled")


async def _changed(request: web.Request, change: Change, done: str) -> web.Response:
    parts, form, key = parts_of(request), await read_form(request), request.match_info["gap"]
    try:
        await work(request, change, parts, request[VISIT].actor, key, form)
    except NotFoundError:
        raise
    except HotlineError as error:
        return await _page(request, form, status_of(error), explain(parts.wording, error))
    return back_to(request, "gap", {"done": done}, gap=key)


def _draft(parts: ConsoleParts, actor: Actor, key: str, _form: Form) -> None:
    """Raises ConflictError where somebody drafts an entry for it at the same time or has done so, NotAllowedError where
    the gap is first of all another unit's."""
    gap, words = _find(parts, actor, key), parts.wording
    if actor.role is Role.DEPARTMENT and gap.unit != _own_type(parts, actor):
        raise NotAllowedError(what="gap", key=key)
    if gap.settled == GapStanding.DRAFTED:
        raise ConflictError(what="gap", key=key)
    first, *others = gap.examples
    with parts.units_of_work() as uow:
        version = draft_from_question(
            parts.knowledge.desk,
            uow,
            actor,
            question=first,
            variants=tuple(others),
            owner=_own_type(parts, actor) or gap.unit,
            why=words.say("console.gaps.why_gap", citizens=gap.citizens),
        )
        if not uow.questions.settle(gap.ids, GapStanding.DRAFTED, actor, parts.now(), version.entry.id):
            raise ConflictError(what="gap", key=key)
        uow.commit()


def _settle(parts: ConsoleParts, actor: Actor, key: str, form: Form) -> None:
    """Raises InvalidInputError where no reason is given, or no button of ours was pressed."""
    gap, standing = _find(parts, actor, key), _STANDING.get(form.text("standing"))
    if standing not in (GapStanding.OPEN, GapStanding.NO_GAP):
        raise InvalidInputError(field="standing", rule="choice")
    reason, now = form.text("reason"), parts.now()
    if not reason:
        raise InvalidInputError(field="reason", rule="required")
    form.measured()
    with parts.units_of_work() as uow:
        uow.questions.settle(gap.ids, standing, actor, now, reason if standing is GapStanding.NO_GAP else "")
        uow.audit.write(actor, "settle_gap", str(gap.key), reason, now)
        uow.commit()


def _listed(parts: ConsoleParts, actor: Actor, tab: str) -> list[Shown]:
    titles, now = _titles(parts), parts.now()
    return [_shown(gap, titles, now) for gap in _seen(parts, actor) if gap.settled == _STANDING[tab].value]


def _one(parts: ConsoleParts, actor: Actor, key: str) -> Shown:
    gap = _find(parts, actor, key)
    return replace(_shown(gap, _titles(parts), parts.now()), settler=_name_of(parts, gap.settled_by))


def _name_of(parts: ConsoleParts, login: str) -> str:
    with parts.units_of_work(write=False) as uow:
        account = uow.accounts.find(login) if login else None
    return account.name if account else login


def _find(parts: ConsoleParts, actor: Actor, key: str) -> Gap:
    """The gap that a question belongs to. Raises NotFoundError, also for a gap of other units."""
    for gap in _seen(parts, actor):
        if key.isascii() and key.isdigit() and int(key) in gap.ids:
            return gap
    raise NotFoundError(what="gap", key=key)


def _seen(parts: ConsoleParts, actor: Actor) -> Sequence[Gap]:
    found = parts.gaps(parts.now())
    if actor.role is not Role.DEPARTMENT:
        return found
    own = _own_type(parts, actor)
    return [gap for gap in found if own and own in gap.units]


def _own_type(parts: ConsoleParts, actor: Actor) -> str:
    """The department type for which a unit's person speaks; empty for the hotline's own people."""
    unit = parts.office.units.find(actor.unit) if actor.role is Role.DEPARTMENT else None
    return unit.type if unit else ""


def _titles(parts: ConsoleParts) -> dict[str, str]:
    return {entry.id: entry.title for entry in parts.knowledge.answerer.present.base}


def _shown(gap: Gap, titles: dict[str, str], now: datetime) -> Shown:
    near = tuple(Near(entry, titles[entry], score, times) for entry, score, times in gap.near if entry in titles)
    weeks = [week_of_moment(now - timedelta(weeks=back)) for back in reversed(range(WEEKS))]
    return Shown(gap, near, tuple((week, gap.weeks.get(week, 0)) for week in weeks))
