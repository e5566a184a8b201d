"""The life of a ticket in one table: who may move it from where to where, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hotline.errors import HotlineError
from hotline.people import Actor, Role


class State(StrEnum):
    """Where a ticket stands. The value is what staff read."""

    RECEIVED = "待受理"
    AWAITING_CITIZEN = "待补充"
    ACCEPTED = "待派单"
    DISPATCHED = "待签收"
    RETURN_REQUESTED = "退单待审"
    CONSULTATION = "会商中"
    IN_PROGRESS = "办理中"
    EXTENSION_REQUESTED = "延期待审"
    UNDER_REVIEW = "待审核"
    FOLLOW_UP = "待回访"
    REDO = "重办中"
    CLOSED = "已办结"
    EMERGENCY = "已转紧急"
    REFERRED = "不予受理"
    MERGED = "已并单"
    ANSWERED = "直接答复"
    WITHDRAWN = "已撤销"
    TERMINATED = "终止办理"


FINAL = frozenset(
    {
        State.CLOSED,
        State.EMERGENCY,
        State.REFERRED,
        State.MERGED,
        State.ANSWERED,
        State.WITHDRAWN,
        State.TERMINATED,
    }
)


class Move(StrEnum):
    """The verbs. A file of `casework/` takes each of them."""

    ACCEPT = "accept"
    ASK_CITIZEN = "ask_citizen"
    SUPPLEMENT = "supplement"
    HAND_TO_EMERGENCY = "hand_to_emergency"
    REFER = "refer"
    MERGE = "merge"
    ANSWER_DIRECTLY = "answer_directly"
    WITHDRAW = "withdraw"
    TERMINATE = "terminate"
    DISPATCH = "dispatch"
    CONVENE = "convene"
    SIGN = "sign"
    REQUEST_RETURN = "request_return"
    UPHOLD_RETURN = "uphold_return"
    REFUSE_RETURN = "refuse_return"
    REQUEST_EXTENSION = "request_extension"
    DECIDE_EXTENSION = "decide_extension"
    ANSWER = "answer"
    APPROVE_ANSWER = "approve_answer"
    REJECT_ANSWER = "reject_answer"
    CLOSE = "close"
    REDO = "redo"
    REOPEN = "reopen"
    REDISPATCH = "redispatch"
    DESIGNATE = "designate"
    SPLIT = "split"
    ADD_UNIT = "add_unit"
    ASK_UNIT = "ask_unit"
    DECIDE_UNIT = "decide_unit"
    WHISTLE = "whistle"
    CO_SIGN = "co_sign"
    CO_REPORT = "co_report"
    CO_OBJECT = "co_object"
    DECIDE_OBJECTION = "decide_objection"
    INVITE = "invite"
    STATE_POSITION = "state_position"


@dataclass(frozen=True, slots=True)
class Edge:
    """One permitted step: from, by which verb, to, who may take it, and why it exists."""

    start: State
    move: Move
    end: State
    roles: frozenset[Role]
    why: str


class MoveRefusedError(HotlineError):
    """The workflow table has no such step from here."""

    code = "move_refused"


class RoleRefusedError(HotlineError):
    """The step exists, but another role takes it."""

    code = "role_refused"


class HandlerMayNotCloseError(HotlineError):
    """The one who handles never closes (办理与办结分离)."""

    code = "handler_may_not_close"


class FinderMayNotCloseError(HotlineError):
    """Who reported a patrol finding neither judges its answer nor closes or follows it up (巡办分离)."""

    code = "finder_may_not_close"


_PERSON = (Role.OPERATOR, Role.SUPERVISOR)
_DESK = (Role.MACHINE, *_PERSON)
_ANYONE_ASKED = (Role.CITIZEN, *_DESK)

S, M = State, Move


def _edge(start: State, move: Move, end: State, roles: Iterable[Role], why: str) -> Edge:
    return Edge(start, move, end, frozenset(roles), why)


def _beside(states: Iterable[State], move: Move, roles: Iterable[Role], why: str) -> list[Edge]:
    """A step that several units take beside the road of the ticket, which stays where it stands."""
    return [_edge(state, move, state, roles, why) for state in states]


WITH_UNITS = (S.DISPATCHED, S.IN_PROGRESS, S.AWAITING_CITIZEN, S.EXTENSION_REQUESTED, S.REDO)
"""Where co-units work on their part."""
_AT_WORK = (S.IN_PROGRESS, S.REDO)
_UNIT = (Role.DEPARTMENT,)


TABLE: tuple[Edge, ...] = (
    _edge(S.RECEIVED, M.ASK_CITIZEN, S.AWAITING_CITIZEN, _DESK, "an element is missing; the clock stops"),
    _edge(S.RECEIVED, M.ACCEPT, S.ACCEPTED, _DESK, "within the hotline's scope and complete enough"),
    _edge(S.RECEIVED, M.HAND_TO_EMERGENCY, S.EMERGENCY, _DESK, "danger: 110/119/120/122 first (66号文)"),
    _edge(S.RECEIVED, M.REFER, S.REFERRED, _PERSON, "another legal channel; it is named, never a bare refusal"),
    _edge(S.RECEIVED, M.MERGE, S.MERGED, _PERSON, "the same matter is already open (并单)"),
    _edge(S.RECEIVED, M.ANSWER_DIRECTLY, S.ANSWERED, _DESK, "a consultation answered on the spot"),
    _edge(S.RECEIVED, M.WITHDRAW, S.WITHDRAWN, (Role.CITIZEN, *_PERSON), "the citizen takes it back"),
    _edge(S.AWAITING_CITIZEN, M.SUPPLEMENT, S.ACCEPTED, _ANYONE_ASKED, "what was missing has come"),
    _edge(S.AWAITING_CITIZEN, M.SUPPLEMENT, S.IN_PROGRESS, _ANYONE_ASKED, "what the handler asked for has come"),
    _edge(S.AWAITING_CITIZEN, M.WITHDRAW, S.WITHDRAWN, (Role.CITIZEN, *_PERSON), "the citizen takes it back"),
    _edge(S.AWAITING_CITIZEN, M.TERMINATE, S.TERMINATED, _PERSON, "unreachable or no substance (Weifang 21)"),
    _edge(S.ACCEPTED, M.DISPATCH, S.DISPATCHED, _DESK, "the catalogue or a dispatcher names the unit"),
    _edge(S.ACCEPTED, M.CONVENE, S.CONSULTATION, _PERSON, "nobody's duty is clear (66号文 five)"),
    _edge(S.ACCEPTED, M.MERGE, S.MERGED, _PERSON, "the same matter is already open (并单)"),
    _edge(S.ACCEPTED, M.WITHDRAW, S.WITHDRAWN, (Role.CITIZEN, *_PERSON), "the citizen takes it back"),
    _edge(S.ACCEPTED, M.HAND_TO_EMERGENCY, S.EMERGENCY, _PERSON, "the reviewer reads danger: who to call goes first"),
    _edge(S.ACCEPTED, M.ANSWER_DIRECTLY, S.ANSWERED, _PERSON, "the hotline itself can answer it"),
    _edge(S.ACCEPTED, M.REFER, S.REFERRED, _PERSON, "the reviewer finds another legal channel"),
    _edge(S.ACCEPTED, M.ASK_CITIZEN, S.AWAITING_CITIZEN, _PERSON, "the reviewer misses an element; the clock stops"),
    _edge(S.DISPATCHED, M.SIGN, S.IN_PROGRESS, (Role.DEPARTMENT,), "the lead unit takes it on (首接负责)"),
    _edge(S.DISPATCHED, M.REQUEST_RETURN, S.RETURN_REQUESTED, (Role.DEPARTMENT,), "not its duty: reason and ground"),
    _edge(S.DISPATCHED, M.WITHDRAW, S.WITHDRAWN, (Role.CITIZEN, *_PERSON), "the citizen takes it back"),
    _edge(S.RETURN_REQUESTED, M.UPHOLD_RETURN, S.ACCEPTED, _PERSON, "the return is right: dispatched anew"),
    _edge(S.RETURN_REQUESTED, M.REFUSE_RETURN, S.DISPATCHED, _PERSON, "the return is wrong: sign it"),
    _edge(S.RETURN_REQUESTED, M.CONVENE, S.CONSULTATION, _PERSON, "the third time: consultation decides (Tianjin)"),
    _edge(S.CONSULTATION, M.DISPATCH, S.DISPATCHED, _PERSON, "the outcome names lead and co-units"),
    _edge(S.IN_PROGRESS, M.REQUEST_RETURN, S.RETURN_REQUESTED, (Role.DEPARTMENT,), "inside the window after signing"),
    _edge(S.IN_PROGRESS, M.REQUEST_EXTENSION, S.EXTENSION_REQUESTED, (Role.DEPARTMENT,), "before expiry, with reason"),
    _edge(S.IN_PROGRESS, M.ANSWER, S.UNDER_REVIEW, (Role.DEPARTMENT,), "the unit has an answer"),
    _edge(S.IN_PROGRESS, M.CONVENE, S.CONSULTATION, _PERSON, "several units are needed (吹哨报到)"),
    _edge(S.IN_PROGRESS, M.ASK_CITIZEN, S.AWAITING_CITIZEN, (Role.DEPARTMENT, *_PERSON), "the clock stops"),
    _edge(S.EXTENSION_REQUESTED, M.DECIDE_EXTENSION, S.IN_PROGRESS, _PERSON, "granted or not, by another role"),
    _edge(S.UNDER_REVIEW, M.APPROVE_ANSWER, S.FOLLOW_UP, _PERSON, "the public answer may go to the citizen"),
    _edge(S.UNDER_REVIEW, M.REJECT_ANSWER, S.IN_PROGRESS, _PERSON, "the answer does not answer"),
    _edge(S.FOLLOW_UP, M.CLOSE, S.CLOSED, _ANYONE_ASKED, "the citizen says it is solved, or follow-up ended"),
    _edge(S.FOLLOW_UP, M.REDO, S.REDO, _ANYONE_ASKED, "unsolved: handled again"),
    _edge(S.REDO, M.ANSWER, S.UNDER_REVIEW, (Role.DEPARTMENT,), "handled again"),
    _edge(S.REDO, M.CONVENE, S.CONSULTATION, _PERSON, "unsolved again: escalated"),
    _edge(S.CLOSED, M.REOPEN, S.REDO, (Role.CITIZEN, *_PERSON), "new facts inside the set time"),
    _edge(S.CLOSED, M.REOPEN, S.ACCEPTED, (Role.CITIZEN, *_PERSON), "it ended elsewhere: nobody here has handled it"),
    _edge(S.MERGED, M.REOPEN, S.ACCEPTED, (Role.CITIZEN, *_PERSON), "what it was merged into is over and it is not"),
    _edge(S.ACCEPTED, M.SPLIT, S.ACCEPTED, _PERSON, "several matters: each gets its own ticket (拆单), one stays"),
    _edge(S.DISPATCHED, M.REDISPATCH, S.DISPATCHED, _PERSON, "the wrong door, seen before any answer (改派)"),
    _edge(S.IN_PROGRESS, M.REDISPATCH, S.DISPATCHED, _PERSON, "the wrong door, seen before any answer (改派)"),
    _edge(S.RETURN_REQUESTED, M.DESIGNATE, S.DISPATCHED, _PERSON, "the third time: the hotline designates (Tianjin)"),
    *_beside((S.DISPATCHED, *_AT_WORK), M.ADD_UNIT, _PERSON, "one more unit with its own days (加派)"),
    *_beside(_AT_WORK, M.ASK_UNIT, _UNIT, "the lead needs another unit; the desk decides"),
    *_beside(WITH_UNITS, M.DECIDE_UNIT, _PERSON, "the unit that the lead asked for is added or not"),
    *_beside(_AT_WORK, M.WHISTLE, _UNIT, "a street calls several units to the spot (吹哨报到)"),
    *_beside(WITH_UNITS, M.CO_SIGN, _UNIT, "a co-unit takes its part on; a whistled one is on the spot"),
    *_beside(WITH_UNITS, M.CO_REPORT, _UNIT, "a co-unit tells the lead what it did, or how far it is"),
    *_beside(WITH_UNITS, M.CO_OBJECT, _UNIT, "not its duty, or no reason to be called: once, with its ground"),
    *_beside(WITH_UNITS, M.DECIDE_OBJECTION, _PERSON, "the co-unit goes, or stays"),
    *_beside((S.CONSULTATION,), M.INVITE, _PERSON, "who sits at the table"),
    *_beside((S.CONSULTATION,), M.STATE_POSITION, (*_UNIT, *_PERSON), "what each unit says to it"),
)  # fmt: skip


def edge_for(start: State, move: Move, end: State | None = None) -> Edge:
    """The edge of a verb from a state; `end` chooses where a verb leads to more than one place.

    Raises:
        MoveRefusedError: there is none.
    """
    found = [edge for edge in TABLE if edge.start is start and edge.move is move and end in (None, edge.end)]
    if not found:
        raise MoveRefusedError(state=start, move=move)
    return found[0]


def check(edge: Edge, actor: Actor, handlers: Iterable[str], finder: Actor | None = None) -> None:
    """Refuse an actor who may not take this edge; `handlers` are the codes of the units that handle, `finder` is who
    reported the matter on patrol.

    Raises:
        HandlerMayNotCloseError: somebody of a handling unit wants to close or approve.
        FinderMayNotCloseError: who found it, or somebody of that unit, wants to.
        RoleRefusedError: the role takes no such step.
    """
    if edge.move in _CLOSING and actor.unit and actor.unit in set(handlers):
        raise HandlerMayNotCloseError(move=edge.move, unit=actor.unit)
    if finder is not None and edge.move in _FOLLOWING_UP and _same_side(actor, finder):
        raise FinderMayNotCloseError(move=edge.move, unit=actor.unit)
    if actor.role not in edge.roles:
        raise RoleRefusedError(move=edge.move, role=actor.role)


_CLOSING = frozenset({Move.CLOSE, Move.APPROVE_ANSWER, Move.REDO, Move.DECIDE_EXTENSION, Move.REFUSE_RETURN,
                      Move.UPHOLD_RETURN, Move.REDISPATCH, Move.DESIGNATE, Move.DECIDE_UNIT,
                      Move.DECIDE_OBJECTION, Move.TERMINATE, Move.WITHDRAW, Move.MERGE})  # fmt: skip
_FOLLOWING_UP = frozenset({Move.APPROVE_ANSWER, Move.REJECT_ANSWER, Move.CLOSE, Move.REDO})


def _same_side(actor: Actor, finder: Actor) -> bool:
    """The very person, a colleague, or the finder in the citizen's place."""
    return actor.role is Role.CITIZEN or actor.id == finder.id or bool(actor.unit and actor.unit == finder.unit)


def moves_from(state: State, role: Role) -> list[Move]:
    """What a role may do with a ticket in this state, in table order."""
    return list(dict.fromkeys(edge.move for edge in TABLE if edge.start is state and role in edge.roles))
