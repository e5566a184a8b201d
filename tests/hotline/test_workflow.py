"""Who may move a ticket from where to where."""

import pytest

from hotline.people import Actor, Role
from hotline.workflow import (
    FINAL,
    TABLE,
    Edge,
    FinderMayNotCloseError,
    HandlerMayNotCloseError,
    Move,
    MoveRefusedError,
    RoleRefusedError,
    State,
    check,
    edge_for,
    moves_from,
)
from tests.house import ROOT

HANDLERS = ("CG", "HB")
CLOSING = (Move.CLOSE, Move.APPROVE_ANSWER, Move.REDO, Move.DECIDE_EXTENSION, Move.REFUSE_RETURN, Move.UPHOLD_RETURN,
           Move.REDISPATCH, Move.DESIGNATE, Move.DECIDE_UNIT, Move.DECIDE_OBJECTION)  # fmt: skip
FOLLOWING_UP = (Move.APPROVE_ANSWER, Move.REJECT_ANSWER, Move.CLOSE, Move.REDO)
FINDER = Actor(Role.DEPARTMENT, id="patrol-1", unit="D1S1")
EDGES = [pytest.param(edge, id=f"{edge.start.name}-{edge.move}-{edge.end.name}") for edge in TABLE]


def actor(role: Role) -> Actor:
    return Actor(role, id="x", unit="CG" if role is Role.DEPARTMENT else "")


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("role", list(Role))
def test_an_edge_is_open_to_exactly_its_roles(edge: Edge, role: Role) -> None:
    if role in edge.roles:
        check(edge, actor(role), HANDLERS)
        return
    with pytest.raises((RoleRefusedError, HandlerMayNotCloseError)):
        check(edge, actor(role), HANDLERS)


@pytest.mark.parametrize("start", list(State))
@pytest.mark.parametrize("move", list(Move))
def test_a_step_that_is_not_in_the_table_is_refused_and_says_from_where(start: State, move: Move) -> None:
    ends = [edge.end for edge in TABLE if edge.start is start and edge.move is move]
    if ends:
        assert edge_for(start, move).end is ends[0]
        assert {edge_for(start, move, end).end for end in ends} == set(ends)
    with pytest.raises(MoveRefusedError) as refusal:
        edge_for(start, move, next(state for state in State if state not in ends))
    assert refusal.value.params == {"state": start, "move": move}


@pytest.mark.parametrize("edge", [param for param in EDGES if param.values[0].move in CLOSING])  # type: ignore[union-attr]  # each param holds an edge
@pytest.mark.parametrize("role", list(Role))
def test_nobody_of_a_handling_unit_closes_or_judges_whatever_their_role(edge: Edge, role: Role) -> None:
    for unit in HANDLERS:
        with pytest.raises(HandlerMayNotCloseError):
            check(edge, Actor(role, unit=unit), HANDLERS)


@pytest.mark.parametrize("edge", [param for param in EDGES if param.values[0].move in FOLLOWING_UP])  # type: ignore[union-attr]  # each param holds an edge
def test_who_found_it_on_patrol_neither_judges_nor_follows_it_up_nor_does_a_colleague(edge: Edge) -> None:
    colleague = Actor(Role.SUPERVISOR, id="patrol-2", unit="D1S1")
    same = Actor(Role.SUPERVISOR, id="patrol-1")
    for somebody in (FINDER, colleague, same, Actor.citizen(7)):
        with pytest.raises(FinderMayNotCloseError):
            check(edge, somebody, HANDLERS, FINDER)
    check(edge, Actor(Role.SUPERVISOR, id="zhao"), HANDLERS, FINDER)


def test_the_finder_does_everything_else_as_anybody_does() -> None:
    check(edge_for(State.DISPATCHED, Move.SIGN), FINDER, ("D1S1",), FINDER)


def test_a_department_has_no_edge_that_ends_a_ticket() -> None:
    assert [edge for edge in TABLE if edge.end in FINAL and Role.DEPARTMENT in edge.roles] == []


def test_a_supervisor_of_another_unit_may_close() -> None:
    check(edge_for(State.FOLLOW_UP, Move.CLOSE), Actor(Role.SUPERVISOR, unit="YJ"), HANDLERS)


def test_the_administrator_moves_no_ticket() -> None:
    assert all(Role.ADMINISTRATOR not in edge.roles for edge in TABLE)


def test_every_state_can_be_reached_from_the_first() -> None:
    reached, fresh = {State.RECEIVED}, {State.RECEIVED}
    while fresh:
        fresh = {edge.end for edge in TABLE if edge.start in fresh} - reached
        reached |= fresh
    assert reached == set(State)


@pytest.mark.parametrize("state", [state for state in State if state not in FINAL])
def test_from_every_open_state_there_is_a_way_to_an_end(state: State) -> None:
    reached, fresh = {state}, {state}
    while fresh:
        fresh = {edge.end for edge in TABLE if edge.start in fresh} - reached
        reached |= fresh
    assert reached & FINAL


def test_only_what_was_closed_or_merged_can_be_left_again_and_only_by_reopening() -> None:
    left = {(edge.start, edge.move) for edge in TABLE if edge.start in FINAL}
    assert left == {(State.CLOSED, Move.REOPEN), (State.MERGED, Move.REOPEN)}


def test_no_step_stands_in_the_table_twice_and_each_says_why() -> None:
    steps = [(edge.start, edge.move, edge.end) for edge in TABLE]
    assert len(steps) == len(set(steps))
    assert all(edge.why and edge.roles for edge in TABLE)
    assert {edge.move for edge in TABLE} == set(Move)


def test_what_a_role_may_do_stands_in_table_order() -> None:
    assert moves_from(State.DISPATCHED, Role.DEPARTMENT) == [
        Move.SIGN, Move.REQUEST_RETURN, Move.CO_SIGN, Move.CO_REPORT, Move.CO_OBJECT
    ]  # fmt: skip
    assert moves_from(State.AWAITING_CITIZEN, Role.CITIZEN) == [Move.SUPPLEMENT, Move.WITHDRAW]
    assert moves_from(State.CLOSED, Role.DEPARTMENT) == []


def test_the_page_on_the_workflow_is_the_table() -> None:
    rows = [line for line in (ROOT / "docs" / "workflow.md").read_text().splitlines() if line.startswith("| ")][2:]
    cells = [tuple(cell.strip(" `") for cell in row.strip("|").split("|")) for row in rows]
    assert cells == [
        (
            edge.start.value,
            edge.move.value,
            edge.end.value,
            ", ".join(sorted(role.value for role in edge.roles)),
            edge.why,
        )
        for edge in TABLE
    ]
