"""The short list of tickets on their way: complete, in the desk's order, and never longer than what is open."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.ports import LinkKind, TicketLink
from hotline.matter import Urgency
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import FINAL, Move, State
from storage.open import Database
from tests.storage.examples import NOW, due, new_ticket, person

DAY = timedelta(days=1)
DESK = Actor(Role.OPERATOR, id="li")


def waiting(database: Database, number: str, *, urgency: Urgency = Urgency.ORDINARY, days: int = 5) -> None:
    """A ticket that waits for a dispatcher and has to be answered within some days."""
    with database.units_of_work() as uow:
        ticket = new_ticket(person(uow), number=number)
        ticket.state, ticket.appeal = State.ACCEPTED, replace(ticket.appeal, urgency=urgency)
        ticket.due = due(NOW + days * DAY)
        uow.tickets.add(ticket)
        uow.commit()


def queue(database: Database, limit: int = 50) -> list[str]:
    return [row.number for row in database.views.queue(State.ACCEPTED, NOW, limit)]


def change(database: Database, number: str, what: Move | Urgency) -> None:
    with database.units_of_work() as uow:
        ticket: Ticket = uow.tickets.get(number)
        if isinstance(what, Move):
            ticket.move(what, DESK, NOW)
        else:
            ticket.appeal = replace(ticket.appeal, urgency=what)
        uow.tickets.save(ticket)
        uow.commit()


def link(database: Database, ticket: str, other: str, kind: LinkKind = LinkKind.SAME_MATTER) -> None:
    with database.units_of_work() as uow:
        uow.links.add(TicketLink(ticket, other, kind, 0.9, "", NOW))
        uow.commit()


def test_what_is_urgent_stands_first_then_the_nearest_limit(database: Database) -> None:
    waiting(database, "1", days=9)
    waiting(database, "2", days=3)
    waiting(database, "3", urgency=Urgency.URGENT, days=8)
    assert queue(database) == ["3", "2", "1"]
    change(database, "1", Urgency.CRITICAL)
    assert queue(database) == ["3", "1", "2"]
    assert queue(database, limit=1) == ["3"]


def test_what_several_tell_of_stands_before_what_one_does(database: Database) -> None:
    for number, days in (("1", 2), ("2", 9), ("3", 8)):
        waiting(database, number, days=days)
    link(database, "3", "2")
    link(database, "3", "1", LinkKind.SAME_CITIZEN)
    assert queue(database) == ["3", "2", "1"]
    with database.units_of_work() as uow:
        uow.links.refuse("2", "3", DESK, NOW)
        uow.commit()
    assert queue(database) == ["1", "3", "2"]


def test_what_has_ended_leaves_and_what_is_taken_up_again_comes_back_where_it_stood(database: Database) -> None:
    waiting(database, "1", days=2)
    waiting(database, "2", days=9)
    waiting(database, "3", days=8)
    link(database, "3", "2")
    change(database, "2", Move.WITHDRAW)
    assert queue(database) == ["3", "1"]
    with (
        database.units_of_work() as uow
    ):  # of the states that end a ticket only 已办结 can be left: its row is set back
        ticket = uow.tickets.get("2")
        ticket.note("received", DESK, NOW)
        ticket.state = State.ACCEPTED
        ticket.history[-1] = replace(ticket.history[-1], start=State.WITHDRAWN)
        uow.tickets.save(ticket)
        uow.commit()
    assert queue(database) == ["3", "2", "1"]


def test_a_ticket_without_a_limit_stands_behind_those_with_one(database: Database) -> None:
    waiting(database, "1", days=300)
    with database.units_of_work() as uow:
        ticket = new_ticket(person(uow), number="0")
        ticket.state, ticket.due = State.ACCEPTED, None
        uow.tickets.add(ticket)
        uow.commit()
    assert queue(database) == ["1", "0"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["withdraw", "dispatch", "urgent"])), max_size=12))
def test_the_list_holds_just_what_is_open(database: Database, steps: list[tuple[int, str]]) -> None:
    before = database.views.by_state().values()
    numbers = [f"{sum(before):04d}{place}" for place in range(6)]
    for place, number in enumerate(numbers):
        waiting(database, number, days=place)
    for place, step in steps:
        take(database, numbers[place], step)
    counted = database.views.counts(NOW).by_state
    assert counted == {name: count for name, count in database.views.by_state().items() if State(name) not in FINAL}
    for state, count in counted.items():
        assert len(database.views.queue(State(state), NOW, 1000)) == count


def take(database: Database, number: str, step: str) -> None:
    with database.units_of_work(write=False) as uow:
        waits = uow.tickets.get(number).state is State.ACCEPTED
    if step == "urgent":
        change(database, number, Urgency.URGENT)
    elif waits:
        change(database, number, Move.WITHDRAW if step == "withdraw" else Move.DISPATCH)
