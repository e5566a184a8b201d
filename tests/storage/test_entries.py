"""Entries and their versions, the same on both databases; and the index that follows them in every process."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from hotline.clock import SystemClock
from hotline.errors import ConflictError
from knowledge.answer import AnswerDecision
from knowledge.base import KnowledgeBase
from knowledge.decide import Answerer, answerers
from knowledge.keeping.ports import Version
from knowledge.keeping.ship import Shipment, ship
from knowledge.keeping.states import EntryState
from knowledge.keeping.views import EntryFilter, Standing
from knowledge.living import LivingAnswerer, LivingEntries
from storage.open import Database
from tests.knowledge.examples import METER, POWER, WATER, entry
from tests.storage.examples import NOW

FILES = KnowledgeBase([WATER, METER])


def shipped(database: Database, files: KnowledgeBase) -> Shipment:
    with database.units_of_work() as uow:
        found = ship(uow, files, NOW)
        uow.commit()
    return found


def add(database: Database, version: Version) -> None:
    with database.units_of_work() as uow:
        kept = uow.entries.find(version.entry.id)
        if kept is not None and kept.published is not None:
            uow.entries.move(kept.published, EntryState.RETIRED, "anna", NOW, "")
        uow.entries.add(version)
        uow.commit()


def written(which: object = POWER, number: int = 1, state: EntryState = EntryState.PUBLISHED) -> Version:
    return Version(which, number, state, "anna", NOW, "因为")  # type: ignore[arg-type] # an entry


def test_the_files_are_taken_over_once(database: Database) -> None:
    assert shipped(database, FILES) == Shipment(new=2, whole=True)
    assert shipped(database, FILES) == Shipment()
    kept = database.views.entry("water")
    assert (kept.latest.number, kept.latest.author, kept.latest.entry) == (1, "shipped", WATER)
    assert database.views.published_entries()[1] == {"water": WATER, "meter": METER}


def test_what_the_city_has_still_to_fill_in_is_listed_until_it_has(database: Database) -> None:
    shipped(database, KnowledgeBase([WATER, replace(METER, city=("换表收费标准",))]))
    wanted = EntryFilter(standing=Standing.CITY_OPEN)
    assert [each.id for each in database.views.entry_rows(wanted, NOW.date())] == ["meter"]
    assert database.views.count_entries(wanted, NOW.date()) == 1
    add(database, written(replace(METER, short="换表十元。"), 2))
    assert database.views.count_entries(wanted, NOW.date()) == 0


def test_a_new_release_changes_what_nobody_edited_and_nothing_else(database: Database) -> None:
    shipped(database, FILES)
    mine = replace(METER, short="我们自己的话")
    add(database, written(mine, 2))
    power = replace(POWER, title="供电局的电话")
    add(database, written(power))
    newer = KnowledgeBase([replace(WATER, short="新的话"), replace(METER, short="他们的话"), replace(POWER, id="p2"),
                           replace(POWER, id="p3", title="供电局的电话")])  # fmt: skip
    assert shipped(database, newer) == Shipment(new=1, changed=1, left=("供电局的电话",))
    answers = database.views.published_entries()[1]
    assert answers == {"water": replace(WATER, short="新的话"), "meter": mine, "power": power,
                       "p2": replace(POWER, id="p2")}  # fmt: skip
    assert shipped(database, KnowledgeBase([METER])) == Shipment(withdrawn=2)
    assert set(database.views.published_entries()[1]) == {"meter", "power"}
    assert database.views.entry("water").latest.state is EntryState.RETIRED


def test_a_version_is_kept_once(database: Database) -> None:
    add(database, written())
    with pytest.raises(ConflictError):
        add(database, written())


def test_two_versions_of_an_entry_are_never_published_at_once(database: Database) -> None:
    add(database, written())
    with pytest.raises(ConflictError), database.units_of_work() as uow:
        uow.entries.add(written(number=2))


def test_the_counter_rises_with_what_is_answered_only(database: Database) -> None:
    shipped(database, FILES)
    revision = database.views.knowledge_revision()
    add(database, written(state=EntryState.DRAFT))
    assert database.views.knowledge_revision() == revision
    add(database, written(number=2))
    assert database.views.published_entries(revision) == (revision + 1, {"power": POWER})


def test_another_process_answers_from_the_edit_within_a_second(
    database: Database, open_again: Callable[[], Database]
) -> None:
    shipped(database, FILES)
    here = LivingAnswerer(open_again().views, answerers())
    question = POWER.title
    assert here.answer(question, NOW).entry != POWER
    with here.following():
        add(database, written())
        _until(lambda: here.answer(question, NOW).entry == POWER)
        with database.units_of_work() as uow:
            uow.entries.move(uow.entries.get("power").latest, EntryState.RETIRED, "anna", NOW, "停用")
            uow.commit()
        _until(lambda: "power" not in LivingEntries(here, SystemClock()))
    assert set(LivingEntries(here, SystemClock())) == {"water", "meter"}


def test_who_asks_never_waits_for_the_new_index(database: Database) -> None:
    shipped(database, FILES)
    slow = 0.0

    def build(base: KnowledgeBase) -> Answerer:
        time.sleep(slow)
        return answerers()(base)

    living, slow = LivingAnswerer(database.views, build), 0.7
    with living.following(0.01):
        add(database, written())
        time.sleep(0.2)
        started = time.perf_counter()
        assert living.answer(WATER.title, NOW).entry == WATER
        assert time.perf_counter() - started < 0.3
        assert living.base.find("power") is None
        _until(lambda: living.base.find("power") is not None)


def test_a_ready_index_serves_only_what_it_holds(database: Database) -> None:
    shipped(database, FILES)
    ready = answerers()(KnowledgeBase([METER, WATER]))
    assert LivingAnswerer(database.views, answerers(), ready).present is ready
    add(database, written())
    assert LivingAnswerer(database.views, answerers(), ready).present is not ready


def test_what_is_known_to_be_published_is_not_read_and_yet_followed(database: Database) -> None:
    shipped(database, FILES)
    ready = answerers()(FILES)
    living = LivingAnswerer(database.views, answerers(), ready, database.views.knowledge_revision())
    assert living.present is ready
    assert not living.look()
    add(database, written())
    assert living.look()
    assert living.base.find(POWER.id) == POWER
    assert living.base.find(WATER.id) == WATER


def test_a_fault_while_building_leaves_the_old_index_in_place(database: Database) -> None:
    shipped(database, FILES)
    faults = [False]

    def build(base: KnowledgeBase) -> Answerer:
        if faults[0]:
            raise RuntimeError("no memory")
        return answerers()(base)

    living = LivingAnswerer(database.views, build)
    faults[0] = True
    add(database, written())
    with living.following(0.01):
        time.sleep(0.1)
        assert living.answer(WATER.title, NOW).entry == WATER
        faults[0] = False
        _until(lambda: living.base.find("power") is not None)


def test_no_entry_at_all_is_no_fault(database: Database) -> None:
    living = LivingAnswerer(database.views, answerers())
    assert living.answer("停水了", NOW).decision is AnswerDecision.HANDOVER
    assert len(LivingEntries(living, SystemClock())) == 0


def test_many_new_entries_are_kept_at_once(database: Database) -> None:
    many = [written(entry(f"n{number}", f"第{number}条"), state=EntryState.IN_REVIEW) for number in range(300)]
    with database.units_of_work() as uow:
        uow.entries.add_new(many)
        uow.commit()
    assert database.views.entry("n299").open == many[299]
    assert database.views.published_entries()[1] == {}


def _until(holds: Callable[[], bool], patience: float = 2.0) -> None:
    started = time.monotonic()
    while not holds():
        assert time.monotonic() - started < patience, "not in time"
        time.sleep(0.02)


def test_an_entry_that_only_changed_its_id_is_not_lost(database: Database) -> None:
    shipped(database, FILES)
    renamed = replace(WATER, id="gs-water")
    assert shipped(database, KnowledgeBase([renamed, METER])) == Shipment(new=1, withdrawn=1)
    assert database.views.published_entries()[1] == {"gs-water": renamed, "meter": METER}


def test_what_a_release_took_away_comes_back_with_a_later_one(database: Database) -> None:
    shipped(database, FILES)
    shipped(database, KnowledgeBase([METER]))
    assert shipped(database, FILES) == Shipment(changed=1)
    kept = database.views.entry("water")
    assert [(each.number, each.state) for each in kept.versions] == [
        (2, EntryState.PUBLISHED), (1, EntryState.RETIRED),
    ]  # fmt: skip
    assert database.views.published_entries()[1] == {"water": WATER, "meter": METER}


def test_what_a_person_retired_does_not_come_back_nor_what_has_lost_its_title(database: Database) -> None:
    shipped(database, FILES)
    with database.units_of_work() as uow:
        uow.entries.move(uow.entries.get("meter").latest, EntryState.RETIRED, "anna", NOW, "过时")
        uow.commit()
    shipped(database, KnowledgeBase([POWER]))
    mine = replace(WATER, id="mine")
    add(database, written(mine))
    assert shipped(database, KnowledgeBase([WATER, METER, POWER])) == Shipment(left=(WATER.title,))
    assert database.views.published_entries()[1] == {"power": POWER, "mine": mine}


def test_titles_that_a_release_hands_on_are_borne_by_their_new_entries(database: Database) -> None:
    shipped(database, KnowledgeBase([WATER, METER, POWER]))
    meter, power = replace(METER, title=WATER.title), replace(POWER, title=METER.title)
    fresh = replace(WATER, id="fresh", title=POWER.title)
    assert shipped(database, KnowledgeBase([meter, power, fresh])) == Shipment(new=1, changed=2, withdrawn=1)
    assert database.views.published_entries()[1] == {"meter": meter, "power": power, "fresh": fresh}


def test_who_may_not_withdraw_leaves_that_to_the_next(database: Database) -> None:
    shipped(database, FILES)
    files = KnowledgeBase([METER, POWER])
    with database.units_of_work() as uow:
        assert ship(uow, files, NOW, withdraw=False) == Shipment(new=1)
        uow.commit()
    assert set(database.views.published_entries()[1]) == {"water", "meter", "power"}
    assert shipped(database, files) == Shipment(withdrawn=1)
    assert set(database.views.published_entries()[1]) == {"meter", "power"}
