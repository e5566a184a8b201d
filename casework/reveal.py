"""查看身份信息: identity is shown to who needs it, for a reason, and never without a line in the record."""

from dataclasses import dataclass

from casework.office import Office
from casework.ports import UnitOfWork
from hotline.appeal import Appeal
from hotline.errors import InvalidInputError, NotAllowedError
from hotline.people import Actor, Role


@dataclass(frozen=True, slots=True)
class Revealed:
    """The unmasked appeal: words, place, contact."""

    appeal: Appeal


def reveal(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str) -> Revealed:
    """Show a ticket unmasked and write down who looked and why.

    Of a report (举报) or a confidential appeal only operators and supervisors of the hotline see the identity: the
    handling unit does not, for it may be, or know, the accused.

    Raises:
        InvalidInputError: no reason.
        NotAllowedError: the role or the unit has no need to know.
    """
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    ticket = uow.tickets.get(number)
    if not _may(actor, ticket.units, sealed=ticket.appeal.sealed_identity):
        raise NotAllowedError(what="identity", key=number)
    uow.audit.write(actor, "reveal", number, reason.strip(), office.clock.now())
    return Revealed(ticket.appeal)


def _may(actor: Actor, units: tuple[str, ...], *, sealed: bool) -> bool:
    if actor.role in (Role.OPERATOR, Role.SUPERVISOR):
        return True
    return actor.role is Role.DEPARTMENT and not sealed and actor.unit in units
