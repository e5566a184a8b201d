"""查看身份信息: identity is shown to who needs it, for a reason, and never without a line in the record."""

from dataclasses import dataclass

from casework.need_to_know import may_know
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_secrecy import Look, Seen
from hotline.appeal import Appeal
from hotline.errors import InvalidInputError, NotAllowedError
from hotline.people import Actor


@dataclass(frozen=True, slots=True)
class Revealed:
    """The unmasked appeal: words, place, contact."""

    appeal: Appeal


def reveal(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str, page: str = "") -> Revealed:
    """Show a ticket unmasked and write down who looked, when, why and from which page.

    Of a report (举报) or a confidential appeal only operators and supervisors of the hotline see the identity: the
    handling unit does not, for it may be, or know, the accused.

    Raises:
        InvalidInputError: no reason.
        NotAllowedError: the role or the unit has no need to know, or keeps out of it.
    """
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    ticket = uow.tickets.get(number)
    knows = may_know(office.units, ticket.units, actor, sealed=ticket.appeal.sealed_identity)
    if not knows or uow.recusals.bars(number, actor):
        raise NotAllowedError(what="identity", key=number)
    at = office.clock.now()
    uow.audit.write(actor, "reveal", number, reason.strip(), at)
    uow.looks.write(Look(number, actor, at, Seen.IDENTITY, reason.strip(), page))
    return Revealed(ticket.appeal)
