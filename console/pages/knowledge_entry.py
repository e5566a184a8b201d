"""One entry: as the citizen sees it, all it says, its versions with what changed, and what may be done with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from aiohttp import web

from console.entry_forms import Difference, differences, typed_of
from console.faults import explain, status_of
from console.forms import Form, read_form
from console.names import account_names
from console.parts import ConsoleParts
from console.render import back_to, page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.clock import local_day
from hotline.errors import HotlineError, InvalidInputError, NotFoundError
from hotline.people import Actor
from knowledge.entry import Entry
from knowledge.keeping.alike import Alike, alike
from knowledge.keeping.change import bring_back
from knowledge.keeping.desk import PUBLISHERS
from knowledge.keeping.ports import Kept, Version
from knowledge.keeping.publish import mark_reviewed, publish, retire
from knowledge.keeping.repeal import leans_on
from knowledge.keeping.states import EntryState
from knowledge.keeping.submit import send_back, submit
from knowledge.keeping.trial import trial

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version, and how it differs from the one before."""

    version: Version
    changes: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class EntrySheet:
    """Everything that the page shows. `actions` are those that this person may take now."""

    kept: Kept
    entry: Entry
    typed: Mapping[str, str]
    preview: str
    lines: Sequence[VersionLine]
    actions: frozenset[str]
    near: Sequence[Alike]
    repealed: Sequence[str]
    next_review: date
    names: Mapping[str, str]
    """Of the staff, by login."""


async def show(request: web.Request) -> web.Response:
    return await _page(request, Form())


async def _page(request: web.Request, form: Form, status: int = 200, error: str = "") -> web.Response:
    entry_id = request.match_info["entry"]
    sheet = await work(request, read_sheet, parts_of(request), entry_id, request[VISIT].actor)
    return await page(request, "knowledge_entry.html", status, sheet=sheet, form=form, error=error)


async def act(request: web.Request) -> web.Response:
    """Take one step with the version that the person had before them."""
    parts, form = parts_of(request), await read_form(request)
    entry_id, verb = request.match_info["entry"], request.match_info["verb"]
    if verb not in _VERBS:
        raise NotFoundError(what="verb", key=verb)
    try:
        await work(request, _VERBS[verb], parts, entry_id, form, request[VISIT].actor)
    except NotFoundError:
        raise
    except HotlineError as error:
        return await _page(request, form, status_of(error), explain(parts.wording, error))
    return back_to(request, "entry", {"done": f"entry_{verb}"}, entry=entry_id)


def read_sheet(parts: ConsoleParts, entry_id: str, actor: Actor) -> EntrySheet:
    """Blocking. Raises NotFoundError."""
    kept = parts.views.entry(entry_id)
    entry = kept.present.entry
    statutes = [each.title for each in parts.views.repealed_sources() if leans_on(entry, {each.title})]
    near = alike(entry, parts.knowledge.answerer.present.base) if kept.present.state is not EntryState.RETIRED else []
    said = [version.entry for version in kept.versions]
    changes = [differences(old, new) for old, new in zip([*said[1:], None], said, strict=True)]
    return EntrySheet(
        kept=kept,
        entry=entry,
        typed=typed_of(entry),
        preview=preview(parts, entry),
        lines=[VersionLine(*each) for each in zip(kept.versions, changes, strict=True)],
        actions=_actions(parts, kept, actor),
        near=near,
        repealed=statutes,
        next_review=local_day(parts.now()) + YEAR,
        names=account_names(parts),
    )


def preview(parts: ConsoleParts, entry: Entry) -> str:
    """What the chat says when it gives this entry, in the chat's own words."""
    words = parts.wording
    date = entry.source_date.isoformat() if entry.source_date else words.say("chat.no_date")
    unit = parts.office.units.handler(entry.owner, None)
    owner = unit.name if unit else entry.owner
    answer = entry.short
    if entry.city and "chat.city_open" in words:
        answer += "\n" + words.say("chat.city_open", what="、".join(entry.city), owner=owner)
    return words.say("chat.answer", title=entry.title, answer=answer, source=entry.source, date=date, owner=owner)


def _actions(parts: ConsoleParts, kept: Kept, actor: Actor) -> frozenset[str]:
    """What this person may do now; the verbs ask again."""
    writes = parts.knowledge.desk.may_write(actor, kept.present.entry.owner)
    publishes, opened = actor.role in PUBLISHERS, kept.open
    reviewed = opened is not None and opened.state is EntryState.IN_REVIEW
    allowed = {
        "edit": writes,
        "bring_back": writes,
        "submit": writes and opened is not None and opened.state is EntryState.DRAFT,
        "publish": publishes and reviewed and opened is not None and opened.author != actor.id,
        "send_back": reviewed and (publishes or (opened is not None and opened.author == actor.id)),
        "review": writes and opened is None and kept.published is not None,
        "retire": publishes and bool(opened or kept.published),
        "drop": not publishes and writes and opened is not None,
    }
    return frozenset(name for name, holds in allowed.items() if holds)


def _number(form: Form) -> int:
    return form.number("version", -1)


def _submit(parts: ConsoleParts, entry_id: str, form: Form, actor: Actor) -> None:
    with parts.units_of_work() as uow:
        submit(parts.knowledge.desk, uow, actor, entry_id, number=_number(form))
        uow.commit()


def _send_back(parts: ConsoleParts, entry_id: str, form: Form, actor: Actor) -> None:
    with parts.units_of_work() as uow:
        send_back(parts.knowledge.desk, uow, actor, entry_id, number=_number(form), reason=_reason(form))
        uow.commit()


def _publish(parts: ConsoleParts, entry_id: str, form: Form, actor: Actor) -> None:
    """The golden questions are asked before the unit of work begins: an index is not built while others wait."""
    opened = parts.views.entry(entry_id).open
    keeping = parts.knowledge
    lost = trial(keeping.answerer.present, keeping.build, opened.entry, parts.now()) if opened else []
    with parts.units_of_work() as uow:
        publish(keeping.desk, uow, actor, entry_id, number=_number(form), lost=lost)
        uow.commit()


def _retire(parts: ConsoleParts, entry_id: str, form: Form, actor: Actor) -> None:
    with parts.units_of_work() as uow:
        retire(parts.knowledge.desk, uow, actor, entry_id, number=_number(form), reason=_reason(form))
        uow.commit()


def _review(parts: ConsoleParts, entry_id: str, form: Form, actor: Actor) -> None:
    try:
        until = date.fromisoformat(form.text("until"))
    except ValueError:
        raise InvalidInputError(field="until", rule="date") from None
    with parts.units_of_work() as uow:
        why = parts.wording.say("console.knowledge.reviewed")
        mark_reviewed(parts.knowledge.desk, uow, actor, entry_id, number=_number(form), until=until, why=why)
        uow.commit()


def _bring_back(parts: ConsoleParts, entry_id: str, form: Form, actor: Actor) -> None:
    old = form.number("old", -1)
    with parts.units_of_work() as uow:
        why = parts.wording.say("console.knowledge.brought_back", number=old)
        bring_back(parts.knowledge.desk, uow, actor, entry_id, old=old, number=_number(form), why=why)
        uow.commit()


def _reason(form: Form) -> str:
    """Raises InvalidInputError."""
    if not form.text("reason"):
        raise InvalidInputError(field="reason", rule="required")
    return form.text("reason")


_VERBS: Mapping[str, Callable[[ConsoleParts, str, Form, Actor], None]] = {
    "submit": _submit,
    "send_back": _send_back,
    "publish": _publish,
    "retire": _retire,
    "review": _review,
    "bring_back": _bring_back,
}
