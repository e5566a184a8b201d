"""The actions of a ticket's page: which workflow verb each one is, and which fields it asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_follow_up import Truth, YesNo
from casework.ports_life import PartRole, PartState
from casework.ports_returns import ReturnClass
from casework.supervision_steps import Step
from console import verbs, verbs_care, verbs_life, verbs_supervision
from console.around import ALONE, Around
from console.forms import Form
from console.permissions import may_act
from console.verbs_life import Stage
from console.verbs_supervision import MISSED
from hotline.matter import Grade, MatterType, Solved, Urgency
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import FINAL, Move, State, moves_from

RETURN_CLASSES = tuple(ReturnClass)
"""退单理由的类别, as platforms list them (domain knowledge: typical reasons in practice)."""


class Kind(StrEnum):
    """How a field is asked for."""

    LINE = "line"
    AREA = "area"
    CHOICE = "choice"
    UNIT = "unit"
    UNITS = "units"
    ONE_OF = "one_of"
    CATEGORY = "category"
    PICTURES = "pictures"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an action's form; its label is the sentence `field.<name>`."""

    name: str
    kind: Kind = Kind.AREA
    required: bool = True
    options: tuple[str, ...] = ()


class Side(StrEnum):
    """Which of a ticket's units takes an action: its lead, a unit with a part beside it, one at the table, one
    that owes a reply to a joint supervision."""

    LEAD = "lead"
    PART = "part"
    TABLE = "table"
    ASKED = "asked"


def _always(_around: Around) -> bool:
    return True


Take = Callable[[Office, UnitOfWork, str, Actor, Form], object]


@dataclass(frozen=True, slots=True)
class Action:
    """What a person may do. `move` is the workflow verb; None stands beside the states and needs an open ticket.

    `side` is which unit's people are offered it, `when` whether it makes sense as things stand around the ticket.
    `own` is a step in the unit's own part: what others did meanwhile does not stand in its way. `afterwards` stays
    possible when the ticket is finished.
    """

    name: str
    take: Take
    move: Move | None
    fields: tuple[Field, ...] = ()
    starts: frozenset[State] = frozenset()
    tone: str = "plain"
    side: Side = Side.LEAD
    when: Callable[[Around], bool] = _always
    own: bool = False
    afterwards: bool = False

    @property
    def worded(self) -> tuple[Field, ...]:
        """The fields that hold words; pictures are files of the form, and the open interface has a door for them."""
        return tuple(field for field in self.fields if field.kind is not Kind.PICTURES)

    def fits(self, state: State, role: Role) -> bool:
        """Whether table and permissions let this role take the action in this state."""
        if not may_act(self.name, role) or (self.starts and state not in self.starts):
            return False
        return (self.afterwards or state not in FINAL) if self.move is None else self.move in moves_from(state, role)


def _third(around: Around) -> bool:
    return around.third_return


def _not_third(around: Around) -> bool:
    return not around.third_return


_REASON = Field("reason")
_WAITING = Field("co_unit", Kind.ONE_OF)
_ONE_MORE = (Field("co_unit", Kind.UNIT), Field("days", Kind.LINE), _REASON)
_INVITED = Field("invited", Kind.UNITS, required=False)
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
_RETURN = (Field("return_class", Kind.CHOICE, options=RETURN_CLASSES), _REASON, Field("ground"), Field("evidence"))
_ANSWER = (
    Field("truth", Kind.CHOICE, options=tuple(Truth)),
    Field("contacted", Kind.CHOICE, options=tuple(YesNo)),
    Field("contacted_at", Kind.LINE, required=False),
    Field("unit_solved", Kind.CHOICE, options=tuple(Solved)),
    Field("unsolved_reason", required=False),
    Field("public_answer"),
    Field("internal_note", required=False),
    Field("pictures", Kind.PICTURES, required=False),
)
SPOKEN = (
    Field("contacted", Kind.CHOICE, required=False, options=tuple(YesNo)),
    Field("true_matter", Kind.CHOICE, required=False, options=tuple(YesNo)),
    Field("solved", Kind.CHOICE, options=tuple(Solved)),
    Field("grade", Kind.CHOICE, required=False, options=tuple(Grade)),
    Field("comment", required=False),
)
"""What a citizen is asked on the telephone."""
_MISSED = (Field("call_outcome", Kind.CHOICE, options=MISSED), Field("comment", required=False))
_OWNER = Field("owner", Kind.LINE, required=False)
_STEP = (Field("step", Kind.CHOICE, options=tuple(Step)), _OWNER, Field("asked", Kind.UNITS, required=False),
         Field("reason"))  # fmt: skip
