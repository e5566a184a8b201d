"""未送达: messages that the relay gave up on. Neither words nor address are shown: the ticket and the cause suffice."""

from aiohttp import web

from casework.views import DeadLetter
from console.parts import ConsoleParts
from console.render import back_to, page
from console.visits import VISIT
from console.work import parts_of, work
from hotline.errors import NotFoundError
from hotline.people import Actor


async def show(request: web.Request) -> web.Response:
    """What could not be delivered."""
    letters = await work(request, _read, parts_of(request), request[VISIT].actor)
    return await page(request, "dead_letters.html", letters=letters)


def _read(parts: ConsoleParts, actor: Actor) -> list[DeadLetter]:
    """Without those of tickets that this person keeps out of."""
    letters = parts.views.dead_letters()
    with parts.units_of_work(write=False) as uow:
        barred = uow.recusals.tickets_barred(actor)
    return [each for each in letters if each.item.ticket not in barred]


async def revive(request: web.Request) -> web.Response:
    """Try again."""
    await work(request, _revive, parts_of(request), request.match_info["item"], request[VISIT].actor)
    return back_to(request, "dead_letters", {"done": "revive"})


def _revive(parts: ConsoleParts, name: str, actor: Actor) -> None:
    known = {str(letter.item.id): letter.item.id for letter in _read(parts, actor)}
    if name not in known:
        raise NotFoundError(what="dead_letter", key=name)
    with parts.units_of_work() as uow:
        uow.outbox.revive(known[name], parts.now())
        uow.audit.write(actor, "revive", name, "", parts.now())
        uow.commit()
