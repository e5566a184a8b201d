"""退单: class, ground and evidence inside the window; not twice on one ground; the third time somebody decides."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from app.lessons import lessons
from casework.convene import conclude, convene
from casework.designate import NotThirdReturnError, designate
from casework.ports import AttentionKind
from casework.ports_life import PartState
from casework.ports_returns import ProposalState, ReturnClass, ReturnState, RuleProposal
from casework.propose_rule import settle_proposal
from casework.redispatch import redispatch
from casework.return_ticket import (
    ReturnedBeforeError,
    ReturnTooLateError,
    SettledByConsultationError,
    ThirdReturnError,
    request_return,
)
from hotline.clock import local
from hotline.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from hotline.people import Actor
from hotline.workflow import HandlerMayNotCloseError, RoleRefusedError, State
from storage.teaching_rows import Lesson
from tests.casework.life import ADMINISTRATOR, INSIDER, returns, states, take, unread
from tests.casework.steps import Steps, refused, started
from tests.casework.test_aside import predicted_ticket
from tests.house import CLERK, OPERATOR, STRANGER, SUPERVISOR, Desk

HOUR = timedelta(hours=1)


def send_back(desk: Desk, steps: Steps, kind: ReturnClass = ReturnClass.OVERLAP, *, ground: str = "三定方案第5条",
              actor: Actor = CLERK) -> None:  # fmt: skip
    take(
        desk, request_return, steps.number, actor, reason="不归我们", ground=ground, kind=kind, evidence="现场照片两张"
    )


def proposals(desk: Desk, state: ProposalState = ProposalState.OPEN) -> Sequence[RuleProposal]:
    with desk.database.units_of_work(write=False) as uow:
        return uow.proposals.of_state(state)


def settle(desk: Desk, proposal: int, by: Actor = ADMINISTRATOR, **given: Any) -> None:
    with desk.database.units_of_work() as uow:
        settle_proposal(desk.office, uow, proposal, by, **given)
        uow.commit()


def test_a_return_is_kept_with_class_ground_and_evidence_and_has_a_limit_of_its_own(desk: Desk) -> None:
    steps = started(desk)
    send_back(desk, steps)
    [request] = returns(desk, steps.number)
    assert (request.kind, request.ground, request.evidence) == (ReturnClass.OVERLAP, "三定方案第5条", "现场照片两张")
    assert (request.state, request.unit, request.by) == (ReturnState.OPEN, "CG", CLERK.id)
    assert f"{local(request.decide_by):%m-%d %H:%M}" == "03-03 17:30"


@pytest.mark.parametrize(("signed", "wait", "in_time"), [
    (True, timedelta(hours=5, minutes=30), True),  # four working hours: 9:30 to 15:00 with the noon break
    (True, timedelta(hours=5, minutes=31), False),
    (False, timedelta(hours=32), True),  # one working day from dispatch: the close of Tuesday
    (False, timedelta(hours=32, minutes=1), False),
])  # fmt: skip
def test_the_window_is_four_working_hours_from_signing_or_one_working_day_from_dispatch(
    desk: Desk, signed: bool, wait: timedelta, in_time: bool
) -> None:
    steps = started(desk)
    if signed:
        steps.sign()
    desk.clock.pass_time(wait)
    if in_time:
        send_back(desk, steps)
        return
    refused(ReturnTooLateError, lambda: send_back(desk, steps))
    assert (returns(desk, steps.number), steps.ticket.returns) == ([], 0)
    assert steps.ticket.state is (State.IN_PROGRESS if signed else State.DISPATCHED)


def test_a_second_click_finds_the_return_asked_for(desk: Desk) -> None:
    steps = started(desk)
    send_back(desk, steps)
    with pytest.raises(Exception, match="move_refused"):
        send_back(desk, steps)
    assert len(returns(desk, steps.number)) == 1


def test_what_was_refused_is_not_asked_again_on_the_same_ground_whatever_its_words(desk: Desk) -> None:
    steps = started(desk)
    send_back(desk, steps)
    steps.refuse()
    assert states(desk, steps.number)["CG"] is PartState.SENT
    refused(ReturnedBeforeError, lambda: send_back(desk, steps, ground="三定方案第五条第二款"),
            lambda: send_back(desk, steps, ReturnClass.OTHER, ground="三定方案 第5条。"))  # fmt: skip
    send_back(desk, steps, ReturnClass.PLACE, ground="地点在邻区")
    assert [each.state for each in returns(desk, steps.number)] == [ReturnState.REFUSED, ReturnState.OPEN]


def test_another_unit_may_return_on_the_ground_that_was_refused_to_the_first(desk: Desk) -> None:
    steps = started(desk)
    send_back(desk, steps)
    steps.refuse()
    send_back(desk, steps, ReturnClass.PLACE, ground="地点在邻区")
    steps.uphold()
    steps.review(lead="HB")
    take(desk, request_return, steps.number, STRANGER, reason="x", ground="三定方案第5条", kind=ReturnClass.OVERLAP)


def third(desk: Desk) -> Steps:
    steps = started(desk)
    for kind in (ReturnClass.PLACE, ReturnClass.OWNERSHIP):
        send_back(desk, steps, kind, ground=f"依据{kind}")
        steps.refuse()
    send_back(desk, steps, ReturnClass.BEYOND, ground="权责清单")
    return steps


def test_the_third_return_calls_a_person_at_once_and_goes_neither_to_nor_fro(desk: Desk) -> None:
    steps = third(desk)
    [call] = [call for call in desk.calls() if call.kind is AttentionKind.RETURNS]
    assert call.ticket == steps.number
    refused(ThirdReturnError, steps.uphold, steps.refuse)


def test_of_two_third_returns_of_one_citizen_the_settled_one_calls_nobody_any_more(desk: Desk) -> None:
    first, second = third(desk), third(desk)
    take(desk, designate, second.number, SUPERVISOR, lead="HB", ground="热线指定书3号")
    assert [call.ticket for call in desk.calls() if call.kind is AttentionKind.RETURNS] == [first.number]


def test_the_hotline_designates_and_that_unit_does_not_return_it(desk: Desk) -> None:
    steps = third(desk)
    given = {"lead": "HB", "ground": "热线指定书3号"}
    refused((RoleRefusedError, HandlerMayNotCloseError), lambda: take(desk, designate, steps.number, CLERK, **given),
            lambda: take(desk, designate, steps.number, INSIDER, **given))  # fmt: skip
    refused(InvalidInputError, lambda: take(desk, designate, steps.number, SUPERVISOR, **given | {"ground": ""}),
            lambda: take(desk, designate, steps.number, SUPERVISOR, **given | {"lead": "nobody"}))  # fmt: skip
    take(desk, designate, steps.number, SUPERVISOR, **given)
    ticket = steps.ticket
    assert (ticket.state, ticket.lead, ticket.ground.text) == (State.DISPATCHED, "HB", "热线指定书3号")
    assert returns(desk, steps.number)[-1].state is ReturnState.DESIGNATED
    assert [each.kind for each in unread(desk, "CG")] == ["designated"]
    assert [call for call in desk.calls() if call.kind is AttentionKind.RETURNS] == []
    assert [(each.instead, each.lead) for each in proposals(desk)] == [("城管执法", "生态环境")]
    assert "生态环境局" in steps.told[-1]
    refused(SettledByConsultationError, lambda: send_back(desk, steps, actor=STRANGER))
    steps.sign(STRANGER)


def test_whoever_is_designated_although_they_returned_it_has_taught_the_catalogue_nothing(desk: Desk) -> None:
    steps = third(desk)
    take(desk, designate, steps.number, SUPERVISOR, lead="CG", ground="热线指定书3号")
    assert proposals(desk) == []
    refused(SettledByConsultationError, lambda: send_back(desk, steps))


def test_before_the_third_time_nobody_is_designated(desk: Desk) -> None:
    steps = started(desk)
    send_back(desk, steps)
    refused(NotThirdReturnError, lambda: take(desk, designate, steps.number, OPERATOR, lead="HB", ground="x"))


def test_a_third_return_may_go_to_a_consultation_instead(desk: Desk) -> None:
    steps = third(desk)
    take(desk, convene, steps.number, OPERATOR, reason="三次退单")
    assert returns(desk, steps.number)[-1].state is ReturnState.CONVENED
    take(desk, conclude, steps.number, OPERATOR, lead="CG", outcome="城管牵头")
    refused(SettledByConsultationError, lambda: send_back(desk, steps))


def test_an_upheld_return_proposes_a_rule_that_is_complete_once_the_ticket_has_found_its_unit(desk: Desk) -> None:
    steps = started(desk)
    send_back(desk, steps)
    steps.uphold()
    [proposal] = proposals(desk)
    assert (proposal.lead, proposal.instead, proposal.ground) == ("", "城管执法", "三定方案第5条")
    assert (proposal.ticket, proposal.words) == (steps.number, "楼下烧烤店半夜还在吵")
    steps.review(lead="HB", others=["CG"])
    [proposal] = proposals(desk)
    assert (proposal.lead, proposal.others) == ("生态环境", ("城管执法",))


def test_a_refused_return_proposes_nothing(desk: Desk) -> None:
    steps = started(desk)
    send_back(desk, steps)
    steps.refuse()
    assert proposals(desk) == []


def test_an_administrator_accepts_or_declines_a_proposal_once(desk: Desk) -> None:
    steps = started(desk)
    send_back(desk, steps)
    steps.uphold()
    [proposal] = proposals(desk)
    rule: dict[str, Any] = {"words": "烧烤、夜间", "lead": "生态环境", "ground": "三定方案第5条"}
    refused(NotAllowedError, lambda: settle(desk, proposal.id, OPERATOR, accepted=True, **rule))
    refused(NotFoundError, lambda: settle(desk, 999, accepted=True, **rule))
    for missing in rule:
        refused(InvalidInputError, lambda: settle(desk, proposal.id, accepted=True, **rule | {missing: " "}))  # noqa: B023 - called at once
    refused(InvalidInputError, lambda: settle(desk, proposal.id, accepted=False),
            lambda: settle(desk, proposal.id, accepted=True, **rule | {"lead": "没有这个部门"}))  # fmt: skip
    settle(desk, proposal.id, accepted=True, **rule)
    [accepted] = proposals(desk, ProposalState.ACCEPTED)
    assert (accepted.words, accepted.decided_by) == ("烧烤、夜间", ADMINISTRATOR.id)
    refused(ConflictError, lambda: settle(desk, proposal.id, accepted=False, note="再想想"))


def taught(desk: Desk) -> list[Lesson]:
    return [*lessons(desk.database, kept_back=False), *lessons(desk.database, kept_back=True)]


def test_an_upheld_return_becomes_a_row_that_the_next_model_learns_from(desk: Desk) -> None:
    steps = predicted_ticket(desk)
    send_back(desk, steps)
    steps.uphold(SUPERVISOR)
    assert taught(desk) == [], "what was wrong is known, what is right is not"
    steps.review(SUPERVISOR, lead="HB")
    [lesson] = taught(desk)
    assert (lesson.ticket, lesson.labels["unit"]) == (steps.number, "生态环境")


@pytest.mark.parametrize("how", ["redispatch", "designation"])
def test_so_do_a_re_dispatch_and_a_designation(desk: Desk, how: str) -> None:
    steps = predicted_ticket(desk)
    if how == "redispatch":
        take(desk, redispatch, steps.number, SUPERVISOR, lead="HB", reason="工业噪声")
    else:
        for kind in (ReturnClass.PLACE, ReturnClass.OWNERSHIP):
            send_back(desk, steps, kind, ground=f"依据{kind}")
            steps.refuse()
        send_back(desk, steps, ReturnClass.BEYOND, ground="权责清单")
        take(desk, designate, steps.number, SUPERVISOR, lead="HB", ground="指定")
    [lesson] = taught(desk)
    assert lesson.labels["unit"] == "生态环境"
