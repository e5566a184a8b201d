"""Questions on both databases: kept masked, amended by what citizens and staff say of them, counted."""

from dataclasses import replace
from datetime import timedelta

from analytics.rows import QuestionCount
from casework.ports import GapStanding, Question, SaidOfAnswer, UnitOfWork
from hotline.matter import MatterType, Solved
from hotline.workflow import State
from storage.open import Database
from storage.questions import LONGEST
from tests.storage.examples import NAME, NOW, OPERATOR, PHONE, inbound, new_ticket, person

DAY = timedelta(days=1)
ASKED = Question(f"我是{NAME}，电话{PHONE}，摆摊要办证吗", "handover", "", 0.2, (("k1", 0.2), ("k2", 0.1)), "城管执法")
GIVEN = Question("上户口", "answer", "k1", 0.9, (("k1", 0.9),), "公安")


def keep(uow: UnitOfWork, question: Question = ASKED, message: str = "m1") -> int:
    whose = person(uow)
    taken = uow.inbox.take(inbound(message), whose)
    assert taken
    return uow.questions.add(taken, whose, question, NOW)


def test_what_is_kept_is_masked_and_found_again(database: Database) -> None:
    with database.units_of_work() as uow:
        number = keep(uow)
        uow.commit()
    [kept] = database.views.unanswered(NOW - DAY)
    assert (kept.id, kept.decision, kept.near, kept.unit, kept.said) == (
        number, "handover", (("k1", 0.2), ("k2", 0.1)), "城管执法", "",
    )  # fmt: skip
    assert NAME not in kept.text
    assert PHONE not in kept.text
    assert "摆摊" in kept.text
    assert NAME not in repr(ASKED)


def test_a_very_long_question_is_cut(database: Database) -> None:
    with database.units_of_work() as uow:
        keep(uow, Question("问" * 2000, "handover", "", 0.0))
        uow.commit()
    assert len(database.views.unanswered(NOW - DAY)[0].text) == LONGEST


def test_an_answer_is_a_gap_only_if_it_did_not_help(database: Database) -> None:
    with database.units_of_work() as uow:
        helped, silent, not_helped, sent_on = (keep(uow, GIVEN, f"m{each}") for each in range(4))
        uow.questions.said(helped, SaidOfAnswer.SOLVED, NOW)
        uow.questions.said(not_helped, SaidOfAnswer.UNSOLVED, NOW)
        uow.questions.said(sent_on, SaidOfAnswer.PERSON, NOW)
        uow.commit()
    assert [each.id for each in database.views.unanswered(NOW - DAY)] == [not_helped, sent_on]
    assert silent not in [each.id for each in database.views.unanswered(NOW - DAY)]
    assert database.views.question_counts(NOW, NOW + DAY) == [
        QuestionCount("answer", True, said, 1) for said in ("", "person", "solved", "unsolved")
    ]
    assert database.views.question_counts(NOW + DAY, NOW + 2 * DAY) == []


def test_of_a_newly_chosen_entry_nothing_was_said_yet(database: Database) -> None:
    with database.units_of_work() as uow:
        number = keep(uow, Question("户口", "clarify", "", 0.5))
        uow.questions.said(number, SaidOfAnswer.UNSOLVED, NOW)
        uow.questions.given(number, "k2")
        uow.commit()
    assert database.views.unanswered(NOW - DAY) == []
    assert database.views.question_counts(NOW, NOW + DAY) == [QuestionCount("clarify", True, "", 1)]


def test_the_newest_are_read_and_none_that_are_too_old(database: Database) -> None:
    with database.units_of_work() as uow:
        numbers = [keep(uow, ASKED, f"m{each}") for each in range(3)]
        uow.commit()
    assert [each.id for each in database.views.unanswered(NOW, limit=2)] == numbers[1:]
    assert database.views.unanswered(NOW + DAY) == []


