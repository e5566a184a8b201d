"""Returns, consultations, questions to the citizen, extensions, and who may see an identity."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from casework.accept import Intake, accept
from casework.extend import ExtensionTooLateError, ExtensionUsedError, NoExtensionError
from casework.ports import Correction, Predicted
from casework.return_ticket import ReturnTooLateError, SettledByConsultationError, ThirdReturnError
from hotline.appeal import Appeal
from hotline.clock import local
from hotline.deadlines import Due
from hotline.errors import ConflictError, InvalidInputError, NotAllowedError
from hotline.matter import MatterType, Urgency
from hotline.message import Inbound
from hotline.people import Actor, Role
from hotline.workflow import HandlerMayNotCloseError, MoveRefusedError, RoleRefusedError, State
from storage.ledger import SqlLedger
from tests.casework.steps import Steps, refused, started
from tests.house import ADDRESS, CHANNEL, CLERK, OPERATOR, PHONE, STRANGER, Desk, decision, noise

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def due(steps: Steps) -> Due:
    found = steps.ticket.due
    assert found is not None
    return found


def when(steps: Steps, name: str) -> str:
    return f"{local(getattr(due(steps), name)):%m-%d %H:%M}"


def test_a_return_needs_reason_ground_and_the_lead_unit(desk: Desk) -> None:
    steps = started(desk)
    refused(InvalidInputError, lambda: steps.send_back(reason=" "), lambda: steps.send_back(ground=""))
    refused((NotAllowedError, RoleRefusedError), lambda: steps.send_back(STRANGER), lambda: steps.send_back(OPERATOR))
    steps.send_back()
    assert (steps.ticket.state, steps.ticket.returns) == (State.RETURN_REQUESTED, 1)
    assert len(steps.told) == 1, "what units and hotline settle among themselves does not trouble the citizen"


def test_an_unsigned_ticket_goes_back_within_a_working_day_and_a_signed_one_within_hours(desk: Desk) -> None:
    steps, late = started(desk), started(desk)
    assert when(steps, "return_by") == "03-03 17:30"
    steps.sign()
    assert when(steps, "return_by") == "03-02 15:00", "four working hours from the signature, lunch aside"
    desk.clock.pass_time(5 * HOUR)
    steps.send_back()
    desk.clock.pass_time(2 * DAY)
    refused(ReturnTooLateError, late.send_back)
    assert late.ticket.state is State.DISPATCHED


def test_an_upheld_return_is_dispatched_anew_and_the_citizens_date_stays(desk: Desk) -> None:
    steps = started(desk)
    before = due(steps).answer_by
    steps.send_back()
    refused(RoleRefusedError, lambda: steps.uphold(STRANGER))
    steps.uphold()
    assert (steps.ticket.state, steps.ticket.units) == (State.ACCEPTED, ())
    desk.clock.pass_time(DAY)
    steps.review(lead="HB")
    assert (steps.ticket.lead, due(steps).answer_by) == ("HB", before)
    assert when(steps, "sign_by") == "03-04 17:30"
    assert "经核对由望澜市生态环境局办理" in steps.told[-1]


def test_a_refused_return_must_be_signed_and_its_reason_is_kept(desk: Desk) -> None:
    steps = started(desk)
    desk.clock.pass_time(DAY)
    steps.send_back()
    refused(InvalidInputError, lambda: steps.refuse(reason=""))
    desk.clock.pass_time(DAY)
    steps.refuse()
    assert (steps.ticket.state, steps.ticket.lead, steps.ticket.signed_at) == (State.DISPATCHED, "CG", None)
    assert when(steps, "sign_by") == "03-05 17:30"
    steps.sign()


def test_no_handler_decides_on_their_own_return(desk: Desk) -> None:
    steps = started(desk)
    steps.send_back()
    insider = Actor(Role.SUPERVISOR, id="x", unit="CG")
    refused(HandlerMayNotCloseError, lambda: steps.uphold(insider), lambda: steps.refuse(insider))


def test_the_third_return_goes_to_a_consultation_whose_outcome_stands(desk: Desk) -> None:
    steps = started(desk)
    for ground in ("三定方案第5条", "三定方案第6条"):
        steps.send_back(ground=ground)
        steps.refuse()
    steps.send_back(ground="三定方案第7条")
    refused(ThirdReturnError, steps.uphold, steps.refuse)
    refused(InvalidInputError, lambda: steps.convene(reason=""))
    steps.convene()
    assert "会商" in steps.told[-1]
    refused(InvalidInputError, lambda: steps.conclude(outcome=" "), lambda: steps.conclude(lead="D1S1C1"))
    refused(MoveRefusedError, steps.review)
    steps.conclude(lead="HB", others=["CG"], outcome="纪要12号：环保牵头")
    ticket = steps.ticket
    assert (ticket.lead, ticket.others, ticket.ground.text) == ("HB", ("CG",), "纪要12号：环保牵头")
    refused(SettledByConsultationError, lambda: steps.send_back(STRANGER))
    steps.sign(STRANGER)


def test_only_a_consultation_has_an_outcome(desk: Desk) -> None:
    steps = started(desk, sure=False)
    refused(MoveRefusedError, steps.conclude)
    refused(RoleRefusedError, lambda: steps.convene(CLERK))


def test_while_the_citizen_is_asked_the_clock_stands_and_the_answer_starts_it_again(desk: Desk) -> None:
    steps = started(desk)
    steps.sign()
    refused(InvalidInputError, lambda: steps.ask(question=" "))
    refused(NotAllowedError, lambda: steps.ask(STRANGER))
    steps.ask()
    assert (steps.ticket.state, due(steps).paused_at) == (State.AWAITING_CITIZEN, desk.clock.now())
    assert "是哪一栋？" in steps.told[-1]
    assert "暂停" in steps.told[-1]
    desk.clock.pass_time(7 * DAY)
    steps.add()
    assert (steps.ticket.state, due(steps).paused_at) == (State.IN_PROGRESS, None)
    assert when(steps, "answer_by") == "03-18 17:30"
    assert "3月18日" in steps.told[-1]
    assert [event.note for event in steps.ticket.history if event.move == "added_facts"] == ["3栋旁边那家"]


def test_a_question_of_the_dispatcher_leads_back_to_the_dispatcher(desk: Desk) -> None:
    steps = started(desk, sure=False)
    steps.ask(OPERATOR)
    assert "12345热线" in steps.told[-1]
    steps.add()
    assert steps.ticket.state is State.ACCEPTED


def test_facts_may_be_added_at_any_time_until_the_end(desk: Desk) -> None:
    steps = started(desk)
    steps.add()
    assert (steps.ticket.state, "已经加进工单" in steps.told[-1]) == (State.DISPATCHED, True)
    steps.withdraw()
    refused(MoveRefusedError, steps.add)


def test_a_granted_extension_tells_the_citizen_why_and_until_when(desk: Desk) -> None:
    steps = started(desk)
    steps.sign()
    refused(InvalidInputError, lambda: steps.ask_longer(reason=""))
    refused(NotAllowedError, lambda: steps.ask_longer(STRANGER))
    steps.ask_longer()
    refused((RoleRefusedError, HandlerMayNotCloseError), lambda: steps.decide_longer(CLERK))
    steps.decide_longer()
    assert when(steps, "answer_by") == "03-20 17:30", "seven working days, and the same again"
    assert "要等检测结果" in steps.told[-1]
    assert "3月20日" in steps.told[-1]
    refused(ExtensionUsedError, steps.ask_longer)


def test_a_refused_extension_changes_no_date_and_may_be_asked_again(desk: Desk) -> None:
    steps = started(desk)
    steps.sign()
    before, told = due(steps).answer_by, len(steps.told)
    steps.ask_longer()
    steps.decide_longer(granted=False)
    assert (due(steps).answer_by, len(steps.told), steps.ticket.state) == (before, told, State.IN_PROGRESS)
    steps.ask_longer()


def test_an_extension_is_asked_for_before_the_end_and_only_where_the_table_leaves_room(desk: Desk) -> None:
    steps = started(desk)
    steps.sign()
    refused(MoveRefusedError, steps.decide_longer)
    urgent = started(desk, appeal=noise(urgency=Urgency.CRITICAL))
    urgent.sign()
    refused(NoExtensionError, urgent.ask_longer)
    desk.clock.set(due(steps).answer_by)
    late = started(desk)
    late.sign()
    steps.ask_longer()
    desk.clock.set(due(late).answer_by + timedelta(seconds=1))
    refused(ExtensionTooLateError, late.ask_longer)


def test_an_identity_is_shown_for_a_reason_and_never_without_a_line_in_the_record(desk: Desk) -> None:
    steps = started(desk)
    refused(InvalidInputError, lambda: steps.reveal(OPERATOR, reason=" "))
    for actor in (OPERATOR, CLERK):
        assert steps.reveal(actor).appeal.contact.phone == PHONE
    refused(NotAllowedError, lambda: steps.reveal(STRANGER), lambda: steps.reveal(Actor(Role.ADMINISTRATOR)))
    assert audited(desk) == [("reveal", steps.number, "li"), ("reveal", steps.number, "wang")]


@pytest.mark.parametrize("appeal", [noise(MatterType.REPORT), noise(confidential=True)])
def test_who_handles_a_report_never_learns_who_spoke(desk: Desk, appeal: Appeal) -> None:
    steps = started(desk, appeal=appeal)
    refused(NotAllowedError, lambda: steps.reveal(CLERK))
    assert steps.reveal(OPERATOR).appeal.contact.phone == PHONE


def audited(desk: Desk) -> list[tuple[str, str, str]]:
    """The record as it lies in the file: the port only writes."""
    with closing(sqlite3.connect(desk.file)) as connection:
        return connection.execute("select action, target, actor_id from audit order by id").fetchall()


def predicted_ticket(desk: Desk) -> Steps:
    """A ticket whose machine decisions stand in the ledger."""
    with desk.database.units_of_work() as uow:
        citizen = uow.people.find_or_add(CHANNEL, ADDRESS, desk.clock.now())
        message = uow.inbox.take(Inbound(CHANNEL, ADDRESS, "m1", desk.clock.now(), text="楼下吵"), citizen.id)
        ticket = accept(desk.office, uow, intake=Intake(citizen), appeal=noise(), decision=decision())
        decisions = {
            "unit": Predicted("城管执法", 0.99, auto=True),
            "category": Predicted("城乡建设/城市建设和市政管理", 0.9),
            "matter_type": Predicted("投诉", 0.9),
            "disposition": Predicted("open_ticket", 0.9),
        }
        assert message is not None
        uow.ledger.add(message, "v1", decisions, desk.clock.now(), ticket.number)
        uow.commit()
    return Steps(desk, ticket.number)


@pytest.fixture
def corrections(monkeypatch: pytest.MonkeyPatch) -> list[Correction]:
    """What reaches the ledger, on its way into the real one."""
    kept: list[Correction] = []
    store = SqlLedger.correct

    def correct(self: SqlLedger, correction: Correction) -> None:
        kept.append(correction)
        store(self, correction)

    monkeypatch.setattr(SqlLedger, "correct", correct)
    return kept


def test_an_upheld_return_counts_as_a_misroute_and_the_review_says_what_was_right(
    desk: Desk, corrections: list[Correction]
) -> None:
    steps = predicted_ticket(desk)
    steps.send_back()
    steps.uphold()
    [wrong] = corrections
    assert (wrong.decision, wrong.was, wrong.became, wrong.source) == ("unit", "城管执法", "", "return")
    steps.review(lead="HB", kind=MatterType.HELP)
    made = {(each.decision, each.was, each.became) for each in corrections[1:]}
    assert made == {
        ("unit", "城管执法", "生态环境"),
        ("category", "城乡建设/城市建设和市政管理", "城乡建设/城市建设和市政管理"),
        ("matter_type", "投诉", "求助"),
        ("disposition", "open_ticket", "open_ticket"),
    }


def test_a_return_of_what_a_person_dispatched_is_no_fault_of_the_machine(
    desk: Desk, corrections: list[Correction]
) -> None:
    steps = predicted_ticket(desk)
    steps.send_back()
    steps.uphold()
    steps.review(lead="HB")
    before = len(corrections)
    steps.send_back(STRANGER)
    steps.uphold()
    assert len(corrections) == before


def test_a_refused_return_corrects_nothing(desk: Desk, corrections: list[Correction]) -> None:
    steps = predicted_ticket(desk)
    steps.send_back()
    steps.refuse()
    assert corrections == []


def test_a_ruling_on_an_old_screen_is_refused(desk: Desk) -> None:
    steps = started(desk, sure=False)
    steps.add()
    refused(ConflictError, lambda: steps.review(version=1))
    steps.review(version=2)


def test_the_rule_stays_the_ground_unless_a_person_writes_another(desk: Desk) -> None:
    steps, other = started(desk, sure=False), started(desk, sure=False)
    steps.review()
    other.review(ground="区里确认由城管办理")
    assert (steps.ticket.ground.rule, steps.ticket.ground.auto) == ("C01", False)
    assert (other.ticket.ground.rule, other.ticket.ground.text) == ("", "区里确认由城管办理")