_CASE = (Field("plan"), Field("leader", Kind.LINE), Field("case_until", Kind.LINE))
_OPTIONAL = Field("reason", required=False)
_MAIN, _HARD = "main", "hard"

ACTIONS: Mapping[str, Action] = {
    action.name: action
    for action in (
        Action("review", verbs.review_ticket, Move.DISPATCH, _REVIEW, frozenset({State.ACCEPTED}), _MAIN),
        Action("conclude", verbs.conclude_ticket, Move.DISPATCH,
               (*_UNITS, Field("outcome"), Field("consult_ground", required=False),
                Field("rule_words", Kind.LINE, required=False)), frozenset({State.CONSULTATION}), _MAIN),
        Action("co_sign", verbs_life.sign_part, Move.CO_SIGN, (Field("on_site", required=False),), tone=_MAIN,
               side=Side.PART, when=lambda around: around.stands(PartState.SENT), own=True),
        Action("co_report", verbs_life.report_part, Move.CO_REPORT,
               (Field("report"), Field("stage", Kind.CHOICE, options=tuple(Stage))), tone=_MAIN, side=Side.PART,
               when=lambda around: around.stands(PartState.SIGNED), own=True),
        Action("co_object", verbs_life.object_to_part, Move.CO_OBJECT, (Field("ground"),), side=Side.PART,
               when=lambda around: around.may_object, own=True),
        Action("state_position", verbs_life.say_position, Move.STATE_POSITION, (Field("position"),), tone=_MAIN,
               side=Side.TABLE, own=True),
        Action("sign", verbs.sign_ticket, Move.SIGN, tone=_MAIN),
        Action("answer", verbs.answer_ticket, Move.ANSWER, _ANSWER, tone=_MAIN),
        Action("approve_answer", verbs.approve, Move.APPROVE_ANSWER, tone=_MAIN),
        Action("reject_answer", verbs.reject, Move.REJECT_ANSWER, (_REASON,)),
        Action("grant_extension", verbs.grant_extension, Move.DECIDE_EXTENSION, (_OPTIONAL,), tone=_MAIN),
        Action("refuse_extension", verbs.refuse_extension, Move.DECIDE_EXTENSION, (_REASON,)),
        Action("uphold_return", verbs.uphold, Move.UPHOLD_RETURN, (_OPTIONAL,), tone=_MAIN, when=_not_third),
        Action("refuse_return", verbs.refuse, Move.REFUSE_RETURN, (_REASON,), when=_not_third),
        Action("designate", verbs_life.name_unit, Move.DESIGNATE, (*_UNITS, Field("ground")), tone=_MAIN,
               when=_third),
        Action("grant_unit", verbs_life.grant_unit, Move.DECIDE_UNIT, (_WAITING, _OPTIONAL), tone=_MAIN,
               when=lambda around: bool(around.asked_for)),
        Action("deny_unit", verbs_life.deny_unit, Move.DECIDE_UNIT, (_WAITING, _REASON),
               when=lambda around: bool(around.asked_for)),
        Action("uphold_objection", verbs_life.uphold_objection, Move.DECIDE_OBJECTION, (_WAITING, _REASON),
               tone=_MAIN, when=lambda around: bool(around.objecting)),
        Action("refuse_objection", verbs_life.refuse_objection, Move.DECIDE_OBJECTION, (_WAITING, _REASON),
               when=lambda around: bool(around.objecting)),
        Action("follow_up", verbs_supervision.reached, Move.CLOSE, SPOKEN, tone=_MAIN),
        Action("unreached", verbs_supervision.missed, Move.CLOSE, _MISSED),
        Action("close", verbs_supervision.unreachable, Move.CLOSE, (_REASON,)),
        Action("request_return", verbs.send_back, Move.REQUEST_RETURN, _RETURN),
        Action("request_extension", verbs.ask_extension, Move.REQUEST_EXTENSION, (_REASON,)),
        Action("ask_citizen", verbs.ask, Move.ASK_CITIZEN, (Field("question"),)),
        Action("supplement", verbs.add_facts, None, (Field("words"),)),
        Action("whistle", verbs_life.blow, Move.WHISTLE,
               (Field("called", Kind.UNITS), Field("hours", Kind.LINE), _REASON),
               when=lambda around: around.led_by_street),
        Action("ask_unit", verbs_life.ask_for_unit, Move.ASK_UNIT, _ONE_MORE),
        Action("add_unit", verbs_life.give_unit, Move.ADD_UNIT, _ONE_MORE),
        Action("redispatch", verbs_life.send_elsewhere, Move.REDISPATCH, (*_UNITS, _REASON)),
        Action("split", verbs_life.take_apart, Move.SPLIT,
               (Field("matters"), Field("new_title", Kind.LINE, required=False))),
        Action("convene", verbs.call_units, Move.CONVENE, (_REASON, _INVITED)),
        Action("invite", verbs_life.ask_to_table, Move.INVITE, (Field("invited", Kind.UNITS),)),
        Action("note_position", verbs_life.note_position, Move.STATE_POSITION, (_WAITING, Field("position")),
               when=lambda around: bool(around.at_the_table)),
        Action("refer", verbs.name_channel, Move.REFER, (Field("channel"),)),
        Action("answer_directly", verbs.answer_at_once, Move.ANSWER_DIRECTLY, (Field("public_answer"),)),
        Action("merge", verbs.join, Move.MERGE, (Field("into", Kind.LINE), _REASON)),
        Action("not_same", verbs.part, None, (Field("other", Kind.LINE),)),
        Action("hand_to_emergency", verbs.name_emergency_line, Move.HAND_TO_EMERGENCY, (Field("channel", Kind.LINE),)),
        Action("terminate", verbs.end_unreached, Move.TERMINATE, (_REASON,), tone=_HARD),
        Action("no_reply", verbs_care.no_reply, None, (Field("note", required=False),)),
        Action("remind", verbs.urge, None, (_OPTIONAL,)),
        Action("reply_step", verbs_supervision.answer_step, None, (Field("reply_words"),),
               when=lambda around: not around.joint),
        Action("reply_joint", verbs_supervision.answer_step, None, (Field("reply_words"),), tone=_MAIN,
               side=Side.ASKED, own=True),
        Action("begin_step", verbs_supervision.start_step, None, _STEP),
        Action("skip_step", verbs_supervision.pass_step, None, (_REASON,)),
        Action("take_step", verbs_supervision.own_step, None, (_OWNER,)),
        Action("release_step", verbs_supervision.end_step, None, (_REASON,)),
        Action("open_case", verbs_supervision.open_case, None, _CASE),
        Action("note_case", verbs_supervision.note_case, None, (Field("progress"),), afterwards=True),
        Action("close_case", verbs_supervision.close_case, None, (Field("case_outcome"),), afterwards=True),
        Action("reopen", verbs.open_again, Move.REOPEN, (Field("facts"),)),
        Action("withdraw", verbs.take_back, Move.WITHDRAW, tone=_HARD),
    )
}  # fmt: skip
"""In the order in which the page offers them."""


def offered(ticket: Ticket, actor: Actor, around: Around = ALONE) -> list[Action]:
    """What this person may do with the ticket now. Of a unit's people those of the lead unit act on the ticket, those
    of a co-unit on their own part, those at the table on what they say there."""
    sides = _sides(ticket, actor, around)
    return [
        action
        for action in ACTIONS.values()
        if action.side in sides and action.fits(ticket.state, actor.role) and action.when(around)
    ]


def _sides(ticket: Ticket, actor: Actor, around: Around) -> set[Side]:
    if actor.role is not Role.DEPARTMENT:
        return {Side.LEAD}
    sides = {Side.LEAD} if actor.unit == ticket.lead else set()
    if around.own is not None and around.own.role is not PartRole.LEAD:
        sides.add(Side.PART)
    if actor.unit in around.at_the_table:
        sides.add(Side.TABLE)
    if any(each.unit == actor.unit and each.replied_at is None for each in around.joint):
        sides.add(Side.ASKED)
    return sides
