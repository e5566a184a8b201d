"""回访: the citizen, or a person who called them, says whether it is solved and how good the handling was."""

from casework.authority import require_owner
from casework.close import close
from casework.notices import grade_buttons, tell
from casework.office import Office
from casework.ports import UnitOfWork
from casework.redo import redo
from hotline.errors import ConflictError
from hotline.events import RATED
from hotline.matter import Grade, Solved
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.workflow import Move, MoveRefusedError, State


def say_solved(office: Office, uow: UnitOfWork, number: str, actor: Actor, solved: Solved, *,
               reply_to: int | None = None) -> Ticket:  # fmt: skip
    """Keep what the citizen says. 未解决 is handled again; otherwise the grade is asked for.

    Raises:
        MoveRefusedError: the ticket does not wait for a follow-up.
    """
    ticket = _waiting(uow, number, actor, Move.CLOSE)
    ticket.solved = solved
    ticket.first_solved = ticket.first_solved or solved
    ticket.note(RATED, actor, office.clock.now(), reason=solved.value)
    if solved is Solved.NO:
        redo(office, uow, ticket, actor, reply_to=reply_to)
        return ticket
    uow.tickets.save(ticket)
    tell(office, uow, ticket, "ask_grade", buttons=grade_buttons(number), reply_to=reply_to)
    return ticket


def rate(office: Office, uow: UnitOfWork, number: str, actor: Actor, grade: Grade, *,
         reply_to: int | None = None) -> Ticket:  # fmt: skip
    """Keep the citizen's grade and close. A grade that was given is never edited.

    Raises:
        ConflictError: it was rated before.
        MoveRefusedError: nobody has said yet whether it is solved, or the ticket is elsewhere.
    """
    ticket = uow.tickets.get(number)
    require_owner(ticket, actor)
    if ticket.state is State.CLOSED:
        raise ConflictError(what="grade", key=number)
    if ticket.solved is None:
        raise MoveRefusedError(state=ticket.state, move=Move.CLOSE)
    ticket.grade = grade
    ticket.first_grade = ticket.first_grade or grade
    ticket.note(RATED, actor, office.clock.now(), reason=grade.value)
    close(office, uow, ticket, actor, reply_to=reply_to)
    return ticket


def _waiting(uow: UnitOfWork, number: str, actor: Actor, wanted: Move) -> Ticket:
    ticket = uow.tickets.get(number)
    require_owner(ticket, actor)
    if ticket.state is not State.FOLLOW_UP:
        raise MoveRefusedError(state=ticket.state, move=wanted)
    return ticket
