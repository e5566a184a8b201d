"""From a question without an answer to the draft of an entry, in the whole house; and the shares of questions."""

from dataclasses import replace
from datetime import timedelta

import pytest

from analytics.gaps import Closeness, Gap
from analytics.gaps import gaps as group
from analytics.rows import UnansweredQuestion
from app import gaps as gaps_of_the_house
from app.assembly import House
from app.figures import figures_of
from app.gaps import GapReader, draft_answers
from hotline.clock import SetClock
from hotline.errors import ConflictError, HotlineError, InvalidInputError
from hotline.matter import MatterType, Solved
from hotline.people import Actor, Role
from knowledge.keeping.states import EntryState
from storage.errors import DatabaseAwayError
from tests.bot.conversation.person import Person
from tests.bot.conversation.ready import reader
from tests.casework.steps import Steps
from tests.house import MONDAY, PHONE, Desk

QUESTION = "公园门票能退吗"
DAY = timedelta(days=1)


@pytest.fixture
def asker(house: House, clock: SetClock) -> Person:
    return reader(house, clock)


def consulted(house: House, clock: SetClock, asker: Person) -> Steps:
    """The question went to a unit, which has answered; nothing was let out yet."""
    asker.say(QUESTION)
    asker.say("登记")
    asker.say("确认")
    desk = Desk(house.office, house.database, clock, house.settings.data_dir / "jiesu.sqlite3")
    steps = Steps(desk, asker.ticket.number)
    if not steps.ticket.lead:
        steps.review(kind=MatterType.CONSULTATION)
    lead = steps.ticket.lead
    steps.sign(_clerk(lead))
    steps.answer(_clerk(lead), public=f"未使用的门票七日内可退，详询{PHONE}。")
    return steps


def _clerk(unit: str) -> Actor:
    return Actor(Role.DEPARTMENT, id="wang", unit=unit, name="王")


def drafts(house: House) -> list[str]:
    with house.database.units_of_work(write=False) as uow:
        return [
            each.id
            for entry in uow.entries.titles().values()
            if (each := uow.entries.get(entry)).latest.state is EntryState.DRAFT
        ]


def test_an_answer_that_helped_becomes_a_draft_once(house: House, clock: SetClock, asker: Person) -> None:
    steps = consulted(house, clock, asker)
    assert draft_answers(house) == 0, "nobody has let it out"
    steps.approve()
    assert draft_answers(house) == 0, "the citizen has not said that it helped"
    steps.say(Solved.YES)
    assert draft_answers(house) == 1
    assert draft_answers(house) == 0
    [entry_id] = drafts(house)
    with house.database.units_of_work(write=False) as uow:
        version = uow.entries.get(entry_id).latest
    unit = house.office.units.get(steps.ticket.lead)
    assert (version.entry.title, version.entry.owner) == (QUESTION, unit.type)
    assert version.why == f"根据工单 {steps.number} 的答复起草，市民说已解决"
    assert "七日内可退" in version.entry.short
    assert PHONE not in version.entry.short
    [gap] = GapReader(house.database)(clock.now())
    assert (gap.settled, gap.reason) == ("drafted", entry_id)


@pytest.mark.parametrize(("said", "why"), [(None, "市民没有评价，已办结"), (Solved.PARTLY, "市民说部分解决，已办结")])
def test_an_answer_that_was_closed_without_a_no_becomes_a_draft_that_says_so(
    house: House, clock: SetClock, asker: Person, said: Solved | None, why: str
) -> None:
    steps = consulted(house, clock, asker)
    steps.approve()
    if said is not None:
        steps.say(said)
    assert draft_answers(house) == 0, "it may still be taken back"
    steps.close()
    assert draft_answers(house) == 1
    assert draft_answers(house) == 0
    [entry_id] = drafts(house)
    with house.database.units_of_work(write=False) as uow:
        assert uow.entries.get(entry_id).latest.why.endswith(why)


def test_an_answer_that_did_not_help_becomes_none(house: House, clock: SetClock, asker: Person) -> None:
    steps = consulted(house, clock, asker)
    steps.approve()
    steps.say(Solved.NO)
    assert draft_answers(house) == 0
    assert drafts(house) == []


def test_what_cannot_become_a_draft_is_set_aside(
    house: House, clock: SetClock, asker: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = consulted(house, clock, asker)
    steps.approve()
    steps.say(Solved.YES)

    def refuse(*_: object, **__: object) -> None:
        raise InvalidInputError(field="entry_title", rule="required")

    with monkeypatch.context() as patch:
        patch.setattr(gaps_of_the_house, "draft_from_question", refuse)
        assert draft_answers(house) == 0
    assert draft_answers(house) == 0
    assert drafts(house) == []
    assert GapReader(house.database)(clock.now())[0].settled == ""


@pytest.mark.parametrize("question", ["我要举报隔壁老王私设赌场，举报有奖励吗", "别告诉别人是我问的，公园门票能退吗"])
def test_a_report_or_a_secret_becomes_no_draft(
    house: House, clock: SetClock, asker: Person, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    steps = consulted(house, clock, asker)
    steps.approve()
    steps.say(Solved.YES)
    views = house.database.views
    [answered] = views.answered_consultations()
    with monkeypatch.context() as patch:
        patch.setattr(type(views), "answered_consultations", lambda _: [replace(answered, question=question)])
        assert draft_answers(house) == 0
    assert drafts(house) == []
    assert views.answered_consultations() == [], "it is set aside, not tried for ever"


@pytest.mark.parametrize("fault", [ConflictError, DatabaseAwayError])
def test_a_fault_that_passes_sets_nothing_aside(
    house: House, clock: SetClock, asker: Person, monkeypatch: pytest.MonkeyPatch, fault: type[HotlineError]
) -> None:
    steps = consulted(house, clock, asker)
    steps.approve()
    steps.say(Solved.YES)

    def fail(*_: object, **__: object) -> None:
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr(gaps_of_the_house, "draft_from_question", fail)
        with pytest.raises(fault):
            draft_answers(house)
    assert draft_answers(house) == 1


def test_gaps_are_grouped_anew_only_when_something_changed(
    house: House, clock: SetClock, asker: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    grouped: list[int] = []

    def counting(questions: list[UnansweredQuestion], closeness: Closeness) -> list[Gap]:
        grouped.append(len(questions))
        return group(questions, closeness)

    monkeypatch.setattr(gaps_of_the_house, "gaps", counting)
    read = GapReader(house.database)
    assert list(read(clock.now())) == []
    asker.say(QUESTION)
    for _ in range(3):
        assert [gap.examples for gap in read(clock.now())] == [(QUESTION,)]
    reader(house, clock, "other").say(QUESTION)
    assert [gap.citizens for gap in read(clock.now())] == [2]
    assert grouped == [1, 2]
    assert list(read(clock.now() + 91 * DAY)) == []


def test_figures_show_the_shares_of_questions_with_their_counts(house: House, clock: SetClock, asker: Person) -> None:
    asker.say("新生儿怎么上户口")
    asker.say("解决了")
    asker.say("居住证怎么办")
    asker.say(QUESTION)
    shown = {each.name: (each.part, each.whole) for each in figures_of(house, MONDAY - DAY, MONDAY + DAY)}
    assert shown["咨询当场直接答复"] == (2, 3)
    assert shown["答复后说解决了"] == (1, 2)
    assert shown["答复后没有表态"] == (1, 2)
