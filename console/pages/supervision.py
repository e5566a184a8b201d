"""督办: what is open, whose it is, when it is due, how long it has stood; and the long cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from casework.ports import UnitOfWork
from casework.ports_answer import JointReply
from casework.ports_supervision import ListedCase, Supervised
from casework.supervision_steps import Step
from console.around import joint_replies, words_for
from console.names import staff_names
from console.parts import ConsoleParts
from console.render import page
from console.sheet import supervises
from console.times import span_words
from console.visits import VISIT
from console.work import parts_of, work
from hotline.clock import local_day
from hotline.people import Actor, Role

TABS = ("open", "closed")


@dataclass(frozen=True, slots=True)
class Standing:
    """The open steps, the sharpest first, with how long each has stood in words."""

    rows: Sequence[Supervised]
    spans: Mapping[int, str]
    names: Mapping[str, str]
    joint: Mapping[int, Sequence[JointReply]]
    versions: Mapping[str, int]


async def show(request: web.Request) -> web.Response:
    """All open steps of the city; of a unit the joint ones that it is asked to reply to, with the form for it, and
    those that were given to it over tickets of other units."""
    standing = await work(request, _read, parts_of(request), request[VISIT].actor)
    return await page(request, "supervision.html", standing=standing)


def _read(parts: ConsoleParts, actor: Actor) -> Standing:
    with parts.units_of_work(write=False) as uow:
        barred, names = uow.recusals.tickets_barred(actor), staff_names(uow)
        own = set(uow.joint_replies.open_of(actor.unit)) if actor.role is Role.DEPARTMENT else None
        rows = [row for row in uow.supervisions.standing() if row.step.ticket not in barred]
        rows = [row for row in rows if own is None or row.step.id in own or _given(uow, row, actor)]
        joint = _joint(parts, uow, rows, actor)
        versions = {row.step.ticket: uow.tickets.get(row.step.ticket).version for row in rows if own is not None}
    now = parts.now()
    spans = {row.step.id: span_words(parts.wording, now - row.step.begun_at) for row in rows}
    return Standing(rows, spans, names, joint, versions)


def _given(uow: UnitOfWork, row: Supervised, actor: Actor) -> bool:
    return row.step.owner_unit == actor.unit and supervises(uow, uow.tickets.get(row.step.ticket), actor)


def _joint(
    parts: ConsoleParts, uow: UnitOfWork, rows: Sequence[Supervised], actor: Actor
) -> Mapping[int, Sequence[JointReply]]:
    """What each unit replied, as this person may read it."""
    found: dict[int, Sequence[JointReply]] = {}
    for row in rows:
        if row.step.step is Step.JOINT:
            shown = words_for(parts.office.units, uow.tickets.get(row.step.ticket), actor)
            found |= joint_replies(uow, [row.step.id], shown)
    return found


async def cases(request: web.Request) -> web.Response:
    """The long cases: open by their dates, or closed."""
    tab = request.query.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    rows = await work(request, _cases, parts_of(request), request[VISIT].actor, closed=tab == "closed")
    today = local_day(parts_of(request).now())
    return await page(request, "long_cases.html", rows=rows, tab=tab, tabs=TABS, today=today)


def _cases(parts: ConsoleParts, actor: Actor, *, closed: bool) -> Sequence[ListedCase]:
    with parts.units_of_work(write=False) as uow:
        barred = uow.recusals.tickets_barred(actor)
        return [row for row in uow.long_cases.all(closed=closed) if row.case.ticket not in barred]
