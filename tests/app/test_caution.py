"""From live corrections to a halt of what goes out at once, in the whole house; and back by an administrator."""

import asyncio
from datetime import timedelta

import pytest

from app.assembly import House
from app.caution import CautiousRouter, Hourly, watch_promise
from app.jobs import keep_watch
from casework.halt import lift
from casework.ports import AttentionKind, UnitOfWork
from hotline.clock import SetClock
from hotline.people import Actor, Role
from routing.decision import Decision, RoutedMatter, Suggestion
from storage.errors import DatabaseAwayError
from tests.learning import Practice

SURE = "公司拖欠我三个月工资不发"
MINUTE = timedelta(minutes=1)
ADMINISTRATOR = Actor(Role.ADMINISTRATOR, id="sun")


@pytest.fixture
def practice(house: House, clock: SetClock) -> Practice:
    return Practice(house.office, house.database, clock)


def watch(house: House) -> int:
    database = house.database
    return watch_promise(house.office, database.units_of_work, database.views, house.mind.router.promised)


def suggested(house: House) -> tuple[RoutedMatter, Suggestion]:
    """A matter of which the machine is sure, as the conversation hands it on."""
    understood = house.mind.understander.understand(SURE)
    matter = RoutedMatter(SURE, understood.category.category, understood.kind, understood.elements.place)
    return matter, Suggestion(understood.unit.ranked, understood.category.confidence, understood.second_view)


def decided(house: House) -> Decision:
    """What the conversation would decide on it."""
    matter, suggestion = suggested(house)
    return house.tools.router.decide(matter, suggestion, house.office.clock.now())


def calls(house: House) -> list[AttentionKind]:
    return [item.kind for item in house.database.views.attention()]


def resume(house: House) -> None:
    with house.database.units_of_work() as uow:
        lift(house.office, uow, "unit", ADMINISTRATOR, reason="目录已改")
        uow.commit()


def test_a_promise_that_is_kept_calls_nobody(house: House, practice: Practice) -> None:
    practice.sent_at_once(right=38, wrong=2)
    practice.wait()
    assert watch(house) == 0
    assert calls(house) == []
    assert decided(house).auto


def test_a_broken_promise_calls_a_person_and_halts_what_goes_out_at_once(house: House, practice: Practice) -> None:
    assert decided(house).auto
    practice.sent_at_once(right=33, wrong=7)
    practice.wait()
    assert watch(house) == 1
    assert calls(house) == [AttentionKind.PROMISE]
    after = decided(house)
    assert (after.auto, after.lead) == (False, "人社")
    threshold = house.mind.router.threshold(suggested(house)[1])
    assert after.confidence >= threshold, "the dispatcher still sees how sure the machine is"


def test_returns_of_this_morning_are_no_alarm_before_the_others_have_had_their_time(
    house: House, practice: Practice
) -> None:
    practice.sent_at_once(right=270, wrong=0)
    practice.sent_at_once(right=0, wrong=30)
    assert watch(house) == 0


def test_the_same_week_calls_once_however_often_somebody_looks(house: House, practice: Practice) -> None:
    practice.sent_at_once(right=30, wrong=10)
    practice.wait()
    assert [watch(house) for _ in range(3)] == [1, 0, 0]
    assert calls(house) == [AttentionKind.PROMISE]
    resume(house)
    assert watch(house) == 0, "what the administrator has seen is not counted again"
    assert calls(house) == []


def test_after_the_administrators_word_the_machine_goes_on_and_is_counted_anew(
    house: House, practice: Practice, clock: SetClock
) -> None:
    practice.sent_at_once(right=30, wrong=10)
    practice.wait()
    watch(house)
    assert not decided(house).auto
    resume(house)
    clock.pass_time(MINUTE)
    assert decided(house).auto
    practice.wait(timedelta(days=5))
    practice.sent_at_once(right=25, wrong=9)
    practice.wait()
    assert watch(house) == 1
    clock.pass_time(MINUTE)
    assert not decided(house).auto


def test_within_the_same_week_the_machine_can_be_halted_again(house: House, practice: Practice) -> None:
    for _ in range(2):
        practice.sent_at_once(right=25, wrong=9)
        practice.wait()
        assert watch(house) == 1
        assert calls(house) == [AttentionKind.PROMISE]
        resume(house)
    weeks = [each.week for each in house.database.views.halts()]
    assert len(weeks) == 2
    assert len(set(weeks)) == 1


def test_a_halt_by_another_process_is_heard_within_a_minute(house: House, practice: Practice, clock: SetClock) -> None:
    assert decided(house).auto
    practice.sent_at_once(right=0, wrong=30)
    practice.wait()
    another = CautiousRouter(house.mind.router, house.database.units_of_work, clock)
    assert another.halted() == frozenset()
    watch(house)
    clock.pass_time(MINUTE - timedelta(seconds=1))
    assert another.halted() == frozenset()
    clock.pass_time(timedelta(seconds=1))
    assert another.halted() == {"unit"}


def test_who_cannot_ask_asks_a_person_and_remembers_what_was_known(house: House, clock: SetClock) -> None:
    away = True

    def units_of_work(*, write: bool = True) -> UnitOfWork:
        if away:
            raise DatabaseAwayError(reason="gone")
        return house.database.units_of_work(write=write)

    cautious = CautiousRouter(house.mind.router, units_of_work, clock)
    assert cautious.halted() == {"unit"}
    away = False
    assert cautious.halted() == frozenset()
    away = True
    clock.pass_time(2 * MINUTE)
    assert cautious.halted() == frozenset()


def test_a_job_runs_once_an_hour_by_the_clock_and_again_at_once_if_it_failed(clock: SetClock) -> None:
    runs: list[int] = []

    def job() -> int:
        runs.append(1)
        if len(runs) == 2:
            raise DatabaseAwayError(reason="gone")
        return 1

    hourly = Hourly(clock, job)
    assert [hourly(), hourly()] == [1, 0]
    clock.pass_time(timedelta(minutes=30))
    with pytest.raises(DatabaseAwayError):
        hourly()
    assert hourly() == 1
    clock.pass_time(timedelta(minutes=29))
    assert hourly() == 0
    assert len(runs) == 3


async def test_the_running_city_looks_by_itself(house: House, practice: Practice) -> None:
    practice.sent_at_once(right=25, wrong=10)
    practice.wait()
    stop = asyncio.Event()
    watching = asyncio.create_task(keep_watch(house, stop))
    for _ in range(100):
        await asyncio.sleep(0.05)
        if AttentionKind.PROMISE in calls(house):
            break
    stop.set()
    await watching
    assert AttentionKind.PROMISE in calls(house)
    assert not decided(house).auto
