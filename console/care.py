"""What stands beside a ticket's states: supervision, a long case, the forms of its answers, and its follow-ups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from casework.ports import UnitOfWork
from casework.ports_answer import JointReply
from casework.ports_follow_up import FiledForm, FollowUp
from casework.ports_supervision import LongCase, Supervision, standing_among
from casework.supervision_steps import Step
from console.around import Shown, joint_replies
from console.names import staff_names
from hotline.people import Actor, Role


@dataclass(frozen=True, slots=True)
class Care:
    """`follow_ups` are the desk's only: who was called and said what stays between citizen and hotline. `names` are
    the staff's by login, `joint` what each unit replied to a joint step."""

    steps: Sequence[Supervision]
    case: LongCase | None
    form: FiledForm | None
    follow_ups: Sequence[FollowUp]
    names: Mapping[str, str]
    joint: Mapping[int, Sequence[JointReply]]

    @property
    def standing(self) -> Supervision | None:
        """The open step."""
        return standing_among(self.steps)


def read_care(uow: UnitOfWork, number: str, actor: Actor, shown: Shown) -> Care:
    """Blocking. What staff wrote is `shown` as everywhere on the page."""
    case, forms = uow.long_cases.of_ticket(number), uow.answer_forms.of_ticket(number)
    lines = [] if actor.role is Role.DEPARTMENT else uow.follow_ups.of_ticket(number)
    steps = [_shown_step(step, shown) for step in uow.supervisions.of_ticket(number)]
    return Care(
        steps,
        _shown_case(case, shown) if case else None,
        _shown_form(forms[-1], shown) if forms else None,
        [replace(line, words=shown(line.words)) for line in lines],
        staff_names(uow),
        joint_replies(uow, [step.id for step in steps if step.step is Step.JOINT], shown),
    )


def _shown_step(step: Supervision, shown: Shown) -> Supervision:
    return replace(step, ground=shown(step.ground), reply=shown(step.reply), end_reason=shown(step.end_reason))


def _shown_case(case: LongCase, shown: Shown) -> LongCase:
    entries = tuple(replace(each, words=shown(each.words)) for each in case.entries)
    return replace(case, plan=shown(case.plan), leader=shown(case.leader), outcome=shown(case.outcome), entries=entries)


def _shown_form(filed: FiledForm, shown: Shown) -> FiledForm:
    return replace(filed, form=replace(filed.form, unsolved_reason=shown(filed.form.unsolved_reason)))
