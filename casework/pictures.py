"""Pictures that staff put to a ticket: which are taken, and those that go out with an answer."""

from casework.authority import require_lead
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.errors import InvalidInputError, NotFoundError
from hotline.message import Attachment
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.workflow import Move, MoveRefusedError, moves_from

LARGEST = 2_000_000
"""Bytes of one picture."""
MOST = 6
"""Pictures of one answer, and of one return."""
_STARTS = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "image/gif": b"GIF8"}


def picture_of(content: bytes, field: str = "picture") -> Attachment:
    """The bytes as a picture; its kind is read from how it begins, for what a browser claims is not believed.

    Raises:
        InvalidInputError: nothing, no picture, or one that is too large.
    """
    if not content:
        raise InvalidInputError(field=field, rule="required")
    mime = next((kind for kind, start in _STARTS.items() if content.startswith(start)), "")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        mime = "image/webp"
    if not mime or len(content) > LARGEST:
        raise InvalidInputError(field=field, rule="picture")
    return Attachment(mime, content)


def round_of(ticket: Ticket) -> int:
    """Which answer is being written: 1 until the first one has gone out, whatever was rejected before."""
    return 1 + sum(event.move == Move.APPROVE_ANSWER for event in ticket.history)


def attach_picture(office: Office, uow: UnitOfWork, number: str, actor: Actor, picture: Attachment) -> int:
    """Put a picture to the answer that the lead unit is writing; whoever lets the answer out has seen it.

    Raises:
        MoveRefusedError: nothing can be answered now: an answer that is being reviewed stays as it is.
        InvalidInputError: the answer has as many as it may.
    """
    ticket = _written(uow, number, actor)
    if len(uow.answer_pictures.of_round(number, round_of(ticket))) >= MOST:
        raise InvalidInputError(field="pictures", rule="six_pictures")
    stored = uow.answer_pictures.add(number, round_of(ticket), picture, actor.id, office.clock.now())
    uow.tickets.save(ticket)
    return stored


def drop_picture(uow: UnitOfWork, number: str, actor: Actor, picture: int) -> None:
    """Take a picture away before the answer is handed in.

    Raises:
        NotFoundError: the answer that is being written has none of this number.
    """
    ticket = _written(uow, number, actor)
    if not uow.answer_pictures.drop(number, round_of(ticket), picture):
        raise NotFoundError(what="picture", key=number)
    uow.tickets.save(ticket)


def forget_draft(uow: UnitOfWork, ticket: Ticket) -> None:
    """Another unit writes the answer now: what the one before had put to it shows that one's work."""
    round_ = round_of(ticket)
    for picture in uow.answer_pictures.of_round(ticket.number, round_):
        uow.answer_pictures.drop(ticket.number, round_, picture)


def _written(uow: UnitOfWork, number: str, actor: Actor) -> Ticket:
    """The ticket, which is saved even where nothing but a picture changes: its version holds against who hands the
    answer in at the same moment."""
    ticket = uow.tickets.get(number)
    require_lead(ticket, actor)
    if Move.ANSWER not in moves_from(ticket.state, actor.role):
        raise MoveRefusedError(state=ticket.state, move=Move.ANSWER)
    return ticket
