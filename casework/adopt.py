"""认领: a member of staff takes a citizen's matter as their own until a day they name, and writes down how it goes."""

from datetime import date

from casework.notices import tell
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_help import Adoption
from hotline.clock import local_day
from hotline.errors import HotlineError, InvalidInputError, NotAllowedError
from hotline.events import ADOPTED, ADOPTION_NOTED
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import FINAL, Move, MoveRefusedError


class NotAdoptedError(HotlineError):
    """Nobody has adopted this matter, or somebody else has."""

    code = "not_adopted"


_HELPS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.DEPARTMENT})


def adopt(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, until: date) -> int:
    """Adopt an open ticket; the citizen hears that somebody looks after it, by the unit and not by name.

    Raises:
        InvalidInputError: the day lies behind.
        MoveRefusedError: the ticket has ended.
        NotAllowedError: a department that has nothing to do with it.
        ConflictError: somebody has adopted it.
    """
    ticket, at = uow.tickets.get(number), office.clock.now()
    if until < local_day(at):
        raise InvalidInputError(field="adopted_until", rule="future")
    if ticket.state in FINAL:
        raise MoveRefusedError(state=ticket.state, move=Move.DISPATCH)
    if actor.role not in _HELPS or (actor.role is Role.DEPARTMENT and actor.unit not in ticket.units):
        raise NotAllowedError(what="adoption", key=number)
    kept = uow.adoptions.add(Adoption(number, actor, at, until))
    ticket.note(ADOPTED, actor, at, reason=until.isoformat())
    uow.tickets.save(ticket)
    unit = office.unit_name(actor.unit) if actor.unit else office.wording.say("notice.hotline")
    tell(office, uow, ticket, "care.adopted", unit=unit, month=until.month, day=until.day)
    return kept


def note_adoption(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, words: str) -> None:
    """Write down how it goes.

    Raises:
        InvalidInputError: no words.
        NotAdoptedError: it is not theirs.
    """
    _noted(office, uow, number, actor, words)


def end_adoption(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, words: str) -> None:
    """Hand it back or finish, with a last note. A supervisor may end somebody else's.

    Raises:
        InvalidInputError: no words.
        NotAdoptedError: nobody looks after it, or somebody else does.
    """
    adoption = _noted(office, uow, number, actor, words, any_of=actor.role is Role.SUPERVISOR)
    uow.adoptions.end(adoption.id, office.clock.now())


def _noted(office: Office, uow: UnitOfWork, number: str, actor: Actor, words: str, *,
           any_of: bool = False) -> Adoption:  # fmt: skip
    if not words.strip():
        raise InvalidInputError(field="progress_words", rule="required")
    ticket = uow.tickets.get(number)
    adoption = _held(uow, ticket, actor, any_of=any_of)
    at = office.clock.now()
    uow.adoptions.note(adoption.id, at, words.strip())
    ticket.note(ADOPTION_NOTED, actor, at, note=words.strip())
    uow.tickets.save(ticket)
    return adoption


def _held(uow: UnitOfWork, ticket: Ticket, actor: Actor, *, any_of: bool) -> Adoption:
    held = next((each for each in uow.adoptions.of_ticket(ticket.number) if each.ended_at is None), None)
    if held is None or (held.by.id != actor.id and not any_of):
        raise NotAdoptedError(number=ticket.number)
    return held
