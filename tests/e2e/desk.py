"""What staff do with a ticket in a story, by the verbs that the console calls."""

from app.assembly import House
from casework.answer import answer, approve_answer
from casework.dispatch import dispatch
from casework.sign import sign
from hotline.people import Actor, Role
from hotline.workflow import State

OPERATOR = Actor(Role.OPERATOR, id="operator", name="接线员")


def send_out(house: House, number: str, unit: str = "ZJ") -> str:
    """Dispatch unless the machine did; the code of the unit that leads."""
    with house.database.units_of_work() as uow:
        ticket = uow.tickets.get(number)
        if ticket.state is State.ACCEPTED:
            dispatch(house.office, uow, ticket, OPERATOR, lead=unit)
        uow.commit()
        return ticket.lead


def take_on(house: House, number: str, unit: str) -> None:
    """The unit signs."""
    with house.database.units_of_work() as uow:
        sign(house.office, uow, number, _clerk(unit))
        uow.commit()


def reply(house: House, number: str, unit: str, words: str) -> None:
    """The unit answers, and the hotline lets the answer out."""
    with house.database.units_of_work() as uow:
        answer(house.office, uow, number, _clerk(unit), public=words)
        uow.commit()
    with house.database.units_of_work() as uow:
        approve_answer(house.office, uow, number, OPERATOR)
        uow.commit()


def _clerk(unit: str) -> Actor:
    return Actor(Role.DEPARTMENT, id=unit.lower(), unit=unit, name=unit)
