"""What an answer looks like, what the citizen says of it, and where a question goes that the base cannot answer."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from analytics.rows import QuestionCount, UnansweredQuestion
from app.assembly import House
from bot.conversation.session import Stage
from casework.ports import AttentionKind
from hotline.clock import SetClock
from hotline.matter import MatterType
from tests.bot.conversation.person import PARTLY, WHOLE, Person
from tests.bot.conversation.ready import reader, talk
from tests.casework.steps import Steps
from tests.house import MONDAY, OPERATOR, Desk

WEEK = timedelta(days=7)


@pytest.fixture
def asker(house: House, clock: SetClock) -> Person:
    return reader(house, clock)


def unanswered(person: Person) -> list[UnansweredQuestion]:
    return person.house.database.views.unanswered(MONDAY - WEEK)


def counts(person: Person) -> list[QuestionCount]:
    return person.house.database.views.question_counts(MONDAY - WEEK, MONDAY + WEEK)


def test_an_answer_has_at_most_three_lines_its_source_date_owner_and_label(asker: Person) -> None:
    said = asker.say("租房补贴怎么领")
    assert "第三行" in said
    assert "第四行" not in said
    for part in ("依据：《公共租赁住房管理办法》（2015-11-26）", "业务归口：", "自动回复，仅供参考"):
        assert part in said
    assert asker.actions == ["answer:yes:1", "answer:no:1", "human", "full:rent"]


def test_what_the_city_has_not_filled_in_is_said(asker: Person) -> None:
    assert "补贴标准、受理窗口以本市规定为准，这里还没有本市的内容" in asker.say("租房补贴怎么领")
    assert "以本市规定为准" not in asker.say("新生儿怎么上户口")


@pytest.mark.parametrize(
    ("asked", "open_there", "elsewhere"),
    [
        ("收费吗", "其中补领工本费以本市规定为准", "异地受理点"),
        ("要带什么材料", "", "以本市规定为准"),
        ("要多久", "", "以本市规定为准"),
    ],
)
def test_a_part_names_only_what_is_open_in_it(asker: Person, asked: str, open_there: str, elsewhere: str) -> None:
    assert "异地受理点、补领工本费以本市规定为准" in asker.say("居住证怎么办")
    said = asker.say(asked)
    assert open_there in said
    assert elsewhere not in said


def test_the_whole_text_asks_again_whether_it_helped(asker: Person) -> None:
    asker.say("租房补贴怎么领")
    said = asker.tap("full:rent")
    assert "全文在此" in said
    assert "依据：" in said
    assert asker.actions[:3] == ["answer:yes:1", "answer:no:1", "human"]


def test_an_entry_that_is_gone_says_so(asker: Person) -> None:
    assert "更新或下架" in asker.tap("full:nothing")


@pytest.mark.parametrize("how", ["tap", "解决了", "已经解决了，谢谢"])
def test_solved_is_kept(asker: Person, how: str) -> None:
    asker.say("新生儿怎么上户口")
    assert "能帮上忙就好" in (asker.tap("answer:yes:1") if how == "tap" else asker.say(how))
    assert counts(asker) == [QuestionCount("answer", True, "solved", 1)]
    assert asker.session.stage is Stage.IDLE
    assert unanswered(asker) == []


def test_a_mere_yes_or_thanks_is_no_word_about_it(asker: Person) -> None:
    asker.say("新生儿怎么上户口")
    asker.say("好的")
    asker.say("新生儿怎么上户口")
    asker.say("谢谢")
    assert counts(asker) == [QuestionCount("answer", True, "", 2)]


@pytest.mark.parametrize("how", ["tap", "没解决", "不是"])
def test_unsolved_offers_the_next_nearest_the_unit_and_a_person(asker: Person, how: str) -> None:
    asker.say("新生儿上户口的事")
    said = asker.tap("answer:no:1") if how == "tap" else asker.say(how)
    assert "1. 户口迁移手续\n2. 居住证申领" in said
    assert asker.actions == ["choose:1", "choose:2", "start:matter", "human"]
    [kept] = unanswered(asker)
    assert (kept.text, kept.entry, kept.unit, kept.said) == ("新生儿上户口的事", "birth", "公安", "unsolved")
    assert [entry for entry, _ in kept.near] == ["birth", "move", "permit"]


def test_one_of_the_next_nearest_may_be_the_right_one(asker: Person) -> None:
    asker.say("新生儿上户口的事")
    asker.tap("answer:no:1")
    assert asker.say("2").startswith("居住证申领")
    assert counts(asker) == [QuestionCount("answer", True, "", 1)], "of this entry nothing was said yet"
    asker.say("解决了")
    assert counts(asker) == [QuestionCount("answer", True, "solved", 1)]
    assert asker.session.draft is None


@pytest.mark.parametrize("word", ["都不是", "登记", "好的"])
def test_none_of_the_next_nearest_is_summed_up_for_the_unit(asker: Person, word: str) -> None:
    asker.say("新生儿上户口的事")
    asker.tap("answer:no:1")
    said = asker.say(word)
    assert "【咨询】新生儿上户口的事" in said
    assert "拟请望澜市公安局答复" in said
    asker.say("确认")
    ticket = asker.ticket
    assert ticket.appeal.matter_type is MatterType.CONSULTATION
    assert [each.ticket for each in unanswered(asker)] == [ticket.number]


def test_an_older_answer_keeps_its_own_buttons(asker: Person) -> None:
    asker.say("新生儿怎么上户口")
    asker.say("居住证怎么办")
    asker.tap("answer:no:1")
    [kept] = unanswered(asker)
    assert kept.text == "新生儿怎么上户口"
    assert asker.session.draft is not None
    assert asker.session.draft.texts == ["新生儿怎么上户口"]


def test_a_choice_under_an_older_answer_belongs_to_its_question(asker: Person) -> None:
    asker.say("新生儿上户口的事")
    asker.say("租房补贴怎么领")
    asker.tap("answer:no:1")
    assert asker.tap("choose:1").startswith("户口迁移手续")
    assert [(each.key, each.entry) for each in asker.session.asked] == [(2, "rent"), (1, "move")]
    asker.say("没解决")
    assert [(each.text, each.entry) for each in unanswered(asker)] == [("新生儿上户口的事", "move")]
    asker.say("居住证怎么办")
    assert [each.key for each in asker.session.asked] == [2, 1, 3], "no key is given twice"


def test_none_of_the_choices_under_an_older_answer_takes_its_question_to_the_unit(asker: Person) -> None:
    asker.say("新生儿上户口的事")
    asker.say("租房补贴怎么领")
    asker.tap("answer:no:1")
    asker.tap("choose:0")
    asker.say("好的")
    asker.say("确认")
    assert asker.ticket.appeal.text == "新生儿上户口的事"
    assert [each.text for each in unanswered(asker)] == ["新生儿上户口的事"]


GOING_ON = {
    "asking": ([PARTLY], Stage.ASKING),
    "confirming": ([WHOLE], Stage.CONFIRMING),
    "danger": (["我家厨房着火了快来人"], Stage.AFTER_DANGER),
    "crisis": (["我不想活了，活着没意思"], Stage.WITH_PERSON),
    "person": ([PARTLY, "转人工"], Stage.WITH_PERSON),
}


@pytest.mark.parametrize("word", ["yes", "no"])
@pytest.mark.parametrize(("told", "stage"), GOING_ON.values(), ids=GOING_ON.keys())
def test_a_word_about_an_old_answer_ends_nothing_that_goes_on(
    asker: Person, told: list[str], stage: Stage, word: str
) -> None:
    asker.say("新生儿上户口的事")
    for words in told:
        asker.say(words)
    before = asker.session
    said = asker.tap(f"answer:{word}:1")
    after = asker.session
    assert "记下了" in said
    assert counts(asker)[0].said == {"yes": "solved", "no": "unsolved"}[word]
    assert (after.stage, after.left, after.asking, after.crisis) == (stage, before.left, before.asking, before.crisis)
    assert (after.draft and after.draft.texts) == (before.draft and before.draft.texts)


def test_a_word_about_an_old_answer_leaves_what_may_belong_to_a_ticket(asker: Person, desk: Desk) -> None:
    handled = Steps(desk, asker.submitted().number)
    if not handled.ticket.lead:
        handled.review(OPERATOR)
    handled.sign()
    asker.say("新生儿上户口的事")
    handled.ask(question="店叫什么名字？请发一张照片")
    asker.say("招牌上写的是老李烧烤")
    asker.say("梧桐路12号门口的路灯从上个星期开始一直不亮，晚上黑得看不见路，老人摔了一跤")
    before = asker.session.draft
    asker.tap("answer:no:1")
    assert (asker.session.stage, before is not None) == (Stage.WHOSE, True)
    assert "已经加进工单" in asker.tap("same:yes")


def inbounds_of(person: Person, number: str) -> int:
    """How many messages belong to a ticket."""
    path = person.house.settings.data_dir / "jiesu.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        [(count,)] = connection.execute("SELECT count(*) FROM inbox WHERE ticket = ?", (number,)).fetchall()
        return int(count)


def test_the_message_with_the_question_goes_with_the_consultation(asker: Person) -> None:
    asker.say("新生儿怎么上户口")
    asked = asker.heard[-1].inbound
    asker.say("没解决")
    draft = asker.session.draft
    assert draft is not None
    assert draft.inbounds[0] == asked
    asker.say("好的")
    asker.say("确认")
    assert inbounds_of(asker, asker.ticket.number) == 4
    assert asker.session.asked[0].inbound == 0, "it goes with no second ticket"


def test_a_message_that_went_with_a_complaint_is_not_taken_from_it(asker: Person) -> None:
    asker.say("青石路38号锦绣苑楼下烧烤店昨晚十一点还在吵，我要投诉。另外想问一下新生儿怎么上户口？")
    asker.say("不留电话")
    asker.say("确认")
    complaint = asker.ticket.number
    before = inbounds_of(asker, complaint)
    asker.tap("answer:no:1")
    asker.say("好的")
    asker.say("确认")
    assert len(asker.tickets) == 2
    assert inbounds_of(asker, complaint) == before


LONG = "请问公园门票能退吗？退票要看什么规定？" * 18


def test_the_unit_gets_a_long_question_whole(asker: Person) -> None:
    asker.say(LONG)
    asker.say("好的")
    asker.say("确认")
    assert asker.ticket.appeal.text == LONG
    assert len(asker.session.asked[0].root) == 300


@pytest.mark.parametrize("words", ["别告诉别人是我问的，公园门票能退吗", f"{LONG}别告诉别人是我问的。"])
def test_what_leans_on_a_secret_is_a_secret(asker: Person, words: str) -> None:
    asker.say(words)
    asker.say("要多久")
    assert asker.session.asked[-1].words.endswith("；要多久"), "it leans on the secret"
    assert counts(asker) == []


@pytest.mark.parametrize("action", ["answer:yes:99", "answer:maybe:1", "answer:yes", "answer:yes:x"])
def test_a_button_that_means_no_question_is_answered_and_keeps_nothing(asker: Person, action: str) -> None:
    assert "过时" in asker.tap(action)
    assert counts(asker) == []


def test_a_person_asked_for_after_an_answer_is_kept_and_called(asker: Person) -> None:
    asker.say("新生儿怎么上户口")
    asker.tap("human")
    assert counts(asker) == [QuestionCount("answer", True, "person", 1)]
    assert asker.calls(AttentionKind.HANDOVER) == ["新生儿怎么上户口"]


def test_a_person_asked_for_about_something_else_says_nothing_of_an_answer(asker: Person) -> None:
    asker.say("新生儿怎么上户口")
    asker.say("解决了")
    asker.say("转人工")
    assert counts(asker) == [QuestionCount("answer", True, "solved", 1)]


def test_which_is_meant_is_asked_and_the_choice_is_kept(asker: Person) -> None:
    assert "您问的是哪一个？\n1. 新生儿户口登记\n2. 户口迁移手续\n3. 居住证申领" in asker.say("户口的事怎么办")
    assert asker.actions == ["choose:1", "choose:2", "choose:3", "choose:0", "human"]
    asker.tap("choose:2")
    assert counts(asker) == [QuestionCount("clarify", True, "", 1)]


def test_none_of_them_is_a_question_without_an_answer(asker: Person) -> None:
    asker.say("户口的事怎么办")
    assert "请管这件事的部门答复" in asker.tap("choose:0")
    [kept] = unanswered(asker)
    assert (kept.decision, kept.entry, kept.unit) == ("clarify", "", "公安")


def test_what_the_base_does_not_know_goes_to_the_unit_after_a_yes(asker: Person) -> None:
    assert "不能随便说" in asker.say("公园门票能退吗")
    assert asker.actions == ["start:matter", "human"]
    assert asker.tickets == []
    asker.say("好的")
    assert asker.tickets == [], "it is read back first"
    asker.say("确认")
    [kept] = unanswered(asker)
    assert (kept.decision, kept.ticket) == ("handover", asker.ticket.number)


def test_the_unit_of_the_entry_that_was_read_is_proposed_with_the_ground(asker: Person) -> None:
    asker.say("租房补贴怎么领")
    asker.say("没解决")
    asker.say("好的")
    asker.say("确认")
    ticket = asker.ticket
    with asker.house.database.units_of_work(write=False) as uow:
        assert uow.ledger.of_ticket(ticket.number)["unit"].label == "住建房管"
    assert not ticket.ground.auto or ticket.ground.rule, "without a rule of the catalogue nothing goes out at once"


def test_reports_danger_and_secrets_are_in_no_list_of_questions(asker: Person) -> None:
    asker.say("我要举报隔壁老王私设赌场，举报有奖励吗")
    asker.say("楼道里着火了怎么办")
    asker.say("不要告诉别人是我问的，新生儿怎么上户口")
    assert counts(asker) == []


def test_personal_data_is_masked_in_what_is_kept(asker: Person) -> None:
    asker.say("公园门票能退吗？我叫王小明，电话13812345678")
    assert all("13812345678" not in each.text and "王小明" not in each.text for each in unanswered(asker))
    assert counts(asker) != []


def test_a_question_inside_a_complaint_gets_both(asker: Person) -> None:
    said = asker.say("青石路38号锦绣苑楼下烧烤店昨晚十一点还在吵，我要投诉。另外想问一下新生儿怎么上户口？")
    assert "一个月以内带出生医学证明" in said
    asker.say("不留电话")
    asker.say("确认")
    assert asker.ticket.appeal.matter_type is MatterType.COMPLAINT
    assert counts(asker) == [QuestionCount("answer", True, "", 1)]


def test_a_complaint_inside_a_question_gets_both(asker: Person) -> None:
    said = asker.say("解放路的路灯坏了一周没人修，顺便问一下新生儿怎么上户口")
    assert "一个月以内带出生医学证明" in said
    draft = asker.session.draft
    assert draft is not None
    assert "路灯" in draft.text


def test_what_led_to_a_question_is_no_complaint(asker: Person) -> None:
    asker.say("我在厂里上班，女儿寒假没人管。想问问有没有社区办的那种寒假托管，今年几号开始报名？")
    assert asker.session.stage is not Stage.ASKING
    assert asker.tickets == []


def test_a_rhetorical_question_in_a_complaint_is_no_question(asker: Person) -> None:
    asker.say("青石路38号锦绣苑楼下烧烤店昨晚十一点还在吵，你们到底管不管？还让不让人睡觉了？我要投诉！")
    assert counts(asker) == []
    assert asker.session.draft is not None


def test_what_was_asked_survives_a_restart(asker: Person) -> None:
    asker.say("新生儿怎么上户口")
    asker.talk = talk(asker.house)
    asker.tap("answer:yes:1")
    assert counts(asker) == [QuestionCount("answer", True, "solved", 1)]
