"""What stands beside a ticket's states: supervision, a long case, the forms of its answers, and its follow-ups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.ports import UnitOfWork
from casework.ports_follow_up import FiledForm, FollowUp
from casework.ports_supervision import LongCase, Supervision
from hotline.people import Actor, Role


@dataclass(frozen=True, slots=True)
class Care:
    """`follow_ups` are the desk's only: who was called and said what stays between citizen and hotline. `names` are
    the staff's by login."""

    steps: Sequence[Supervision]
    case: LongCase | None
    form: FiledForm | None
    follow_ups: Sequence[FollowUp]
    names: Mapping[str, str]

    @property
    def standing(self) -> Supervision | None:
        """The open step."""
        return next((step for step in self.steps if step.open), None)


def read_care(uow: UnitOfWork, number: str, actor: Actor) -> Care:
    """Blocking."""
    forms = uow.answer_forms.of_ticket(number)
    lines = [] if actor.role is Role.DEPARTMENT else uow.follow_ups.of_ticket(number)
    return Care(uow.supervisions.of_ticket(number), uow.long_cases.of_ticket(number), forms[-1] if forms else None,
                lines, staff_names(uow))  # fmt: skip


def staff_names(uow: UnitOfWork) -> Mapping[str, str]:
    """The staff's names by login."""
    return {account.login: account.name for account in uow.accounts.all()}
