"""Taking an action on a ticket: the one door for every verb of the table of actions."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from casework.stand_in import acting
from console.actions import ACTIONS, Action
from console.api.answers import answered
from console.api.bodies import form_of, read_object
from console.api.gate import BEARER
from console.api.keys import Bearer
from console.api.refusals import NameReusedError
from console.forms import Form
from console.pages.act import TRIES
from console.parts import ConsoleParts
from console.permissions import may_act
from console.sheet import may_do, visible_ticket
from console.work import parts_of, work
from hotline.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError

NAME_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotency-Replayed"
REMEMBERED = timedelta(days=1)
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `name` is a hash of the caller's own name for it, empty for none; `asked` one of what is asked."""

    bearer: Bearer
    action: Action
    number: str
    form: Form
    name: str
    asked: str


async def take(request: web.Request) -> web.Response:
    """Take the step, or give again what was answered to a call of the same name."""
    bearer, number = request[BEARER], request.match_info["number"]
    action = ACTIONS.get(request.match_info["action"])
    if action is None:
        raise NotFoundError(what="action", key="")
    if not may_act(action.name, bearer.account.role):
        raise NotAllowedError(what="action", key=action.name)
    body, given = await read_object(request)
    asked = hashlib.sha256(f"{request.path}\n".encode() + body).hexdigest()
    call = Call(bearer, action, number, form_of(action, given), _name(request), asked)
    answer, replayed = await work(request, taken, parts_of(request), call)
    response = answered(answer)
    if replayed:
        response.headers[REPLAYED_HEADER] = "true"
    return response


def _name(request: web.Request) -> str:
    """Raises InvalidInputError where it is empty, too long, or not of visible ASCII signs."""
    name = request.headers.get(NAME_HEADER)
    if name is None:
        return ""
    if not 0 < len(name) <= LONGEST_NAME or not name.isascii() or not name.isprintable():
        raise InvalidInputError(field=NAME_HEADER, rule="call_name")
    return hashlib.sha256(name.encode()).hexdigest()


def taken(parts: ConsoleParts, call: Call) -> tuple[Mapping[str, object], bool]:
    """Take the step; one in a unit's own part again where somebody else came first, as on the page. Blocking."""
    for _ in range(TRIES - 1 if call.action.own else 0):
        try:
            return perform(parts, call)
        except ConflictError:
            continue
    return perform(parts, call)


def perform(parts: ConsoleParts, call: Call) -> tuple[Mapping[str, object], bool]:
    """In one unit of work: the step, its answer, and a line in the audit that names the key. Blocking.

    A refusal leaves nothing behind, so that the same call may be tried again when its reason is gone.

    Raises:
        ConflictError: somebody changed the ticket in between.
        NameReusedError: the name stands for another call.
        HotlineError: whatever the verb refuses.
    """
    call.form.measured()
    now, key = parts.now(), call.bearer.key
    with parts.units_of_work() as uow:
        if call.name:
            kept = uow.api_answers.claim(key.id, call.name, call.asked, now, now - REMEMBERED)
            if kept is not None:
                if kept.call != call.asked:
                    raise NameReusedError
                return kept.answer, True
        actor = call.bearer.actor
        ticket = visible_ticket(uow, call.number, actor)
        if not call.action.own and call.form.text("version") != str(ticket.version):
            raise ConflictError(what="ticket", key=call.number)
        call.action.take(parts.office, uow, call.number, acting(parts.office, uow, actor), call.form)
        uow.audit.write(actor, f"api_{call.action.name}", call.number, key.noted, now)
        changed = uow.tickets.get(call.number)
        answer = {
            "number": changed.number,
            "state": changed.state.value,
            "version": changed.version,
            "actions": [each.name for each in may_do(parts.office, uow, changed, actor)],
        }
        if call.name:
            uow.api_answers.keep(key.id, call.name, 200, answer)
        uow.commit()
    return answer, False
