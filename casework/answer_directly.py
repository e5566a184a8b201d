"""直接答复: a question that the hotline itself can answer needs no unit."""

from casework.corrections import keep_way
from casework.notices import tell
from casework.office import Office
from casework.ports import UnitOfWork
from hotline.errors import InvalidInputError
from hotline.matter import Disposition
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.workflow import Move


def answer_directly(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, public: str) -> Ticket:
    """Answer on the spot and end the ticket; no unit has handled it, so nobody else has to let the answer out.

    Raises:
        InvalidInputError: the answer is empty.
    """
    if not public.strip():
        raise InvalidInputError(field="public_answer", rule="required")
    ticket = uow.tickets.get(number)
    ticket.move(Move.ANSWER_DIRECTLY, actor, office.clock.now())
    ticket.public_answer = public.strip()
    uow.tickets.save(ticket)
    keep_way(office, uow, number, actor, Disposition.CONSULT)
    tell(office, uow, ticket, "answered_directly", answer=ticket.public_answer)
    return ticket