def test_what_staff_make_of_questions_is_kept(database: Database) -> None:
    with database.units_of_work() as uow:
        first, second = keep(uow), keep(uow, ASKED, "m2")
        assert uow.questions.settle([first], GapStanding.NO_GAP, OPERATOR, NOW, "闲聊") == 1
        assert uow.questions.settle([], GapStanding.NO_GAP, OPERATOR, NOW, "") == 0
        assert uow.questions.settle([second + 9], GapStanding.NO_GAP, OPERATOR, NOW, "") == 0
        uow.commit()
    settled, left = database.views.unanswered(NOW - DAY)
    assert (settled.settled, settled.settled_by, settled.reason) == ("no_gap", "li", "闲聊")
    assert left.settled == ""


def consultation(uow: UnitOfWork, number: str, *, state: State = State.CLOSED, solved: Solved | None = Solved.YES,
                 kind: MatterType = MatterType.CONSULTATION, confidential: bool = False) -> None:  # fmt: skip
    ticket = new_ticket(person(uow), number)
    ticket.appeal = replace(ticket.appeal, matter_type=kind, confidential=confidential)
    ticket.state, ticket.solved, ticket.public_answer = state, solved, f"请打{PHONE}，到窗口办。"
    uow.tickets.add(ticket)


def test_only_consultations_whose_answer_helped_or_was_not_disputed_become_drafts(database: Database) -> None:
    with database.units_of_work() as uow:
        consultation(uow, "1")
        consultation(uow, "2", state=State.FOLLOW_UP)
        consultation(uow, "3", solved=Solved.PARTLY)
        consultation(uow, "4", solved=None, state=State.FOLLOW_UP)
        consultation(uow, "5", state=State.UNDER_REVIEW)
        consultation(uow, "6", kind=MatterType.COMPLAINT)
        consultation(uow, "7", confidential=True)
        consultation(uow, "8", solved=None)
        consultation(uow, "9", solved=Solved.NO)
        consultation(uow, "A", solved=Solved.PARTLY, state=State.FOLLOW_UP)
        consultation(uow, "B", solved=None, state=State.WITHDRAWN)
        uow.commit()
    found = database.views.answered_consultations()
    assert [(each.ticket, each.solved) for each in found] == [
        ("1", Solved.YES), ("2", Solved.YES), ("3", Solved.PARTLY), ("8", None)
    ]  # fmt: skip
    assert all(PHONE not in each.answer and NAME not in each.question for each in found)
    assert "到窗口办" in found[0].answer
    assert PHONE not in repr(found)


def test_a_ticket_becomes_a_draft_once_and_its_questions_with_it(database: Database) -> None:
    with database.units_of_work() as uow:
        consultation(uow, "1")
        number = keep(uow)
        uow.questions.bind(number, "1")
        assert [uow.questions.keep_draft("1", "e-1", NOW) for _ in range(2)] == [True, False]
        uow.commit()
    assert database.views.answered_consultations() == []
    [kept] = database.views.unanswered(NOW - DAY)
    assert (kept.ticket, kept.settled, kept.reason) == ("1", "drafted", "e-1")


def test_what_is_set_aside_settles_no_question(database: Database) -> None:
    with database.units_of_work() as uow:
        consultation(uow, "1")
        uow.questions.bind(keep(uow), "1")
        assert uow.questions.keep_draft("1", "", NOW)
        uow.commit()
    assert database.views.answered_consultations() == []
    assert database.views.unanswered(NOW - DAY)[0].settled == ""


def test_questions_are_drafted_once_until_somebody_opens_them_again(database: Database) -> None:
    with database.units_of_work() as uow:
        number = keep(uow)
        settled = [uow.questions.settle([number], GapStanding.DRAFTED, OPERATOR, NOW, f"e-{each}") for each in range(2)]
        assert settled == [1, 0]
        uow.commit()
    assert database.views.unanswered(NOW - DAY)[0].reason == "e-0"
    with database.units_of_work() as uow:
        assert uow.questions.settle([number], GapStanding.OPEN, OPERATOR, NOW, "") == 1
        assert uow.questions.settle([number], GapStanding.DRAFTED, OPERATOR, NOW, "e-2") == 1
