"""巡办分离: who reported a finding neither judges, follows up nor closes it, nor does anybody of that unit."""

from hotline.matter import Solved
from hotline.people import Actor, Role
from hotline.workflow import FinderMayNotCloseError, State
from tests.casework.life import STREET, of_patrol
from tests.casework.steps import refused, started
from tests.house import OPERATOR, SUPERVISOR, Desk

COLLEAGUE = Actor(Role.SUPERVISOR, id="colleague", unit="D1S1")
SAME_PERSON = Actor(Role.OPERATOR, id="street-1")


def test_the_finder_and_colleagues_let_no_answer_out_and_close_nothing(desk: Desk) -> None:
    steps = of_patrol(desk)
    assert steps.ticket.finder == STREET
    steps.sign()
    steps.answer()
    for somebody in (COLLEAGUE, SAME_PERSON):
        refused(FinderMayNotCloseError, lambda: steps.approve(somebody), lambda: steps.reject(somebody))  # noqa: B023 - called at once
    steps.approve()
    for somebody in (COLLEAGUE, SAME_PERSON, Actor.citizen(steps.ticket.person)):
        refused(
            FinderMayNotCloseError,
            lambda: steps.close(somebody),  # noqa: B023
            lambda: steps.say(Solved.YES, somebody),  # noqa: B023
            lambda: steps.say(Solved.NO, somebody),  # noqa: B023
        )
    steps.say(Solved.YES, SUPERVISOR)
    steps.close(SUPERVISOR)
    assert steps.ticket.state is State.CLOSED


def test_a_member_of_the_desk_who_found_it_does_not_follow_it_up_either(desk: Desk) -> None:
    steps = of_patrol(desk, OPERATOR)
    steps.sign()
    steps.answer()
    refused(FinderMayNotCloseError, lambda: steps.approve(OPERATOR))
    steps.approve(SUPERVISOR)


def test_who_takes_down_a_citizens_call_is_no_finder(desk: Desk) -> None:
    assert started(desk).ticket.finder is None
