"""The actions of a ticket's page: which workflow verb each one is, and which fields it asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from casework.office import Office
from casework.ports import UnitOfWork
from console import verbs, verbs_care
from console.forms import Form
from console.permissions import may_act
from hotline.matter import Grade, MatterType, Solved, Urgency
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import FINAL, Move, State, moves_from

RETURN_CLASSES = ("属地不符", "权属不清", "职能交叉", "超出职责")
"""退单理由的类别, as platforms list them (domain knowledge: typical reasons in practice)."""


class Kind(StrEnum):
    """How a field is asked for."""

    LINE = "line"
    AREA = "area"
    CHOICE = "choice"
    UNIT = "unit"
    UNITS = "units"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an action's form; its label is the sentence `field.<name>`."""

    name: str
    kind: Kind = Kind.AREA
    required: bool = True
    options: tuple[str, ...] = ()


Take = Callable[[Office, UnitOfWork, str, Actor, Form], object]


@dataclass(frozen=True, slots=True)
class Action:
    """What a person may do. `move` is the workflow verb; None stands beside the states and needs an open ticket."""

    name: str
    take: Take
    move: Move | None
    fields: tuple[Field, ...] = ()
    starts: frozenset[State] = frozenset()
    tone: str = "plain"

    def fits(self, state: State, role: Role) -> bool:
        """Whether table and permissions let this role take the action in this state."""
        if not may_act(self.name, role) or (self.starts and state not in self.starts):
            return False
        return state not in FINAL if self.move is None else self.move in moves_from(state, role)


_REASON = Field("reason")
_UNITS = (Field("lead", Kind.UNIT), Field("others", Kind.UNITS, required=False))
_REVIEW = (
    Field("category", Kind.CATEGORY),
    Field("matter_type", Kind.CHOICE, options=tuple(MatterType)),
    Field("urgency", Kind.CHOICE, options=tuple(Urgency)),
    *_UNITS,
    Field("title", Kind.LINE, required=False),
    Field("place", Kind.LINE, required=False),
    Field("ground", required=False),
)
_RETURN = (Field("return_class", Kind.CHOICE, options=RETURN_CLASSES), _REASON, Field("ground"))
_ANSWER = (Field("public_answer"), Field("internal_note", required=False))
_RATING = (
    Field("solved", Kind.CHOICE, options=tuple(Solved)),
    Field("grade", Kind.CHOICE, required=False, options=tuple(Grade)),
)
_OPTIONAL = Field("reason", required=False)
_MAIN, _HARD = "main", "hard"

ACTIONS: Mapping[str, Action] = {
    action.name: action
    for action in (
        Action("review", verbs.review_ticket, Move.DISPATCH, _REVIEW, frozenset({State.ACCEPTED}), _MAIN),
        Action("conclude", verbs.conclude_ticket, Move.DISPATCH, (*_UNITS, Field("outcome")),
               frozenset({State.CONSULTATION}), _MAIN),
        Action("sign", verbs.sign_ticket, Move.SIGN, tone=_MAIN),
        Action("answer", verbs.answer_ticket, Move.ANSWER, _ANSWER, tone=_MAIN),
        Action("approve_answer", verbs.approve, Move.APPROVE_ANSWER, tone=_MAIN),
        Action("reject_answer", verbs.reject, Move.REJECT_ANSWER, (_REASON,)),
        Action("grant_extension", verbs.grant_extension, Move.DECIDE_EXTENSION, (_OPTIONAL,), tone=_MAIN),
        Action("refuse_extension", verbs.refuse_extension, Move.DECIDE_EXTENSION, (_REASON,)),
        Action("uphold_return", verbs.uphold, Move.UPHOLD_RETURN, (_OPTIONAL,), tone=_MAIN),
        Action("refuse_return", verbs.refuse, Move.REFUSE_RETURN, (_REASON,)),
        Action("follow_up", verbs.follow_up, Move.CLOSE, _RATING, tone=_MAIN),
        Action("close", verbs.close_unreached, Move.CLOSE, (_REASON,)),
        Action("request_return", verbs.send_back, Move.REQUEST_RETURN, _RETURN),
        Action("request_extension", verbs.ask_extension, Move.REQUEST_EXTENSION, (_REASON,)),
        Action("ask_citizen", verbs.ask, Move.ASK_CITIZEN, (Field("question"),)),
        Action("supplement", verbs.add_facts, None, (Field("words"),)),
        Action("convene", verbs.call_units, Move.CONVENE, (_REASON,)),
        Action("refer", verbs.name_channel, Move.REFER, (Field("channel"),)),
        Action("answer_directly", verbs.answer_at_once, Move.ANSWER_DIRECTLY, (Field("public_answer"),)),
        Action("merge", verbs.join, Move.MERGE, (Field("into", Kind.LINE), _REASON)),
        Action("not_same", verbs.part, None, (Field("other", Kind.LINE),)),
        Action("hand_to_emergency", verbs.name_emergency_line, Move.HAND_TO_EMERGENCY, (Field("channel", Kind.LINE),)),
        Action("terminate", verbs.end_unreached, Move.TERMINATE, (_REASON,), tone=_HARD),
        Action("unreached", verbs_care.unreached, None, (Field("note", required=False),), frozenset({State.FOLLOW_UP})),
        Action("no_reply", verbs_care.no_reply, None, (Field("note", required=False),)),
        Action("remind", verbs.urge, None, (_OPTIONAL,)),
        Action("reopen", verbs.open_again, Move.REOPEN, (Field("facts"),)),
        Action("withdraw", verbs.take_back, Move.WITHDRAW, tone=_HARD),
    )
}  # fmt: skip
"""In the order in which the page offers them."""


def offered(ticket: Ticket, actor: Actor) -> list[Action]:
    """What this person may do with the ticket now. Of a unit's people only those of the lead unit act."""
    if actor.role is Role.DEPARTMENT and actor.unit != ticket.lead:
        return []
    return [action for action in ACTIONS.values() if action.fits(ticket.state, actor.role)]
