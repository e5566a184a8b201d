"""我的数据: what is stored is shown to whose it is, and deleted when they say so twice; the law's records stay."""

import re
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from app.assembly import House
from casework.erase_own_data import finish_erasures
from casework.own_data import follow_link
from casework.ports import AttentionKind
from hotline.clock import SetClock
from hotline.people import Actor, Role
from hotline.workflow import State
from tests.bot.conversation.person import WHOLE, Person
from tests.casework.steps import Steps

TOKEN = re.compile(r"/chat/data/([\w-]{43})")


def token(said: str) -> str:
    found = TOKEN.search(said)
    assert found, said
    return found[1]


def audit(house: House) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(house.settings.data_dir / "jiesu.sqlite3")) as connection:
        return connection.execute("SELECT action, target FROM audit ORDER BY id").fetchall()


def fetched(house: House, person: Person, link: str) -> str | None:
    return follow_link(house.office, house.database.units_of_work, person.heard[-1].person, link)


def test_an_answer_that_was_not_let_out_is_not_given_away(person: Person, house: House, handled: Steps) -> None:
    def read() -> str:
        return fetched(house, person, token(person.say("我的数据"))) or ""

    clerk = Actor(Role.DEPARTMENT, id="wang", unit=handled.ticket.lead)
    handled.sign(clerk)
    handled.answer(clerk, public="此事不予办理。")
    assert "不予办理" not in read()
    handled.reject()
    assert "不予办理" not in read()
    handled.answer(clerk, public="已责令停止夜间经营。")
    handled.approve()
    assert "已责令停止夜间经营" in read()


def test_a_summary_and_a_link_that_gives_everything_once(person: Person, house: House, handled: Steps) -> None:
    said = person.say("我的数据")
    assert handled.number in said
    assert "13812345678" in said
    link = token(said)
    whole = fetched(house, person, link)
    assert whole is not None
    for part in (WHOLE, handled.number, "13812345678", "个人信息保护法"):
        assert part in whole
    assert fetched(house, person, link) is None
    assert ("copy_own_data", f"person:{person.heard[-1].person}") in audit(house)


def test_a_link_is_no_good_to_anybody_else_nor_after_ten_minutes(person: Person, house: House, clock: SetClock) -> None:
    person.submitted()
    link = token(person.say("查看我的信息"))
    other = Person(house, clock, "visitor-2")
    other.say("你好")
    assert fetched(house, other, link) is None
    clock.pass_time(timedelta(minutes=10))
    assert fetched(house, person, link) is None
    assert fetched(house, person, "\ud800") is None


def test_where_no_file_can_be_given_the_latest_lines_are_said(house: House, clock: SetClock) -> None:
    person = Person(house, clock, "chat-7", "telegram")
    person.submitted()
    said = person.say("我的数据")
    assert "/chat/data/" not in said
    assert WHOLE in said


def test_who_never_wrote_has_nothing_stored(person: Person) -> None:
    assert "对话：0 条" in person.say("我的数据")


def test_nothing_is_deleted_before_it_is_said_twice(person: Person, house: House, handled: Steps) -> None:
    said = person.say("删除我的信息")
    assert "办理中的工单（1 张）" in said
    assert person.actions == ["erase:yes", "erase:no"]
    assert "没有删除" in person.tap("erase:no")
    assert "过时" in person.tap("erase:yes"), "an old button deletes nothing"
    person.say("删除我的信息")
    assert "没有删除" in person.say("好的"), "a bare yes is no answer to this"
    person.say("删除我的信息")
    assert handled.number in person.say("我的工单")
    assert "过时" in person.tap("erase:yes")
    assert "13812345678" in person.say("我的数据")
    assert "erase_own_data" not in [action for action, _ in audit(house)]


@pytest.mark.parametrize("channel", ["webchat", "telegram"])
def test_without_a_ticket_everything_goes_and_a_day_later_nobody_finds_them(
    house: House, clock: SetClock, channel: str
) -> None:
    person = Person(house, clock, "visitor-9", channel)
    person.say("我姓张，电话13812345678，想问问新生儿怎么上户口")
    person.say("删除我的信息")
    assert "已经删除" in person.say("确定删除")
    number = person.heard[-1].person
    assert person.stored == []
    assert finish_erasures(house.office, house.database.units_of_work) == 0, "the answer must reach them first"
    with house.database.units_of_work() as uow:
        for item in uow.outbox.claim("test", clock.now(), timedelta(minutes=1), 100) * 9:
            uow.outbox.delivered(item.id, clock.now())
        for item in uow.outbox.after(number, 0):
            uow.outbox.delivered(item.id, clock.now())
        uow.commit()
    clock.pass_time(timedelta(days=1, minutes=1))
    assert finish_erasures(house.office, house.database.units_of_work) == 1
    assert finish_erasures(house.office, house.database.units_of_work) == 0
    with house.database.units_of_work(write=False) as uow:
        assert uow.people.find(channel, "visitor-9") is None
        assert uow.own_data.words(number) == []
        assert not uow.people.contact(number)
    assert [action for action, _ in audit(house)] == ["erase_own_data", "erased_own_data"]
    assert person.calls(AttentionKind.PRIVACY) == []
    person.say("你好")
    assert person.heard[-1].person != number, "who comes again is somebody new"


def test_with_an_open_ticket_the_address_waits_for_its_end_and_a_person_is_called(
    person: Person, house: House, clock: SetClock, handled: Steps
) -> None:
    person.say("今天天气怎么样")
    person.say("删除我的数据")
    said = person.tap("erase:yes")
    assert "还有 1 张工单在办" in said
    assert "今天天气怎么样" not in person.stored
    assert WHOLE in person.stored, "what became a ticket is its record"
    [call] = person.calls(AttentionKind.PRIVACY)
    assert "1 张工单（在办 1 张）" in call
    assert "13812345678" not in call
    clock.pass_time(timedelta(days=2))
    assert finish_erasures(house.office, house.database.units_of_work) == 0
    handled.sign()
    assert "签收" in person.later(), "they are still told"
    person.say("删除我的数据")
    person.tap("erase:yes")
    assert [action for action, _ in audit(house)].count("erase_own_data") == 1, "asked twice it is done once"
    number, citizen = handled.number, handled.ticket.person
    handled.answer()
    handled.approve()
    person.tap(f"solved:{number}:yes")
    person.tap(f"grade:{number}:1")
    clock.pass_time(timedelta(days=1, minutes=1))
    assert finish_erasures(house.office, house.database.units_of_work) == 1
    with house.database.units_of_work(write=False) as uow:
        ticket = uow.tickets.get(number)
        assert uow.people.address(citizen) == ""
    assert ticket.state is State.CLOSED
    assert ticket.appeal.text, "the record of a ticket is kept for its time"


def test_the_buttons_do_what_the_words_do(person: Person, handled: Steps) -> None:
    assert handled.number in person.tap("data:show")
    assert "不能恢复" in person.tap("data:erase")
    assert person.actions == ["erase:yes", "erase:no"]
    assert "过时" in person.tap("data:else")


def test_a_half_told_matter_is_dropped_with_the_rest(person: Person) -> None:
    person.say("楼下烧烤店油烟和噪音太大，我要投诉")
    person.say("删除我的数据")
    person.say("确定删除")
    assert person.session.draft is None
    assert person.tickets == []
