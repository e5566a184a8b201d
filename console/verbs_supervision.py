"""From a form to the verbs of supervision, long cases and follow-up, and which of their actions fit a ticket now."""

from collections.abc import Sequence

from casework.call_citizen import CallResult, give_up, record_call
from casework.long_case import close_long_case, note_long_case, open_long_case
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_follow_up import AnswerForm, Outcome, Truth, YesNo
from casework.ports_supervision import LongCase, Supervision, standing_among
from casework.supervise import begin_step, next_step, release_step, reply_to_step, skip_step, take_over
from casework.supervision_steps import Step
from console.choices import chosen
from console.forms import Form
from console.moments import moment_of
from hotline.errors import InvalidInputError
from hotline.matter import Grade, Solved
from hotline.people import Actor

MISSED = (Outcome.NO_ANSWER, Outcome.WRONG_NUMBER, Outcome.DECLINED)
STANDING = frozenset({"reply_step", "release_step", "take_step"})
"""Actions that need an open step."""


def fits(name: str, steps: Sequence[Supervision], case: LongCase | None) -> bool:
    """Whether an action has something to act on; actions of other parts always have."""
    if name in STANDING:
        standing = standing_among(steps)
        return standing is not None and not (name == "reply_step" and standing.replied_at)
    if name in ("begin_step", "skip_step"):
        return next_step(steps) is not None
    running = case is not None and case.open
    return {"open_case": not running, "note_case": running, "close_case": running}.get(name, True)


def start_step(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    unit, login = _owner(office, form.text("owner"))
    begin_step(office, uow, number, actor, step=chosen(Step, form, "step"), reason=form.text("reason"), unit=unit,
               login=login, asked=form.several("asked"))  # fmt: skip


def _owner(office: Office, text: str) -> tuple[str, str]:
    """A unit by code or name, else an account by its login; both empty where nobody is named."""
    unit = next((unit.code for unit in office.units.all() if text in (unit.code, unit.name)), "")
    return (unit, "") if unit or not text else ("", text)


def pass_step(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    skip_step(office, uow, number, actor, reason=form.text("reason"))


def end_step(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    release_step(office, uow, number, actor, reason=form.text("reason"))


def own_step(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    take_over(office, uow, number, actor, login=form.text("owner"))


def answer_step(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    reply_to_step(office, uow, number, actor, words=form.text("reply_words"))


def open_case(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    open_long_case(office, uow, number, actor, plan=form.text("plan"), leader=form.text("leader"),
                   until=form.text("case_until"))  # fmt: skip


def note_case(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    note_long_case(office, uow, number, actor, words=form.text("progress"))


def close_case(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    close_long_case(office, uow, number, actor, outcome=form.text("case_outcome"))


def reached(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    """The citizen was spoken to: what they said of it."""
    record_call(office, uow, number, actor, spoken(form))


def missed(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    """Nobody was spoken to: one attempt more."""
    outcome = chosen(Outcome, form, "call_outcome")
    if outcome not in MISSED:
        raise InvalidInputError(field="call_outcome", rule="choice")
    record_call(office, uow, number, actor, CallResult(outcome, words=form.text("comment")))


def called(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form, call: int) -> None:
    """The whole form of the list: outcome first, and what was said where somebody answered."""
    outcome = chosen(Outcome, form, "call_outcome")
    result = spoken(form) if outcome is Outcome.REACHED else _unspoken(outcome, form)
    record_call(office, uow, number, actor, result, call=call)


def spoken(form: Form) -> CallResult:
    """What stands in the form of a call that was answered."""
    return CallResult(
        Outcome.REACHED,
        chosen(Solved, form, "solved"),
        chosen(Grade, form, "grade") if form.text("grade") else None,
        _yes(form, "contacted"),
        _yes(form, "true_matter"),
        form.text("comment"),
    )


def _unspoken(outcome: Outcome, form: Form) -> CallResult:
    """Raises InvalidInputError where an answer is given for somebody who gave none."""
    if any(form.text(name) for name in ("solved", "grade", "contacted", "true_matter")):
        raise InvalidInputError(field="call_outcome", rule="not_reached")
    return CallResult(outcome, words=form.text("comment"))


def unreachable(office: Office, uow: UnitOfWork, number: str, actor: Actor, form: Form) -> None:
    give_up(office, uow, number, actor, reason=form.text("reason"))


def answer_form(form: Form) -> AnswerForm:
    """What the unit found and did.

    Raises:
        InvalidInputError: something that is not on its list, or no moment.
    """
    return AnswerForm(
        chosen(Truth, form, "truth"),
        chosen(YesNo, form, "contacted") is YesNo.YES,
        moment_of(form, "contacted_at"),
        chosen(Solved, form, "unit_solved"),
        form.text("unsolved_reason"),
    )


def _yes(form: Form, name: str) -> bool | None:
    return chosen(YesNo, form, name) is YesNo.YES if form.text(name) else None
