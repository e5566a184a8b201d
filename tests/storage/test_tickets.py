"""Tickets come back as they went in, two savers cannot both be right, and limits are found by index."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.appeal import Appeal, Place
from hotline.deadlines import Due
from hotline.errors import ConflictError, NotFoundError
from hotline.events import DUE_SOON, OVERDUE, RATED, TicketEvent
from hotline.matter import Grade, MatterType, Solved, Urgency
from hotline.people import MACHINE, Actor, Contact, Role
from hotline.taxonomy import Category
from hotline.ticket import Ground, Ticket
from hotline.workflow import Move, State
from storage.open import Database
from tests.storage.examples import CLERK, NOW, OPERATOR, due, new_ticket, person, stored_ticket, with_due

NUMBER = "260302090000000001"
DAY = timedelta(days=1)

WORDS = st.text(st.characters(exclude_categories=()), max_size=30)
CODES = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda each: each.replace(tzinfo=NOW.tzinfo))  # noqa: DTZ001 - the zone comes next
MAYBE = st.none() | MOMENTS
COUNTS = st.integers(0, 99)
STATES = st.sampled_from(State)
APPEALS = st.builds(
    Appeal,
    text=WORDS.filter(str.strip),
    matter_type=st.sampled_from(MatterType),
    category=st.builds(Category, CODES, CODES, CODES),
    title=WORDS,
    place=st.builds(Place, WORDS, CODES, CODES, CODES),
    time=WORDS,
    contact=st.builds(Contact, WORDS, WORDS),
    urgency=st.sampled_from(Urgency),
    anonymous=st.booleans(),
    confidential=st.booleans(),
)
DUES = st.builds(
    Due, CODES, CODES, MOMENTS, MOMENTS, MOMENTS, MOMENTS, st.booleans(), st.booleans(), MAYBE,
    st.dictionaries(CODES, CODES, max_size=3),
)  # fmt: skip
ACTORS = st.builds(Actor, st.sampled_from(Role), CODES, CODES, CODES)
EVENTS = st.builds(TicketEvent, MOMENTS, CODES, STATES, STATES, ACTORS, WORDS, WORDS, CODES)
TICKETS = st.builds(
    Ticket,
    number=CODES.filter(bool),
    person=st.just(0),
    channel=CODES,
    appeal=APPEALS,
    received_at=MOMENTS,
    state=STATES,
    lead=CODES,
    others=st.lists(CODES, max_size=3).map(tuple),
    ground=st.builds(Ground, CODES, WORDS, st.floats(0, 1), st.booleans()),
    due=st.none() | DUES,
    dispatched_at=MAYBE,
    signed_at=MAYBE,
    resume=STATES,
    dispatches=COUNTS,
    returns=COUNTS,
    redos=COUNTS,
    reminders=COUNTS,
    public_answer=WORDS,
    internal_note=WORDS,
    solved=st.none() | st.sampled_from(Solved),
    grade=st.none() | st.sampled_from(Grade),
    first_solved=st.none() | st.sampled_from(Solved),
    first_grade=st.none() | st.sampled_from(Grade),
    history=st.lists(EVENTS, max_size=4),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(ticket=TICKETS, changed=TICKETS)
def test_a_ticket_comes_back_as_it_went_in_and_as_it_was_changed(
    database: Database, ticket: Ticket, changed: Ticket
) -> None:
    with database.units_of_work() as uow:
        ticket.person = person(uow)
        uow.tickets.add(ticket)
        assert uow.tickets.get(ticket.number) == ticket
        changed.number, changed.person, changed.version = ticket.number, ticket.person, ticket.version
        changed.fresh = changed.history
        changed.history = ticket.history + changed.fresh
        uow.tickets.save(changed)
        assert uow.tickets.get(ticket.number) == changed


def test_history_grows_and_versions_rise(database: Database) -> None:
    with database.units_of_work() as uow:
        ticket = stored_ticket(uow)
        ticket.move(Move.ACCEPT, MACHINE, NOW)
        uow.tickets.save(ticket)
        uow.commit()
    with database.units_of_work() as uow:
        read = uow.tickets.get(NUMBER)
        read.move(Move.DISPATCH, OPERATOR, NOW, note="目录")
        uow.tickets.save(read)
        uow.tickets.save(read)
        assert [event.move for event in uow.tickets.get(NUMBER).history] == ["received", "accept", "dispatch"]
        assert uow.tickets.get(NUMBER).version == 4


def test_the_second_of_two_savers_looks_again(database: Database) -> None:
    with database.units_of_work() as uow:
        stored_ticket(uow)
        uow.commit()
    with database.units_of_work(write=False) as uow:
        mine, yours = uow.tickets.get(NUMBER), uow.tickets.get(NUMBER)
    for ticket in (mine, yours):
        ticket.move(Move.ACCEPT, OPERATOR, NOW)
    with database.units_of_work() as uow:
        uow.tickets.save(mine)
        uow.commit()
    with database.units_of_work() as uow, pytest.raises(ConflictError):
        uow.tickets.save(yours)


def test_a_number_that_is_none_is_not_found(database: Database) -> None:
    with database.units_of_work(write=False) as uow, pytest.raises(NotFoundError):
        uow.tickets.get("1")


def test_a_citizens_tickets_stand_newest_first(database: Database) -> None:
    with database.units_of_work() as uow:
        for day in range(3):
            stored_ticket(uow, str(day), NOW + day * DAY)
        other = new_ticket(person(uow, "other"), "9")
        uow.tickets.add(other)
        assert [ticket.number for ticket in uow.tickets.of_person(1)] == ["2", "1", "0"]
        assert [ticket.number for ticket in uow.tickets.of_person(1, limit=1)] == ["2"]
        assert uow.tickets.of_person(1)[0].history[0].move == "received"
        assert uow.tickets.of_person(404) == []


ENDS = NOW + 8 * DAY
TABLE = [
    # state, paused, marks, asked about the moment, found
    (State.IN_PROGRESS, False, (), ENDS - DAY, False),
    (State.IN_PROGRESS, False, (), ENDS + DAY, True),
    (State.IN_PROGRESS, True, (), ENDS + DAY, False),
    (State.CLOSED, False, (), ENDS + DAY, False),
    (State.FOLLOW_UP, False, (), ENDS + DAY, False),
    (State.UNDER_REVIEW, False, (), ENDS + DAY, False),
    (State.IN_PROGRESS, False, ((DUE_SOON, ENDS),), ENDS + DAY, True),  # overdue is still to be marked
    (State.IN_PROGRESS, False, ((OVERDUE, ENDS),), ENDS + DAY, False),
    (State.IN_PROGRESS, False, ((OVERDUE, ENDS - DAY),), ENDS + DAY, True),  # the mark of an earlier limit
    (State.DISPATCHED, False, (), NOW + DAY, True),  # the sign limit, two hours
    (State.IN_PROGRESS, False, (), NOW + DAY, False),  # signed
    (State.DISPATCHED, False, ((OVERDUE, due().sign_by),), NOW + DAY, False),
    (State.DISPATCHED, False, ((OVERDUE, due().sign_by),), ENDS + DAY, True),
]


@pytest.mark.parametrize(("state", "paused", "marks", "moment", "found"), TABLE)
def test_the_deadline_watch_finds_what_runs_out_and_is_unmarked(
    database: Database, state: State, paused: bool, marks: tuple[tuple[str, datetime], ...], moment: datetime,
    found: bool,
) -> None:  # fmt: skip
    with database.units_of_work() as uow:
        ticket = with_due(new_ticket(person(uow)), ENDS, NOW if paused else None)
        uow.tickets.add(ticket)
        ticket.state = state
        for name, limit in marks:
            ticket.note(name, MACHINE, NOW, note=limit.isoformat())
        uow.tickets.save(ticket)
        assert uow.tickets.open_due_before(moment) == [NUMBER] * found


def test_what_nobody_marked_comes_before_what_was_announced(database: Database) -> None:
    with database.units_of_work() as uow:
        whose = person(uow)
        for number, ends, marked in (("1", ENDS, True), ("2", ENDS + DAY, False), ("3", ENDS + 2 * DAY, False)):
            ticket = with_due(new_ticket(whose, number), ends)
            if marked:
                ticket.note(DUE_SOON, MACHINE, NOW, note=ends.isoformat())
            uow.tickets.add(ticket)
        assert uow.tickets.open_due_before(ENDS + 3 * DAY) == ["2", "3", "1"]
        assert uow.tickets.open_due_before(ENDS + 3 * DAY, limit=1) == ["2"]


def test_a_ticket_without_limits_is_never_watched(database: Database) -> None:
    with database.units_of_work() as uow:
        ticket = new_ticket(person(uow))
        ticket.due = None
        uow.tickets.add(ticket)
        assert uow.tickets.open_due_before(NOW + 400 * DAY) == []


def test_an_appeal_that_was_corrected_is_masked_anew(database: Database) -> None:
    with database.units_of_work() as uow:
        ticket = stored_ticket(uow)
        uow.commit()
    with database.units_of_work() as uow:
        read = uow.tickets.get(ticket.number)
        read.appeal = replace(read.appeal, title="更正后的标题")
        uow.tickets.save(read)
        uow.commit()
    assert database.views.ticket(ticket.number, NOW).row.title == "更正后的标题"


def test_an_answer_in_time_counts_as_contact_and_closing_gives_the_moment(database: Database) -> None:
    with database.units_of_work() as uow:
        ticket = stored_ticket(uow)
        steps = ((Move.ACCEPT, MACHINE), (Move.DISPATCH, OPERATOR), (Move.SIGN, CLERK), (Move.ANSWER, CLERK),
                 (Move.APPROVE_ANSWER, OPERATOR), (Move.CLOSE, OPERATOR))  # fmt: skip
        for hours, (move, actor) in enumerate(steps):
            ticket.move(move, actor, NOW + timedelta(hours=hours))
        for word in (Solved.YES, Grade.GOOD):
            ticket.note(RATED, OPERATOR, NOW + timedelta(hours=6), reason=word.value)
        uow.tickets.save(ticket)
        uow.commit()
    (closed,) = database.views.closed_tickets(NOW, NOW + DAY)
    assert (closed.number, closed.lead, closed.solved, closed.grade) == (NUMBER, "cg", Solved.YES, Grade.GOOD)
    assert (closed.closed_at, closed.contacted, closed.category) == (
        NOW + timedelta(hours=5), True, ticket.appeal.category,
    )  # fmt: skip
    assert database.views.closed_tickets(NOW + DAY, NOW + 2 * DAY) == []
