"""Supervision and follow-up on both databases: what is kept once, what is never changed, what waits."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from casework.ports import UnitOfWork
from casework.ports_follow_up import AnswerForm, CallKind, FollowUp, How, Outcome, Truth
from casework.ports_supervision import Supervision
from casework.supervision_steps import Step
from casework.views import TicketFilter
from hotline.errors import ConflictError, NotFoundError
from hotline.matter import Grade, Solved
from hotline.workflow import State
from storage.engine import open_engines
from storage.errors import AppendOnlyError
from storage.open import Database
from tests.storage.examples import CLERK, NOW, OPERATOR, PHONE, stored_ticket

NUMBER = "260302090000000001"
HOUR = timedelta(hours=1)


def step(which: Step = Step.YELLOW) -> Supervision:
    return Supervision(0, NUMBER, which, "cg", "", NOW, "jiesu", NOW + HOUR, provisional=False, rule="S03",
                       ground=f"超期，群众电话{PHONE}")  # fmt: skip


def line(**changes: object) -> FollowUp:
    values: dict[str, object] = {"solved": Solved.YES, "grade": Grade.BAD, "words": f"请打{PHONE}", "contacted": True}
    return FollowUp(NUMBER, NOW, "li", How.PHONE, Outcome.REACHED, **(values | changes))  # type: ignore[arg-type]


def kept(database: Database, *steps: Step) -> None:
    with database.units_of_work() as uow:
        stored_ticket(uow)
        for each in steps:
            uow.supervisions.add(step(each))
        uow.commit()


def only(uow: UnitOfWork) -> Supervision:
    [found] = uow.supervisions.of_ticket(NUMBER)
    return found


def test_a_step_is_kept_sealed_read_masked_replied_to_once_and_ended_once(database: Database, url: str) -> None:
    kept(database, Step.YELLOW)
    with database.units_of_work() as uow:
        which = only(uow).id
        uow.supervisions.reply(which, "明天上门", CLERK, NOW)
        with pytest.raises(ConflictError):
            uow.supervisions.reply(which, "后天", CLERK, NOW)
        uow.supervisions.end(which, "已办", OPERATOR, NOW)
        with pytest.raises(ConflictError):
            uow.supervisions.end(which, "再办", OPERATOR, NOW)
        with pytest.raises(ConflictError):
            uow.supervisions.assign(which, unit="hb", login="")
        found = only(uow)
        uow.commit()
    assert (found.reply, found.replied_by, found.end_reason, found.open) == ("明天上门", "wang", "已办", False)
    assert PHONE not in found.ground
    engines = open_engines(url)
    with engines.read.connect() as connection:
        stored = bytes(connection.execute(text("SELECT ground FROM supervisions")).scalar_one())
    engines.dispose()
    assert "超期".encode() not in stored


@pytest.mark.parametrize("second", [Step.YELLOW, Step.RED])
def test_the_database_itself_lets_one_step_be_open_and_each_be_taken_once(database: Database, second: Step) -> None:
    kept(database, Step.YELLOW)
    with database.units_of_work() as uow:
        if second is Step.YELLOW:
            uow.supervisions.end(only(uow).id, "已办", OPERATOR, NOW)
        with pytest.raises(ConflictError):
            uow.supervisions.add(step(second))


def test_a_ticket_waits_to_be_looked_at_when_it_or_the_rules_changed_or_its_moment_came(database: Database) -> None:
    kept(database)
    with database.units_of_work() as uow:
        assert uow.supervisions.unlooked(NOW, "r1", 10) == [], "no limit is near, and nothing came back"
        returned = uow.tickets.get(NUMBER)
        returned.returns = 1
        uow.tickets.save(returned)
        assert uow.supervisions.unlooked(NOW, "r1", 10) == [NUMBER]
        uow.supervisions.looked(NUMBER, uow.tickets.get(NUMBER).version, "r1", NOW + HOUR)
        assert uow.supervisions.unlooked(NOW, "r1", 10) == []
        assert uow.supervisions.unlooked(NOW, "r2", 10) == [NUMBER]
        assert uow.supervisions.unlooked(NOW + HOUR, "r1", 10) == [NUMBER]
        ticket = uow.tickets.get(NUMBER)
        uow.tickets.save(ticket)
        assert uow.supervisions.unlooked(NOW, "r1", 10) == [NUMBER]
        uow.supervisions.looked(NUMBER, ticket.version, "r1", None)
        assert uow.supervisions.unlooked(NOW + 99 * HOUR, "r1", 10) == []


def test_a_finished_ticket_waits_only_while_a_step_is_open(database: Database) -> None:
    kept(database, Step.RED)
    with database.units_of_work() as uow:
        ticket = uow.tickets.get(NUMBER)
        ticket.state = State.WITHDRAWN
        uow.tickets.save(ticket)
        assert uow.supervisions.unlooked(NOW, "r1", 10) == [NUMBER]
        uow.supervisions.end(only(uow).id, "已撤销", OPERATOR, NOW)
        assert uow.supervisions.unlooked(NOW, "r1", 10) == []


def test_lists_and_counts_show_what_is_open(database: Database) -> None:
    kept(database, Step.RED)
    [row] = database.views.tickets(_everything(), NOW)
    assert (row.supervised, database.views.counts(NOW).supervised) == ("red", 1)
    with database.units_of_work() as uow:
        [standing] = uow.supervisions.standing()
        assert (standing.step.step, standing.lead) == (Step.RED, "cg")
        uow.supervisions.end(standing.step.id, "已办", OPERATOR, NOW)
        uow.commit()
    [row] = database.views.tickets(_everything(), NOW)
    assert (row.supervised, database.views.counts(NOW).supervised) == ("", 0)


def _everything() -> TicketFilter:
    return TicketFilter()


def test_one_long_case_is_open_and_its_entries_come_in_order(database: Database) -> None:
    kept(database)
    with database.units_of_work() as uow:
        assert uow.long_cases.of_ticket(NUMBER) is None
        uow.long_cases.open(NUMBER, "一案一策", "分管副市长", date(2026, 6, 30), OPERATOR, NOW)
        uow.commit()
    with database.units_of_work() as uow, pytest.raises(ConflictError):
        uow.long_cases.open(NUMBER, "又一策", "局长", date(2026, 7, 1), OPERATOR, NOW)
    with database.units_of_work() as uow:
        [listed] = uow.long_cases.all()
        uow.long_cases.note(listed.case.id, "一", CLERK, NOW)
        uow.long_cases.note(listed.case.id, "二", CLERK, NOW)
        uow.long_cases.close(listed.case.id, "化解", OPERATOR, NOW)
        with pytest.raises(ConflictError):
            uow.long_cases.close(listed.case.id, "又化解", OPERATOR, NOW)
        case = uow.long_cases.of_ticket(NUMBER)
        assert case is not None
        assert ([entry.words for entry in case.entries], case.outcome, case.open) == (["一", "二"], "化解", False)
        assert (uow.long_cases.all(), len(uow.long_cases.all(closed=True))) == ([], 1)


def test_what_was_said_comes_back_masked(database: Database) -> None:
    kept(database)
    with database.units_of_work() as uow:
        uow.follow_ups.add(line())
        uow.follow_ups.add(line(solved=None, grade=None, words="", contacted=None))
        first, second = uow.follow_ups.of_ticket(NUMBER)
    assert (first.solved, first.grade, first.contacted, first.reached) == (Solved.YES, Grade.BAD, True, True)
    assert PHONE not in first.words
    assert (second.solved, second.grade, second.contacted, second.words) == (None, None, None, "")


@pytest.mark.parametrize("table", ["follow_ups", "answer_forms", "long_case_entries"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET at = at"])
def test_nobody_edits_what_was_said(database: Database, url: str, table: str, change: str) -> None:
    kept(database)
    with database.units_of_work() as uow:
        uow.follow_ups.add(line())
        uow.answer_forms.add(NUMBER, AnswerForm(Truth.TRUE, contacted=True, contacted_at=NOW, solved=Solved.NO,
                                                unsolved_reason="等拨款"), CLERK, NOW)  # fmt: skip
        uow.long_cases.open(NUMBER, "策", "局长", date(2026, 6, 30), OPERATOR, NOW)
        uow.long_cases.note(uow.long_cases.all()[0].case.id, "一", CLERK, NOW)
        uow.commit()
    engines = open_engines(url)
    with engines.write.connect() as connection, pytest.raises(AppendOnlyError):
        connection.execute(text(change.format(table)))
    engines.dispose()


def test_a_call_is_listed_once_waits_from_its_moment_on_and_is_done_once(database: Database) -> None:
    kept(database)
    with database.units_of_work() as uow:
        assert uow.call_list.add(NUMBER, CallKind.SILENT, 0, NOW + HOUR, NOW + 2 * HOUR)
        assert not uow.call_list.add(NUMBER, CallKind.SILENT, 0, NOW, NOW)
        assert uow.call_list.waiting(NOW) == []
        uow.follow_ups.add(FollowUp(NUMBER, NOW + HOUR, "li", How.PHONE, Outcome.NO_ANSWER))
        [listed] = uow.call_list.waiting(NOW + HOUR)
        assert (listed.attempts, listed.last_outcome, listed.lead) == (1, "未接", "cg")
        uow.call_list.done(listed.call.id, "li", NOW)
        with pytest.raises(ConflictError):
            uow.call_list.done(listed.call.id, "li", NOW)
        with pytest.raises(NotFoundError):
            uow.call_list.get(listed.call.id + 1)
        assert uow.call_list.waiting(NOW + HOUR) == []
        uow.commit()
    assert database.views.counts(NOW + HOUR).revisits == 0


def test_a_call_for_silence_is_over_when_the_ticket_waits_no_longer(database: Database) -> None:
    kept(database)
    with database.units_of_work() as uow:
        ticket = uow.tickets.get(NUMBER)
        ticket.state = State.FOLLOW_UP
        uow.tickets.save(ticket)
        assert uow.call_list.silent() == [NUMBER]
        uow.call_list.add(NUMBER, CallKind.SILENT, 0, NOW, NOW)
        assert (uow.call_list.silent(), uow.call_list.over()) == ([], [])
        ticket.redos = 1
        uow.tickets.save(ticket)
        assert (uow.call_list.silent(), len(uow.call_list.over())) == ([NUMBER], 1)
