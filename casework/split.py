"""拆单: one ticket of several matters becomes several. The first matter stays in it; each other gets a ticket of its
own with the citizen's words as they were said, and the citizen is told once, with all numbers."""

from collections.abc import Sequence
from dataclasses import replace

from casework.missing_year import report_missing_years
from casework.notices import tell
from casework.office import Office
from casework.ports import UnitOfWork
from casework.recuse import carry_recusals
from hotline.errors import InvalidInputError
from hotline.events import RECEIVED, SPLIT_FROM
from hotline.people import Actor
from hotline.ticket import Ground, Ticket, ticket_number
from hotline.workflow import Move

MOST = 9
"""More matters than that in one appeal are not told apart by hand."""


def split(office: Office, uow: UnitOfWork, number: str, actor: Actor, *, matters: Sequence[str],
          title: str = "") -> list[Ticket]:  # fmt: skip
    """Make a ticket of each further matter, named by its title; `title` renames what stays. Gives the new tickets.

    Each waits for a dispatcher, who sets its category, and is due when the whole was promised: nobody waits longer
    because they told two things at once. Who keeps out of the whole keeps out of each.

    Raises:
        InvalidInputError: no further matter, more than `MOST`, or one named twice.
    """
    titles = [each.strip() for each in matters if each.strip()]
    if not titles:
        raise InvalidInputError(field="matters", rule="required")
    if len(titles) > MOST or len(set(titles)) < len(titles):
        raise InvalidInputError(field="matters", rule="matters")
    ticket = uow.tickets.get(number)
    children = [_child(office, ticket, actor, each) for each in titles]
    ticket.move(Move.SPLIT, actor, office.clock.now(), note="、".join(titles))
    if title.strip():
        ticket.appeal = replace(ticket.appeal, title=title.strip())
    for child in children:
        report_missing_years(office, uow, child)
        uow.tickets.add(child)
        uow.splits.add(number, child.number, office.clock.now())
        carry_recusals(uow, number, child.number)
    uow.tickets.save(ticket)
    _tell(office, uow, ticket, children)
    return children


def _child(office: Office, parent: Ticket, actor: Actor, title: str) -> Ticket:
    """Who spoke (or found it on patrol) and when stays who and when it was."""
    at = office.clock.now()
    child = Ticket(
        number=ticket_number(at, office.serial()),
        person=parent.person,
        channel=parent.channel,
        appeal=replace(parent.appeal, title=title),
        received_at=parent.received_at,
    )
    spoke = next((event.actor for event in parent.history if event.move == RECEIVED), Actor.citizen(parent.person))
    child.note(RECEIVED, spoke, parent.received_at)
    child.move(Move.ACCEPT, actor, at)
    child.note(SPLIT_FROM, actor, at, note=parent.number)
    child.due, child.ground = parent.due, Ground()
    return child


def _tell(office: Office, uow: UnitOfWork, ticket: Ticket, children: Sequence[Ticket]) -> None:
    lines = [office.wording.say("notice.split_line", number=each.number, title=each.appeal.title,
                                code=office.codes.code(each.number)) for each in (ticket, *children)]  # fmt: skip
    tell(office, uow, ticket, "split", count=len(lines), matters="\n".join(lines))
