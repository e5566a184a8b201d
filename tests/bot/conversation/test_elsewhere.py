"""A matter of another city is not opened here as if it were ours; a mere mention of one changes nothing."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.assembly import House
from bot.conversation.elsewhere import load_area_codes
from bot.conversation.session import Stage
from bot.conversation.silence import take_silent_matters
from hotline.errors import DataFileError
from tests.bot.conversation.person import PARTLY, Person

CHENGDU = "我在成都市武侯区租的房子，楼下烧烤店天天半夜吵，没人管"


def test_it_is_told_with_the_number_of_that_city_and_no_ticket_is_opened(person: Person) -> None:
    told = person.say(CHENGDU)
    assert "成都市" in told
    assert "028-12345" in told
    assert "请您核对" not in told
    assert person.session.stage is Stage.CHANNEL_NAMED
    assert person.actions == ["start:matter", "human"]
    assert person.tickets == []


def test_where_the_area_code_is_not_generally_known_none_is_made_up(person: Person) -> None:
    told = person.say("我在临沧市的工地干活，包工头欠我三个月工资不给")
    assert "临沧市" in told
    assert "当地的12345" in told
    assert "-12345" not in told


@pytest.mark.parametrize("reply", [None, "仍要登记"])
def test_who_insists_is_registered_and_not_told_twice(person: Person, reply: str | None) -> None:
    person.say(CHENGDU)
    told = person.say(reply) if reply else person.tap("start:matter")
    assert "12345" not in told
    assert person.session.stage in (Stage.ASKING, Stage.CONFIRMING)


def test_a_place_of_this_city_takes_it_back(person: Person) -> None:
    person.say(CHENGDU)
    told = person.say("不是，那是我老房子，烧烤店在青石路38号锦绣苑3栋楼下")
    assert "成都市" not in told
    assert person.session.draft is not None
    assert person.session.draft.where.text.startswith("青石路38号锦绣苑3栋")
    assert "烧烤店天天半夜吵" in person.session.draft.text


def test_it_is_here_without_a_place_is_asked_for_the_place(person: Person) -> None:
    person.say(CHENGDU)
    assert "在哪里" in person.say("就是本市的事")


@pytest.mark.parametrize("reply", ["谢谢", "好的，我打当地的，不用了"])
def test_who_calls_there_leaves_nothing_behind(person: Person, reply: str) -> None:
    person.say(CHENGDU)
    person.say(reply)
    assert person.tickets == []


@pytest.mark.parametrize("reply", ["好的", "好吧", "明白了", "知道了，谢谢", "是成都的", "成都"])
def test_who_only_heard_it_is_asked_nothing_and_nothing_is_registered_in_silence(person: Person, reply: str) -> None:
    person.say(CHENGDU)
    assert "在哪里" not in person.say(reply)
    assert not person.session.unfinished
    person.clock.pass_time(timedelta(minutes=40))
    assert take_silent_matters(person.house.tools) == 0
    assert person.tickets == []


@pytest.mark.parametrize("reply", ["登记吧", "要的", "是本市的"])
def test_who_wants_it_all_the_same_is_asked_for_the_place(person: Person, reply: str) -> None:
    person.say(CHENGDU)
    assert "在哪里" in person.say(reply)


OUTAGE = "青石路38号锦绣苑3栋昨天开始停水，一直没人修，电话13812345678"


def test_of_two_matters_the_one_of_this_city_is_taken_first(person: Person) -> None:
    told = person.say(f"{CHENGDU}。另外，{OUTAGE}")
    assert "成都" not in told
    assert "028-12345" in person.say("确认提交")
    person.say("谢谢")
    assert [each.appeal.text for each in person.tickets] == [f"另外，{OUTAGE}"]


def test_what_was_told_beside_a_matter_of_another_city_is_not_forgotten(person: Person) -> None:
    person.say("青石路38号锦绣苑3栋昨天开始停水，一直没人修")
    person.say("还有一件事，我在成都市武侯区的房子也漏水")
    person.say("还有一件事，楼道灯也坏了")
    person.say("13812345678")
    assert "028-12345" in person.say("确认提交")
    assert "楼道灯" in person.say("谢谢")


def test_a_place_elsewhere_given_when_asked_is_noticed_too(person: Person) -> None:
    person.say(PARTLY)
    assert "0571-12345" in person.say("杭州市西湖区文三路")


@pytest.mark.parametrize(
    "words",
    [
        "我老家河南的，青石路38号锦绣苑3栋楼上昨天开始漏水，物业不管",
        "我老家在河南，来这边打工，楼下烧烤店油烟和噪音太大，我要投诉",
        "从成都买的票，昨天在望澜东站退不了，工作人员态度很差，我要投诉",
        "我目前在上海，父母住锦绣苑3栋，昨天开始停水，没人管",
        "青石路重庆火锅店油烟太大，天天晚上呛得睡不着，我要投诉",
        "北京路的路灯昨天起不亮了，麻烦来修",
        "上海市政公司在青石路施工，昨天半夜还在打桩，我要投诉",
    ],
)
def test_a_mere_mention_of_another_city_opens_a_matter(person: Person, words: str) -> None:
    assert "要由当地来办" not in person.say(words)
    assert person.session.draft is not None
    assert person.session.stage in (Stage.ASKING, Stage.CONFIRMING)


def test_danger_elsewhere_gets_its_number_first(person: Person) -> None:
    assert "119" in person.say("成都市武侯区的房子着火了，人困在里面")


def test_every_area_code_of_the_shipped_table_belongs_to_a_city_of_the_country(house: House) -> None:
    codes = house.tools.area_codes
    assert len(codes) > 50
    for city in codes:
        assert house.tools.elements.elsewhere(f"我在{city}") is not None, city


@pytest.mark.parametrize("row", ["成都市,28", "成都市,", ",028", "成都市,02800"])
def test_a_wrong_table_of_area_codes_is_refused_with_its_line(tmp_path: Path, row: str) -> None:
    path = tmp_path / "area_codes.csv"
    path.write_text(f"city,code\n北京市,010\n{row}\n", encoding="utf-8")
    with pytest.raises(DataFileError) as refused:
        load_area_codes(path)
    assert refused.value.line == 3
