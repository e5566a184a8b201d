"""调解与援助: a dispute goes to people's mediation, legal aid or the police-mediation desk if the citizen agrees.

It stands beside the ticket: the unit goes on with what is its duty. Where no unit has it yet and the two sides agree,
the ticket ends with what they agreed on.
"""

from casework.answer_directly import answer_directly
from casework.authority import require_lead, require_owner
from casework.notices import tell
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_help import Mediation, MediationKind, Outcome
from hotline.errors import HotlineError, InvalidInputError, NotAllowedError
from hotline.events import MEDIATION_CONSENT, MEDIATION_ENDED, MEDIATION_PROPOSED
from hotline.message import Button
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import FINAL, Move, MoveRefusedError, State


class NoMediationError(HotlineError):
    """Nothing is being mediated that this could be said of."""

    code = "no_mediation"


class ConsentMissingError(HotlineError):
    """Nobody is mediated without having said yes."""

    code = "consent_missing"


_PROPOSES = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.DEPARTMENT})


def propose_mediation(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, kind: MediationKind,
                      words: str) -> int:  # fmt: skip
    """Ask the citizen whether they want it; nothing happens before they have said yes.

    Raises:
        InvalidInputError: nothing says what it is about.
        MoveRefusedError: the ticket has ended.
        NotAllowedError: somebody else's ticket. A report is not mediated: the two sides must not learn of each other.
        ConflictError: one is open already.
    """
    if not words.strip():
        raise InvalidInputError(field="mediation_words", rule="required")
    ticket = _open(uow, number)
    require_lead(ticket, actor)
    if actor.role not in _PROPOSES or ticket.appeal.sealed_identity:
        raise NotAllowedError(what="mediation", key=number)
    at = office.clock.now()
    kept = uow.mediations.add(Mediation(number, kind, words.strip(), actor, at))
    ticket.note(MEDIATION_PROPOSED, actor, at, reason=kind.value, note=words.strip())
    uow.tickets.save(ticket)
    say = office.wording.say
    row = tuple(Button(say(f"button.mediate_{said}"), f"mediate:{number}:{said}") for said in ("yes", "no"))
    tell(office, uow, ticket, "care.mediation_asked", kind=kind.value, words=words.strip(), buttons=(row,))
    return kept


def note_consent(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, given: bool, words: str = "",
                 reply_to: int | None = None) -> Ticket:  # fmt: skip
    """Keep what the citizen says, in the chat by themself or on the telephone to an operator, who says how they know.

    Raises:
        NotFoundError: it is somebody else's ticket.
        NotAllowedError: a department writes down the word of the citizen.
        NoMediationError: nothing was asked, or it was answered before.
    """
    ticket = _open(uow, number)
    require_owner(ticket, actor)
    if actor.role not in (Role.CITIZEN, Role.OPERATOR, Role.SUPERVISOR):
        raise NotAllowedError(what="consent", key=number)
    if actor.role is not Role.CITIZEN and not words.strip():
        raise InvalidInputError(field="consent_words", rule="required")
    mediation = _current(uow, number)
    if mediation.consent is not None:
        raise NoMediationError(number=number)
    at = office.clock.now()
    uow.mediations.consent(mediation.id, actor, at, given=given)
    said = office.wording.say(f"button.mediate_{'yes' if given else 'no'}")
    ticket.note(MEDIATION_CONSENT, actor, at, reason=f"{mediation.kind.value}：{said}", note=words.strip())
    uow.tickets.save(ticket)
    notice = "care.mediation_agreed" if given else "care.mediation_declined"
    tell(office, uow, ticket, notice, kind=mediation.kind.value, reply_to=reply_to)
    return ticket


def end_mediation(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, outcome: Outcome,
                  words: str) -> Ticket:  # fmt: skip
    """Keep how it ended, and tell the citizen. What no unit has yet ends with the agreement, else the ticket goes on;
    one that ended while the two sides were still talking stays as it is.

    Raises:
        InvalidInputError: not a word of what was agreed on, or why not.
        NoMediationError: none is open.
        ConsentMissingError: an outcome without the citizen's yes; only a withdrawal needs none.
        NotAllowedError: somebody else's ticket.
    """
    if not words.strip():
        raise InvalidInputError(field="outcome_words", rule="required")
    ticket = uow.tickets.get(number)
    require_lead(ticket, actor)
    if actor.role not in _PROPOSES:
        raise NotAllowedError(what="mediation", key=number)
    mediation = _current(uow, number)
    if not mediation.consent and outcome is not Outcome.WITHDRAWN:
        raise ConsentMissingError(number=number)
    at = office.clock.now()
    uow.mediations.end(mediation.id, actor, at, outcome, words.strip())
    ticket.note(MEDIATION_ENDED, actor, at, reason=f"{mediation.kind.value}：{outcome.value}", note=words.strip())
    uow.tickets.save(ticket)
    if outcome is Outcome.AGREED and ticket.state is State.ACCEPTED and actor.role is not Role.DEPARTMENT:
        return answer_directly(office, uow, number, actor, public=words.strip())
    tell(office, uow, ticket, "care.mediation_ended", kind=mediation.kind.value, outcome=outcome.value,
         words=words.strip())  # fmt: skip
    return ticket


def _open(uow: UnitOfWork, number: str) -> Ticket:
    """Raises MoveRefusedError where it has ended."""
    ticket = uow.tickets.get(number)
    if ticket.state in FINAL:
        raise MoveRefusedError(state=ticket.state, move=Move.REFER)
    return ticket


def _current(uow: UnitOfWork, number: str) -> Mediation:
    mediation = next((each for each in uow.mediations.of_ticket(number) if each.open), None)
    if mediation is None:
        raise NoMediationError(number=number)
    return mediation
