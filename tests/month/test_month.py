"""A month with the National Day week: every clock is right, nothing is lost, no step is told twice, none untold."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from hotline.clock import SHANGHAI, SetClock
from hotline.people import Role
from hotline.ticket import Ticket
from hotline.workflow import Move, State
from tests.house import Desk, migrated, open_desk
from tests.month.check import expected, shown
from tests.month.play import Month

START = datetime(2026, 9, 21, tzinfo=SHANGHAI)
TICKETS, DAYS = 150, 24
TOLD = {Move.DISPATCH: "dispatched", Move.SIGN: "signed", Move.CONVENE: "convened", Move.APPROVE_ANSWER: "answered"}
"""Steps that the citizen hears of, and how the notice's key begins after the ticket's number and the place."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    template, folder = tmp_path_factory.mktemp("template"), tmp_path_factory.mktemp("month")
    with open_desk(migrated(template), folder, SetClock(START)) as opened:
        yield opened


@pytest.fixture(scope="module")
def played(desk: Desk) -> Month:
    month = Month(desk, tickets=TICKETS, start=desk.clock.now(), days=DAYS)
    for number in month.play():
        ticket = desk.ticket(number)
        assert shown(ticket) == expected(ticket, desk.office.units), f"{number} after {ticket.history[-1].move}"
    return month


def test_every_clock_shows_what_a_second_count_says(played: Month) -> None:
    """Looked at after each step while the month was played; here it is seen that enough of every kind was played."""
    taken = Counter(event.move for ticket in played.tickets() for event in ticket.history)
    for move in (Move.DISPATCH, Move.SIGN, Move.REQUEST_RETURN, Move.UPHOLD_RETURN, Move.ASK_CITIZEN, Move.SUPPLEMENT,
                 Move.DECIDE_EXTENSION, Move.REJECT_ANSWER, Move.REDO, Move.CLOSE):  # fmt: skip
        assert taken[move] > 0, move
    holiday = [event.at for ticket in played.tickets() for event in ticket.history
               if event.actor.role is Role.CITIZEN and event.at.astimezone(SHANGHAI).month == 10
               and event.at.astimezone(SHANGHAI).day <= 7]  # fmt: skip
    assert holiday, "citizens write in the National Day week too"


def test_no_ticket_is_lost(played: Month, desk: Desk) -> None:
    assert len(played.numbers) == TICKETS
    standing = desk.database.views.by_state()
    assert sum(standing.values()) == TICKETS
    ended = [ticket for ticket in played.tickets() if ticket.state in (State.CLOSED, State.WITHDRAWN)]
    assert len(ended) >= TICKETS * 0.95


def test_who_handles_never_closes(played: Month) -> None:
    closing = [event for ticket in played.tickets() for event in ticket.history if event.move == Move.CLOSE]
    assert closing
    assert not [event for event in closing if event.actor.role is Role.DEPARTMENT]


def test_each_step_is_told_once(played: Month, desk: Desk) -> None:
    keys = _keys(desk.file)
    assert max(Counter(keys).values()) == 1
    told = Counter(key.split(":")[0] for key in keys)
    for ticket in played.tickets():
        assert told[ticket.number] >= len(_steps(ticket)), ticket.number


def _steps(ticket: Ticket) -> list[str]:
    """The steps of a ticket that its citizen has to hear of."""
    return [event.move for event in ticket.history if event.move in TOLD]


def _keys(file: Path) -> list[str]:
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        found = [row[0] for row in connection.execute(text("SELECT key FROM outbox"))]
    engine.dispose()
    return found
