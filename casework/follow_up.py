"""回访: the citizen, or a person who called them, says whether it is solved and how good the handling was."""

from casework.authority import require_owner
from casework.close import close
from casework.notices import grade_buttons, tell
from casework.office import Office
from casework.ports import UnitOfWork
from casework.redo import redo
from hotline.errors import HotlineError
from hotline.events import RATED
from hotline.matter import Grade, Solved
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
    ticket = _waiting(uow, number, actor, Move.REDO if solved is Solved.NO else Move.CLOSE)
    ticket.solved = solved
    ticket.first_solved = ticket.first_solved or solved
    ticket.note(RATED, actor, office.clock.now(), reason=solved.value)
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

    Raises:
        AlreadyRatedError: it was rated before.
        MoveRefusedError: nobody has said yet whether it is solved, or the ticket is elsewhere.
    """
    ticket = uow.tickets.get(number)
    require_owner(ticket, actor)
    if ticket.grade is not None:
        raise AlreadyRatedError(number=number)
    if ticket.state is State.CLOSED and actor.role is Role.CITIZEN:
        return _rate_afterwards(office, uow, ticket, actor, grade, reply_to)
    if ticket.state is not State.FOLLOW_UP or ticket.solved is None:
        raise MoveRefusedError(state=ticket.state, move=Move.CLOSE)
    _keep_grade(office, ticket, actor, grade)
    close(office, uow, ticket, actor, reply_to=reply_to)
    return ticket


def _rate_afterwards(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, grade: Grade,
                     reply_to: int | None) -> Ticket:  # fmt: skip
    _keep_grade(office, ticket, actor, grade)
    uow.tickets.save(ticket)
    tell(office, uow, ticket, "rated", reply_to=reply_to)
    return ticket


def _keep_grade(office: Office, ticket: Ticket, actor: Actor, grade: Grade) -> None:
    ticket.grade = grade
    ticket.first_grade = ticket.first_grade or grade
    ticket.note(RATED, actor, office.clock.now(), reason=grade.value)


def _waiting(uow: UnitOfWork, number: str, actor: Actor, wanted: Move) -> Ticket:
    ticket = uow.tickets.get(number)
    require_owner(ticket, actor)
    if ticket.state is not State.FOLLOW_UP:
        raise MoveRefusedError(state=ticket.state, move=wanted)
    ticket.require(edge_for(ticket.state, wanted), actor)
    return ticket
