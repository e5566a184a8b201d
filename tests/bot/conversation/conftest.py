"""A house in which a person talks."""

import pytest

from app.assembly import House
from hotline.clock import SetClock
from tests.bot.conversation.person import Person
from tests.casework.steps import Steps
from tests.house import OPERATOR, Desk


@pytest.fixture
def person(house: House, clock: SetClock) -> Person:
    return Person(house, clock)


@pytest.fixture
def desk(house: House, clock: SetClock) -> Desk:
    return Desk(house.office, house.database, clock, house.settings.data_dir / "jiesu.sqlite3")


@pytest.fixture
def handled(person: Person, desk: Desk) -> Steps:
    """The person's ticket, dispatched to CG."""
    steps = Steps(desk, person.submitted().number)
    if not steps.ticket.lead:
        steps.review(OPERATOR)
    return steps
