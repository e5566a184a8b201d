"""目录建议: what upheld returns and consultations propose for the catalogue; an administrator accepts or declines, and
takes the accepted ones away as rows of the catalogue's own format."""

import csv
import io
from collections.abc import Iterable, Sequence

from aiohttp import web

from casework.ports_returns import ProposalState, RuleProposal
from casework.propose_rule import settle_proposal
from console.faults import explain, status_of
from console.forms import Form, read_form
from console.parts import ConsoleParts
from console.render import back_to, page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.clock import local_day
from hotline.errors import HotlineError, InvalidInputError, NotFoundError
from hotline.people import Actor
from hotline.units import STREET_TYPE
from routing.catalogue import COLUMNS, OPTIONAL

PRIORITY = 50
"""Above the general rules of a category, which have no words."""
VERDICTS = {"accept": True, "decline": False}
_SEPARATORS = str.maketrans("、，,；; \n", "|||||||")


async def show(request: web.Request) -> web.Response:
    return await _page(request)


async def _page(request: web.Request, status: int = 200, error: str = "", tried: int = 0,
                form: Form | None = None) -> web.Response:  # fmt: skip
    waiting, accepted, declined = await work(request, _read, parts_of(request), request[VISIT].actor)
    types = parts_of(request).office.units.types()
    return await page(request, "proposals.html", status, waiting=waiting, accepted=accepted, declined=declined,
                      types=types, error=error, tried=tried, form=form or Form())  # fmt: skip


def _read(parts: ConsoleParts, actor: Actor) -> list[list[RuleProposal]]:
    with parts.units_of_work(write=False) as uow:
        barred = uow.recusals.tickets_barred(actor)
        found = [uow.proposals.of_state(state) for state in ProposalState]
        return [[each for each in rows if each.ticket not in barred] for rows in found]


async def settle(request: web.Request) -> web.Response:
    """Accept or decline one; refused, everything that was typed stays."""
    parts, form, name = parts_of(request), await read_form(request), request.match_info["proposal"]
    if not (name.isascii() and name.isdigit() and len(name) < 18):
        raise NotFoundError(what="proposal", key=name)
    try:
        await work(request, _settle, parts, int(name), form, request[VISIT].actor)
    except NotFoundError:
        raise
    except HotlineError as error:
        return await _page(request, status_of(error), explain(parts.wording, error), int(name), form)
    done = "proposal_accepted" if form.text("verdict") == "accept" else "proposal_declined"
    return back_to(request, "proposals", {"done": done})


def _settle(parts: ConsoleParts, proposal: int, form: Form, actor: Actor) -> None:
    if form.text("verdict") not in VERDICTS:
        raise InvalidInputError(field="verdict", rule="choice")
    with parts.units_of_work() as uow:
        settle_proposal(parts.office, uow, proposal, actor, accepted=VERDICTS[form.text("verdict")],
                        note=form.text("note"), words=form.text("rule_words"), lead=form.text("lead"),
                        ground=form.text("ground"))  # fmt: skip
        uow.commit()


async def give(request: web.Request) -> web.Response:
    """The accepted ones as a table, to be put into the catalogue."""
    parts = parts_of(request)
    rows = await work(request, _accepted, parts)
    name = f"catalogue-proposals-{local_day(parts.now())}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=table(rows).encode("utf-8-sig"), content_type="text/csv", charset="utf-8", headers=headers)


def _accepted(parts: ConsoleParts) -> list[RuleProposal]:
    with parts.units_of_work(write=False) as uow:
        return uow.proposals.of_state(ProposalState.ACCEPTED, 10_000)


def table(proposals: Iterable[RuleProposal]) -> str:
    """A CSV with the catalogue's columns, the oldest first; whoever accepted a row is its author."""
    target = io.StringIO()
    writer = csv.DictWriter(target, (*COLUMNS, *OPTIONAL), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(each) for each in sorted(proposals, key=lambda each: each.id))
    return target.getvalue()


def _row(proposal: RuleProposal) -> dict[str, object]:
    return {
        "id": f"P{proposal.id:04d}",
        "title": f"{proposal.category} {proposal.words}",
        "category": proposal.category,
        "any": "|".join(_words(proposal.words)),
        "lead": proposal.lead,
        "others": "|".join(kind for kind in proposal.others if kind != proposal.lead),
        "level": "street" if proposal.lead == STREET_TYPE else "city",
        "priority": PRIORITY,
        "ground": proposal.ground,
        "effective_from": local_day(proposal.decided_at or proposal.at).isoformat(),
        "version": f"P{proposal.id:04d}",
        "author": proposal.decided_by,
    }


def _words(words: str) -> Sequence[str]:
    return tuple(dict.fromkeys(each for each in words.translate(_SEPARATORS).split("|") if each))
