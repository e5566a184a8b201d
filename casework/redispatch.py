"""改派: the desk sees that a ticket went to the wrong door, before that door has answered."""

from collections.abc import Sequence

from casework.corrections import DISPOSITION, for_a_unit, keep_corrections
from casework.dispatch import dispatch
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.errors import InvalidInputError
from hotline.people import Actor
from hotline.ticket import Ground, Ticket
from hotline.workflow import Move


def redispatch(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, lead: str, reason: str,
               others: Sequence[str] = ()) -> Ticket:  # fmt: skip
    """Send it to another unit; the old one reads why in its inbox, and the machine learns what was right.

    Raises:
        InvalidInputError: no reason, or the unit is the one that has it.
        MoveRefusedError: it is answered already, or with nobody.
    """
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    ticket = uow.tickets.get(number)
    if lead == ticket.lead:
        raise InvalidInputError(field="lead", rule="another_unit", value=lead)
    old, ground = ticket.units, Ground(text=reason.strip(), confidence=1.0)
    dispatch(office, uow, ticket, actor, lead=lead, others=others, ground=ground, move=Move.REDISPATCH)
    for unit in old:
        if unit not in ticket.units:
            uow.unit_notices.add(unit, number, "redispatched", reason.strip(), office.clock.now())
    keep_unit(office, uow, number, actor, lead, source="redispatch")
    return ticket


def keep_unit(office: Office, uow: UnitOfWork, number: str, actor: Actor, lead: str, *, source: str) -> None:
    """A person named the unit: a word about the machine's, and about it being a matter for a unit at all."""
    said = for_a_unit(uow.ledger.of_ticket(number))
    became = {"unit": office.units.get(lead).type, DISPOSITION: said}
    keep_corrections(office, uow, number, actor, became, source=source)
