"""Old people who dictate, short words of the regions, and what is read back to them."""

import pytest

from bot.conversation.session import Stage
from classifiers.title import only_opens, title_of
from hotline.matter import MatterType
from tests.bot.conversation.person import PARTLY, WHOLE, Person
from tests.casework.steps import Steps

SPOKEN = "哎呀我跟你们说啊我都打了八遍电话了那个那个啥我们小区那个电梯坏了好几天了没人修老人上不去下不来"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (SPOKEN, "我们小区那个电梯坏了好几天了"),
        ("我打了好多次电话都没人管楼道灯不亮", "楼道灯不亮"),
        ("你们到底管不管啊！！楼下烧烤店昨晚十一点还在吵", "楼下烧烤店昨晚十一点还在吵"),
        ("喂猪场的臭味熏得人睡不着", "喂猪场的臭味熏得人睡不着"),
        ("师傅态度恶劣还绕路", "师傅态度恶劣还绕路"),
        ("没人管理的菜地边垃圾成山", "没人管理的菜地边垃圾成山"),
    ],
)
def test_a_title_begins_where_the_matter_does(words: str, title: str) -> None:
    assert title_of(words) == title


def test_only_scolding_is_no_piece_of_its_own() -> None:
    assert only_opens("你们到底管不管啊！！")
    assert not only_opens("楼下烧烤店昨晚十一点还在吵")


def test_a_matter_dictated_without_a_stop_is_no_question_about_progress(person: Person) -> None:
    person.say(SPOKEN)
    assert person.session.draft is not None
    assert SPOKEN in person.session.draft.text


@pytest.mark.parametrize("word", ["要得", "要得快点哈", "中", "行嘞", "成", "得嘞", "好嘞", "成嘞成嘞"])
def test_yes_in_the_words_of_a_region(person: Person, word: str) -> None:
    person.say(WHOLE)
    assert "已受理" in person.say(word)


@pytest.mark.parametrize(
    "place", ["在那个老供销社后边那排平房", "就在我们村东头那个从前的老供销社后边那排平房旁边的地方啊"]
)
def test_a_place_that_no_list_knows_is_read_back_as_it_was_said(person: Person, place: str) -> None:
    person.say(PARTLY)
    told = person.say(place)
    for word in ("不清楚", "不清楚", "不留"):
        if person.session.stage is Stage.ASKING:
            told = person.say(word)
    assert "供销社后边那排平房" in told.split("地点：")[1].splitlines()[0]


def test_a_correction_is_answered_before_the_next_question(person: Person) -> None:
    person.say(PARTLY)
    person.say("青石路38号锦绣苑5栋")
    told = person.say("不对，是3号楼")
    assert told.startswith("好的，改成")
    assert "3号楼" in told.splitlines()[0]
    assert "时间" in told


def test_a_consultation_is_read_back_whole_and_called_a_question(person: Person) -> None:
    question = "新生儿怎么上户口，需要带孩子一起去吗"
    person.say(question)
    person.say("没解决" if person.session.stage is Stage.ANSWERED else "都不是")
    told = person.tap("start:matter")
    assert f"【咨询】{question}" in told
    assert "您咨询的" in person.tap("confirm")
    assert person.ticket.appeal.matter_type is MatterType.CONSULTATION


def test_the_latest_progress_says_what_happened(person: Person, handled: Steps) -> None:
    last = person.say("我的工单").split("最近进展：")[1]
    assert "待签收" in last
    assert "2026年3月2日" in last
    handled.sign()
    assert "已签收" in person.say("我的工单").split("最近进展：")[1]
