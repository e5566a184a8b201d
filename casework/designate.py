"""指定: after the third return the hotline says who handles; that unit does not return it again (Tianjin, Weifang)."""

from collections.abc import Sequence

from casework.dispatch import dispatch
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_returns import ReturnState
from casework.redispatch import keep_unit
from casework.return_ticket import THIRD_TIME, close_return, propose_from_return
from hotline.errors import HotlineError, InvalidInputError
from hotline.people import Actor
from hotline.ticket import Ground, Ticket
from hotline.workflow import Move, State


class NotThirdReturnError(HotlineError):
    """The first two returns are decided on their own merits."""

    code = "not_third_return"


def designate(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, lead: str, ground: str,
              others: Sequence[str] = ()) -> Ticket:  # fmt: skip
    """Name the unit, with the ground. Where it is another one, the return was right: the catalogue gets a proposal.

    Raises:
        InvalidInputError: no ground, or a unit that does not handle.
        NotThirdReturnError: it was returned less often.
    """
    if not ground.strip():
        raise InvalidInputError(field="ground", rule="required")
    ticket = uow.tickets.get(number)
    if ticket.state is State.RETURN_REQUESTED and ticket.returns < THIRD_TIME:
        raise NotThirdReturnError(number=number)
    another, old = lead != ticket.lead, ticket.units
    if another and ticket.state is State.RETURN_REQUESTED:
        propose_from_return(office, uow, ticket, actor)
    why = Ground(text=ground.strip(), confidence=1.0)
    dispatch(office, uow, ticket, actor, lead=lead, others=others, ground=why, move=Move.DESIGNATE)
    close_return(office, uow, ticket, actor, ReturnState.DESIGNATED, ground)
    for unit in old:
        if unit not in ticket.units:
            uow.unit_notices.add(unit, number, "designated", ground.strip(), office.clock.now())
    keep_unit(office, uow, number, actor, lead, source="designation")
    return ticket
