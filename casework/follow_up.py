"""回访: the citizen, or a person who called them, says whether it is solved and how good the handling was."""

from casework.answer import OwnAnswerError, wrote_answer
from casework.authority import require_owner
from casework.close import close
from casework.notices import grade_buttons, tell
from casework.office import Office
from casework.ports import AttentionKind, UnitOfWork
from casework.ports_follow_up import CallKind, FollowUp, How, Outcome
from casework.redo import redo
from classifiers.privacy import mask
from hotline.errors import HotlineError
from hotline.events import RATED
from hotline.matter import BAD_GRADES, Grade, Solved
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import Move, MoveRefusedError, State, edge_for


class AlreadyRatedError(HotlineError):
    """A grade that was given is never edited."""

    code = "already_rated"


def say_solved(office: Office, uow: UnitOfWork, number: str, actor: Actor, solved: Solved, *,
               reply_to: int | None = None) -> Ticket:  # fmt: skip
    """Keep what the citizen says. 未解决 is handled again; otherwise a citizen who says it is asked for the grade.

    Raises:
        MoveRefusedError: the ticket does not wait for a follow-up.
        HandlerMayNotCloseError, FinderMayNotCloseError, RoleRefusedError: somebody who handles or found it speaks in
            the citizen's place.
    """
    ticket = waiting(uow, number, actor, solved)
    _record(office, uow, ticket, actor, solved)
    keep_solved(office, ticket, actor, solved)
    if solved is Solved.NO:
        redo(office, uow, ticket, actor, reply_to=reply_to)
        return ticket
    uow.tickets.save(ticket)
    if actor.role is Role.CITIZEN:
        tell(office, uow, ticket, "ask_grade", buttons=grade_buttons(number), reply_to=reply_to)
    return ticket


def rate(office: Office, uow: UnitOfWork, number: str, actor: Actor, grade: Grade, *,
         reply_to: int | None = None) -> Ticket:  # fmt: skip
    """Keep the citizen's grade and close. What was closed for them without a grade may still be graded once.

    A bad grade for what is not wholly solved sends it back once; otherwise a person calls to learn why.

    Raises:
        AlreadyRatedError: it was rated before.
        OwnAnswerError: who wrote the answer speaks in the citizen's place.
        MoveRefusedError: nobody has said yet whether it is solved, or the ticket is elsewhere.
    """
    ticket = uow.tickets.get(number)
    require_owner(ticket, actor)
    if ticket.grade is not None:
        raise AlreadyRatedError(number=number)
    afterwards = ticket.state is State.CLOSED and actor.role is Role.CITIZEN
    if not afterwards and (ticket.state is not State.FOLLOW_UP or ticket.solved is None):
        raise MoveRefusedError(state=ticket.state, move=Move.CLOSE)
    if not afterwards:
        ticket.require(edge_for(ticket.state, Move.CLOSE), actor)
        _require_not_own(ticket, actor)
    _record(office, uow, ticket, actor, ticket.solved, grade)
    keep_grade(office, ticket, actor, grade)
    if afterwards:
        uow.tickets.save(ticket)
        tell(office, uow, ticket, "rated", reply_to=reply_to)
        learn_why(office, uow, ticket, grade)
    else:
        graded(office, uow, ticket, actor, grade, reply_to=reply_to)
    return ticket


def keep_solved(office: Office, ticket: Ticket, actor: Actor, solved: Solved) -> None:
    """Write down what the citizen says of the solution; what was said first is kept beside it."""
    ticket.solved = solved
    ticket.first_solved = ticket.first_solved or solved
    ticket.note(RATED, actor, office.clock.now(), reason=solved.value)


def keep_grade(office: Office, ticket: Ticket, actor: Actor, grade: Grade) -> None:
    """Write down the grade; what was given first is kept beside it."""
    ticket.grade = grade
    ticket.first_grade = ticket.first_grade or grade
    ticket.note(RATED, actor, office.clock.now(), reason=grade.value)


def graded(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, grade: Grade, *,
           reply_to: int | None = None) -> None:  # fmt: skip
    """What follows from a grade: a bad one sends what is not wholly solved back once; otherwise the ticket closes."""
    if grade not in BAD_GRADES:
        close(office, uow, ticket, actor, reply_to=reply_to)
    elif ticket.solved is not Solved.YES and ticket.redos == 0:
        redo(office, uow, ticket, actor, graded=True, reply_to=reply_to)
    else:
        close(office, uow, ticket, actor, notice="closed_bad_grade", reply_to=reply_to)
        learn_why(office, uow, ticket, grade)


def learn_why(office: Office, uow: UnitOfWork, ticket: Ticket, grade: Grade) -> None:
    """A badly graded ticket that stays closed: a person calls; if it was handled again before, a supervisor looks."""
    if grade not in BAD_GRADES:
        return
    at = office.clock.now()
    uow.call_list.add(ticket.number, CallKind.BAD_GRADE, ticket.redos, at,
                      office.deadlines.after(office.aftercare.rectify, at)[0])  # fmt: skip
    if ticket.solved is not Solved.YES:
        uow.attention.call(AttentionKind.ESCALATION, ticket.person, mask(ticket.appeal.title), at, ticket.number)


def _record(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, solved: Solved | None,
            grade: Grade | None = None) -> None:  # fmt: skip
    own = actor.role is Role.CITIZEN
    uow.follow_ups.add(
        FollowUp(ticket.number, office.clock.now(), "" if own else actor.id, How.CHAT if own else How.PHONE,
                 Outcome.REACHED, CallKind.SILENT.value, solved=solved, grade=grade)
    )  # fmt: skip


def waiting(uow: UnitOfWork, number: str, actor: Actor, solved: Solved) -> Ticket:
    """The ticket, if it waits for a follow-up that this person may take down.

    Raises:
        NotFoundError, MoveRefusedError, HandlerMayNotCloseError, RoleRefusedError, OwnAnswerError
    """
    wanted = Move.REDO if solved is Solved.NO else Move.CLOSE
    ticket = uow.tickets.get(number)
    require_owner(ticket, actor)
    if ticket.state is not State.FOLLOW_UP:
        raise MoveRefusedError(state=ticket.state, move=wanted)
    ticket.require(edge_for(ticket.state, wanted), actor)
    _require_not_own(ticket, actor)
    return ticket


def _require_not_own(ticket: Ticket, actor: Actor) -> None:
    if actor.role is not Role.CITIZEN and wrote_answer(ticket, actor):
        raise OwnAnswerError(number=ticket.number)
