"""Who writes does not publish, nothing that anybody typed is lost, and every version stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from hotline.clock import local_day
from hotline.errors import InvalidInputError, NotAllowedError, NotFoundError
from hotline.people import MACHINE
from knowledge.base import KnowledgeBase
from knowledge.decide import answerers
from knowledge.fields import LONGEST_TITLE
from knowledge.keeping.change import bring_back, change
from knowledge.keeping.draft import draft, draft_from_question
from knowledge.keeping.errors import (
    EditedMeanwhileError,
    EntryIncompleteError,
    EntryMoveRefusedError,
    GoldenLostError,
    OwnVersionError,
    TitleTakenError,
)
from knowledge.keeping.publish import mark_reviewed, publish, retire
from knowledge.keeping.repeal import repeal_source
from knowledge.keeping.ship import ship
from knowledge.keeping.states import EntryState
from knowledge.keeping.submit import send_back, submit
from knowledge.keeping.trial import lost_of, trial
from knowledge.keeping.views import EntryFilter, Standing
from tests.knowledge.examples import METER, POWER, WATER, entry
from tests.knowledge.keeping.conftest import ADMINISTRATOR, OPERATOR, SUPERVISOR, SUPPLIER, Room
from tests.storage.examples import NOW

PRESSURE = entry("pressure", "水压太小怎么办", golden=("水流细得像线",))
CHANGED = replace(WATER, short="先看停水通知，再打供水热线。")


def test_a_draft_of_the_unit_is_submitted_and_published_by_another(room: Room) -> None:
    room.do(draft, SUPPLIER, PRESSURE, why="夏天常有人问")
    assert room.kept("pressure").latest.state is EntryState.DRAFT
    assert "pressure" not in room.answered()
    room.do(submit, SUPPLIER, "pressure", number=1)
    room.do(publish, SUPERVISOR, "pressure", number=1)
    version = room.kept("pressure").latest
    assert (version.state, version.author, version.why, version.moved_by) == (
        EntryState.PUBLISHED, "supplier", "夏天常有人问", "supervisor",
    )  # fmt: skip
    assert room.answered()["pressure"] == PRESSURE


def test_a_unit_writes_for_itself_only(room: Room) -> None:
    with pytest.raises(NotAllowedError):
        room.do(draft, SUPPLIER, replace(PRESSURE, owner="供电"), why="")
    with pytest.raises(NotAllowedError):
        room.do(change, SUPPLIER, POWER, number=1, why="")
    with pytest.raises(NotAllowedError):
        room.do(change, SUPPLIER, replace(WATER, owner="供电"), number=1, why="推给别人")
    room.do(change, OPERATOR, POWER, number=1, why="话务员可以写任何单位的")


def test_who_wrote_a_version_does_not_publish_it_and_operators_publish_nothing(room: Room) -> None:
    room.do(change, SUPERVISOR, CHANGED, number=1, why="")
    room.do(submit, SUPERVISOR, "water", number=2)
    with pytest.raises(OwnVersionError):
        room.do(publish, SUPERVISOR, "water", number=2)
    for actor in (OPERATOR, SUPPLIER):
        with pytest.raises(NotAllowedError):
            room.do(publish, actor, "water", number=2)
    room.do(publish, ADMINISTRATOR, "water", number=2)
    assert [(each.number, each.state) for each in room.kept("water").versions] == [
        (2, EntryState.PUBLISHED), (1, EntryState.RETIRED),
    ]  # fmt: skip


def test_what_is_answered_stays_until_the_change_is_published(room: Room) -> None:
    room.do(change, SUPPLIER, CHANGED, number=1, why="")
    assert room.answered()["water"] == WATER
    room.do(submit, SUPPLIER, "water", number=2)
    room.do(send_back, SUPERVISOR, "water", number=2, reason="写上电话")
    assert (room.kept("water").open or room.kept("water").latest).note == "写上电话"
    assert room.answered()["water"] == WATER


def test_the_second_of_two_editors_is_told(room: Room) -> None:
    room.do(change, SUPPLIER, CHANGED, number=1, why="一")
    with pytest.raises(EditedMeanwhileError) as refused:
        room.do(change, OPERATOR, replace(WATER, short="别的话"), number=1, why="二")
    assert refused.value.params["number"] == 2
    room.do(change, OPERATOR, replace(WATER, short="别的话"), number=2, why="二")
    assert [each.state for each in room.kept("water").versions] == [
        EntryState.DRAFT, EntryState.RETIRED, EntryState.PUBLISHED,
    ]  # fmt: skip


def test_an_old_version_comes_back_as_a_draft(room: Room) -> None:
    room.do(change, SUPPLIER, CHANGED, number=1, why="")
    room.do(bring_back, SUPPLIER, "water", old=1, number=2, why="改错了")
    latest = room.kept("water").latest
    assert (latest.number, latest.entry, latest.state, latest.why) == (3, WATER, EntryState.DRAFT, "改错了")


def test_a_draft_that_lacks_something_is_not_submitted_and_says_what(room: Room) -> None:
    room.do(draft, SUPPLIER, replace(PRESSURE, source="", short=""), why="")
    with pytest.raises(EntryIncompleteError) as refused:
        room.do(submit, SUPPLIER, "pressure", number=1)
    assert refused.value.params["fields"] == ("short", "source")


def test_a_title_is_borne_once(room: Room) -> None:
    with pytest.raises(TitleTakenError):
        room.do(draft, SUPPLIER, replace(PRESSURE, title=WATER.title), why="")
    with pytest.raises(InvalidInputError):
        room.do(draft, SUPPLIER, replace(PRESSURE, title=""), why="")
    room.do(retire, SUPERVISOR, "water", number=1, reason="并入水压一条")
    room.do(draft, SUPPLIER, replace(PRESSURE, title=WATER.title), why="标题空出来了")


def test_a_retired_entry_is_answered_no_more_and_its_versions_stay(room: Room) -> None:
    with pytest.raises(NotAllowedError):
        room.do(retire, SUPPLIER, "water", number=1, reason="不想要了")
    with pytest.raises(InvalidInputError):
        room.do(retire, SUPERVISOR, "water", number=1, reason=" ")
    room.do(retire, SUPERVISOR, "water", number=1, reason="过时")
    assert "water" not in room.answered()
    assert room.kept("water").latest.note == "过时"
    with pytest.raises(EntryMoveRefusedError):
        room.do(retire, SUPERVISOR, "water", number=1, reason="再停一次")


def test_the_owner_confirms_that_an_answer_still_holds(room: Room) -> None:
    room.do(mark_reviewed, SUPPLIER, "water", number=1, until=date(2030, 1, 1), why="已核对")
    kept = room.kept("water")
    assert kept.published is not None
    assert (kept.published.number, kept.published.entry.review) == (2, date(2030, 1, 1))
    assert replace(kept.published.entry, review=WATER.review) == WATER
    with pytest.raises(InvalidInputError):
        room.do(mark_reviewed, SUPPLIER, "water", number=2, until=NOW.date(), why="")
    with pytest.raises(NotAllowedError):
        room.do(mark_reviewed, SUPPLIER, "power", number=1, until=date(2030, 1, 1), why="")


def test_what_leans_on_a_repealed_source_is_not_answered_until_somebody_looked(room: Room) -> None:
    with pytest.raises(NotAllowedError):
        room.do(repeal_source, SUPERVISOR, "城市供水条例", note="已废止")
    with pytest.raises(InvalidInputError):
        room.do(repeal_source, ADMINISTRATOR, "城市供水条例", note="")
    room.do(repeal_source, ADMINISTRATOR, "《中华人民共和国城市供水条例》", note="以新条例为准")
    assert set(room.answered()) == {"power"}
    waiting = room.kept("water").open
    assert waiting is not None
    assert "以新条例为准" in waiting.note
    room.do(publish, SUPERVISOR, "water", number=1)
    assert set(room.answered()) == {"power", "water"}


def test_a_source_without_marks_around_its_name_is_repealed_too(room: Room) -> None:
    letter = replace(POWER, source="残疾人证管理办法；办理时限以本市规定为准")
    with room.database.units_of_work() as uow:
        ship(uow, KnowledgeBase([WATER, METER, letter]), NOW)
        uow.commit()
    room.do(repeal_source, ADMINISTRATOR, "残疾人证管理办法", note="以新文件为准")
    assert set(room.answered()) == {"water", "meter"}


def test_publishing_refuses_a_change_that_takes_a_neighbour_its_question(room: Room) -> None:
    present = answerers()(KnowledgeBase([WATER, METER, POWER]))
    greedy = replace(
        POWER,
        title="水龙头突然不出水了找谁",
        variants=(
            "水龙头突然不出水了",
            "突然不出水了找谁",
        ),
    )
    assert trial(present, answerers(), replace(POWER, short="短"), NOW) == []
    thief = replace(greedy, golden=("鱼香肉丝怎么做",))
    lost = trial(present, answerers(), thief, NOW)
    assert ("鱼香肉丝怎么做", "power") in [(each.question, each.entry.id) for each in lost]
    assert ("水龙头突然不出水了找谁", "water") in [(each.question, each.entry.id) for each in lost]
    room.do(change, OPERATOR, thief, number=1, why="")
    room.do(submit, OPERATOR, "power", number=2)
    with pytest.raises(GoldenLostError, match="水龙头突然不出水了找谁"):
        room.do(publish, SUPERVISOR, "power", number=2, lost=lost)
    assert room.answered()["power"] == POWER


def test_a_question_and_its_answer_become_a_draft_even_twice(room: Room) -> None:
    for _ in range(2):
        room.do(draft_from_question, MACHINE, question="  水里有\n沙子怎么办 ", answer="请先放水。", owner="供水",
                variants=("水有沙",), why="来自咨询件")  # fmt: skip
    rows = room.database.views.entry_rows(EntryFilter(words="水里有"), NOW.date())
    assert sorted(row.title for row in rows)[0] == "水里有 沙子怎么办"
    assert (len(rows), {row.state for row in rows}) == (2, {EntryState.DRAFT})
    entry_id = next(row.id for row in rows if row.title == "水里有 沙子怎么办")
    drafted = room.kept(entry_id).latest.entry
    assert (drafted.short, drafted.golden, drafted.variants) == ("请先放水。", ("水里有 沙子怎么办",), ("水有沙",))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (EntryFilter(), {"water", "meter", "power"}),
        (EntryFilter(owner="供水"), {"water", "meter"}),
        (EntryFilter(words="停 修"), {"water", "power"}),
        (EntryFilter(words="100%"), set()),
        (EntryFilter(standing=Standing.IN_REVIEW), set()),
        (EntryFilter(standing=Standing.PUBLISHED, limit=1), {"power"}),
        (EntryFilter(kind="通知公告"), set()),
    ],
)
def test_the_list_is_narrowed(room: Room, wanted: EntryFilter, found: set[str]) -> None:
    rows = room.database.views.entry_rows(wanted, NOW.date())
    assert {row.id for row in rows} == found or wanted.limit == 1
    assert room.database.views.count_entries(wanted, NOW.date()) >= len(rows)


def test_what_expires_soon_or_is_due_is_listed_for_its_owner(room: Room) -> None:
    soon = replace(PRESSURE, expires=date.fromordinal(NOW.date().toordinal() + 20))
    room.do(draft, SUPPLIER, soon, why="")
    room.do(submit, SUPPLIER, "pressure", number=1)
    room.do(publish, SUPERVISOR, "pressure", number=1)
    due = room.database.views.entry_rows(EntryFilter(standing=Standing.DUE, owner="供水"), NOW.date())
    assert [(row.id, row.warnings(NOW.date())) for row in due] == [("pressure", [Standing.EXPIRING])]


def test_an_entry_that_is_not_there_is_said_so(room: Room) -> None:
    verb: Callable[..., object] = submit
    with pytest.raises(NotFoundError):
        room.do(verb, SUPPLIER, "nichts", number=1)


def test_an_entry_of_tomorrow_is_asked_for_tomorrow() -> None:
    present = answerers()(KnowledgeBase([WATER, METER, POWER]))
    tomorrow = local_day(NOW) + timedelta(days=1)
    coming = replace(PRESSURE, effective=tomorrow)
    assert trial(present, answerers(), replace(coming, golden=("水压太小怎么办",)), NOW) == []
    assert (
        lost_of(answerers()(KnowledgeBase([WATER, coming])), [replace(coming, golden=("水压太小怎么办",))], NOW) == []
    )
    strange = trial(present, answerers(), replace(coming, golden=("鱼香肉丝怎么做",)), NOW)
    assert [each.question for each in strange] == ["鱼香肉丝怎么做"]
    over = replace(coming, effective=None, expires=local_day(NOW), golden=("水压太小怎么办",))
    assert [each.entry.id for each in trial(present, answerers(), over, NOW)] == ["pressure"]


def test_a_whole_story_is_no_way_of_asking_of_a_draft(room: Room) -> None:
    story = "我家停水了，" * 60
    room.do(draft_from_question, MACHINE, question=story, answer="请先看通知。", variants=("停水", story), why="")
    (row,) = room.database.views.entry_rows(EntryFilter(standing=Standing.DRAFT), NOW.date())
    drafted = room.kept(row.id).latest.entry
    assert (len(drafted.title), drafted.variants, drafted.golden) == (LONGEST_TITLE, ("停水",), ())
