"""会商: nobody's duty is clear, so the units are called together; the outcome names lead and co-units."""

from collections.abc import Sequence
from dataclasses import replace

from casework.assignments import require_handling
from casework.corrections import keep_corrections
from casework.dispatch import dispatch
from casework.notices import tell
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_consult import Consultation
from casework.ports_returns import ReturnState
from casework.propose_rule import CONSULTATION, propose_rule
from casework.return_ticket import close_return
from hotline.errors import InvalidInputError, NotAllowedError
from hotline.people import Actor, Role
from hotline.ticket import Ground, Ticket
from hotline.workflow import Move, MoveRefusedError, State


def convene(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str,
            invited: Sequence[str] = ()) -> Ticket:  # fmt: skip
    """Call a consultation; the citizen is told that several units are deciding who leads. The units that have the
    ticket sit at the table, and whoever is invited beside them."""
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    for unit in invited:
        require_handling(office, unit, field="invited")
    ticket = uow.tickets.get(number)
    at = office.clock.now()
    ticket.move(Move.CONVENE, actor, at, reason=reason.strip())
    table = uow.consultations.open(number, actor.id, reason.strip(), at)
    uow.consultations.invite(table, tuple(dict.fromkeys((*ticket.units, *invited))), at)
    close_return(office, uow, ticket, actor, ReturnState.CONVENED, reason)
    uow.tickets.save(ticket)
    tell(office, uow, ticket, "convened")
    return ticket


def invite(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, invited: Sequence[str]) -> Ticket:
    """Ask further units to the table; they read the ticket and say their position.

    Raises:
        InvalidInputError: nobody, or a unit that does not handle.
    """
    if not invited:
        raise InvalidInputError(field="invited", rule="required")
    for unit in invited:
        require_handling(office, unit, field="invited")
    ticket, at = uow.tickets.get(number), office.clock.now()
    names = "、".join(office.unit_name(unit) for unit in invited)
    ticket.move(Move.INVITE, actor, at, note=names)
    uow.consultations.invite(_table(office, uow, ticket, actor).id, tuple(dict.fromkeys(invited)), at)
    uow.tickets.save(ticket)
    return ticket


def state_position(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, words: str,
                   unit: str = "") -> Ticket:  # fmt: skip
    """Keep what a unit says to it: its own people write it, or the desk takes it down in the minutes.

    Raises:
        InvalidInputError: nothing is said, or the unit is not at the table.
        NotAllowedError: somebody speaks for another unit.
    """
    if not words.strip():
        raise InvalidInputError(field="position", rule="required")
    ticket, at = uow.tickets.get(number), office.clock.now()
    speaker = actor.unit if actor.role is Role.DEPARTMENT else unit
    ticket.move(Move.STATE_POSITION, actor, at, reason=words.strip(), note=office.unit_name(speaker))
    table = _table(office, uow, ticket, actor)
    if speaker not in table.units:
        if actor.role is Role.DEPARTMENT:
            raise NotAllowedError(what="consultation", key=number)
        raise InvalidInputError(field="unit", rule="at_the_table", value=speaker)
    uow.consultations.state(table.id, speaker, actor.id, words.strip(), at)
    uow.tickets.save(ticket)
    return ticket


def conclude(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, lead: str, outcome: str,
             others: Sequence[str] = (), ground: str = "", rule_words: str = "") -> Ticket:  # fmt: skip
    """Write down the outcome and dispatch by it. What a consultation has fixed is not returned again.

    With `rule_words` the outcome is also proposed for the catalogue: matters of this kind with these words. That the
    units had to sit together over it says nothing about the machine; whom they named does.
    """
    if not outcome.strip():
        raise InvalidInputError(field="outcome", rule="required")
    ticket = uow.tickets.get(number)
    if ticket.state is not State.CONSULTATION:
        raise MoveRefusedError(state=ticket.state, move=Move.DISPATCH)
    table, old = _table(office, uow, ticket, actor), ticket.units
    dispatch(office, uow, ticket, actor, lead=lead, others=others, ground=Ground(text=outcome.strip(), confidence=1.0))
    became = {"unit": office.units.get(lead).type}
    keep_corrections(office, uow, number, actor, became, source="consultation")
    at = office.clock.now()
    uow.consultations.conclude(replace(table, concluded_at=at, lead=lead, others=ticket.others,
                                       outcome=outcome.strip(), ground=ground.strip()))  # fmt: skip
    for unit in dict.fromkeys((*old, *table.units)):
        if unit not in ticket.units:
            uow.unit_notices.add(unit, number, "concluded", outcome.strip(), at)
    if rule_words.strip():
        propose_rule(office, uow, ticket, actor, source=CONSULTATION, ground=ground.strip() or outcome.strip(),
                     units=ticket.units, words=rule_words)  # fmt: skip
    return ticket


def _table(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor) -> Consultation:
    """The consultation that is going on; one from before they were kept gets its record now."""
    standing = uow.consultations.standing(ticket.number)
    if standing is not None:
        return standing
    table = uow.consultations.open(ticket.number, actor.id, "", office.clock.now())
    uow.consultations.invite(table, ticket.units, office.clock.now())
    return Consultation(table, ticket.number, office.clock.now(), actor.id, "")
