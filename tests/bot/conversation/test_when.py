"""The time is read back, and goes into the ticket, with the date that it means."""

from datetime import UTC, datetime, timedelta

import pytest

from app.assembly import House
from bot.conversation.session import Draft
from bot.conversation.silence import take_silent_matters
from bot.conversation.when import dated
from tests.bot.conversation.person import PARTLY, Person

SAID = datetime(2026, 11, 22, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("昨晚十一点半", "昨晚十一点半（11月21日 23:30）"),
        ("昨晚十一点多", "昨晚十一点多（11月21日 23点）"),
        ("昨天下午三点到五点", "昨天下午三点到五点（11月21日 15点至17点）"),
        ("今天上午", "今天上午（11月22日）"),
        ("这半个月每天凌晨", "这半个月每天凌晨（11月7日起）"),
        ("从昨天晚上起", "从昨天晚上起（11月21日起）"),
        ("昨晚十一点半开始", "昨晚十一点半开始（11月21日 23:30起）"),
        ("上周", "上周（11月9日至11月15日）"),
        ("上个月", "上个月（10月）"),
        ("去年12月", "去年12月（2025年12月）"),
        ("11月25日", "11月25日（2025年11月25日）"),
        ("今年夏天", "今年夏天（6月至8月）"),
        ("去年", "去年（2025年）"),
        ("明天", "明天（11月23日）"),
    ],
)
def test_the_date_stands_behind_the_words(house: House, said: str, shown: str) -> None:
    draft = Draft()
    draft.set_time(said, SAID)
    assert dated(draft, house.office.wording) == shown


@pytest.mark.parametrize(
    "said",
    [
        "最近几天",
        "每天凌晨",
        "两三天",
        "一直以来",
        "凌晨",
        "正月十五",
        "11月21日",
        "十一月二十一号",
        "2025年3月",
        "记不清",
        "",
    ],
)
def test_what_is_doubtful_or_a_date_itself_stays_as_it_was_said(house: House, said: str) -> None:
    draft = Draft()
    draft.set_time(said, SAID)
    assert dated(draft, house.office.wording) == said


def test_a_draft_of_before_keeps_its_words(house: House) -> None:
    assert dated(Draft(time="昨晚"), house.office.wording) == "昨晚"


def test_the_summary_and_the_ticket_show_it_and_a_correction_changes_it(person: Person) -> None:
    person.say(PARTLY)
    person.say("青石路38号锦绣苑3栋")
    person.say("昨晚十一点半")
    assert "时间：昨晚十一点半（3月1日 23:30）" in person.say("13812345678")
    assert "时间：前天晚上（2月28日）" in person.say("时间是前天晚上")
    person.tap("confirm")
    assert person.ticket.appeal.time == "前天晚上（2月28日）"


def test_yesterday_counts_from_when_it_was_said(person: Person) -> None:
    person.say(PARTLY)
    person.say("青石路38号锦绣苑3栋")
    person.say("昨晚十一点半")
    person.clock.pass_time(timedelta(days=2))
    assert take_silent_matters(person.house.tools) == 1
    assert person.ticket.appeal.time == "昨晚十一点半（3月1日 23:30）"
