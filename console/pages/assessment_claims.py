"""剔除与申诉: how one ticket counts, the claims that it should count otherwise, and the decisions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from aiohttp import web

from analytics.assessment.period import month_bounds
from analytics.assessment.table import month_of
from analytics.rows import ClosedTicket
from casework.assessment_claims import appeal_assessment, decide_claim, request_exclusion
from casework.ports import UnitOfWork
from casework.ports_assessment import Claim
from console.around import Shown, words_for
from console.choices import chosen
from console.faults import explain, status_of
from console.forms import Form, read_form
from console.pages.assessment import assessing
from console.parts import ConsoleParts
from console.render import back_to, page
from console.sheet import visible_ticket
from console.verbs import required
from console.visits import VISIT
from console.work import parts_of, work
from hotline.assessment import Figure
from hotline.clock import local
from hotline.errors import HotlineError, InvalidInputError, NotFoundError
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import Move, State


@dataclass(frozen=True, slots=True)
class Counted:
    """How a ticket counts: its facts where it is closed, and what was claimed."""

    ticket: Ticket
    facts: ClosedTicket | None
    claims: Sequence[Claim]


async def show(request: web.Request) -> web.Response:
    """How one ticket counts."""
    return await _ticket(request)


async def _ticket(request: web.Request, status: int = 200, error: str = "", form: Form | None = None) -> web.Response:
    parts, number = parts_of(request), request.match_info["number"]
    counted = await work(request, _read, parts, number, request[VISIT].actor)
    return await page(request, "assessment_ticket.html", status, counted=counted, error=error, form=form or Form(),
                      reasons=assessing(parts).rules.reasons, figures=list(Figure),
                      days=_appeal_days(parts))  # fmt: skip


def _appeal_days(parts: ConsoleParts) -> int:
    return assessing(parts).rule_of(f"{local(parts.now()):%Y-%m}").appeal_days


def _read(parts: ConsoleParts, number: str, actor: Actor) -> Counted:
    with parts.units_of_work(write=False) as uow:
        ticket = visible_ticket(uow, number, actor)
        shown = words_for(parts.office.units, ticket, actor)
        claims = [_shown(each, shown) for each in uow.claims.of_ticket(number)]
    return Counted(ticket, _facts(parts, ticket), claims)


def _shown(claim: Claim, shown: Shown) -> Claim:
    return replace(claim, words=shown(claim.words), decision=shown(claim.decision))


def _facts(parts: ConsoleParts, ticket: Ticket) -> ClosedTicket | None:
    closed = [event.at for event in ticket.history if event.move == Move.CLOSE]
    if ticket.state is not State.CLOSED or not closed:
        return None
    month = f"{local(closed[-1]):%Y-%m}"
    since, until = month_bounds(month)
    found = assessing(parts).closed(since, until, assessing(parts).rule_of(month).unreached)
    return next((each for each in found if each.number == ticket.number and month_of(each) == month), None)


Verb = Callable[[ConsoleParts, UnitOfWork, str, Actor, Form], object]


def _exclude(parts: ConsoleParts, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    request_exclusion(parts.office, uow, number, actor, reason=required(form, "exclusion_reason"),
                      evidence=form.text("evidence"), reasons=assessing(parts).rules.reasons)  # fmt: skip


def _appeal(parts: ConsoleParts, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    appeal_assessment(parts.office, uow, number, actor, figure=chosen(Figure, form, "figure"),
                      ground=form.text("appeal_ground"), days=_appeal_days(parts))  # fmt: skip


_VERBS: dict[str, Verb] = {"exclude": _exclude, "appeal": _appeal}


async def claim(request: web.Request) -> web.Response:
    """Ask for an exclusion, or appeal."""
    parts, number, form = parts_of(request), request.match_info["number"], await read_form(request)
    verb = _VERBS.get(request.match_info["verb"])
    if verb is None:
        raise NotFoundError(what="action", key=request.match_info["verb"])
    try:
        await work(request, _perform, parts, verb, number, request[VISIT].actor, form)
    except NotFoundError:
        raise
    except HotlineError as error:
        return await _ticket(request, status_of(error), explain(parts.wording, error), form)
    return back_to(request, "assessment_ticket", {"done": "claimed"}, number=number)


def _perform(parts: ConsoleParts, verb: Verb, number: str, actor: Actor, form: Form) -> None:
    form.measured()
    with parts.units_of_work() as uow:
        visible_ticket(uow, number, actor)
        verb(parts, uow, number, actor, form)
        uow.commit()


@dataclass(frozen=True, slots=True)
class Docket:
    """What waits for a decision, and what was decided; `titles` are the tickets' by number."""

    waiting: Sequence[Claim]
    decided: Sequence[Claim]
    titles: Mapping[str, str]


async def docket(request: web.Request) -> web.Response:
    return await _docket(request)


async def _docket(request: web.Request, status: int = 200, error: str = "", tried: str = "",
                  typed: str = "") -> web.Response:  # fmt: skip
    parts = parts_of(request)
    shown = await work(request, _read_docket, parts, request[VISIT].actor)
    return await page(request, "assessment_claims.html", status, docket=shown, error=error, tried=tried, typed=typed,
                      reasons=assessing(parts).rules.reasons)  # fmt: skip


def _read_docket(parts: ConsoleParts, actor: Actor) -> Docket:
    """Of a department its own claims; of a ticket that somebody keeps out of, nothing."""
    with parts.units_of_work(write=False) as uow:
        barred = uow.recusals.tickets_barred(actor)

        def words(number: str) -> Shown:
            return words_for(parts.office.units, uow.tickets.get(number), actor)

        def theirs(claims: Sequence[Claim]) -> list[Claim]:
            own = [each for each in claims if actor.role is not Role.DEPARTMENT or each.by.unit == actor.unit]
            return [_shown(each, words(each.ticket)) for each in own if each.ticket not in barred]

        waiting, decided = theirs(uow.claims.waiting()), theirs(uow.claims.decided())
        numbers = {each.ticket for each in (*waiting, *decided)}
        return Docket(waiting, decided, {each: words(each)(uow.tickets.get(each).appeal.title) for each in numbers})


async def decide(request: web.Request) -> web.Response:
    """Accept or refuse a claim."""
    parts, form = parts_of(request), await read_form(request)
    try:
        await work(request, _decide, parts, request.match_info["claim"], form, request[VISIT].actor)
    except NotFoundError:
        raise
    except HotlineError as error:
        sentence = explain(parts.wording, error)
        return await _docket(request, status_of(error), sentence, request.match_info["claim"],
                             form.text("decision_words"))  # fmt: skip
    return back_to(request, "assessment_claims", {"done": "claim_decided"})


def _decide(parts: ConsoleParts, name: str, form: Form, actor: Actor) -> None:
    if not (name.isascii() and name.isdigit() and len(name) < 18):
        raise NotFoundError(what="claim", key=name)
    if form.text("verdict") not in ("accept", "refuse"):
        raise InvalidInputError(field="verdict", rule="choice")
    form.measured()
    with parts.units_of_work() as uow:
        accepted = form.text("verdict") == "accept"
        decide_claim(parts.office, uow, int(name), actor, accepted=accepted, words=form.text("decision_words"))
        uow.commit()
