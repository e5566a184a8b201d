"""答复: the unit answers; another person lets the answer out; only then the citizen reads it."""

from datetime import datetime

from casework.assignments import resume_after_answer
from casework.authority import require_lead
from casework.notices import solved_buttons, tell
from casework.office import Office
from casework.pictures import round_of
from casework.ports import UnitOfWork
from casework.ports_follow_up import AnswerForm
from hotline.errors import HotlineError, InvalidInputError
from hotline.matter import Solved
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.workflow import Move


class OwnAnswerError(HotlineError):
    """Who wrote an answer neither lets it out nor asks the citizen what it was worth."""

    code = "own_answer"


def answer(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, public: str, internal: str = "",
           form: AnswerForm | None = None) -> Ticket:  # fmt: skip
    """Give the public answer, and apart from it the internal note that never leaves the house, with the form of what
    was found and done.

    Raises:
        InvalidInputError: the public answer is empty, or the form contradicts itself.
    """
    if not public.strip():
        raise InvalidInputError(field="public_answer", rule="required")
    ticket, at = uow.tickets.get(number), office.clock.now()
    require_lead(ticket, actor)
    if form is not None:
        _check(form, ticket, at)
    ticket.move(Move.ANSWER, actor, at, note=internal.strip())
    ticket.public_answer, ticket.internal_note = public.strip(), internal.strip()
    uow.tickets.save(ticket)
    if form is not None:
        uow.answer_forms.add(number, form, actor, at)
    return ticket


def _check(form: AnswerForm, ticket: Ticket, at: datetime) -> None:
    """Raises InvalidInputError for a contact without a time or outside the ticket's life, and for no reason given."""
    if form.contacted and form.contacted_at is None:
        raise InvalidInputError(field="contacted_at", rule="required")
    if form.contacted_at is not None and not ticket.received_at <= form.contacted_at <= at:
        raise InvalidInputError(field="contacted_at", rule="between_receipt_and_now")
    if form.solved is not Solved.YES and not form.unsolved_reason.strip():
        raise InvalidInputError(field="unsolved_reason", rule="required")


def wrote_answer(ticket: Ticket, actor: Actor) -> bool:
    """Whether the present answer is this very person's, whatever post they hold by now."""
    wrote = [event.actor for event in ticket.history if event.move == Move.ANSWER]
    return bool(actor.id) and bool(wrote) and wrote[-1].id == actor.id


_SAID = frozenset({Move.ANSWER, Move.APPROVE_ANSWER, Move.REJECT_ANSWER, Move.ANSWER_DIRECTLY})


def told_answer(ticket: Ticket) -> str:
    """The public answer where it has gone out; empty for one that is reviewed, or that was rejected."""
    said = [event.move for event in ticket.history if event.move in _SAID]
    return "" if said and said[-1] in (Move.ANSWER, Move.REJECT_ANSWER) else ticket.public_answer


def approve_answer(office: Office, uow: UnitOfWork, number: str, actor: Actor) -> Ticket:
    """Let the answer out: the citizen reads it and is asked whether it is solved.

    Raises:
        HandlerMayNotCloseError: somebody of a handling unit.
        OwnAnswerError: who wrote it.
    """
    ticket = uow.tickets.get(number)
    pictures = uow.answer_pictures.of_round(number, round_of(ticket))
    ticket.move(Move.APPROVE_ANSWER, actor, office.clock.now())
    if wrote_answer(ticket, actor):
        raise OwnAnswerError(number=number)
    uow.tickets.save(ticket)
    tell(
        office,
        uow,
        ticket,
        "answered",
        unit=office.unit_name(ticket.lead),
        answer=ticket.public_answer,
        pictures=pictures,
        buttons=solved_buttons(office, number),
    )
    return ticket


def reject_answer(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, reason: str) -> Ticket:
    """The answer does not answer: back to the unit with the reason."""
    if not reason.strip():
        raise InvalidInputError(field="reason", rule="required")
    ticket = uow.tickets.get(number)
    ticket.move(Move.REJECT_ANSWER, actor, office.clock.now(), reason=reason.strip())
    resume_after_answer(office, uow, ticket)
    uow.tickets.save(ticket)
    return ticket
